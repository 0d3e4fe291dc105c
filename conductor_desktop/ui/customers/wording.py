"""What the Customers page says about how much of the customers is here."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from conductor_desktop.errors import AppError
from conductor_desktop.services.customers import UnreadableCustomers
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.totals_strip import Verdict


class Content(enum.Enum):
    """What stands where the table is: the table, or why there is none."""

    TABLE = "customersTable"
    NOT_LOADED = "customersNotLoaded"
    WAITING = "customersWaiting"
    NONE_AT_ALL = "customersNoneAtAll"
    NO_MATCH = "customersNoMatch"
    STOPPED = "customersStopped"
    FAILED = "customersFailed"
    UNAVAILABLE = "customersUnavailable"


_WITHOUT_ROWS = {
    Phase.UNAVAILABLE: Content.UNAVAILABLE,
    Phase.EMPTY_START: Content.NOT_LOADED,
    Phase.LOADING: Content.WAITING,
    Phase.READY: Content.NONE_AT_ALL,
    Phase.NO_ROWS: Content.NONE_AT_ALL,
    Phase.PARTIAL: Content.FAILED,
    Phase.FAILED: Content.FAILED,
    Phase.CANCELLED: Content.STOPPED,
}


@dataclass(frozen=True)
class Rows:
    """How many rows are here, are expected by Conductor's estimate, and match the filter."""

    count: int
    expected: int | None = None
    matching: int | None = None  # None while there is no filter


def content_for(phase: Phase, rows: int, shown: int) -> Content:
    """What to show with ``rows`` loaded, ``shown`` of them through the filter."""
    if rows:
        return Content.TABLE if shown else Content.NO_MATCH
    return _WITHOUT_ROWS[phase]


def verdict(state: State, rows: Rows, formats: Formats) -> Verdict:
    """The sentence beside what is owed, for at least one row."""
    came = _so_far(rows, formats)
    if state.phase is Phase.READY:
        one = "the only customer" if rows.count == 1 else f"all {customers(rows.count, formats)}"
        said = Verdict(Mark.OK, f"Complete: {one}, active or not.", complete=True)
    elif state.phase is Phase.LOADING:
        said = Verdict(Mark.BUSY, f"Still loading: {came} so far.", complete=False)
    elif state.phase is Phase.CANCELLED:
        sentence = f"Partial: you stopped loading after {came}."
        said = Verdict(Mark.LOOK, sentence, complete=False, retry="Load again")
    else:
        could = isinstance(state.problem, UnreadableCustomers)
        how = "could be read" if could else "came before loading stopped"
        sentence = f"Partial: {came} {how}.{_reason(state.problem)}"
        said = Verdict(Mark.LOOK, sentence, complete=False, retry="Try again")
    if not rows.matching:  # no filter, or no amounts to speak of
        return said
    found = customers(rows.matching, formats)
    return replace(said, sentence=f"{said.sentence} The amounts are for the {found} found.")


def count_line(state: State, rows: Rows, formats: Formats) -> str:
    """The line above the table."""
    if not rows.count:
        return "Asking QuickBooks…" if state.phase is Phase.LOADING else ""
    complete = state.phase is Phase.READY
    if rows.matching is not None:
        scope = "" if complete else " that are here"
        matching = formats.count(rows.matching)
        return f"{matching} of {customers(rows.count, formats)}{scope} match the filter"
    return customers(rows.count, formats) if complete else f"{_so_far(rows, formats)} so far"


def customers(count: int, formats: Formats) -> str:
    """ "1 customer" or "240 customers"; a job counts as one."""
    return "1 customer" if count == 1 else f"{formats.count(count)} customers"


def _so_far(rows: Rows, formats: Formats) -> str:
    if rows.expected is None or rows.expected <= rows.count:
        return customers(rows.count, formats)
    return f"{formats.count(rows.count)} of about {customers(rows.expected, formats)}"


def _reason(problem: AppError | None) -> str:
    if problem is None:
        return ""
    return f" {problem.title}. {problem.explanation} {problem.next_step}"
