"""Where an invoice stands: paid, open, overdue or pending."""

from __future__ import annotations

import enum
from datetime import date

from conductor_desktop.conductor.models import InvoiceRow


class Standing(enum.StrEnum):
    """Where an invoice stands; the order is how urgent it is."""

    OVERDUE = "Overdue"
    OPEN = "Open"
    PENDING = "Pending"
    PAID = "Paid"
    UNKNOWN = ""


def standing(invoice: InvoiceRow, today: date) -> Standing:
    """Open, overdue, paid or pending; unknown when QuickBooks gave neither paid nor balance.

    Only what is still to be paid can be overdue, not a credit.
    """
    if invoice.is_pending:
        return Standing.PENDING
    is_paid = invoice.is_paid
    if is_paid is None:
        if invoice.balance_remaining is None:
            return Standing.UNKNOWN
        is_paid = not invoice.balance_remaining
    if is_paid:
        return Standing.PAID
    is_late = days_overdue(invoice, today) > 0 and invoice.open_amount > 0
    return Standing.OVERDUE if is_late else Standing.OPEN


def days_overdue(invoice: InvoiceRow, today: date) -> int:
    """Days since the due day; 0 or less while it has not passed or is not known."""
    return (today - invoice.due_date).days if invoice.due_date else 0
