"""InvoiceAddRq and InvoiceModRq: what they make of an invoice.

Nothing is awaited between reading and writing: several EndUsers may have the same books open.
"""

from __future__ import annotations

from typing import Any

from conductor_desktop.sandbox.books.catalogue import Ref, currency_ref, receivables_ref
from conductor_desktop.sandbox.books.invoice import EUR_IN_USD
from conductor_desktop.sandbox.books.shelf import ShelfIsFull
from conductor_desktop.sandbox.qbxml.amounts import (
    AmountTooLarge,
    due_day,
    work_out_invoice,
)
from conductor_desktop.sandbox.qbxml.answers import (
    Answer,
    Desk,
    content_of,
    next_revision,
    one,
    shape,
)
from conductor_desktop.sandbox.qbxml.fields import Written, blank, take
from conductor_desktop.sandbox.qbxml.invoice_lines import LineWriter
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import (
    no_such_object,
    not_saved,
    stale,
    wrong_reference,
)
from conductor_desktop.sandbox.qbxml.tables.invoice import INVOICE

_NOT_SERVED = ("IsTaxIncluded", "SetCredit")
_NOT_ADDED = (*_NOT_SERVED, "LinkToTxnID", "InvoiceLineGroupAdd")
_GROUP_NOT_SERVED = (
    "ItemGroupRef",
    "Quantity",
    "UnitOfMeasure",
    "OverrideUOMSetRef",
    "InvoiceLineMod",
)

_FROM_CUSTOMER = (
    "billingAddress",
    "shippingAddress",
    "terms",
    "salesRepresentative",
    "salesTaxCode",
    "salesTaxItem",
)
"""What an invoice takes over from its customer."""

Invoice = dict[str, Any]


async def add_invoice(desk: Desk, request: Element) -> Answer:
    """The customer's own terms, addresses and tax hold where the request says nothing, and the
    next number is taken if it names none."""
    element = content_of(request, "InvoiceAdd")
    taken = take(INVOICE, element, Written.ADD, also=("InvoiceLineAdd",), not_served=_NOT_ADDED)
    if "customer" not in taken:
        raise element.lacks("CustomerRef")
    given = desk.lists.resolved(taken, "Invoice")
    invoice = _fresh(desk, given)
    invoice.update(given)
    invoice["refNumber"] = invoice["refNumber"] or desk.ledger.next_ref_number()
    invoice["dueDate"] = invoice["dueDate"] or due_day(invoice)
    writer = LineWriter(desk)
    invoice["lines"] = [writer.add(line) for line in element.children("InvoiceLineAdd")]
    return _saved(desk, request, invoice, "InvoiceAddRs")


async def modify_invoice(desk: Desk, request: Element) -> Answer:
    """What is not mentioned stays. Lines are replaced as a whole as soon as one is mentioned."""
    element = content_of(request, "InvoiceMod")
    taken = take(
        INVOICE,
        element,
        Written.MOD,
        also=("TxnID", "EditSequence", "InvoiceLineMod", "InvoiceLineGroupMod"),
        not_served=_NOT_SERVED,
    )
    invoice = _known(desk, element)
    given = desk.lists.resolved(taken, "Invoice")
    if "customer" in given:
        _check_currency(desk, given["customer"], invoice)
    invoice.update(given)
    if "dueDate" not in given and {"terms", "transactionDate"} & set(given):
        invoice["dueDate"] = due_day(invoice)
    if "InvoiceLineMod" in element or "InvoiceLineGroupMod" in element:
        _replace_lines(desk, element, invoice)
    return _saved(desk, request, invoice, "InvoiceModRs")


def _fresh(desk: Desk, given: Invoice) -> Invoice:
    """An invoice to this customer, with nothing on it yet."""
    customer = desk.customer(given["customer"])
    code = customer["currency"]["fullName"]
    return blank(INVOICE, "qbd_invoice") | {
        "id": desk.ledger.new_transaction_id(desk.now),
        "createdAt": desk.now.isoformat(),
        "receivablesAccount": receivables_ref(code),
        "documentTemplate": desk.lists.first("template"),
        "transactionDate": desk.now.date().isoformat(),
        "isPending": False,
        "isFinanceCharge": False,
        "isQueuedForPrint": False,
        "isQueuedForEmail": False,
        "currency": currency_ref(code),
        "exchangeRate": EUR_IN_USD / 10_000,
        **{key: customer[key] for key in _FROM_CUSTOMER},
    }


def _check_currency(desk: Desk, ref: Ref, invoice: Invoice) -> None:
    if desk.customer(ref)["currency"] != invoice["currency"]:
        raise wrong_reference(
            "Customer",
            ref["fullName"] or "",
            "Invoice",
            "QuickBooks error message: The currency of the customer must be the transaction "
            "currency.",
        )


def _known(desk: Desk, element: Element) -> Invoice:
    """The invoice that is to be changed. Raises 3120 and 3200."""
    identifier = element.needed_text("TxnID")
    edit_sequence = element.needed_text("EditSequence")
    number = desk.ledger.find(identifier)
    if number is None:
        raise no_such_object(identifier)
    invoice = desk.ledger.document(number, with_lines=True, with_links=True)
    if edit_sequence != invoice["revisionNumber"]:
        raise stale(edit_sequence)
    return invoice


def _replace_lines(desk: Desk, element: Element, invoice: Invoice) -> None:
    known = {line["id"]: line for line in invoice["lines"]}
    groups = {group["id"]: group for group in invoice["lineGroups"]}
    writer = LineWriter(desk)
    invoice["lines"] = [writer.modify(child, known) for child in element.children("InvoiceLineMod")]
    invoice["lineGroups"] = [
        _kept_group(child, groups) for child in element.children("InvoiceLineGroupMod")
    ]


def _kept_group(element: Element, groups: dict[str, Invoice]) -> Invoice:
    element.allow(("TxnLineID",), _GROUP_NOT_SERVED)
    identifier = element.needed_text("TxnLineID")
    if identifier not in groups:
        raise no_such_object(identifier)
    return groups.pop(identifier)


def _saved(desk: Desk, request: Element, invoice: Invoice, response: str) -> Answer:
    if invoice["currency"] == currency_ref("USD"):
        invoice["exchangeRate"] = 1.0  # whatever the request says: it is the home currency
    invoice["updatedAt"] = desk.now.isoformat()
    invoice["revisionNumber"] = next_revision(invoice["revisionNumber"], desk.now)
    try:
        work_out_invoice(invoice)
        number = desk.ledger.put_invoice(invoice)
    except AmountTooLarge:
        raise not_saved("invoice", "Its amount is too large.") from None
    except ShelfIsFull as full:
        raise not_saved("invoice", str(full)) from None
    written = desk.ledger.document(number, with_lines=True, with_links=False)
    return one(response, "InvoiceRet", shape(INVOICE, request), written)
