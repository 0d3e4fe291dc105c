"""Invoices as an aligned table for a terminal, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from conductor_desktop.cli import aligned
from conductor_desktop.cli.aligned import Column, amount, amount_or_nothing, sums_lines
from conductor_desktop.cli.terminal import one_line
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import UNREADABLE, InvoicePreview, is_unread, overdue_of
from conductor_desktop.services.standing import standing


def table_lines(invoices: Sequence[InvoiceRow], today: date, width: int) -> list[str]:
    """A heading and a row per invoice, within ``width`` columns wherever amounts allow it."""
    columns = [replace(one, text=_honest(one)) for one in _columns(today)]
    return aligned.table_lines(columns, invoices, width)


def totals_lines(preview: InvoicePreview, today: date) -> list[str]:
    """Billed, paid, open and overdue per currency; "so far" unless these are all."""
    more = "" if preview.complete else " so far"
    overdue = overdue_of(preview.invoices, today)
    return sums_lines(
        ("", f"Billed{more}", f"Paid{more}", f"Open{more}", f"Overdue{more}"),
        [
            (
                one_line(name),
                amount(sums.billed, name),
                amount(sums.paid, name),
                amount(sums.open, name),
                amount(overdue.get(name, Decimal()), name),
            )
            for name, sums in sorted(preview.totals.items())
        ],
    )


def _honest(column: Column[InvoiceRow]) -> Callable[[InvoiceRow], str]:
    key = column.title.lower()
    return lambda one: UNREADABLE if is_unread(one, key) else column.text(one)


def _columns(today: date) -> Sequence[Column[InvoiceRow]]:
    return (
        Column("Number", lambda one: one_line(one.ref_number or ""), least=10),
        Column(
            "Customer",
            lambda one: one_line((one.customer and one.customer.full_name) or ""),
            least=20,
        ),
        Column("Date", lambda one: one.transaction_date.isoformat(), leaves=4),
        Column("Due", lambda one: _day(one.due_date), leaves=1),
        Column("Total", lambda one: amount(one.total, _currency(one)), right=True),
        Column(
            "Balance",
            lambda one: amount_or_nothing(one.balance_remaining, _currency(one)),
            right=True,
            leaves=5,
        ),
        Column(
            "Currency",
            lambda one: one_line(_currency(one) or ""),
            least=8,
            leaves=3,
        ),
        Column("Status", lambda one: str(standing(one, today)), leaves=2),
    )


def _currency(invoice: InvoiceRow) -> str | None:
    return invoice.currency.full_name if invoice.currency else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
