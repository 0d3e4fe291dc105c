"""Keeps still towards a service that has asked to be left alone for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from conductor_desktop.conductor.wire import Answer, Outcome


@dataclass(frozen=True, eq=False)
class Hold:
    """The answer that asked to wait, and the end of the wait on the monotonic clock."""

    answer: Answer
    until: float


class Holds:
    """What one service has asked for. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hold: Hold | None = None

    def heed(self, outcome: Outcome) -> Hold | None:
        """Keep to what ``outcome`` asks for, should it ask to wait."""
        if not isinstance(outcome, Answer) or outcome.wait_seconds <= 0:
            return None
        hold = Hold(outcome, self._clock() + outcome.wait_seconds)
        with self._lock:
            if self._hold is None or self._hold.until < hold.until:
                self._hold = hold
        return hold

    def standing(self, served: Hold | None) -> Answer | None:
        """The answer that asked to wait, as long as it holds, with the seconds that are left.

        ``served`` has been waited out by the caller already.
        """
        with self._lock:
            hold = self._hold
        if hold is None or hold is served:
            return None
        left = hold.until - self._clock()
        return replace(hold.answer, retry_after=left) if left > 0 else None
