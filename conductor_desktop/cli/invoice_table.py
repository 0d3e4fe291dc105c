"""Invoices as an aligned table for a terminal, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conductor_desktop.cli.terminal import cells, cut, one_line, pad
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import CurrencyTotals, InvoicePreview
from conductor_desktop.services.standing import standing

_GAP = "  "


@dataclass(frozen=True)
class _Column:
    """``least``: a longer text may be cut to this. An amount never is: part of one is another.

    ``leaves`` says in which order columns go when the terminal is too narrow; 0 stays.
    """

    title: str
    text: Callable[[InvoiceRow, date], str]
    right: bool = False
    least: int = 0
    leaves: int = 0


_COLUMNS = (
    _Column("Number", lambda invoice, _: one_line(invoice.ref_number or ""), least=10),
    _Column(
        "Customer",
        lambda invoice, _: one_line((invoice.customer and invoice.customer.full_name) or ""),
        least=20,
    ),
    _Column("Date", lambda invoice, _: invoice.transaction_date.isoformat(), leaves=4),
    _Column("Due", lambda invoice, _: _day(invoice.due_date), leaves=1),
    _Column("Total", lambda invoice, _: amount(invoice.total), right=True),
    _Column("Balance", lambda invoice, _: _given(invoice.balance_remaining), right=True, leaves=5),
    _Column(
        "Currency",
        lambda invoice, _: one_line((invoice.currency and invoice.currency.full_name) or ""),
        least=8,
        leaves=3,
    ),
    _Column("Status", lambda invoice, today: str(standing(invoice, today)), leaves=2),
)


def amount(value: Decimal) -> str:
    """Exact, grouped by commas, with at least two decimals."""
    whole, _, cents = format(value.copy_abs(), ",f").partition(".")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{cents.ljust(2, '0')}"


def table_lines(invoices: Sequence[InvoiceRow], today: date, width: int) -> list[str]:
    """A heading and a row per invoice, within ``width`` columns wherever amounts allow it."""
    if not invoices:
        return []
    texts = {column: [column.text(one, today) for one in invoices] for column in _COLUMNS}
    widths = {c: max(cells(c.title), *map(cells, texts[c])) for c in _COLUMNS}
    shown = _fitting(widths, width)
    heading = _line([(c, c.title) for c in shown], widths)
    rows = (
        _line([(c, texts[c][number]) for c in shown], widths) for number in range(len(invoices))
    )
    return [heading, *rows]


def totals_lines(preview: InvoicePreview) -> list[str]:
    """Billed, paid and open per currency; "so far" unless these are all."""
    more = "" if preview.complete else " so far"
    rows = [("", f"Billed{more}", f"Paid{more}", f"Open{more}")]
    rows += [_sums(name, sums) for name, sums in sorted(preview.totals.items())]
    if len(rows) == 1:
        return []
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            pad(text, width, right=place > 0)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _sums(name: str, sums: CurrencyTotals) -> tuple[str, str, str, str]:
    return one_line(name), amount(sums.billed), amount(sums.paid), amount(sums.open)


def _fitting(widths: dict[_Column, int], width: int) -> list[_Column]:
    """The columns that stay; ``widths`` is made smaller for those that may shrink."""
    shown = list(_COLUMNS)
    widths |= {c: min(widths[c], width) for c in _COLUMNS if c.least}
    for leaving in sorted((c for c in _COLUMNS if c.leaves), key=lambda column: column.leaves):
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


def _smallest(column: _Column, width: int) -> int:
    return min(width, column.least) if column.least else width


def _needed(shown: Sequence[_Column], widths: Mapping[_Column, int]) -> int:
    return sum(widths[column] for column in shown) + len(_GAP) * (len(shown) - 1)


def _line(texts: Sequence[tuple[_Column, str]], widths: Mapping[_Column, int]) -> str:
    return _GAP.join(
        pad(cut(text, widths[column]), widths[column], right=column.right) for column, text in texts
    ).rstrip()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _given(value: Decimal | None) -> str:
    return "" if value is None else amount(value)
