"""Notices by the dates on what answers that this PC's clock is wrong, and says so where it matters.

A PC whose clock is off takes every good certificate for expired or not yet valid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from conductor_desktop.conductor.errors import ClockWrong, ConductorError, Offline, OfflineKind
from conductor_desktop.conductor.network.dates import read_date
from conductor_desktop.conductor.network.trust import Flaw

LARGE_SKEW = 300.0
"""Seconds; less than that troubles nobody."""

# Nothing answers from before this app was written, but routers that have lost the time do.
_EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)
_TIMES = frozenset(flaw.value for flaw in Flaw if flaw.is_about_time)


class ClockWatch:
    """How far this PC's clock is off. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._ahead: timedelta | None = None
        self._by_conductor = False

    @property
    def skew(self) -> float | None:
        """Seconds this PC is ahead, less than 0 when it is behind; ``None`` before any answer."""
        return None if self._ahead is None else self._ahead.total_seconds()

    def look(self, date: str | None, *, by_conductor: bool) -> None:
        """Compare with the ``Date`` of an answer that has just come.

        A proxy or a sign-in page will do, as long as Conductor has not had its say.
        """
        theirs = read_date(date)
        if theirs is None or theirs < _EARLIEST or (self._by_conductor and not by_conductor):
            return
        self._ahead = self._now() - theirs
        self._by_conductor = by_conductor

    def explained(self, error: ConductorError) -> ConductorError:
        """``error`` with what is known of the clock, or another where that is the reason."""
        skew = self.skew
        if skew is None:
            return error
        about_time = isinstance(error, Offline) and error.details.get("flaw") in _TIMES
        if abs(skew) < LARGE_SKEW:
            return _not_the_clock(error) if about_time else error
        error.details["clockSkewSeconds"] = f"{skew:.0f}"
        return ClockWrong(skew, details=error.details) if about_time else error


def _not_the_clock(error: ConductorError) -> Offline:
    return Offline(
        OfflineKind.TLS,
        explanation=f"{error.explanation} That clock is right.",
        next_step="Ask whoever looks after the network what answers in Conductor's place.",
        details=error.details,
    )
