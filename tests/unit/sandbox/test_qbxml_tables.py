"""The tables of qbXML: nothing of a document is lost, and both directions agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.qbxml.fields import Fields, Written, spell, take
from conductor_desktop.sandbox.qbxml.lists import Lists
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.tables.company import COMPANY
from conductor_desktop.sandbox.qbxml.tables.customer import CUSTOMER
from conductor_desktop.sandbox.qbxml.tables.invoice import (
    INVOICE,
    INVOICE_LINE,
    INVOICE_LINE_GROUP,
)
from tests.helpers.sandbox import SOME_DAY


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


def every_invoice(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for number in range(ledger.count):
        yield ledger.document(number, with_lines=True, with_links=True)


def every_customer(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for index in range(ledger.customers.count):
        yield ledger.customers.document(index)


def keys(fields: Fields) -> set[str]:
    return {field.key for field in fields}


def test_every_field_of_every_object_has_its_element(ledger: Ledger) -> None:
    invoice = next(i for i in every_invoice(ledger) if i["lines"] and i["lineGroups"])
    assert keys(INVOICE) == set(invoice) - {"objectType"}
    assert keys(INVOICE_LINE) == set(invoice["lines"][0]) - {"objectType"}
    assert keys(INVOICE_LINE_GROUP) == set(invoice["lineGroups"][0]) - {"objectType"}
    assert keys(CUSTOMER) == set(ledger.customers.document(0)) - {"objectType"}
    assert keys(COMPANY) == set(company_document("A"))


def test_what_is_null_or_empty_is_not_there(ledger: Ledger) -> None:
    for invoice in every_invoice(ledger):
        spelled = spell(INVOICE, invoice)
        assert not [name for name, value in spelled.items() if value in (None, "", [], {})]
        assert ("RefNumber" in spelled) is (invoice["refNumber"] is not None)
        assert ("ShipAddress" in spelled) is (invoice["shippingAddress"] is not None)


def test_one_line_is_an_object_and_several_are_a_list(ledger: Ledger) -> None:
    for invoice in every_invoice(ledger):
        lines: Any = spell(INVOICE, invoice).get("InvoiceLineRet")
        if len(invoice["lines"]) == 1:
            assert lines["TxnLineID"] == invoice["lines"][0]["id"]
        else:
            assert [line["TxnLineID"] for line in lines or ()] == [
                line["id"] for line in invoice["lines"]
            ]


def test_an_invoice_reads_as_quickbooks_writes_it(ledger: Ledger) -> None:
    number = next(
        n
        for n in range(ledger.count)
        if ledger.document(n, with_lines=False, with_links=True)["linkedTransactions"]
        and ledger.document(n, with_lines=False, with_links=False)["salesTaxItem"]
    )
    invoice = cast("dict[str, Any]", ledger.document(number, with_lines=False, with_links=True))
    spelled = spell(INVOICE, invoice)
    assert spelled["TxnID"] == invoice["id"]
    assert f"{spelled['TxnNumber']:X}" == invoice["id"].partition("-")[0]
    assert spelled["CustomerRef"] == {
        "ListID": invoice["customer"]["id"],
        "FullName": invoice["customer"]["fullName"],
    }
    assert spelled["SalesTaxPercentage"] == "8.60"
    assert spelled["Subtotal"] == invoice["subtotal"]
    assert spelled["IsPaid"] is invoice["isPaid"]
    links = spelled["LinkedTxn"]
    first = links[0] if isinstance(links, list) else links
    assert (first["TxnType"], first["LinkType"]) == ("ReceivePayment", "AMTTYPE")
    assert list(spelled)[:5] == [
        "TxnID",
        "TimeCreated",
        "TimeModified",
        "EditSequence",
        "TxnNumber",
    ]


@pytest.mark.parametrize("when", [Written.ADD, Written.MOD])
def test_what_may_be_written_comes_back_as_it_was(ledger: Ledger, when: Written) -> None:
    lists = Lists(ledger.customers)
    for fields, documents in (
        (INVOICE, every_invoice(ledger)),
        (CUSTOMER, every_customer(ledger)),
        (INVOICE_LINE, (line for invoice in every_invoice(ledger) for line in invoice["lines"])),
    ):
        written = [field for field in fields if when in field.written]
        for document in documents:
            spelled = spell(written, document)
            taken = lists.resolved(take(fields, Element("X", spelled), when), "X")
            expected = {
                field.key: document[field.key] for field in written if field.element in spelled
            }
            assert taken == expected
