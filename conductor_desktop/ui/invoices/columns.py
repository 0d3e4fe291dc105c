"""The columns of the invoice table: what each shows and what it is sorted by."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from PySide6.QtCore import Qt

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.currencies import USUAL_DECIMALS, decimals_of
from conductor_desktop.services.standing import Standing, days_overdue, standing
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

# What a column is sorted by: within one column always of one type. None is missing and comes last.
SortValue = str | int | date | Decimal | None

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

# Status sorts by how urgent it is; overdue by the days themselves, before all others.
_DAYS_BEYOND_ALL = 10_000_000


_URGENCY = {standing: place for place, standing in enumerate(Standing)}


class Kind(enum.Enum):
    """What the values of a column are."""

    TEXT = enum.auto()
    DAY = enum.auto()
    MONEY = enum.auto()


@dataclass(frozen=True)
class Column:
    """One column. ``text`` is what is shown, "" when missing; ``value`` is what is sorted by.

    ``plain`` is another way people type what is shown (an amount without grouping, a day as ISO).
    ``is_usual``: whether it is shown until somebody chooses otherwise.
    """

    key: str
    title: str
    text: Callable[[InvoiceRow, Formats], str]
    value: Callable[[InvoiceRow, Formats], SortValue]
    kind: Kind = Kind.TEXT
    plain: Callable[[InvoiceRow], str] | None = None
    is_usual: bool = True

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Amounts stand under each other by their decimals."""
        return RIGHT if self.kind is Kind.MONEY else LEFT

    @property
    def is_never_cut(self) -> bool:
        """Whether the column is made wide enough for all its cells: half an amount is a lie."""
        return self.kind is Kind.MONEY or self.key == "currency"


def natural_key(number: str) -> str:
    """Sorts "INV-9" before "INV-10", and "007" beside "7"."""
    if number.isascii() and number.isdigit():  # as most are, and a tenth of the work
        return f"{number:0>20}"
    return re.sub(r"[0-9]+", _padded, fold(number))


# What many invoices name is the same again and again: customers, terms, currencies.
_folded_name = lru_cache(maxsize=10_000)(fold)


def _padded(digits: re.Match[str]) -> str:
    return f"{digits.group():0>20}"


def _status_text(invoice: InvoiceRow, formats: Formats) -> str:
    at = standing(invoice, formats.today)
    if at is not Standing.OVERDUE:
        return str(at)
    days = days_overdue(invoice, formats.today)
    return "Overdue by 1 day" if days == 1 else f"Overdue by {formats.count(days)} days"


def _status_value(invoice: InvoiceRow, formats: Formats) -> SortValue:
    at = standing(invoice, formats.today)
    if at is Standing.UNKNOWN:
        return None
    if at is Standing.OVERDUE:
        return -days_overdue(invoice, formats.today)
    return _DAYS_BEYOND_ALL + _URGENCY[at]


def _decimals(invoice: InvoiceRow) -> int:
    currency = invoice.currency
    return USUAL_DECIMALS if currency is None else decimals_of(currency.full_name)


def _text_column(
    key: str,
    title: str,
    read: Callable[[InvoiceRow], str | None],
    sort: Callable[[str], str] = fold,
    *,
    is_usual: bool = True,
) -> Column:
    def text(invoice: InvoiceRow, formats: Formats) -> str:
        return one_line(read(invoice) or "")

    def value(invoice: InvoiceRow, formats: Formats) -> SortValue:
        shown = one_line(read(invoice) or "")
        return sort(shown) if shown else None

    return Column(key, title, text, value, is_usual=is_usual)


def _day_column(key: str, title: str, read: Callable[[InvoiceRow], date | None]) -> Column:
    def text(invoice: InvoiceRow, formats: Formats) -> str:
        day = read(invoice)
        return formats.day(day) if day else ""

    def plain(invoice: InvoiceRow) -> str:
        day = read(invoice)
        return day.isoformat() if day else ""

    return Column(key, title, text, lambda invoice, formats: read(invoice), Kind.DAY, plain)


def _money_column(key: str, title: str, read: Callable[[InvoiceRow], Decimal | None]) -> Column:
    def text(invoice: InvoiceRow, formats: Formats) -> str:
        amount = read(invoice)
        return "" if amount is None else formats.money(amount, _decimals(invoice))

    def plain(invoice: InvoiceRow) -> str:
        amount = read(invoice)
        return "" if amount is None else format(amount, "f")

    return Column(key, title, text, lambda invoice, formats: read(invoice), Kind.MONEY, plain)


COLUMNS: tuple[Column, ...] = (
    _text_column("number", "Number", lambda invoice: invoice.ref_number, natural_key),
    _text_column(
        "customer",
        "Customer",
        lambda invoice: invoice.customer.full_name if invoice.customer else None,
        _folded_name,
    ),
    _day_column("date", "Date", lambda invoice: invoice.transaction_date),
    _day_column("due", "Due", lambda invoice: invoice.due_date),
    _text_column(
        "terms",
        "Terms",
        lambda invoice: invoice.terms.full_name if invoice.terms else None,
        natural_key,
        is_usual=False,
    ),
    _text_column(
        "po", "PO", lambda invoice: invoice.purchase_order_number, natural_key, is_usual=False
    ),
    Column("status", "Status", _status_text, _status_value),
    _money_column("subtotal", "Subtotal", lambda invoice: invoice.subtotal),
    _money_column("tax", "Tax", lambda invoice: invoice.sales_tax_total),
    _money_column("total", "Total", lambda invoice: invoice.total),
    _money_column("paid", "Paid", lambda invoice: invoice.applied_amount),
    _money_column("balance", "Balance", lambda invoice: invoice.balance_remaining),
    _text_column(
        "currency",
        "Currency",
        lambda invoice: invoice.currency.full_name if invoice.currency else None,
        _folded_name,
    ),
    _text_column("memo", "Memo", lambda invoice: invoice.memo),
)

POSITIONS: dict[str, int] = {column.key: position for position, column in enumerate(COLUMNS)}


def likely_longest(
    column: Column, invoices: Sequence[InvoiceRow], formats: Formats
) -> Sequence[InvoiceRow]:
    """The few among which is the one with the longest text in ``column``.

    Writing every amount to measure it would take longer than all else that is done with a page.
    """
    if column.kind is not Kind.MONEY:
        return invoices
    by_decimals: dict[int, list[tuple[Decimal, InvoiceRow]]] = {}
    for one in invoices:
        value = column.value(one, formats)
        if isinstance(value, Decimal):
            by_decimals.setdefault(_decimals(one), []).append((value, one))
    picks: list[tuple[Decimal, InvoiceRow]] = []
    for decimals, amounts in by_decimals.items():
        picks += (
            max(amounts, key=itemgetter(0)),
            min(amounts, key=itemgetter(0)),
            max(amounts, key=lambda pair: _digits(pair[0], decimals)),
        )
    return [one for _, one in picks]


def _digits(amount: Decimal, decimals: int) -> int:
    """How many characters it is written with, or would be if it had all its decimals."""
    text = f"{amount:,f}"
    has_noughts = decimals < USUAL_DECIMALS and "." in text
    return len(text.rstrip("0").rstrip(".") if has_noughts else text)
