"""What goes into a file: the columns, the rows with safe texts, the totals, and how complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.services.export.text import clean, fit
from conductor_desktop.services.invoices import CurrencyTotals, InvoicePreview, currency_of
from conductor_desktop.services.standing import standing

Value = str | date | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column. ``width`` is in characters; ``read`` is told which day it is."""

    title: str
    width: int
    read: Callable[[InvoiceRow, date], Value]


def _name(ref: Ref | None) -> str | None:
    return ref.full_name if ref else None


COLUMNS = (
    Column("Number", 12, lambda invoice, _: invoice.ref_number),
    Column("Customer", 32, lambda invoice, _: _name(invoice.customer)),
    Column("Date", 11, lambda invoice, _: invoice.transaction_date),
    Column("Due date", 11, lambda invoice, _: invoice.due_date),
    Column("Terms", 14, lambda invoice, _: _name(invoice.terms)),
    Column("PO", 14, lambda invoice, _: invoice.purchase_order_number),
    Column("Subtotal", 14, lambda invoice, _: invoice.subtotal),
    Column("Tax", 12, lambda invoice, _: invoice.sales_tax_total),
    Column("Total", 14, lambda invoice, _: invoice.total),
    Column("Paid", 14, lambda invoice, _: invoice.applied_amount),
    Column("Balance", 14, lambda invoice, _: invoice.balance_remaining),
    Column("Currency", 14, lambda invoice, _: _name(invoice.currency)),
    Column("Status", 10, lambda invoice, today: str(standing(invoice, today))),
    Column("Memo", 40, lambda invoice, _: invoice.memo),
    Column("ID", 18, lambda invoice, _: invoice.id),
)


@dataclass(frozen=True)
class Sum:
    """One currency's line of the totals."""

    currency: str
    count: int
    amounts: CurrencyTotals


@dataclass(frozen=True)
class Table:
    """Everything a file holds. ``partial`` is the sentence that says so, ``None`` when complete.

    Texts are clean and fit a cell; ``cut`` counts those that had to be cut for it.
    """

    rows: tuple[tuple[Value, ...], ...]
    sums: tuple[Sum, ...]
    partial: str | None
    cut: int


def table_of(preview: InvoicePreview, today: date) -> Table:
    """The table of what was read; ``today`` decides what is overdue."""
    safe = _SafeTexts()
    rows = tuple(
        safe.row(column.read(one, today) for column in COLUMNS) for one in preview.invoices
    )
    counts = Counter(map(currency_of, preview.invoices))
    sums = tuple(
        Sum(fit(clean(name)), counts[name], preview.totals[name]) for name in sorted(preview.totals)
    )
    return Table(rows, sums, None if preview.complete else completeness(preview), safe.cut)


def completeness(preview: InvoicePreview) -> str:
    """How much of what was asked for is here, in a sentence or two."""
    count = len(preview.invoices)
    number = "1 invoice" if count == 1 else f"{count:,} invoices"
    if preview.complete:
        return f"Complete: {number}." if count else "Complete: no invoice matches."
    if preview.problem is None:
        return f"Partial: the first {number}; there are more."
    problem = preview.problem
    return f"Partial: {number} so far. {problem.title}. {problem.explanation} {problem.next_step}"


class _SafeTexts:
    """Cleans the texts of a row and counts the ones it had to cut."""

    def __init__(self) -> None:
        self.cut = 0

    def row(self, values: Iterable[Value]) -> tuple[Value, ...]:
        return tuple(self._safe(one) if isinstance(one, str) else one for one in values)

    def _safe(self, text: str) -> str:
        cleaned = clean(text)
        fitting = fit(cleaned)
        self.cut += fitting is not cleaned
        return fitting
