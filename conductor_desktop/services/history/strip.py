"""The last days one by one: how much of each the connection was up, by the calendar of this PC."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from conductor_desktop.services.history.outline import Stripe, outline
from conductor_desktop.services.history.standing import Span, Standing, laid_out
from conductor_desktop.storage.history.stretch import Stretch

DAYS = 30

ENOUGH_TO_TELL = timedelta(minutes=30)
"""Of less time a share says nothing about the connection."""

Zone = tzinfo | None
"""``None`` is the time zone of this PC."""


@dataclass(frozen=True)
class Day:
    """A local day; ``spans`` follow each other from its beginning to its end, or to now.

    ``stripes`` are the same as they are drawn.
    """

    day: date
    spans: tuple[Span, ...]
    stripes: tuple[Stripe, ...] = ()

    def time(self, standing: Standing) -> timedelta:
        """How long it stood so."""
        return sum((one.length for one in self.spans if one.standing is standing), timedelta())

    @property
    def share(self) -> float | None:
        """The part of the known time in which it was up; None while hardly anything is known."""
        return share_of((self,))

    @property
    def had_trouble(self) -> bool:
        return any(one.standing is Standing.DOWN for one in self.spans)


def strip(
    stretches: Sequence[Stretch], now: datetime, zone: Zone = None, days: int = DAYS
) -> tuple[Day, ...]:
    """The last ``days`` days with today, the oldest first."""
    spans = laid_out(stretches)
    begins = [span.begin for span in spans]
    today = now.astimezone(zone).date()
    result = []
    for ago in range(days - 1, -1, -1):
        day = today - timedelta(days=ago)
        begin, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
        first = max(0, bisect_right(begins, begin) - 1)
        last = bisect_left(begins, end)
        found = tuple(_cut(spans[first:last], begin, min(end, max(begin, now))))
        result.append(Day(day, found, outline(found, begin, end)))
    return tuple(result)


def share_of(days: Sequence[Day]) -> float | None:
    """The part of the known time in which it was up; None while hardly anything is known."""
    up, down = (
        sum((day.time(standing) for day in days), timedelta())
        for standing in (Standing.UP, Standing.DOWN)
    )
    return up / (up + down) if up + down >= ENOUGH_TO_TELL else None


def midnight(day: date, zone: Zone = None) -> datetime:
    """When ``day`` begins, in UTC: 23 or 25 hours before the next where the clocks change."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _cut(spans: Sequence[Span], begin: datetime, end: datetime) -> list[Span]:
    """What lies between ``begin`` and ``end``, with the gaps filled in and neighbours joined."""
    found: list[Span] = []

    def add(standing: Standing, until: datetime) -> None:
        since = found[-1].end if found else begin
        if until <= since:
            return
        if found and found[-1].standing is standing:
            since = found.pop().begin
        found.append(Span(standing, since, until))

    for span in spans:
        if span.begin >= end:
            break
        add(Standing.UNKNOWN, min(span.begin, end))
        add(span.standing, min(span.end, end))
    add(Standing.UNKNOWN, end)
    return found
