"""Pages become invoices: one by one, and with what they share kept once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.models import Invoice, InvoiceRow, Page
from conductor_desktop.conductor.reading.decoding import decode
from conductor_desktop.conductor.reading.item_reader import ItemReader
from conductor_desktop.conductor.reading.paging import PageOnWire

ACME = {"id": "8-1", "fullName": "Acme"}
LINE = {"id": "l-1", "item": {"id": "i-1", "fullName": "Labour"}, "amount": "1.00"}
INVOICE: dict[str, object] = {
    "id": "1",
    "transactionDate": "2025-01-01",
    "subtotal": "1.00",
    "customer": ACME,
    "billingAddress": {"line1": "1 Main St.", "city": "Tempe"},
    "updatedAt": "2025-01-01T12:00:00-07:00",
    "lines": [LINE],
}


def on_wire(*invoices: dict[str, object]) -> PageOnWire:
    body = json.dumps({"data": invoices, "hasMore": True, "remainingCount": 7}).encode()
    return decode(body, PageOnWire, request_id=None)


def read(*invoices: dict[str, object]) -> Page[Invoice]:
    return ItemReader(Invoice).page(on_wire(*invoices), "req_1")


def test_a_page_keeps_its_order_and_its_numbers() -> None:
    page = read({**INVOICE, "id": "b"}, {**INVOICE, "id": "a"})
    assert [invoice.id for invoice in page.items] == ["b", "a"]
    assert (page.remaining, page.has_more, page.request_id) == (7, True, "req_1")


def test_a_row_is_what_the_whole_invoice_says_and_no_more() -> None:
    (row,) = ItemReader(InvoiceRow).page(on_wire(INVOICE), None).items
    (whole,) = read(INVOICE).items
    assert type(row) is InvoiceRow
    assert [getattr(row, name) for name in row.__struct_fields__] == [
        getattr(whole, name) for name in row.__struct_fields__
    ]
    assert row.updated_at == datetime(2025, 1, 1, 19, tzinfo=UTC)
    assert row.total == Decimal(1)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"subtotal": "NaN"}, "data[1].subtotal"),
        ({"subtotal": None}, "data[1].subtotal"),
        ({"subtotal": "1" * 19}, "data[1].subtotal"),
        ({"transactionDate": "10000-01-01"}, "data[1].transactionDate"),
        ({"lines": [LINE, {**LINE, "amount": "x"}]}, "data[1].lines[1].amount"),
    ],
)
def test_the_bad_invoice_of_a_page_is_named_and_the_others_are_read(
    bad: dict[str, object], field: str
) -> None:
    page = read(INVOICE, {**INVOICE, **bad, "id": "2"}, {**INVOICE, "id": "3"})
    assert [invoice.id for invoice in page.items] == ["1", "3"]
    (problem,) = page.unread
    assert problem.id == "2"
    assert problem.problem.field == field
    assert problem.problem.request_id == "req_1"


def test_what_has_no_id_is_no_invoice_and_spoils_the_answer() -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        read(INVOICE, {**INVOICE, "id": None}, INVOICE)
    assert caught.value.field == "data[1].id"


def test_when_none_of_a_page_can_be_read_the_first_says_why() -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        read({**INVOICE, "subtotal": "x"}, {**INVOICE, "subtotal": None})
    assert caught.value.field == "data[0].subtotal"


@pytest.mark.parametrize("item", ["null", "[]", '"x"', "7"])
def test_what_is_no_invoice_at_all_is_named(item: str) -> None:
    page = decode(f'{{"data": [{item}], "hasMore": false}}'.encode(), PageOnWire, request_id=None)
    with pytest.raises(UnexpectedAnswer) as caught:
        ItemReader(InvoiceRow).page(page, None)
    assert caught.value.field == "data[0]"


def test_what_many_invoices_name_is_kept_once() -> None:
    reader = ItemReader(Invoice)
    (first,) = reader.page(on_wire(INVOICE), None).items
    (second,) = reader.page(on_wire({**INVOICE, "id": "2"}), None).items
    assert second.customer is first.customer
    assert second.billing_address is first.billing_address


def test_names_that_differ_in_anything_stay_apart() -> None:
    other = {**INVOICE, "customer": {"id": "8-1", "fullName": "ACME"}}
    nameless = {**INVOICE, "customer": None}
    first, second, third = read(INVOICE, other, nameless).items
    assert (first.customer and first.customer.full_name) == "Acme"
    assert (second.customer and second.customer.full_name) == "ACME"
    assert third.customer is None
