"""Invoices as Conductor sends them: all 45 fields, money as ``Decimal``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec

# Larger than any book holds, small enough to be added and shown without surprises.
_LARGEST_EXPONENT = 15
_SMALLEST_EXPONENT = -10

_MONEY = (
    "subtotal",
    "sales_tax_total",
    "applied_amount",
    "balance_remaining",
    "balance_remaining_in_home_currency",
    "sales_tax_percentage",
    "suggested_discount_amount",
)


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
        _check_amounts(self, ("rate", "rate_percent", "amount"))


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
        _check_amounts(self, ("total_amount",))


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
        _check_amounts(self, ("amount",))


class Invoice(Wire, frozen=True, kw_only=True):
    """One invoice. It has no total of its own: see ``total``.

    ``currency`` is ``None`` when the company file keeps one currency only. ``created_at`` and
    ``updated_at`` come with the offset of the PC QuickBooks runs on and are UTC here.
    """

    id: str
    transaction_date: date
    subtotal: Decimal
    object_type: str = "qbd_invoice"
    created_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    updated_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    revision_number: str | None = None
    customer: Ref | None = None
    class_: Ref | None = msgspec.field(default=None, name="class")
    receivables_account: Ref | None = None
    document_template: Ref | None = None
    ref_number: str | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    is_pending: bool | None = None
    is_finance_charge: bool | None = None
    purchase_order_number: str | None = None
    terms: Ref | None = None
    due_date: date | None = None
    sales_representative: Ref | None = None
    shipment_origin: str | None = None
    shipping_date: date | None = None
    shipping_method: Ref | None = None
    sales_tax_item: Ref | None = None
    sales_tax_percentage: Decimal | None = None
    sales_tax_total: Decimal | None = None
    applied_amount: Decimal | None = None
    balance_remaining: Decimal | None = None
    currency: Ref | None = None
    exchange_rate: float | None = None
    balance_remaining_in_home_currency: Decimal | None = None
    memo: str | None = None
    is_paid: bool | None = None
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
        _check_amounts(self, _MONEY)
        for name, moment in (("created_at", self.created_at), ("updated_at", self.updated_at)):
            if moment is not None and moment.tzinfo is not UTC:
                msgspec.structs.force_setattr(self, name, moment.astimezone(UTC))

    @property
    def total(self) -> Decimal:
        """What was billed: ``subtotal`` and sales tax together."""
        return self.subtotal + (self.sales_tax_total or Decimal())

    @property
    def open_amount(self) -> Decimal:
        """What is still owed; worked out when QuickBooks does not say."""
        if self.balance_remaining is not None:
            return self.balance_remaining
        if self.is_paid:
            return Decimal()
        return self.total - (self.applied_amount or Decimal())


class InvoicePage(Wire, frozen=True, kw_only=True):
    """One page. ``remaining`` is how many come after it, ``None`` when Conductor does not say."""

    invoices: tuple[Invoice, ...]
    remaining: int | None = None
    has_more: bool = False
    request_id: str | None = None


def _check_amounts(struct: msgspec.Struct, names: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for "NaN", "Infinity" and numbers no book holds.

    msgspec turns it into the same error as any other bad field.
    """
    for name in names:
        amount: Decimal | None = getattr(struct, name)
        if amount is None:
            continue
        if not amount.is_finite() or not _is_plausible(amount):
            raise ValueError(f"Not an amount of money: `{_wire_name(struct, name)}`")


def _is_plausible(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and exponent >= _SMALLEST_EXPONENT
        and amount.adjusted() < _LARGEST_EXPONENT
    )


def _wire_name(struct: msgspec.Struct, name: str) -> str:
    by_name = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    return by_name[name]
