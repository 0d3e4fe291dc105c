"""Whose turn it is with an EndUser's QuickBooks, which answers one request at a time.

Conductor would queue the others too, but not out of the way of a cursor: it dies when the next
page is not asked for within ten seconds, and nobody may slip in between two pages.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from conductor_desktop.conductor.errors import CursorLost
from conductor_desktop.work import CancelToken

LONGEST_REST = 10.0
"""Seconds a turn may rest between two requests; Conductor forgets a cursor after as many."""

# On Windows a wait without an end cannot be interrupted from the keyboard.
_LOOK_UP_SECONDS = 0.25


class Turns:
    """First come, first served, for each EndUser by itself. Safe to use from several threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._lines: dict[str, deque[Turn]] = {}

    @contextlib.contextmanager
    def hold(self, end_user_id: str, cancel: CancelToken) -> Iterator[Turn]:
        """Wait for a turn and have it for the length of the block. Raises ``Cancelled``."""
        turn = Turn(self._changed, self._clock, cancel)
        with self._changed:
            self._lines.setdefault(end_user_id, deque()).append(turn)
        forget = cancel.on_cancel(self._wake)
        try:
            self._wait(end_user_id, turn)
            yield turn
        finally:
            forget()
            self._leave(end_user_id, turn)

    def _wait(self, end_user_id: str, turn: Turn) -> None:
        with self._changed:
            line = self._lines[end_user_id]
            while line[0] is not turn:
                turn.cancel.raise_if_cancelled()
                if line[0].is_abandoned:
                    line.popleft().lost = True
                    self._changed.notify_all()
                else:
                    self._changed.wait(_LOOK_UP_SECONDS)
        turn.cancel.raise_if_cancelled()

    def _leave(self, end_user_id: str, turn: Turn) -> None:
        with self._changed:
            if not turn.lost:
                line = self._lines[end_user_id]
                line.remove(turn)
                if not line:
                    del self._lines[end_user_id]
                self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


class Turn:
    """A place in the line. A pass over pages says with ``in_use`` when it is asking; while it
    rests longer than a cursor lives, or is cancelled, the turn goes to the next.
    """

    def __init__(
        self, changed: threading.Condition, clock: Callable[[], float], cancel: CancelToken
    ) -> None:
        self._changed = changed
        self._clock = clock
        self._resting_since: float | None = None
        self.cancel = cancel
        self.lost = False

    @property
    def is_abandoned(self) -> bool:
        """Whether nothing is lost when the next one goes ahead."""
        if self._resting_since is None:
            return False
        return self.cancel.is_cancelled or self._clock() - self._resting_since > LONGEST_REST

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """While a request is under way. Raises ``CursorLost`` when the turn has gone on."""
        self.cancel.raise_if_cancelled()
        with self._changed:
            if self.lost:
                raise CursorLost("Too much time went by between two pages.")
            self._resting_since = None
        try:
            yield
        finally:
            with self._changed:
                self._resting_since = self._clock()
                self._changed.notify_all()
