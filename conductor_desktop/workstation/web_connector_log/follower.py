"""Follows the log's file as it grows, is cut short or replaced, without getting in its way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import dropwhile
from typing import BinaryIO

from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.ownership import Application
from conductor_desktop.workstation.web_connector_log.reader import Reader, State

TAIL_BYTES = 4 * 1024 * 1024
"""How much of a log is read at the first look."""
_PIECE_BYTES = 512 * 1024
_MOST_PIECES = 32
# By so many bytes a log is known again: by what came last; or, if that is gone because the log was
# cut short, by as much of its beginning as is left.
_MARK_BYTES = 256
_BEGINNINGS = (128, 256, 512, 1024)
_ANYWHERE = State()


@dataclass(frozen=True)
class Position:
    """Where to go on in a log. It may be kept between two runs: it holds not a word of the log."""

    done: int
    """All before this was told."""
    seen: int
    """So long was the log."""
    mark: str | None = None
    beginnings: tuple[str, ...] = ()
    """What its last bytes and its first ones were like, to know it again."""
    state: State = _ANYWHERE
    held: tuple[Event, ...] = ()
    """What came after ``done`` tells, if no more comes."""
    time: datetime | None = None
    """Of the last entry."""
    told_until: datetime | None = None
    """Entries up to this time were told before: the log was cut short, and is read again."""

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.seen:
            raise ValueError("a position is not before the log or beyond what was seen of it")


@dataclass(frozen=True)
class Look:
    """What is new. Of other applications only how many entries each had since the first look."""

    events: tuple[Event, ...]
    others: tuple[int, ...]
    behind: bool
    """There is more to read at once."""


class WebConnectorLog:
    """The log at ``path``, read on from ``position``, or from near its end without one.

    ``position`` is where the next look goes on. For one thread at a time.
    """

    def __init__(
        self,
        pc: Workstation,
        path: str,
        application: Application,
        position: Position | None = None,
    ) -> None:
        self._pc = pc
        self._path = path
        self._reader = Reader(application, State())
        self.position = position

    def look(self) -> Look:
        """What happened since the last look. Raises ``CouldNotTell``, and then nothing is lost.

        The last entry is told when the next one begins, or when the log has not grown from one
        look to the next: more of it might come. Of a very long growth a part is read at a time.
        """
        file = self._pc.open_shared(self._path)
        if file is None:
            return Look((), self._others(), behind=False)
        try:
            with file:
                now, missed = self._place(file)
                return self._read_on(file, now, missed)
        except OSError as error:
            raise CouldNotTell("The Web Connector’s log cannot be read.") from error

    def _place(self, file: BinaryIO) -> tuple[Position, Sequence[Event]]:
        """Where to go on, and what the log told before it was lost."""
        size, was = file.seek(0, os.SEEK_END), self.position
        if was is None:
            return _near_the_end(size), ()
        if was.mark is not None and was.mark == _digest(file, was.seen - _MARK_BYTES, was.seen):
            return was, ()
        told_until = None
        if not set(was.beginnings).isdisjoint(_beginnings(file, size)):
            told_until = max(filter(None, (was.time, was.told_until)), default=None)
        return _near_the_end(size, told_until), was.held

    def _read_on(self, file: BinaryIO, now: Position, missed: Sequence[Event]) -> Look:
        reader = self._reader
        reader.state = now.state
        size = file.seek(0, os.SEEK_END)
        done = at = file.seek(now.done)
        events: list[Event] = []
        block = b""
        for _ in range(_MOST_PIECES):
            piece = file.read(_PIECE_BYTES)
            if not piece:
                break
            at += len(piece)
            block += piece
            found, used = reader.read(block)
            events += found
            done += used
            block = block[used:]
        if at < now.seen:
            return Look((), self._others(), behind=True)  # cut short just now: the next look knows
        if at == now.seen:
            found, used = reader.read(block, at_rest=True)
            events += found
            done += used
            block = b""
        held, after = reader.if_it_ended(block)
        fresh = _fresh(events, now.told_until)
        told_until = None if fresh else now.told_until
        self.position = Position(
            done=done,
            seen=at,
            mark=_digest(file, at - _MARK_BYTES, at),
            beginnings=_beginnings(file, at),
            state=reader.state,
            held=_fresh(held, told_until),
            time=after.time or now.time,
            told_until=told_until,
        )
        return Look((*missed, *fresh), self._others(), behind=at < size)

    def _others(self) -> tuple[int, ...]:
        return tuple(sorted(self._reader.others.values(), reverse=True))


def _near_the_end(size: int, told_until: datetime | None = None) -> Position:
    done = max(0, size - TAIL_BYTES)
    return Position(done, done, state=State(passing_over=done > 0), told_until=told_until)


def _fresh(events: Sequence[Event], told_until: datetime | None) -> tuple[Event, ...]:
    """From the first event after ``told_until`` on: what follows it was written later."""
    if told_until is None:
        return tuple(events)
    return tuple(dropwhile(lambda event: not (event.time and event.time > told_until), events))


def _beginnings(file: BinaryIO, size: int) -> tuple[str, ...]:
    found = (_digest(file, 0, length) for length in _BEGINNINGS if length <= size)
    return tuple(filter(None, found))


def _digest(file: BinaryIO, start: int, stop: int) -> str | None:
    """Of these bytes; ``None`` where there are not so many."""
    start = max(0, start)
    file.seek(start)
    data = file.read(stop - start)
    if len(data) < stop - start:
        return None
    return hashlib.blake2b(data, digest_size=16).hexdigest()
