"""What can be read of an invoice comes, however much of it cannot."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.reading.damaged import read_rest

WHOLE: dict[str, Any] = {
    "id": "1-2",
    "transactionDate": "2026-03-04",
    "subtotal": "10.00",
    "salesTaxTotal": "1.00",
    "balanceRemaining": "4.00",
    "appliedAmount": "7.00",
    "customer": {"id": "8-1", "fullName": "Ana"},
    "refNumber": "77",
    "isPaid": False,
}
FIELDS = {field.encode_name: field for field in msgspec.structs.fields(InvoiceRow)}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["NaN", "1e99", "0x1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def rest_of(**changes: Any) -> Any:
    return read_rest(msgspec.Raw(json.dumps({**WHOLE, **changes}).encode()))


@pytest.mark.parametrize(
    ("changes", "unread", "billed", "still_open"),
    [
        ({"subtotal": "NaN"}, {"subtotal"}, "0", "0"),
        ({"salesTaxTotal": "1e99"}, {"sales_tax_total"}, "0", "0"),
        ({"balanceRemaining": "much"}, {"balance_remaining"}, "0", "0"),
        ({"transactionDate": "2025-02-30"}, {"transaction_date"}, "11.00", "4.00"),
        ({"customer": {"id": 7}, "memo": []}, {"customer", "memo"}, "11.00", "4.00"),
        ({"isPaid": "yes"}, {"is_paid"}, "0", "0"),
        ({"updatedAt": "2026-03-04"}, {"updated_at"}, "11.00", "4.00"),
    ],
)
def test_what_is_unread_is_named_and_amounts_that_do_not_fit_together_do_not_count(
    changes: dict[str, Any], unread: set[str], billed: str, still_open: str
) -> None:
    row = rest_of(**changes)
    assert row.unread == unread
    assert (row.billed, row.open_amount) == (Decimal(billed), Decimal(still_open))
    assert row.ref_number == "77"


def test_of_an_amount_that_is_missing_others_can_still_be_read() -> None:
    item = {key: value for key, value in WHOLE.items() if key != "subtotal"}
    row = read_rest(msgspec.Raw(json.dumps(item).encode()))
    assert row is not None
    assert row.unread == {"subtotal"}
    assert row.balance_remaining == Decimal("4.00")


@pytest.mark.parametrize(
    "item",
    [b'"text"', b"[]", b"{}", b'{"id": "1"}', b'{"id": 7, "subtotal": "1.00"}', b'{"id": null}'],
)
def test_without_an_id_or_with_nothing_else_there_is_no_rest(item: bytes) -> None:
    assert read_rest(msgspec.Raw(item)) is None


@given(st.dictionaries(st.sampled_from(sorted(FIELDS.keys() - {"id"})), JSON))
def test_whatever_comes_the_fields_that_are_fine_are_what_they_were(
    changes: dict[str, Any],
) -> None:
    row = rest_of(**changes)
    if row is None:
        assert WHOLE.keys() <= changes.keys() | {"id"}
        return
    whole = msgspec.json.decode(json.dumps(WHOLE), type=InvoiceRow)
    for name in WHOLE.keys() - changes.keys():
        attribute = FIELDS[name].name
        assert attribute not in row.unread
        assert getattr(row, attribute) == getattr(whole, attribute)
    assert {FIELDS[name].name for name in changes} >= row.unread
