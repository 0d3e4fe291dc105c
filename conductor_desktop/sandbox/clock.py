"""What time it is, so that a test can say so."""

from __future__ import annotations

import datetime as dt
import time


class Clock:
    """The clock of this PC. Tests hand in one of their own."""

    def now(self) -> dt.datetime:
        """The moment, aware, UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()


def stamp(moment: dt.datetime) -> str:
    """Core objects carry UTC with milliseconds: ``2024-01-01T12:34:56.789Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
