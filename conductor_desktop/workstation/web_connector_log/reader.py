"""Turns blocks of the log into events of our application, wherever the blocks were cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.workstation.web_connector_log.entries import (
    HEADER,
    LONGEST_START,
    MOST_BYTES,
    finds,
    last_stamp,
    next_start,
    time_of,
)
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.messages import told_by_header
from conductor_desktop.workstation.web_connector_log.ownership import Application, Owner
from conductor_desktop.workstation.web_connector_log.stretch import Stretch


@dataclass(frozen=True)
class State:
    """What has to be known of the log before a place, to go on reading there."""

    owner: Owner = Owner.NOBODY
    unsure: tuple[Event, ...] = ()
    """Told once the application's address turns out to be ours, dropped if it does not."""
    passing_over: bool = False
    """What comes first is the rest of an entry that was judged without it, or not at all."""
    time: datetime | None = None
    """Of the entry before."""


class Reader:
    """Reads on from ``state``. The same bytes tell the same, in whatever blocks they come."""

    def __init__(self, application: Application, state: State) -> None:
        self._application = application
        self.state = state
        self.others: Counter[int] = Counter()
        """How many entries there were about each other application; a number stands for its
        name, and means nothing elsewhere."""
        self._other = 0

    def read(self, block: bytes, *, at_rest: bool = False) -> tuple[list[Event], int]:
        """What ``block`` tells, and how many of its bytes are done with.

        The other bytes are an entry of which more may come: they have to begin the next block.
        With a log ``at_rest`` nothing more is waited for, and all is taken as it stands.
        """
        headers = [*finds(block, HEADER, 0, len(block))]
        start, stop, done, passing_over = self._bounds(block, headers, at_rest)
        last = _last_start(block, headers, start, stop)
        time = time_of(block, last) if last >= 0 else self.state.time
        told: list[Event] = []
        for header in headers:
            if start <= header < stop:
                told += self._stretch(block, start, header, is_end=True)
                lines = block[header : next_start(block, header + 1, stop)]
                told += told_by_header(lines[:MOST_BYTES])
                self.state = State(time=self.state.time)
                start = header
        told += self._stretch(block, start, stop, is_end=at_rest)
        self.state = State(self.state.owner, self.state.unsure, passing_over, time)
        return told, done

    def if_it_ended(self, block: bytes) -> tuple[list[Event], State]:
        """What there would be to tell, and where that would leave us, if no more came."""
        trial = Reader(self._application, self.state)
        told, _ = trial.read(block, at_rest=True)
        return told, trial.state

    def _bounds(
        self, block: bytes, headers: list[int], at_rest: bool
    ) -> tuple[int, int, int, bool]:
        """Where to read from and to, how much is done with, and whether the rest is passed over."""
        size = len(block)
        start = next_start(block, 0, size) if self.state.passing_over else 0
        if self.state.passing_over and start == size:
            return size, size, size if at_rest else max(0, size - LONGEST_START), True
        if at_rest:
            return start, size, size, False
        last = max(start, _last_start(block, headers, start, size))
        if size - last > MOST_BYTES + LONGEST_START:
            return start, last + MOST_BYTES, size - LONGEST_START, True
        return start, last, last, False

    def _stretch(self, block: bytes, start: int, stop: int, *, is_end: bool) -> list[Event]:
        """What is told by the entries from ``start`` to ``stop``, without a header among them."""
        was = self.state
        stretch = Stretch(
            block,
            start,
            stop,
            ours=self._application,
            owner=was.owner,
            other=self._other,
            unsure=was.unsure,
            before=was.time,
        )
        told, unsure = stretch.sort(is_end=is_end)
        self.others += stretch.others
        self._other = stretch.other
        self.state = State(stretch.owner, unsure, was.passing_over, was.time)
        return told


def _last_start(block: bytes, headers: list[int], at: int, stop: int) -> int:
    """Where the last entry starts from ``at`` on; -1 if none does."""
    header = max((h for h in headers if at <= h < stop), default=-1)
    return max(header, last_stamp(block, max(at, header), stop))
