"""CustomerAddRq and CustomerModRq: what they make of a customer or job."""

from __future__ import annotations

from typing import Any

from conductor_desktop.sandbox.books.catalogue import CURRENCIES, Ref, currency_ref
from conductor_desktop.sandbox.books.customers import WrongParent
from conductor_desktop.sandbox.books.lines import tax_code
from conductor_desktop.sandbox.books.shelf import ShelfIsFull
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.qbxml.answers import (
    Answer,
    Desk,
    content_of,
    next_revision,
    one,
    shape,
)
from conductor_desktop.sandbox.qbxml.fields import Written, blank, take
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import (
    empty,
    name_taken,
    no_such_object,
    not_saved,
    stale,
    wrong_name,
    wrong_reference,
)
from conductor_desktop.sandbox.qbxml.tables.customer import CUSTOMER
from conductor_desktop.sandbox.slices import add_up

_NOT_SERVED = ("CreditCardInfo",)
_NOT_ADDED = (*_NOT_SERVED, "OpenBalance", "OpenBalanceDate", "Contacts", "AdditionalNotes")
_NOT_MODIFIED = (*_NOT_SERVED, "ContactsMod", "AdditionalNotesMod")

Customer = dict[str, Any]


async def add_customer(desk: Desk, request: Element) -> Answer:
    element = content_of(request, "CustomerAdd")
    taken = take(CUSTOMER, element, Written.ADD, not_served=_NOT_ADDED)
    if "name" not in taken:
        raise element.lacks("Name")
    given = desk.lists.resolved(taken, "Customer")
    customer = _fresh(desk, given.get("parent")) | given
    if customer["salesTaxCode"] == tax_code(True) and "salesTaxItem" not in given:
        customer["salesTaxItem"] = desk.lists.first("tax item")
    return await _saved(desk, request, customer, "CustomerAddRs")


async def modify_customer(desk: Desk, request: Element) -> Answer:
    """What is not mentioned stays."""
    element = content_of(request, "CustomerMod")
    taken = take(
        CUSTOMER,
        element,
        Written.MOD,
        also=("ListID", "EditSequence"),
        not_served=_NOT_MODIFIED,
    )
    customer = _known(desk, element)
    given = desk.lists.resolved(taken, "Customer")
    if given.get("currency", customer["currency"]) != customer["currency"]:
        raise _wrong_currency(given["currency"], "It cannot be changed any more.")
    return await _saved(desk, request, customer | given, "CustomerModRs")


def _fresh(desk: Desk, parent: Ref | None) -> Customer:
    """A customer of whom nothing is known yet, or a job of one who is."""
    currency = desk.customer(parent)["currency"] if parent else currency_ref(CURRENCIES[0])
    return blank(CUSTOMER, "qbd_customer") | {
        "id": desk.ledger.new_list_id(desk.now),
        "createdAt": desk.now.isoformat(),
        "isActive": True,
        "salesTaxCode": tax_code(True),
        "jobStatus": "none",
        "preferredDeliveryMethod": "none",
        "currency": currency,
    }


def _known(desk: Desk, element: Element) -> Customer:
    """The customer that is to be changed. Raises 3120 and 3200."""
    identifier = element.needed_text("ListID")
    edit_sequence = element.needed_text("EditSequence")
    index = desk.ledger.customers.find(identifier)
    if index is None:
        raise no_such_object(identifier)
    customer = desk.ledger.customers.document(index)
    if edit_sequence != customer["revisionNumber"]:
        raise stale(edit_sequence)
    return customer


def _check(desk: Desk, customer: Customer) -> None:
    name = customer["name"]
    if not name.strip():
        raise empty("Name")
    if ":" in name:
        raise wrong_name(name, "Name")
    parent = customer["parent"]
    namesake = desk.ledger.customers.named(f"{parent['fullName']}:{name}" if parent else name)
    if namesake is not None and namesake != desk.ledger.customers.find(customer["id"]):
        raise name_taken(name)
    if parent and desk.customer(parent)["currency"] != customer["currency"]:
        raise _wrong_currency(customer["currency"], "A job has the currency of its customer.")


def _wrong_currency(currency: Ref, reason: str) -> ApiError:
    return wrong_reference("Currency", currency["fullName"] or "", "Customer", reason)


async def _saved(desk: Desk, request: Element, customer: Customer, response: str) -> Answer:
    _check(desk, customer)
    customer["updatedAt"] = desk.now.isoformat()
    customer["revisionNumber"] = next_revision(customer["revisionNumber"], desk.now)
    try:
        index = desk.ledger.put_customer(customer)
    except WrongParent as wrong:
        parent = customer["parent"]["fullName"]
        raise wrong_reference("Customer", parent, "Customer", str(wrong)) from None
    except ShelfIsFull as full:
        raise not_saved("customer", str(full)) from None
    await add_up(desk.ledger.balances)
    written = desk.ledger.customers.document(index)
    return one(response, "CustomerRet", shape(CUSTOMER, request), written)
