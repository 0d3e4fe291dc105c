"""Whose turn it is with an EndUser's QuickBooks, which answers one request at a time.

Conductor would queue the others too, but not out of the way of a cursor: it dies when the next
page is not asked for within ten seconds. So nobody slips in between two pages, but for what a
person has just clicked and waits for; a pass that this has kept too long starts over.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from conductor_desktop.conductor.errors import CursorGivenUp, CursorLost
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
    def hold(
        self, end_user_id: str, cancel: CancelToken, *, is_urgent: bool = False
    ) -> Iterator[Turn]:
        """Wait for a turn and have it for the length of the block. Raises ``Cancelled``.

        ``is_urgent``: ahead of all that only wait, and in between two pages of a pass.
        """
        with self._changed:
            line = self._lines.setdefault(end_user_id, deque())
            turn = Turn(self._changed, self._clock, cancel, line, is_urgent=is_urgent)
            turn.line_up()
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
            while not turn.has_come:
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
        self,
        changed: threading.Condition,
        clock: Callable[[], float],
        cancel: CancelToken,
        line: deque[Turn],
        *,
        is_urgent: bool,
    ) -> None:
        self._changed = changed
        self._clock = clock
        self._line = line
        self._is_urgent = is_urgent
        self._resting_since: float | None = None
        self._gives_way = False
        self.cancel = cancel
        self.lost = False
        self.gave_way = False

    def line_up(self) -> None:
        """Take a place: at the end, or behind whoever has the turn and others that are urgent."""
        place = len(self._line)
        if self._is_urgent:
            others = (n for n, turn in enumerate(self._line) if n and not turn._is_urgent)
            place = next(others, place)
        self._line.insert(place, self)

    @property
    def has_come(self) -> bool:
        """Whether it is this one's turn, or can be in between."""
        first = self._line[0]
        if first is self:
            return True
        return first._gives_way and self._is_urgent and self._line[1] is self

    @property
    def is_abandoned(self) -> bool:
        """Whether nothing is lost when the next one goes ahead."""
        if self._resting_since is None:
            return False
        return self.cancel.is_cancelled or self._rests_too_long

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """While a request is under way; what is urgent goes before it.

        Raises ``CursorLost`` when the turn has gone on, and ``CursorGivenUp`` when what was urgent
        took too long; ``gave_way`` says whether anything was.
        """
        self.cancel.raise_if_cancelled()
        with self._changed:
            self._let_urgent_ones_pass()
            if self.gave_way and (self.lost or self._rests_too_long):
                raise CursorGivenUp
            if self.lost:
                raise CursorLost("Too much time went by between two pages.")
            self._resting_since = None
        try:
            yield
        finally:
            with self._changed:
                self._resting_since = self._clock()
                self._changed.notify_all()

    def _let_urgent_ones_pass(self) -> None:
        self.gave_way = False
        while self._is_overtaken:
            self.gave_way = self._gives_way = True
            self._changed.notify_all()
            self._changed.wait(_LOOK_UP_SECONDS)
            self.cancel.raise_if_cancelled()
        self._gives_way = False

    @property
    def _is_overtaken(self) -> bool:
        return not self.lost and len(self._line) > 1 and self._line[1]._is_urgent

    @property
    def _rests_too_long(self) -> bool:
        since = self._resting_since
        return since is not None and self._clock() - since > LONGEST_REST
