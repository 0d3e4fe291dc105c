"""Which columns of an invoice say nothing because what came for them cannot be read."""

from __future__ import annotations

from conductor_desktop.conductor.models import InvoiceRow

UNREADABLE = "unreadable"
"""What stands there instead."""

_AMOUNTS = frozenset({"subtotal", "sales_tax_total"})
_MADE_OF = {
    "id": frozenset[str](),
    "number": frozenset({"ref_number"}),
    "customer": frozenset({"customer"}),
    "date": frozenset({"transaction_date"}),
    "due": frozenset({"due_date"}),
    "terms": frozenset({"terms"}),
    "po": frozenset({"purchase_order_number"}),
    "status": frozenset({"is_paid", "is_pending", "due_date", "balance_remaining"}),
    "subtotal": frozenset({"subtotal"}),
    "tax": frozenset({"sales_tax_total"}),
    "total": _AMOUNTS,
    "paid": frozenset({"applied_amount"}),
    "balance": frozenset({"balance_remaining"}),
    "currency": frozenset({"currency"}),
    "memo": frozenset({"memo"}),
}
"""By the key that a column has everywhere, the attributes of an invoice that it shows."""


def is_unread(invoice: InvoiceRow, column: str) -> bool:
    """Whether what ``column`` would show is not known."""
    unread = invoice.unread
    return bool(unread) and not unread.isdisjoint(_MADE_OF[column])
