"""What the page says about how much is here."""

from __future__ import annotations

import pytest

from conductor_desktop.services.customers import UnreadableCustomers
from conductor_desktop.ui.customers.wording import Content, Rows, content_for, count_line, verdict
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.marks import Mark
from tests.ui.customers.stage import PROBLEM, us_formats

LOADING, READY = State(Phase.LOADING), State(Phase.READY)
PARTIAL, CANCELLED = State(Phase.PARTIAL, PROBLEM), State(Phase.CANCELLED)
UNREADABLE = State(Phase.PARTIAL, UnreadableCustomers(2))


@pytest.mark.parametrize(
    ("state", "rows", "mark", "sentence", "retry"),
    [
        (READY, Rows(1), Mark.OK, "Complete: the only customer, active or not.", ""),
        (READY, Rows(2000), Mark.OK, "Complete: all 2,000 customers, active or not.", ""),
        (LOADING, Rows(150, 2000), Mark.BUSY, "150 of about 2,000 customers so far.", ""),
        (LOADING, Rows(150), Mark.BUSY, "Still loading: 150 customers so far.", ""),
        (CANCELLED, Rows(1), Mark.LOOK, "you stopped loading after 1 customer.", "Load again"),
        (
            PARTIAL,
            Rows(9),
            Mark.LOOK,
            "came before loading stopped. QuickBooks stopped",
            "Try again",
        ),
        (UNREADABLE, Rows(9), Mark.LOOK, "Partial: 9 customers could be read.", "Try again"),
        (READY, Rows(9, None, 2), Mark.OK, "The amounts are for the 2 customers found.", ""),
    ],
)
def test_the_verdict(state: State, rows: Rows, mark: Mark, sentence: str, retry: str) -> None:
    said = verdict(state, rows, us_formats())
    assert (said.mark, said.retry) == (mark, retry)
    assert sentence in said.sentence
    assert said.complete is (state is READY)


@pytest.mark.parametrize(
    ("state", "rows", "line"),
    [
        (LOADING, Rows(0), "Asking QuickBooks…"),
        (CANCELLED, Rows(0), ""),
        (READY, Rows(2), "2 customers"),
        (LOADING, Rows(2, 9), "2 of about 9 customers so far"),
        (READY, Rows(9, None, 2), "2 of 9 customers match the filter"),
        (PARTIAL, Rows(9, None, 2), "2 of 9 customers that are here match the filter"),
    ],
)
def test_the_line_above_the_table(state: State, rows: Rows, line: str) -> None:
    assert count_line(state, rows, us_formats()) == line


@pytest.mark.parametrize("phase", list(Phase))
def test_rows_are_shown_and_without_any_it_is_said_why(phase: Phase) -> None:
    assert content_for(phase, 5, 5) is Content.TABLE
    assert content_for(phase, 5, 0) is Content.NO_MATCH
    assert content_for(phase, 0, 0) not in (Content.TABLE, Content.NO_MATCH)
