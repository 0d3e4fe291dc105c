"""Notes down how a watched connection stands: a row for each change, and how long it was seen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from conductor_desktop.services.connection.machine import CLOCK_JUMP_SECONDS, SLEPT_SECONDS
from conductor_desktop.services.connection.rest import Resting
from conductor_desktop.services.connection.watch import Moment, Phase, Watch
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName

ASLEEP = "asleep"
"""Stands where a phase does, for the time in which the PC slept."""
PAUSED = str(Resting.PAUSED)
"""The same while nothing is looked at, because a person wants it so."""
WRITE_SECONDS = 120.0
"""How much of a stretch that goes on is lost at most when the app is killed."""

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class _Look:
    """What makes a difference. ``said`` is told where no cause is proven."""

    phase: str
    cause: str | None = None
    said: str | None = None
    code: str | None = None


def new_key() -> int:
    """What no other stretch is called."""
    return int.from_bytes(os.urandom(7), "big")


class Recorder:
    """Of one connection, for one start of watching. Asks nothing and writes nothing."""

    def __init__(self, profile: ProfileName, new_key: Callable[[], int] = new_key) -> None:
        self._profile = profile
        self._new_key = new_key
        self._open: Stretch | None = None
        self._seen: Moment | None = None
        self._written = 0.0

    def see(self, watch: Watch, now: Moment) -> tuple[Stretch, ...]:
        """What is to be kept by now; nothing as long as all goes on as it was."""
        look = _look_of(watch, now)
        rows = self._after_time(now)
        is_same = self._open is not None and _is_like(self._open, look)
        if not is_same:
            rows += self._ended(now.wall)
            self._open = self._begun(look.phase, now.wall, look)
        self._grow(now)
        if rows or not is_same or now.monotonic - self._written >= WRITE_SECONDS:
            rows += self.under_way
            self._written = now.monotonic
        return rows

    @property
    def under_way(self) -> tuple[Stretch, ...]:
        """The stretch that goes on, as far as it was seen; none before the first look."""
        return () if self._open is None else (self._open,)

    def _after_time(self, now: Moment) -> tuple[Stretch, ...]:
        """Notice that the PC slept or its clock was set: what was before has ended then."""
        seen = self._seen
        self._seen = now
        if seen is None or self._open is None:
            return ()
        passed = now.monotonic - seen.monotonic
        jump = (now.wall - seen.wall).total_seconds() - passed
        slept, jumped = passed > SLEPT_SECONDS, abs(jump) > CLOCK_JUMP_SECONDS
        if not slept and not jumped:
            return ()
        rows = self._ended(seen.wall)
        self._open = None
        if slept and now.wall > seen.wall:
            rows += (replace(self._begun(ASLEEP, seen.wall), until=now.wall),)
        return rows

    def _begun(self, phase: str, at: datetime, look: _Look | None = None) -> Stretch:
        look = look or _Look(phase)
        key = self._new_key()
        return Stretch(key, self._profile, at, at, phase, look.cause, look.said, look.code)

    def _ended(self, at: datetime) -> tuple[Stretch, ...]:
        return tuple(replace(one, until=max(one.until, at)) for one in self.under_way)

    def _grow(self, now: Moment) -> None:
        (self._open,) = self._ended(now.wall)


def _look_of(watch: Watch, now: Moment) -> _Look:
    phase, cause, told = watch.phase_at(now.monotonic), watch.diagnosis.cause, watch.told
    if watch.resting is Resting.PAUSED and phase is not Phase.HEALTHY:
        return _Look(PAUSED)
    if cause is None and (told is None or told.said.is_good):
        return _Look(phase)
    code = told.code if told is not None and told.code and _CODE.fullmatch(told.code) else None
    if cause is not None:
        return _Look(phase, cause=cause.id, code=code)
    return _Look(phase, said=told.said.name if told else None, code=code)


def _is_like(stretch: Stretch, look: _Look) -> bool:
    return _Look(stretch.phase, stretch.cause, stretch.said, stretch.code) == look
