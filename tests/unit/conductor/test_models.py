"""What becomes of Conductor's JSON, and what does not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.models import (
    AuthSession,
    Company,
    EndUser,
    HealthCheck,
    Invoice,
    InvoiceLine,
)
from conductor_desktop.conductor.reading.decoding import decode

INVOICE: dict[str, object] = {
    "id": "123ABC-1",
    "transactionDate": "2024-10-01",
    "subtotal": "1000.10",
    "salesTaxTotal": "10.05",
    "appliedAmount": "100.00",
    "balanceRemaining": "910.15",
    "class": {"id": "8-1", "fullName": "Construction"},
    "currency": {"id": "8-2", "fullName": "USD"},
    "createdAt": "2025-01-01T12:34:56-05:00",
    "dueDate": None,
    "exchangeRate": 1.2345,
}


def invoice(**changes: object) -> Invoice:
    body = json.dumps({**INVOICE, **changes}).encode()
    return decode(body, Invoice, request_id=None)


def test_money_is_the_very_decimal_of_the_answer() -> None:
    one = invoice()
    assert (one.subtotal, one.sales_tax_total) == (Decimal("1000.10"), Decimal("10.05"))
    assert str(one.subtotal) == "1000.10"
    assert one.total == Decimal("1010.15")


def test_amounts_of_eighteen_digits_add_up_to_the_last_of_them() -> None:
    one = invoice(
        subtotal="999999999999999999.0000000001",
        salesTaxTotal="999999999999999999.0000000001",
        balanceRemaining=None,
        appliedAmount="0.0000000001",
    )
    assert str(one.total) == "1999999999999999998.0000000002"
    assert str(one.open_amount) == "1999999999999999998.0000000001"


def test_without_sales_tax_the_total_is_the_subtotal() -> None:
    assert invoice(salesTaxTotal=None).total == Decimal("1000.10")


@pytest.mark.parametrize(
    ("changes", "still_open"),
    [
        ({}, "910.15"),
        ({"balanceRemaining": None}, "910.15"),
        ({"balanceRemaining": None, "appliedAmount": None}, "1010.15"),
        ({"balanceRemaining": None, "isPaid": True}, "0"),
        ({"balanceRemaining": "0.00", "isPaid": False}, "0"),
    ],
)
def test_what_is_open_is_told_or_worked_out(changes: dict[str, object], still_open: str) -> None:
    assert invoice(**changes).open_amount == Decimal(still_open)


def test_dates_and_times_are_typed_and_times_are_utc() -> None:
    one = invoice()
    assert one.transaction_date == date(2024, 10, 1)
    assert one.created_at == datetime(2025, 1, 1, 17, 34, 56, tzinfo=UTC)
    assert one.created_at.tzinfo is UTC
    assert one.due_date is None


def test_only_three_fields_are_needed() -> None:
    body = b'{"id": "1", "transactionDate": "2025-01-01", "subtotal": "0.00"}'
    one = decode(body, Invoice, request_id=None)
    assert one.total == 0
    assert one.customer is None
    assert one.lines == ()


def test_fields_nobody_knows_are_ignored() -> None:
    assert invoice(aiSummary={"x": [1]}) == invoice()


def test_it_goes_out_again_under_conductors_names() -> None:
    again = msgspec.to_builtins(invoice())
    assert again["class"] == {"id": "8-1", "fullName": "Construction"}
    assert again["salesTaxTotal"] == "10.05"
    assert again["objectType"] == "qbd_invoice"
    assert len(again) == 45


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subtotal": "a lot"}, "subtotal"),
        ({"subtotal": None}, "subtotal"),
        ({"subtotal": "NaN"}, "subtotal"),
        ({"subtotal": "-Infinity"}, "subtotal"),
        ({"subtotal": "1e999999"}, "subtotal"),
        ({"subtotal": "1e-20"}, "subtotal"),
        ({"salesTaxTotal": "1000000000000000000"}, "salesTaxTotal"),
        ({"balanceRemaining": "NaN"}, "balanceRemaining"),
        ({"appliedAmount": "sNaN"}, "appliedAmount"),
        ({"transactionDate": "2024-02-30"}, "transactionDate"),
        ({"transactionDate": "01/10/2024"}, "transactionDate"),
        ({"createdAt": "2025-01-01T12:34:56"}, "createdAt"),
        ({"customer": "Acme"}, "customer"),
        ({"isPaid": "yes"}, "isPaid"),
        ({"id": 5}, "id"),
        ({"lines": [{"id": "1", "amount": "NaN"}]}, "lines[0].amount"),
        ({"lines": [{"amount": "1.00"}]}, "lines[0].id"),
    ],
)
def test_a_bad_field_is_named_and_its_value_is_not_shown(
    changes: dict[str, object], field: str
) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        invoice(**changes)
    assert caught.value.field == field
    assert caught.value.details["field"] == field
    assert field in caught.value.explanation
    assert "Acme" not in str(caught.value)


def test_a_bad_field_deep_in_a_list_is_named_with_its_place() -> None:
    body = json.dumps([INVOICE, {**INVOICE, "subtotal": "x"}]).encode()
    with pytest.raises(UnexpectedAnswer) as caught:
        decode(body, tuple[Invoice, ...], request_id="req_1")
    assert caught.value.field == "[1].subtotal"
    assert caught.value.request_id == "req_1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"status": "ok", "duration": 1} and more',
        b'\xef\xbb\xbf{"status": "ok", "duration": 1}',
        '{"status": "ok", "duration": 1}'.encode("utf-16"),
        b'{"status": "ok", "duration": 1, "ignored": "\xff"}',
        b'{"status": "ok", "duration": NaN}',
        b'{"status": "ok", "duration": 1, "ignored": ' + b"[" * 200_000,
        b"<html></html>",
        b'{"status": "ok", "duration": 1, "status": "ok"}',
        b'{"status": "ok", "duration": 9, "duration": 1}',
        b'{"status": "ok", "duration": 1, "ignored": {"a": 1, "a": 1}}',
    ],
)
def test_what_is_not_clean_json_is_garbled(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="garbled"):
        decode(body, HealthCheck, request_id=None)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"null",
        b'"ok"',
        b'{"status": "OK ", "duration": 1}',
        b'{"status": true, "duration": 1}',
        b'{"status": "ok"}',
        b'{"status": "ok", "duration": 1e999}',
        b'{"status": "error", "duration": 1, "status": "ok"}',
    ],
)
def test_only_the_documented_shape_is_healthy(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        decode(body, HealthCheck, request_id=None)


def test_healthy_is_healthy() -> None:
    assert decode(b'{"status": "ok", "duration": 100}', HealthCheck, request_id=None) == (
        HealthCheck(status="ok", duration=100)
    )


def test_tax_numbers_are_not_even_decoded() -> None:
    body = (
        b'{"isSampleCompanyFile": false, "companyName": "Acme", '
        b'"ein": "123456789", "ssn": "123-45-6789"}'
    )
    company = decode(body, Company, request_id=None)
    assert company.display_name == "Acme"
    assert "6789" not in repr(company)
    assert not hasattr(company, "ein")
    assert not hasattr(company, "ssn")


@pytest.mark.parametrize(
    ("name", "legal", "shown"),
    [("Acme", "Acme, LLC", "Acme"), (None, "Acme, LLC", "Acme, LLC"), ("", "", None)],
)
def test_the_company_has_the_name_people_know(
    name: str | None, legal: str | None, shown: str | None
) -> None:
    company = Company(is_sample_company_file=False, company_name=name, legal_company_name=legal)
    assert company.display_name == shown


def test_an_empty_object_is_no_company() -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        decode(b"{}", Company, request_id=None)
    assert caught.value.field == "isSampleCompanyFile"


AUTH_SESSION = {
    "id": "auth_sess_1",
    "objectType": "auth_session",
    "createdAt": "2024-01-01T12:34:56.789Z",
    "endUserId": "end_usr_1",
    "clientSecret": "auth_sess_client_secret_HUSHHUSH0001",
    "authFlowUrl": "https://connect.example/qbd/auth_sess_client_secret_HUSHHUSH0001?key=pk_1",
    "expiresAt": "2024-01-01T13:04:56.789Z",
    "redirectUrl": None,
}


def test_a_link_is_usable_but_does_not_show_itself() -> None:
    session = decode(json.dumps(AUTH_SESSION).encode(), AuthSession, request_id=None)
    assert session.auth_flow_url.reveal() == AUTH_SESSION["authFlowUrl"]
    assert session.client_secret.reveal() == AUTH_SESSION["clientSecret"]
    assert session.expires_at == datetime(2024, 1, 1, 13, 4, 56, 789000, tzinfo=UTC)
    assert "HUSH" not in repr(session)
    assert "HUSH" not in str(session)
    with pytest.raises(TypeError):
        msgspec.json.encode(session)


def test_a_link_that_is_no_text_is_named() -> None:
    body = json.dumps({**AUTH_SESSION, "authFlowUrl": 7}).encode()
    with pytest.raises(UnexpectedAnswer) as caught:
        decode(body, AuthSession, request_id=None)
    assert caught.value.field == "authFlowUrl"


def test_an_end_user_carries_its_connections() -> None:
    body = json.dumps(
        {
            "id": "end_usr_1",
            "objectType": "end_user",
            "createdAt": "2024-01-01T12:34:56.789Z",
            "companyName": "Acme Inc.",
            "sourceId": "7",
            "email": "",
            "integrationConnections": [
                {
                    "id": "int_conn_1",
                    "createdAt": "2024-01-01T12:34:56.789Z",
                    "integrationSlug": "quickbooks_desktop",
                    "lastRequestAt": "2024-01-02T00:00:00.000Z",
                    "lastSuccessfulRequestAt": None,
                }
            ],
        }
    ).encode()
    user = decode(body, EndUser, request_id=None)
    (row,) = user.integration_connections
    assert row.last_request_at == datetime(2024, 1, 2, tzinfo=UTC)
    assert row.last_successful_request_at is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"cut \ud83d", "cut \ufffd"),
        (r"\uDE00 cut", "\ufffd cut"),
        (r"\ud83d\ud83d\ude00\ude00", "\ufffd\N{GRINNING FACE}\ufffd"),
        (r"a \\ud83d path", r"a \ud83d path"),
        (r"a \\\ud83d", "a \\\ufffd"),
        (r"nothing \u0000", "nothing \x00"),
    ],
)
def test_half_of_a_character_is_replaced_and_costs_nothing_else(written: str, read: str) -> None:
    body = json.dumps({**INVOICE, "memo": "HERE"}).replace("HERE", written).encode()
    assert decode(body, Invoice, request_id=None) == invoice(memo=read)
    skipped = body.replace(b'"memo"', b'"unknown"')
    assert decode(skipped, Invoice, request_id=None) == invoice()


def test_a_body_as_large_as_it_may_be_is_not_mended_but_refused() -> None:
    text = rb"\ud83d" + b"x" * 3_000_000
    with pytest.raises(UnexpectedAnswer, match="garbled"):
        decode(b'{"id": "%s"}' % text, Invoice, request_id=None)


@pytest.mark.parametrize("length", [65_534, 65_535, 65_536, 131_072])
def test_a_character_may_lie_across_the_pieces_a_large_body_is_checked_in(length: int) -> None:
    text = "x" * length + "\N{GRINNING FACE}"
    body = json.dumps({**INVOICE, "memo": text}, ensure_ascii=False).encode()
    assert decode(body, Invoice, request_id=None).memo == text
    with pytest.raises(UnexpectedAnswer, match="garbled"):
        decode(body.replace(b'"memo"', b'"unknown"')[:-3] + b'"}', Invoice, request_id=None)


def test_answers_are_values() -> None:
    assert invoice() == invoice()
    with pytest.raises(AttributeError):
        invoice().memo = "changed"  # type: ignore[misc]
    assert InvoiceLine(id="1", rate=Decimal("1.5")) != InvoiceLine(id="1")
