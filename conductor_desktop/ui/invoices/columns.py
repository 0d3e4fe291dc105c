"""The columns of the invoice table: what each shows and what it is sorted by."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TypeVar

from PySide6.QtCore import Qt

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.currencies import USUAL_DECIMALS, decimals_of
from conductor_desktop.services.invoices import UNREADABLE, is_unread
from conductor_desktop.services.standing import Standing, days_overdue, standing
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

# What a column is sorted by: within one column always of one type. None is missing and comes last.
SortValue = str | int | date | Decimal | None

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

# Status sorts by how urgent it is; overdue by the days themselves, before all others.
_DAYS_BEYOND_ALL = 10_000_000
_CENT = Decimal("0.01")
_MOST_NAMES = 10_000  # kept ready folded, of each column
_NO_DIGITS = ord("0")  # before every letter, and so are the first few after it
_MOST_DIGITS = 1000  # are counted
_LONGEST_NAME = 200  # a longer text is hardly there twice, and takes room

_Made = TypeVar("_Made")


_PLACES: dict[Standing, SortValue] = {
    standing: _DAYS_BEYOND_ALL + place for place, standing in enumerate(Standing)
} | {Standing.UNKNOWN: None}


class Kind(enum.Enum):
    """What the values of a column are."""

    TEXT = enum.auto()
    DAY = enum.auto()
    MONEY = enum.auto()


@dataclass(frozen=True)
class Column:
    """One column. ``text`` is what is shown, "" when missing; ``values`` is what is sorted by.

    ``values`` are those of many rows at once, which takes a fraction of asking for each.
    ``plain`` is another way people type what is shown (an amount without grouping, a day as ISO).
    ``is_usual``: whether it is shown until somebody chooses otherwise.
    """

    key: str
    title: str
    text: Callable[[InvoiceRow, Formats], str]
    values: Callable[[Sequence[InvoiceRow], Formats], list[SortValue]]
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
        return _counted(number)
    return re.sub(r"[0-9]+", lambda digits: _counted(digits.group()), fold(number))


def _counted(digits: str) -> str:
    """A number after how many digits it has: the more of them, the greater it is."""
    digits = digits.lstrip("0")
    return chr(_NO_DIGITS + min(len(digits), _MOST_DIGITS)) + digits


def _status_text(invoice: InvoiceRow, formats: Formats) -> str:
    at = standing(invoice, formats.today)
    if invoice.unread:
        return f"{at}, partly unreadable" if at else "Partly unreadable"
    if at is not Standing.OVERDUE:
        return str(at)
    days = days_overdue(invoice, formats.today)
    return "Overdue by 1 day" if days == 1 else f"Overdue by {formats.count(days)} days"


def _status_values(invoices: Sequence[InvoiceRow], formats: Formats) -> list[SortValue]:
    today = formats.today
    return [
        -days_overdue(invoice, today) if at is Standing.OVERDUE else _PLACES[at]
        for invoice in invoices
        for at in (standing(invoice, today),)
    ]


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
    repeats: bool = True,
) -> Column:
    """``repeats``: whether many invoices have the same, as they have customers and terms."""

    def folded(found: str | None) -> str | None:
        text = _written(found)
        return sort(text) if text else None

    shown = _kept_in_mind(_written) if repeats else _written
    sorted_as = _kept_in_mind(folded) if repeats else folded

    def text(invoice: InvoiceRow, formats: Formats) -> str:
        return shown(read(invoice))

    def values(invoices: Sequence[InvoiceRow], formats: Formats) -> list[SortValue]:
        return list(map(sorted_as, map(read, invoices)))

    return Column(key, title, text, values, is_usual=is_usual)


def _written(found: str | None) -> str:
    return one_line(found or "")


def _kept_in_mind(make: Callable[[str | None], _Made]) -> Callable[[str | None], _Made]:
    known = lru_cache(maxsize=_MOST_NAMES)(make)
    return lambda found: (known if found is None or len(found) < _LONGEST_NAME else make)(found)


def _day_column(key: str, title: str, read: Callable[[InvoiceRow], date | None]) -> Column:
    def text(invoice: InvoiceRow, formats: Formats) -> str:
        day = read(invoice)
        return formats.day(day) if day else ""

    def plain(invoice: InvoiceRow) -> str:
        day = read(invoice)
        return day.isoformat() if day else ""

    return Column(key, title, text, _as_read(read), Kind.DAY, plain)


def _money_column(key: str, title: str, read: Callable[[InvoiceRow], Decimal | None]) -> Column:
    def text(invoice: InvoiceRow, formats: Formats) -> str:
        amount = read(invoice)
        return "" if amount is None else formats.money(amount, _decimals(invoice))

    def plain(invoice: InvoiceRow) -> str:
        amount = read(invoice)
        return "" if amount is None else format(amount, "f")

    return Column(key, title, text, _as_read(read), Kind.MONEY, plain)


def _as_read(
    read: Callable[[InvoiceRow], SortValue],
) -> Callable[[Sequence[InvoiceRow], Formats], list[SortValue]]:
    return lambda invoices, formats: list(map(read, invoices))


def _honest(column: Column) -> Column:
    """The same, but of what came unreadable it says so, and has no value to sort by."""

    def text(invoice: InvoiceRow, formats: Formats) -> str:
        return UNREADABLE if is_unread(invoice, column.key) else column.text(invoice, formats)

    def values(invoices: Sequence[InvoiceRow], formats: Formats) -> list[SortValue]:
        found = column.values(invoices, formats)
        for place, invoice in enumerate(invoices):
            if is_unread(invoice, column.key):
                found[place] = None
        return found

    def plain(invoice: InvoiceRow) -> str:
        if column.plain is None or is_unread(invoice, column.key):
            return ""
        return column.plain(invoice)

    return replace(column, text=text, values=values, plain=column.plain and plain)


_AS_READ: tuple[Column, ...] = (
    _text_column("number", "Number", attrgetter("ref_number"), natural_key, repeats=False),
    _text_column(
        "customer",
        "Customer",
        lambda invoice: invoice.customer.full_name if invoice.customer else None,
    ),
    _day_column("date", "Date", attrgetter("transaction_date")),
    _day_column("due", "Due", attrgetter("due_date")),
    _text_column(
        "terms",
        "Terms",
        lambda invoice: invoice.terms.full_name if invoice.terms else None,
        natural_key,
        is_usual=False,
    ),
    _text_column("po", "PO", attrgetter("purchase_order_number"), natural_key, is_usual=False),
    Column("status", "Status", _status_text, _status_values),
    _money_column("subtotal", "Subtotal", attrgetter("subtotal")),
    _money_column("tax", "Tax", attrgetter("sales_tax_total")),
    _money_column("total", "Total", lambda invoice: invoice.total),
    _money_column("paid", "Paid", attrgetter("applied_amount")),
    _money_column("balance", "Balance", attrgetter("balance_remaining")),
    _text_column(
        "currency",
        "Currency",
        lambda invoice: invoice.currency.full_name if invoice.currency else None,
    ),
    _text_column("memo", "Memo", attrgetter("memo")),
)

COLUMNS: tuple[Column, ...] = tuple(map(_honest, _AS_READ))

POSITIONS: dict[str, int] = {column.key: position for position, column in enumerate(COLUMNS)}


def likely_longest(
    column: Column, invoices: Sequence[InvoiceRow], formats: Formats
) -> Sequence[InvoiceRow]:
    """The few among which is the one with the longest text in ``column``.

    Writing every amount to measure it would take longer than all else that is done with a page.
    """
    if column.kind is not Kind.MONEY:
        return invoices
    amounts: dict[int, list[tuple[Decimal, InvoiceRow]]] = {}
    for value, one in zip(column.values(invoices, formats), invoices, strict=True):
        if isinstance(value, Decimal):
            amounts.setdefault(_decimals(one), []).append((value, one))
    picks: list[tuple[Decimal, InvoiceRow]] = []
    for decimals, pairs in amounts.items():
        picks += (max(pairs, key=itemgetter(0)), min(pairs, key=itemgetter(0)))
        # Of as many decimals all, the largest are the longest; they nearly always are.
        if decimals < USUAL_DECIMALS or not all(_CENT.same_quantum(value) for value, _ in pairs):
            picks.append(max(pairs, key=lambda pair: _digits(pair[0], decimals)))
    return [one for _, one in picks]


def _digits(amount: Decimal, decimals: int) -> int:
    """How many characters it is written with, or would be if it had all its decimals."""
    text = f"{amount:,f}"
    has_noughts = decimals < USUAL_DECIMALS and "." in text
    return len(text.rstrip("0").rstrip(".") if has_noughts else text)
