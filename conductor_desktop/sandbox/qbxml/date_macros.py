"""The days that QuickBooks' words for a period stand for: LastMonth, ThisWeekToDate and so on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

Period = tuple[dt.date, dt.date]

_EVERYTHING = (dt.date.min, dt.date.max)
_NAME = re.compile(
    r"(?P<which>This|Last|Next)"
    r"(?P<unit>Week|Month|CalendarQuarter|FiscalQuarter|CalendarYear|FiscalYear)"
    r"(?P<so_far>ToDate)?"
)


def date_macro(name: str, today: dt.date) -> Period | None:
    """First and last day; None for a word QuickBooks does not know.

    The fiscal year of these books is the calendar year, and a week begins on Sunday.
    """
    days = {
        "All": _EVERYTHING,
        "Today": (today, today),
        "Yesterday": (today - dt.timedelta(days=1),) * 2,
        "NextFourWeeks": _next_four_weeks(today),
    }
    if name in days:
        return days[name]
    match = _NAME.fullmatch(name)
    if match is None or (match["which"] == "Next" and match["so_far"]):
        return None
    around = _AROUND[match["unit"].removeprefix("Calendar").removeprefix("Fiscal")]
    first, last = _shifted(around, match["which"], today)
    if match["so_far"]:
        last = _as_far(around, first, last, today)
    return first, last


def _shifted(around: Callable[[dt.date], Period], which: str, today: dt.date) -> Period:
    first, last = around(today)
    if which == "Last":
        return around(first - dt.timedelta(days=1))
    return around(last + dt.timedelta(days=1)) if which == "Next" else (first, last)


def _as_far(
    around: Callable[[dt.date], Period], first: dt.date, last: dt.date, today: dt.date
) -> dt.date:
    """As many days into the period as today is into its own."""
    return min(last, first + (today - around(today)[0]))


def _next_four_weeks(today: dt.date) -> Period:
    first = _week(today)[1] + dt.timedelta(days=1)
    return first, first + dt.timedelta(days=27)


def _week(day: dt.date) -> Period:
    first = day - dt.timedelta(days=(day.weekday() + 1) % 7)
    return first, first + dt.timedelta(days=6)


def _month(day: dt.date) -> Period:
    return day.replace(day=1), _month_end(day.year, day.month)


def _quarter(day: dt.date) -> Period:
    last_month = (day.month + 2) // 3 * 3
    return dt.date(day.year, last_month - 2, 1), _month_end(day.year, last_month)


def _year(day: dt.date) -> Period:
    return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


_AROUND = {"Week": _week, "Month": _month, "Quarter": _quarter, "Year": _year}
