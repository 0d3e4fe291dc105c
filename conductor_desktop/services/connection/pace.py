"""How often Conductor is asked: as usual, or within what an IT admin has set."""

from __future__ import annotations

from dataclasses import dataclass

PC_SECONDS = 15.0
FRONT_SECONDS = 300.0
BACK_SECONDS = 900.0
"""How often Conductor's notes are read: while the connection is looked at, and while it is not."""
QUICKBOOKS_SECONDS = 1800.0


@dataclass(frozen=True)
class Pace:
    """Seconds from one question to the next. ``quickbooks`` is the shortest, without a click."""

    front: float = FRONT_SECONDS
    back: float = BACK_SECONDS
    quickbooks: float = QUICKBOOKS_SECONDS

    def usual_pause(self, *, in_front: bool) -> float:
        """Seconds from one reading of Conductor's notes to the next."""
        return self.front if in_front else self.back

    def within(
        self, shortest: float | None, longest: float | None, quickbooks: float | None
    ) -> Pace:
        """The same within these limits; ``None`` is no limit."""
        return Pace(
            _within(self.front, shortest, longest),
            _within(self.back, shortest, longest),
            max(self.quickbooks, quickbooks or 0.0),
        )


def _within(seconds: float, shortest: float | None, longest: float | None) -> float:
    if longest is not None:
        seconds = min(seconds, longest)
    return max(seconds, shortest or 0.0)


USUAL_PACE = Pace()
