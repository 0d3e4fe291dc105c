"""Invoices as Conductor sends them, what a list shows or all 45 fields; money as ``Decimal``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from typing import Annotated, Generic, TypeVar

import msgspec

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.money import check_amounts


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """What all answers share.

    ``gc=False``: these values hold no cycles, and a hundred thousand of them otherwise make the
    collector pause long enough to be felt.
    """


class Ref(Wire, frozen=True, kw_only=True):
    """A pointer to something in QuickBooks; ``full_name`` is what people call it."""

    id: str | None = None
    full_name: str | None = None


class Address(Wire, frozen=True, kw_only=True):
    """An address as typed into QuickBooks."""

    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    line4: str | None = None
    line5: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    note: str | None = None


class Listed(Wire, frozen=True, kw_only=True):
    """One thing of a list that comes page by page: an invoice, a customer."""

    id: str


class CustomField(Wire, frozen=True, kw_only=True):
    """A field somebody added in QuickBooks."""

    owner_id: str
    name: str
    type: str
    value: str


class InvoiceLine(Wire, frozen=True, kw_only=True):
    """One line of an invoice."""

    id: str
    object_type: str = "qbd_invoice_line"
    item: Ref | None = None
    description: str | None = None
    quantity: float | None = None
    unit_of_measure: str | None = None
    override_unit_of_measure_set: Ref | None = None
    rate: Decimal | None = None
    rate_percent: Decimal | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    amount: Decimal | None = None
    inventory_site: Ref | None = None
    inventory_site_location: Ref | None = None
    serial_number: str | None = None
    lot_number: str | None = None
    expiration_date: date | None = None
    service_date: date | None = None
    sales_tax_code: Ref | None = None
    other_custom_field1: str | None = None
    other_custom_field2: str | None = None
    custom_fields: tuple[CustomField, ...] = ()

    def __post_init__(self) -> None:
        check_amounts(self, ("rate", "rate_percent", "amount"))


class InvoiceLineGroup(Wire, frozen=True, kw_only=True):
    """Several lines sold as one."""

    id: str
    item_group: Ref
    total_amount: Decimal
    object_type: str = "qbd_invoice_line_group"
    description: str | None = None
    quantity: float | None = None
    unit_of_measure: str | None = None
    override_unit_of_measure_set: Ref | None = None
    should_print_items_in_group: bool = False
    service_date: date | None = None
    lines: tuple[InvoiceLine, ...] = ()
    custom_fields: tuple[CustomField, ...] = ()

    def __post_init__(self) -> None:
        check_amounts(self, ("total_amount",))


class LinkedTransaction(Wire, frozen=True, kw_only=True):
    """A payment or another document that belongs to an invoice."""

    id: str
    transaction_type: str
    transaction_date: date
    object_type: str = "qbd_linked_transaction"
    ref_number: str | None = None
    link_type: str | None = None
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        check_amounts(self, ("amount",))


# The usual 28 digits could round the sum of two amounts of the most digits they may have.
_EXACT = Context(prec=40)

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class InvoiceRow(Listed, frozen=True, kw_only=True):
    """What a list shows of an invoice. It has no total of its own: see ``total``.

    ``currency`` is ``None`` when the company file keeps one currency only. ``updated_at`` comes
    with the offset of the PC QuickBooks runs on and is UTC here.
    """

    transaction_date: date
    subtotal: Decimal
    updated_at: Moment | None = None
    customer: Ref | None = None
    ref_number: str | None = None
    is_pending: bool | None = None
    purchase_order_number: str | None = None
    terms: Ref | None = None
    due_date: date | None = None
    sales_tax_total: Decimal | None = None
    applied_amount: Decimal | None = None
    balance_remaining: Decimal | None = None
    currency: Ref | None = None
    memo: str | None = None
    is_paid: bool | None = None

    def __post_init__(self) -> None:
        check_amounts(self, _ROW_MONEY)
        _in_utc(self, "updated_at", self.updated_at)

    @property
    def total(self) -> Decimal:
        """What was billed: ``subtotal`` and sales tax together."""
        tax = self.sales_tax_total
        return self.subtotal if tax is None else _EXACT.add(self.subtotal, tax)

    @property
    def billed(self) -> Decimal:
        """What it adds to a sum of invoices."""
        return self.total

    @property
    def open_amount(self) -> Decimal:
        """What is still owed; worked out when QuickBooks does not say."""
        if self.balance_remaining is not None:
            return self.balance_remaining
        if self.is_paid:
            return Decimal()
        return _EXACT.subtract(self.total, self.applied_amount or Decimal())

    @property
    def unread(self) -> frozenset[str]:
        """The names of the attributes that came in a form nobody can read."""
        return frozenset()


class DamagedInvoiceRow(InvoiceRow, frozen=True, kw_only=True):
    """What can be read of an invoice in which something cannot.

    What is in ``unread`` is ``None``, or means nothing where there has to be a value. If that is
    an amount, none of its amounts is in any sum: they would not fit together. Nothing is decoded
    as this.
    """

    damage: frozenset[str]

    @property
    def unread(self) -> frozenset[str]:
        return self.damage

    @property
    def total(self) -> Decimal:
        return super().total if self.damage.isdisjoint(_TOTAL) else Decimal()

    @property
    def billed(self) -> Decimal:
        return super().billed if self.damage.isdisjoint(_SUMMED) else Decimal()

    @property
    def open_amount(self) -> Decimal:
        return super().open_amount if self.damage.isdisjoint(_SUMMED) else Decimal()


_TOTAL = frozenset({"subtotal", "sales_tax_total"})
_SUMMED = _TOTAL | {"applied_amount", "balance_remaining", "is_paid"}


class Invoice(InvoiceRow, frozen=True, kw_only=True):
    """One invoice with every field and line. ``created_at`` is UTC as well."""

    object_type: str = "qbd_invoice"
    created_at: Moment | None = None
    revision_number: str | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    receivables_account: Ref | None = None
    document_template: Ref | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    is_finance_charge: bool | None = None
    sales_representative: Ref | None = None
    shipment_origin: str | None = None
    shipping_date: date | None = None
    shipping_method: Ref | None = None
    sales_tax_item: Ref | None = None
    sales_tax_percentage: Decimal | None = None
    exchange_rate: float | None = None
    balance_remaining_in_home_currency: Decimal | None = None
    customer_message: Ref | None = None
    is_queued_for_print: bool | None = None
    is_queued_for_email: bool | None = None
    sales_tax_code: Ref | None = None
    suggested_discount_amount: Decimal | None = None
    suggested_discount_date: date | None = None
    other_custom_field: str | None = None
    external_id: str | None = None
    linked_transactions: tuple[LinkedTransaction, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    line_groups: tuple[InvoiceLineGroup, ...] = ()
    custom_fields: tuple[CustomField, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_amounts(self, _FURTHER_MONEY)
        _in_utc(self, "created_at", self.created_at)


_ROW_MONEY = ("subtotal", "sales_tax_total", "applied_amount", "balance_remaining")
_FURTHER_MONEY = (
    "balance_remaining_in_home_currency",
    "sales_tax_percentage",
    "suggested_discount_amount",
)

Kind_co = TypeVar("Kind_co", bound=Listed, covariant=True)


@dataclass(frozen=True)
class UnreadItem:
    """One of a list with something in it that cannot be read, and what that is.

    ``rest`` is what can be read of it, of an invoice of a list.
    """

    id: str
    problem: UnexpectedAnswer
    rest: DamagedInvoiceRow | None = None


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Kind_co]):
    """One page. ``remaining`` is how many come after it, ``None`` when Conductor does not say.

    ``unread`` came with it too.
    """

    items: tuple[Kind_co, ...]
    remaining: int | None = None
    has_more: bool = False
    request_id: str | None = None
    unread: tuple[UnreadItem, ...] = ()


def _in_utc(struct: msgspec.Struct, name: str, moment: datetime | None) -> None:
    if moment is not None and moment.tzinfo is not UTC:
        msgspec.structs.force_setattr(struct, name, moment.astimezone(UTC))
