"""QuickBooks' words for periods, on a Wednesday in the middle of a year and at its edges."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.sandbox.qbxml.date_macros import date_macro

WEDNESDAY = dt.date(2025, 6, 18)

NAMES = [
    *("All", "Today", "Yesterday", "NextFourWeeks"),
    *(
        f"{which}{unit}{so_far}"
        for which in ("This", "Last")
        for unit in (
            *("Week", "Month", "CalendarQuarter", "CalendarYear", "FiscalQuarter", "FiscalYear"),
        )
        for so_far in ("", "ToDate")
    ),
    *("NextWeek", "NextMonth", "NextCalendarQuarter", "NextCalendarYear"),
    *("NextFiscalQuarter", "NextFiscalYear"),
]
"""All that qbXML knows."""


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Today", "2025-06-18", "2025-06-18"),
        ("Yesterday", "2025-06-17", "2025-06-17"),
        ("ThisWeek", "2025-06-15", "2025-06-21"),
        ("ThisWeekToDate", "2025-06-15", "2025-06-18"),
        ("LastWeek", "2025-06-08", "2025-06-14"),
        ("LastWeekToDate", "2025-06-08", "2025-06-11"),
        ("NextWeek", "2025-06-22", "2025-06-28"),
        ("NextFourWeeks", "2025-06-22", "2025-07-19"),
        ("ThisMonth", "2025-06-01", "2025-06-30"),
        ("LastMonth", "2025-05-01", "2025-05-31"),
        ("LastMonthToDate", "2025-05-01", "2025-05-18"),
        ("NextMonth", "2025-07-01", "2025-07-31"),
        ("ThisCalendarQuarter", "2025-04-01", "2025-06-30"),
        ("LastFiscalQuarter", "2025-01-01", "2025-03-31"),
        ("LastCalendarQuarterToDate", "2025-01-01", "2025-03-20"),
        ("NextFiscalQuarter", "2025-07-01", "2025-09-30"),
        ("ThisFiscalYearToDate", "2025-01-01", "2025-06-18"),
        ("LastCalendarYear", "2024-01-01", "2024-12-31"),
        ("NextCalendarYear", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_word_means_these_days(name: str, first: str, last: str) -> None:
    assert date_macro(name, WEDNESDAY) == (
        dt.date.fromisoformat(first),
        dt.date.fromisoformat(last),
    )


def test_as_far_as_a_shorter_month_goes() -> None:
    assert date_macro("LastMonthToDate", dt.date(2025, 3, 31)) == (
        dt.date(2025, 2, 1),
        dt.date(2025, 2, 28),
    )


@pytest.mark.parametrize("name", ["", "NextMonthToDate", "ThisDecade", "today", "ThisMonthTo"])
def test_other_words_are_unknown(name: str) -> None:
    assert date_macro(name, WEDNESDAY) is None


@given(
    st.sampled_from(NAMES),
    st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31)),
)
def test_every_word_is_a_period_on_every_day(name: str, today: dt.date) -> None:
    period = date_macro(name, today)
    assert period is not None
    first, last = period
    assert first <= last
    if name.startswith("This"):
        assert first <= today <= last
    elif name.startswith("Last"):
        assert last < today
    elif name.startswith("Next"):
        assert today < first
