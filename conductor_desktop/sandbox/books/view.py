"""The little of a document that lists are filtered by, whether it was computed or written."""

from __future__ import annotations

import datetime as dt
from typing import cast

import msgspec

from conductor_desktop.sandbox.books.catalogue import Ref
from conductor_desktop.sandbox.books.lines import Document


class InvoiceView(msgspec.Struct, frozen=True, gc=False):
    ref_number: str | None
    day: dt.date
    updated_at: float
    """In seconds since 1970."""
    customer_id: str | None
    account_id: str | None
    currency_id: str | None
    is_paid: bool


def view_of_invoice(document: Document) -> InvoiceView:
    """Of a whole document, all fields of which are taken to be there and of the right kind."""
    return InvoiceView(
        ref_number=cast("str | None", document["refNumber"]),
        day=dt.date.fromisoformat(cast("str", document["transactionDate"])),
        updated_at=dt.datetime.fromisoformat(cast("str", document["updatedAt"])).timestamp(),
        customer_id=id_of(document["customer"]),
        account_id=id_of(document["receivablesAccount"]),
        currency_id=id_of(document["currency"]),
        is_paid=bool(document["isPaid"]),
    )


class CustomerView(msgspec.Struct, frozen=True):
    """What does not follow from other customers or from invoices."""

    name: str
    is_active: bool
    updated: dt.datetime
    currency_id: str | None
    class_id: str | None


def view_of_customer(document: Document) -> CustomerView:
    return CustomerView(
        name=cast("str", document["name"]),
        is_active=bool(document["isActive"]),
        updated=dt.datetime.fromisoformat(cast("str", document["updatedAt"])),
        currency_id=id_of(document["currency"]),
        class_id=id_of(document["class"]),
    )


def id_of(reference: object) -> str | None:
    """The id in a reference, which may be missing altogether."""
    return None if reference is None else cast("Ref", reference)["id"]
