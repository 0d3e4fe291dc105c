"""Conditions on one column, as they are typed: "balance>500", "due=2026-01..2026-03", "po=".

Amounts have a range like "1-30" as well. The status is asked for how many days something has been
overdue: "status>30", "status=1-30"; "status=overdue" is for however many.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.standing import Standing
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, Column, Kind, SortValue
from conductor_desktop.ui.invoices.filter_parts import asked, quoted, unquoted
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")

_RANGE = re.compile(r"(?P<first>.*[0-9])-(?P<last>[^-].*)")
_DAYS_LATE = re.compile(r"(?P<first>[0-9]{1,6})(?:(?:-|\.\.)(?P<last>[0-9]{1,6}))?")

_Edge = Decimal | date | int | None
_Range = tuple[_Edge, _Edge]


@dataclass(frozen=True)
class Span:
    """A column's amount or day lies between both ends; ``None`` is no end, nothing is outside."""

    column: int
    low: _Edge = None
    high: _Edge = None
    with_ends: bool = True

    @property
    def is_backwards(self) -> bool:
        """Whether nothing can lie between both ends."""
        low, high = cast("Decimal | None", self.low), cast("Decimal | None", self.high)
        return low is not None and high is not None and low > high

    def holds(self, value: SortValue) -> bool:
        if value is None:
            return False
        # A column has values of one type, and both ends are of it.
        known = cast("Decimal", value)
        low, high = cast("Decimal | None", self.low), cast("Decimal | None", self.high)
        if self.with_ends:
            return (low is None or known >= low) and (high is None or known <= high)
        return (low is None or known > low) and (high is None or known < high)


@dataclass(frozen=True)
class Says:
    """A column's text has ``text`` in it, or is it ``exactly``. Both are folded."""

    column: int
    text: str
    exactly: bool = False

    def holds(self, shown: str) -> bool:
        return shown == self.text if self.exactly else self.text in shown


@dataclass(frozen=True)
class Empty:
    """There is nothing in a column."""

    column: int

    def holds(self, shown: str) -> bool:
        return not shown


Condition = Span | Says | Empty


def read_condition(word: str, formats: Formats) -> Condition | None:
    """What ``word`` asks of a column; ``None`` if it does not name one or makes no sense there."""
    found = asked(word)
    position = POSITIONS.get(found.column) if found else None
    if found is None or position is None:
        return None
    sign, value = found.sign, unquoted(found.value)
    if sign == "=":
        value = one_line(value)  # as cells are written: no blanks around it, nor two in a row
    if not value:
        return Empty(position) if sign == "=" else None
    column = COLUMNS[position]
    if column.key == "status" and sign != ":" and (days := _DAYS_LATE.fullmatch(found.value)):
        return _late(position, sign, int(days["first"]), int(days["last"] or days["first"]))
    if column.key == "status" and sign == "=" and fold(value) == fold(Standing.OVERDUE):
        return _late(position, ">=", 1, 1)
    if column.kind is Kind.TEXT:
        says = Says(position, fold(value), exactly=sign == "=")
        return says if sign in (":", "=") else None
    span = _range(value, column.kind, formats)
    return _span(position, sign, span) if span else None


def condition_of(column: Column, invoice: InvoiceRow, formats: Formats) -> str:
    """The condition that finds the rows with the same in this column, as it would be typed."""
    value = column.plain(invoice) if column.plain else column.text(invoice, formats)
    if column.kind is Kind.MONEY and value:
        value = formats.typed(value)
    if column.kind is Kind.TEXT and value:
        value = quoted(value)
    return f"{column.key}={value}"


def _late(column: int, sign: str, first: int, last: int) -> Span:
    """Days overdue; the status is sorted by them, the most first and all others behind."""
    low, high = {
        ">": (last + 1, None),
        ">=": (first, None),
        "<": (1, first - 1),
        "<=": (1, last),
    }.get(sign, (first, last))
    return Span(column, None if high is None else -high, -max(low, 1))


def _span(column: int, sign: str, span: _Range) -> Span:
    low, high = span
    match sign:
        case ">":
            return Span(column, low=high, with_ends=False)
        case ">=":
            return Span(column, low=low)
        case "<":
            return Span(column, high=low, with_ends=False)
        case "<=":
            return Span(column, high=high)
        case _:
            return Span(column, low, high)


def _range(value: str, kind: Kind, formats: Formats) -> _Range | None:
    first, dots, last = value.partition("..")
    one = _ends(first, kind, formats)
    if one is None and kind is Kind.MONEY and (match := _RANGE.fullmatch(value)):
        first, dots, last = match["first"], "-", match["last"]
        one = _ends(first, kind, formats)
    other = _ends(last, kind, formats) if dots else one
    return (one[0], other[1]) if one and other else None


def _ends(value: str, kind: Kind, formats: Formats) -> _Range | None:
    if kind is Kind.DAY:
        return _first_and_last(value) or _one_day(formats.read_day(value))
    amount = formats.amount(value)
    return None if amount is None else (amount, amount)


def _one_day(day: date | None) -> tuple[date, date] | None:
    return None if day is None else (day, day)


def _first_and_last(value: str) -> tuple[date, date] | None:
    """The days that a year, a month or a day as ISO begins and ends with."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:
        return None
