"""Rows as an aligned table for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from conductor_desktop.cli.terminal import cells, cut, pad
from conductor_desktop.services.currencies import decimals_of, exact_in

_GAP = "  "

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """``least``: a longer text may be cut to this. An amount never is: part of one is another.

    ``leaves`` says in which order columns go when the terminal is too narrow; 0 stays.
    """

    title: str
    text: Callable[[Row], str]
    right: bool = False
    least: int = 0
    leaves: int = 0


def amount(value: Decimal, currency: str | None = None) -> str:
    """Exact, grouped by commas, with at least the decimals of its currency."""
    decimals = decimals_of(currency)
    shown = format(exact_in(value, currency).copy_abs(), ",f")
    whole, _, cents = shown.partition(".")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{cents.ljust(decimals, '0')}" if cents or decimals else f"{sign}{whole}"


def amount_or_nothing(value: Decimal | None, currency: str | None = None) -> str:
    """The same; empty when there is none."""
    return "" if value is None else amount(value, currency)


def table_lines(columns: Sequence[Column[Row]], rows: Sequence[Row], width: int) -> list[str]:
    """A heading and a line per row, within ``width`` columns wherever amounts allow it."""
    if not rows:
        return []
    texts = {column: [column.text(one) for one in rows] for column in columns}
    widths = {c: max(cells(c.title), *map(cells, texts[c])) for c in columns}
    shown = _fitting(columns, widths, width)
    heading = _line([(c, c.title) for c in shown], widths)
    lines = (_line([(c, texts[c][number]) for c in shown], widths) for number in range(len(rows)))
    return [heading, *lines]


def sums_lines(headings: Sequence[str], sums: Sequence[Sequence[str]]) -> list[str]:
    """Amounts per currency below their headings; nothing without a currency."""
    if not sums:
        return []
    rows = [headings, *sums]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            pad(text, width, right=place > 0)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _fitting(
    columns: Sequence[Column[Row]], widths: dict[Column[Row], int], width: int
) -> list[Column[Row]]:
    """The columns that stay; ``widths`` is made smaller for those that may shrink."""
    shown = list(columns)
    widths |= {c: min(widths[c], width) for c in columns if c.least}
    for leaving in sorted((c for c in columns if c.leaves), key=lambda column: column.leaves):
        if _needed(shown, {c: _smallest(c, widths[c]) for c in shown}) <= width:
            break
        shown.remove(leaving)
    # What is too much is taken from the longest first: names, which say enough when cut.
    while _needed(shown, widths) > width:
        longest = max((c for c in shown if c.least), key=lambda c: widths[c] - c.least)
        if widths[longest] <= longest.least:
            break
        widths[longest] -= 1
    return shown


def _smallest(column: Column[Row], width: int) -> int:
    return min(width, column.least) if column.least else width


def _needed(shown: Sequence[Column[Row]], widths: Mapping[Column[Row], int]) -> int:
    return sum(widths[column] for column in shown) + len(_GAP) * (len(shown) - 1)


def _line(texts: Sequence[tuple[Column[Row], str]], widths: Mapping[Column[Row], int]) -> str:
    return _GAP.join(
        pad(cut(text, widths[column]), widths[column], right=column.right) for column, text in texts
    ).rstrip()
