"""What goes into a file of invoices: the columns, the totals, and how complete they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.services.currencies import exact_in
from conductor_desktop.services.export.sheet import Sheet, Value
from conductor_desktop.services.export.text import clean, fit
from conductor_desktop.services.invoices import CurrencyTotals, InvoicePreview, currency_of
from conductor_desktop.services.standing import standing
from conductor_desktop.work import CancelToken


@dataclass(frozen=True)
class Column:
    """One column. ``width`` is in characters; ``read`` is told which day it is."""

    title: str
    width: int
    read: Callable[[InvoiceRow, date], Value]


def _name(ref: Ref | None) -> str | None:
    return ref.full_name if ref else None


def _money(title: str, width: int, read: Callable[[InvoiceRow], Decimal | None]) -> Column:
    """With the decimals of the currency of the invoice."""

    def amount(invoice: InvoiceRow, _today: date) -> Decimal | None:
        value = read(invoice)
        return None if value is None else exact_in(value, _name(invoice.currency))

    return Column(title, width, amount)


COLUMNS = (
    Column("Number", 12, lambda invoice, _: invoice.ref_number),
    Column("Customer", 32, lambda invoice, _: _name(invoice.customer)),
    Column("Date", 11, lambda invoice, _: invoice.transaction_date),
    Column("Due date", 11, lambda invoice, _: invoice.due_date),
    Column("Terms", 14, lambda invoice, _: _name(invoice.terms)),
    Column("PO", 14, lambda invoice, _: invoice.purchase_order_number),
    _money("Subtotal", 14, lambda invoice: invoice.subtotal),
    _money("Tax", 12, lambda invoice: invoice.sales_tax_total),
    _money("Total", 14, lambda invoice: invoice.total),
    _money("Paid", 14, lambda invoice: invoice.applied_amount),
    _money("Balance", 14, lambda invoice: invoice.balance_remaining),
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


class Table(Sheet):
    """The invoices of ``preview``; ``today`` decides what is overdue."""

    name = "Invoices"
    headings = tuple((column.title, column.width) for column in COLUMNS)
    sum_headings = (
        ("Currency", 16),
        ("Invoices", 10),
        ("Billed", 18),
        ("Paid", 18),
        ("Open", 18),
    )

    def __init__(
        self,
        preview: InvoicePreview,
        today: date,
        note: str | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        super().__init__(None if preview.complete else completeness(preview), note, cancel)
        self._invoices = preview.invoices
        self._today = today
        counts = Counter(map(currency_of, preview.invoices))
        self.sums = tuple(
            Sum(fit(clean(name)), counts[name], preview.totals[name])
            for name in sorted(preview.totals)
        )

    def __len__(self) -> int:
        return len(self._invoices)

    def sum_rows(self) -> Iterator[tuple[Value | int, ...]]:
        for one in self.sums:
            sums = (one.amounts.billed, one.amounts.paid, one.amounts.open)
            yield one.currency, one.count, *(exact_in(amount, one.currency) for amount in sums)

    def _values(self) -> Iterator[Iterator[Value]]:
        for invoice in self._invoices:
            yield (column.read(invoice, self._today) for column in COLUMNS)


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
