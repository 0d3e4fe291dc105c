"""What goes into a file of invoices: the columns, the totals, and how complete they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.currencies import exact_in
from conductor_desktop.services.export.sheet import Sheet, Value, in_blocks
from conductor_desktop.services.export.text import clean, fit
from conductor_desktop.services.invoices import (
    UNREADABLE,
    InvoicePreview,
    currency_of,
    is_unread,
    overdue_of,
)
from conductor_desktop.services.standing import standing
from conductor_desktop.work import CancelToken

_LONGEST_KEY = 20


@dataclass(frozen=True)
class Column:
    """One column. ``key`` is its name on screens and the command line, ``width`` is in characters;
    ``read`` is told which day it is.
    """

    key: str
    title: str
    width: int
    read: Callable[[InvoiceRow, date], Value]


def _name(ref: Ref | None) -> str | None:
    return ref.full_name if ref else None


def _money(
    key: str, title: str, width: int, read: Callable[[InvoiceRow], Decimal | None]
) -> Column:
    """With the decimals of the currency of the invoice."""

    def amount(invoice: InvoiceRow, _today: date) -> Decimal | None:
        value = read(invoice)
        return None if value is None else exact_in(value, _name(invoice.currency))

    return Column(key, title, width, amount)


COLUMNS = (
    Column("number", "Number", 12, lambda invoice, _: invoice.ref_number),
    Column("customer", "Customer", 32, lambda invoice, _: _name(invoice.customer)),
    Column("date", "Date", 11, lambda invoice, _: invoice.transaction_date),
    Column("due", "Due date", 11, lambda invoice, _: invoice.due_date),
    Column("terms", "Terms", 14, lambda invoice, _: _name(invoice.terms)),
    Column("po", "PO", 14, lambda invoice, _: invoice.purchase_order_number),
    _money("subtotal", "Subtotal", 14, lambda invoice: invoice.subtotal),
    _money("tax", "Tax", 12, lambda invoice: invoice.sales_tax_total),
    _money("total", "Total", 14, lambda invoice: invoice.total),
    _money("paid", "Paid", 14, lambda invoice: invoice.applied_amount),
    _money("balance", "Balance", 14, lambda invoice: invoice.balance_remaining),
    Column("currency", "Currency", 14, lambda invoice, _: _name(invoice.currency)),
    Column("status", "Status", 10, lambda invoice, today: str(standing(invoice, today))),
    Column("memo", "Memo", 40, lambda invoice, _: invoice.memo),
    Column("id", "ID", 18, lambda invoice, _: invoice.id),
)


def chosen_columns(keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns with these keys, each once. Raises ``InvalidInput`` for none and for others."""
    by_key = {column.key: column for column in COLUMNS}
    wrong = [key for key in keys if key not in by_key]
    if wrong or not keys:
        said = f"There is no column “{wrong[0][:_LONGEST_KEY]}”." if wrong else "None is named."
        raise InvalidInput(
            "These columns cannot be written", said, f"Name some of these: {', '.join(by_key)}."
        )
    return tuple(by_key[key] for key in dict.fromkeys(keys))


class Table(Sheet):
    """The invoices of ``preview``; ``today`` decides what is overdue.

    ``columns`` are the keys of those that are wanted, from left to right; all without it.
    """

    name = "Invoices"
    sum_headings = (
        ("Currency", 16),
        ("Invoices", 10),
        ("Billed", 18),
        ("Paid", 18),
        ("Open", 18),
        ("Overdue", 18),
    )

    def __init__(
        self,
        preview: InvoicePreview,
        today: date,
        note: str | None = None,
        cancel: CancelToken | None = None,
        columns: Sequence[str] | None = None,
    ) -> None:
        super().__init__(None if preview.complete else completeness(preview), note, cancel)
        self._preview = preview
        self._invoices = preview.invoices
        self._today = today
        self._columns = COLUMNS if columns is None else chosen_columns(columns)
        self.headings = tuple((column.title, column.width) for column in self._columns)

    def __len__(self) -> int:
        return len(self._invoices)

    def sum_rows(self) -> Iterator[tuple[Value | int, ...]]:
        counts, totals = Counter(map(currency_of, self._invoices)), self._preview.totals
        overdue = overdue_of(self._invoices, self._today)
        for name in sorted(totals):
            currency = fit(clean(name))
            late = overdue.get(name, Decimal())
            sums = totals[name].billed, totals[name].paid, totals[name].open, late
            yield currency, counts[name], *(exact_in(amount, currency) for amount in sums)

    def _blocks(self) -> Iterator[list[list[Value]]]:
        today = self._today
        for invoices in in_blocks(self._invoices):
            columns = [[column.read(one, today) for one in invoices] for column in self._columns]
            for place, invoice in enumerate(invoices):
                if invoice.unread:
                    self._say_unreadable(columns, place, invoice)
            yield columns

    def _say_unreadable(self, columns: list[list[Value]], place: int, invoice: InvoiceRow) -> None:
        for column, values in zip(self._columns, columns, strict=True):
            if is_unread(invoice, column.key):
                values[place] = UNREADABLE


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
