"""Our shapes against Conductor's own description of its API."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conductor_desktop.conductor.models import (
    Address,
    AuthSession,
    Company,
    CustomField,
    EndUser,
    IntegrationConnection,
    Invoice,
    InvoiceLine,
    InvoiceLineGroup,
    InvoiceRow,
    LinkedTransaction,
)
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus

_DESCRIPTION = Path(__file__).parents[3] / "shared" / "reference" / "conductor-openapi.json"

WHOLE: dict[str, type[msgspec.Struct]] = {
    "qbd_invoice": Invoice,
    "qbd_invoice_line": InvoiceLine,
    "qbd_invoice_line_group": InvoiceLineGroup,
    "qbd_linked_transaction": LinkedTransaction,
    "qbd_custom_field": CustomField,
    "qbd_address": Address,
}
IN_PART: dict[str, type[msgspec.Struct]] = {
    "end_user": EndUser,
    "integration_connection": IntegrationConnection,
    "auth_session": AuthSession,
    "qbd_company": Company,
}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    if not _DESCRIPTION.exists():
        pytest.skip("Conductor's description of its API is not beside this checkout")
    parsed: dict[str, Any] = json.loads(_DESCRIPTION.read_text(encoding="utf-8"))
    return parsed


def documented(description: dict[str, Any], schema: str) -> set[str]:
    return set(description["components"]["schemas"][schema]["properties"])


def ours(kind: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize("schema", WHOLE)
def test_every_documented_field_of_an_invoice_is_known(
    description: dict[str, Any], schema: str
) -> None:
    assert ours(WHOLE[schema]) == documented(description, schema)


def test_a_row_is_a_part_of_an_invoice(description: dict[str, Any]) -> None:
    assert ours(InvoiceRow) < documented(description, "qbd_invoice")


@pytest.mark.parametrize("schema", IN_PART)
def test_no_field_is_made_up(description: dict[str, Any], schema: str) -> None:
    assert ours(IN_PART[schema]) <= documented(description, schema)


@pytest.mark.parametrize("schema", [*WHOLE, *IN_PART])
def test_what_must_be_there_is_promised_and_never_null(
    description: dict[str, Any], schema: str
) -> None:
    shape = description["components"]["schemas"][schema]
    kind = (WHOLE | IN_PART)[schema]
    needed = [field for field in msgspec.structs.fields(kind) if field.required]
    assert {field.encode_name for field in needed} <= set(shape["required"])
    for field in needed:
        kinds = shape["properties"][field.encode_name].get("anyOf", [])
        assert {"type": "null"} not in kinds, field.encode_name


def test_every_filter_is_a_documented_parameter(description: dict[str, Any]) -> None:
    operation = description["paths"]["/quickbooks-desktop/invoices"]["get"]
    known = {one["name"] for one in operation["parameters"] if one["in"] == "query"}
    everything = InvoiceQuery(
        transaction_date_from=dt.date(2025, 1, 1),
        transaction_date_to=dt.date(2025, 1, 1),
        payment_status=PaymentStatus.PAID,
        updated_after=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        customer_ids=("1",),
        ref_number_contains="1",
        currency_ids=("1",),
    )
    assert set(everything.params(150)) <= known
