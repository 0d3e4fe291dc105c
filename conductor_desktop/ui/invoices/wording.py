"""What the Invoices screen says about how much of the invoices is here."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from conductor_desktop.errors import AppError
from conductor_desktop.services.currencies import decimals_of
from conductor_desktop.services.invoices import HOME_CURRENCY, UnreadableInvoices, left_in_words
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.sums import CurrencySum
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.totals_strip import Verdict

_MOST_SUMS = 2  # more than that are no help in one line


class Content(enum.Enum):
    """What stands where the table is: the table, or why there is none."""

    TABLE = "invoicesTable"
    NOT_LOADED = "invoicesNotLoaded"
    WAITING = "invoicesWaiting"
    NONE_IN_PERIOD = "invoicesNoneInPeriod"
    NONE_AT_ALL = "invoicesNoneAtAll"
    NONE_LIKE_THESE = "invoicesNoneLikeThese"
    NO_MATCH = "invoicesNoMatch"
    STOPPED = "invoicesStopped"
    FAILED = "invoicesFailed"
    UNAVAILABLE = "invoicesUnavailable"
    OPENED = "invoiceDetail"  # one of them


_CONTENT_WITHOUT_ROWS = {
    Phase.UNAVAILABLE: Content.UNAVAILABLE,
    Phase.EMPTY_START: Content.NOT_LOADED,
    Phase.LOADING: Content.WAITING,
    Phase.READY: Content.NONE_AT_ALL,
    Phase.NO_ROWS: Content.NONE_AT_ALL,
    Phase.PARTIAL: Content.FAILED,
    Phase.FAILED: Content.FAILED,
    Phase.CANCELLED: Content.STOPPED,
}


def content_for(
    phase: Phase, period: Period, rows: int, shown: int, *, narrowed: bool = False
) -> Content:
    """What to show with ``rows`` loaded, ``shown`` of them through the filter.

    ``narrowed``: QuickBooks was asked for less than all of the period.
    """
    if rows:
        return Content.TABLE if shown else Content.NO_MATCH
    if phase is Phase.NO_ROWS and narrowed:
        return Content.NONE_LIKE_THESE
    if phase is Phase.NO_ROWS and period is not Period.EVERYTHING:
        return Content.NONE_IN_PERIOD
    return _CONTENT_WITHOUT_ROWS[phase]


@dataclass(frozen=True)
class Rows:
    """How many rows are here, are expected by Conductor's estimate, and match the filter."""

    count: int
    expected: int | None = None
    matching: int | None = None  # None while there is no filter
    seconds_left: float | None = None  # None unless that many are still to come
    pace: float | None = None  # how many come in a second
    breaks: int = 0  # how often loading broke off and has been started over
    narrowed: bool = False  # whether QuickBooks was asked for less than all of the period


def verdict(state: State, rows: Rows, period: Period, formats: Formats) -> Verdict:
    """The sentence beside the totals, for at least one row."""
    if state.phase is Phase.READY:
        said = Verdict(Mark.OK, _complete(rows, period, formats), complete=True)
    elif state.phase is Phase.LOADING:
        sentence = f"Still loading: {_so_far(rows, formats)} so far.{_busy(rows, formats)}"
        if rows.breaks:
            sentence += " It had broken off, and has started over by itself."
        said = Verdict(Mark.BUSY, sentence, complete=False)
    elif state.phase is Phase.CANCELLED:
        sentence = f"Partial: you stopped loading after {_so_far(rows, formats)}."
        said = Verdict(Mark.LOOK, sentence, complete=False, retry="Load again")
    else:
        came = _so_far(rows, formats)
        if isinstance(state.problem, UnreadableInvoices):
            sentence = f"Partial: {came} came, not all of them readable."
        else:
            sentence = f"Partial: {came} came before loading stopped."
        sentence += _reason(state.problem)
        said = Verdict(Mark.LOOK, sentence, complete=False, retry="Try again")
    if not rows.matching:  # no filter, or no amounts to speak of
        return said
    found = invoices(rows.matching, formats)
    return replace(said, sentence=f"{said.sentence} The amounts are for the {found} found.")


def count_line(state: State, rows: Rows, formats: Formats) -> str:
    """The line above the table."""
    if not rows.count:
        return "Asking QuickBooks…" if state.phase is Phase.LOADING else ""
    complete = state.phase is Phase.READY
    if rows.matching is not None:
        scope = "" if complete else " that are here"
        matching = formats.count(rows.matching)
        return f"{matching} of {invoices(rows.count, formats)}{scope} match the filter"
    return invoices(rows.count, formats) if complete else f"{_so_far(rows, formats)} so far"


def selection_words(sums: Mapping[str, CurrencySum], formats: Formats) -> str:
    """What the selected invoices come to and is still open of it, for each currency by itself."""
    count = sum(one.count for one in sums.values())
    if len(sums) > _MOST_SUMS:
        return f"{formats.count(count)} selected, in {formats.count(len(sums))} currencies"
    said = [_selected(one, currency, formats) for currency, one in sorted(sums.items())]
    return f"{formats.count(count)} selected: {'; '.join(said)}"


def _selected(sum_: CurrencySum, currency: str, formats: Formats) -> str:
    decimals = decimals_of(currency)
    named = "" if currency == HOME_CURRENCY else f" {currency}"
    average = formats.money(sum_.average(decimals), decimals)
    still_open = f", {formats.money(sum_.open, decimals)} open" if sum_.open else ""
    return f"{formats.money(sum_.billed, decimals)}{named}, {average} on average{still_open}"


def invoices(count: int, formats: Formats) -> str:
    """ "1 invoice" or "240 invoices"."""
    return "1 invoice" if count == 1 else f"{formats.count(count)} invoices"


def _complete(rows: Rows, period: Period, formats: Formats) -> str:
    if rows.narrowed:
        asked = f"{period.words} with these filters"
        one = "the only invoice" if rows.count == 1 else f"all {invoices(rows.count, formats)}"
        return f"Complete: {one}{asked}."
    if rows.count == 1:
        return f"Complete: the only invoice{period.words}."
    return f"Complete: all {invoices(rows.count, formats)}{period.words}."


def _so_far(rows: Rows, formats: Formats) -> str:
    if rows.expected is None or rows.expected <= rows.count:
        return invoices(rows.count, formats)
    return f"{formats.count(rows.count)} of about {invoices(rows.expected, formats)}"


def _busy(rows: Rows, formats: Formats) -> str:
    left = left_in_words(rows.seconds_left)
    if not left:
        return ""
    each = round(rows.pace or 0)
    pace = f", at {formats.count(each)} a second" if each else ""
    return f" QuickBooks is busy with the rest for {left}{pace}."


def _reason(problem: AppError | None) -> str:
    if problem is None:
        return ""
    return f" {problem.title}. {problem.explanation} {problem.next_step}"
