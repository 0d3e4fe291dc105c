"""What one can look for in the timeline: kinds of entries, and periods."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from conductor_desktop.services.history.entry import Wanted

EVERYTHING, TROUBLE = "Everything", "Trouble only"


class Period(enum.Enum):
    """The value is what people choose from."""

    WEEK = "Last 7 days"
    MONTH = "Last 30 days"
    QUARTER = "Last 90 days"
    ALL = "All that is kept"

    @property
    def length(self) -> timedelta | None:
        """None for all."""
        return _LENGTHS[self]


_LENGTHS = {
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
    Period.QUARTER: timedelta(days=90),
    Period.ALL: None,
}


def wanted(kind: str, period: Period, text: str, now: datetime) -> Wanted:
    """What the person looks for; a ``kind`` that is neither of the two is the title of a cause."""
    return Wanted(
        trouble_only=kind == TROUBLE,
        title=None if kind in (EVERYTHING, TROUBLE) else kind,
        text=text,
        since=None if period.length is None else now - period.length,
    )
