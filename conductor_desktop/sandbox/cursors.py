"""Cursors as QuickBooks has them: one value, each request the next page, gone in ten seconds."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from conductor_desktop.sandbox.clock import Clock
from conductor_desktop.sandbox.envelope import invalid_request

MOST_RUNS = 200
"""Beyond it the one that was used longest ago is forgotten, as if it had been too slow."""


@dataclass
class Run:
    """One walk through a list: what was found at its start, and how much of it was given out."""

    owner: str
    url: str
    """Which list it walks through."""
    numbers: Sequence[int]
    given: int = 0
    cursor: str = field(default_factory=lambda: str(uuid.uuid4()))
    deadline: float = 0.0

    def take(self, limit: int) -> Sequence[int]:
        """The next page. There is no way back: what is taken is never given out again."""
        page = self.numbers[self.given : self.given + limit]
        self.given += len(page)
        return page

    @property
    def remaining(self) -> int:
        return len(self.numbers) - self.given


class Cursors:
    """The runs that are still alive. ``seconds`` is how long one waits for its next page."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._runs: dict[str, Run] = {}

    def resume(self, cursor: str, owner: str, url: str) -> Run:
        """Raises 400 for a cursor that is unknown, somebody else's, of another list, finished or
        too old."""
        self._bury()
        run = self._runs.get(cursor)
        if run is None or (run.owner, run.url) != (owner, url):
            raise invalid_request(
                'The cursor at "cursor" is not valid: it is unknown, belongs to another list, has '
                f"reached its end, or was not used for {self._seconds:g} seconds. Start again "
                "without a cursor."
            )
        return run

    def keep(self, run: Run) -> str | None:
        """After a page: the cursor for the next one, or None when that was the last."""
        if not run.remaining:
            self._runs.pop(run.cursor, None)
            return None
        run.deadline = self._clock.monotonic() + self._seconds
        self._bury()
        self._runs.pop(run.cursor, None)
        self._runs[run.cursor] = run
        if len(self._runs) > MOST_RUNS:
            del self._runs[next(iter(self._runs))]
        return run.cursor

    def _bury(self) -> None:
        now = self._clock.monotonic()
        self._runs = {c: run for c, run in self._runs.items() if now <= run.deadline}
