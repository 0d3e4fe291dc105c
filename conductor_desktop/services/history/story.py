"""What happened, as a person would tell it: each outage with how it went on and how it ended."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.watch import Phase
from conductor_desktop.services.history.recorder import ASLEEP, PAUSED, WRITE_SECONDS
from conductor_desktop.services.history.standing import (
    PROVEN_AGAIN_WITHIN,
    is_down,
    is_good,
    is_trouble,
)
from conductor_desktop.storage.history.stretch import Stretch

WORTH_TELLING = timedelta(minutes=5)
"""Shorter times without anybody watching are the app being closed and opened again."""
_NAMED_WITHIN = timedelta(minutes=10)
"""What was wrong has been so since the first sign of it, if it was found out by then."""
_SLEPT = str(CauseId.PC_SLEPT)
_ANOTHER_STORY = timedelta(hours=24)
_STILL_WATCHED = timedelta(seconds=3 * WRITE_SECONDS)


class Ending(enum.Enum):
    """How an outage ended, as far as it was seen."""

    FIXED = enum.auto()
    FOUND_WELL = enum.auto()  # it worked when it was looked at again
    GONE = enum.auto()  # nothing is wrong any more, and nothing proved that it works
    LASTS = enum.auto()
    NOT_SEEN = enum.auto()


@dataclass(frozen=True)
class Step:
    """From ``at`` on this was wrong: a cause, or else what came of asking."""

    at: datetime
    cause: str | None = None
    said: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Outage:
    """One trouble from its first sign to its end.

    ``is_certain`` is not what was seen to go wrong once and was all right at the next look.
    ``ended`` is when nothing was seen to be wrong any more. ``was_watched`` until then.
    """

    steps: tuple[Step, ...]
    ending: Ending
    ended: datetime | None = None
    is_certain: bool = True
    was_watched: bool = True

    @property
    def began(self) -> datetime:
        return self.steps[0].at

    @property
    def goes_on(self) -> bool:
        return self.ending is Ending.LASTS

    @property
    def lasted(self) -> timedelta | None:
        """None where nobody saw the end of it, or the clock was set back meanwhile."""
        if self.ended is None or not self.was_watched or self.ended < self.began:
            return None
        return self.ended - self.began


class Why(enum.Enum):
    """Why nothing was seen."""

    SLEPT = enum.auto()
    PAUSED = enum.auto()
    NOT_WATCHED = enum.auto()  # the app was closed, or showed another connection


@dataclass(frozen=True)
class Break:
    """A time of which nothing is known."""

    began: datetime
    ended: datetime
    why: Why


Event = Outage | Break
_BREAKS = {ASLEEP: Why.SLEPT, PAUSED: Why.PAUSED}


def told(stretches: Sequence[Stretch], now: datetime) -> tuple[Event, ...]:
    """All that happened, in the order in which it began to be seen."""
    story = _Story()
    for stretch in stretches:
        story.goes_on(stretch)
    return story.ended(now)


@dataclass
class _Story:
    events: list[Event] = field(default_factory=list)
    last: Stretch | None = None
    steps: list[Step] = field(default_factory=list)
    place: int = 0  # in ``events``, of the outage that goes on
    is_certain: bool = False
    is_out_of_sight: bool = False
    gone_at: datetime | None = None  # since then nothing is wrong, without a proof that it works
    was_seen_going: bool = True

    def goes_on(self, stretch: Stretch) -> None:
        self._unwatched(stretch)
        self.last = stretch
        is_long = stretch.until - stretch.began >= WORTH_TELLING
        if stretch.phase in _BREAKS:
            self.is_out_of_sight = True
            self._rests(Break(stretch.began, stretch.until, _BREAKS[stretch.phase]))
        elif is_trouble(stretch):
            if self._was_gone_for_long(stretch):
                self._end_unproven(Ending.NOT_SEEN)
            self.gone_at = None
            if not self.steps:
                self.place = len(self.events)
            self.steps.append(Step(stretch.began, stretch.cause, stretch.said, stretch.code))
            self.is_certain |= is_down(stretch)
            self.is_out_of_sight = False
        elif is_good(stretch):
            self._is_well(stretch)
        elif is_long:
            self.is_out_of_sight = True  # nothing was known for a while

    def ended(self, now: datetime) -> tuple[Event, ...]:
        is_seen = self.last is not None and now - self.last.until < _STILL_WATCHED
        self._end_unproven(Ending.LASTS if is_seen else Ending.NOT_SEEN)
        return tuple(self.events)

    def _is_well(self, stretch: Stretch) -> None:
        """A proof ends it. Without one it may only be that nobody has looked closely since."""
        if stretch.phase != Phase.HEALTHY:
            if self.gone_at is None:
                self.gone_at, self.was_seen_going = stretch.began, not self.is_out_of_sight
            return
        if self._was_gone_for_long(stretch):
            self._end_unproven(Ending.NOT_SEEN)
        self._end(Ending.FOUND_WELL if self.is_out_of_sight else Ending.FIXED, stretch.began)
        self.is_out_of_sight = False

    def _was_gone_for_long(self, stretch: Stretch) -> bool:
        return self.gone_at is not None and stretch.began - self.gone_at >= PROVEN_AGAIN_WITHIN

    def _end_unproven(self, otherwise: Ending) -> None:
        self._end(otherwise if self.gone_at is None else Ending.GONE, self.gone_at)

    def _rests(self, one: Break) -> None:
        """A PC that sleeps lightly wakes now and then for a moment, and slept all the same."""
        before = self.events[-1] if self.events else None
        if isinstance(before, Break) and before.why is one.why and _is_soon(before, one):
            self.events[-1] = Break(before.began, one.ended, one.why)
        elif one.ended - one.began >= WORTH_TELLING:
            self.events.append(one)

    def _unwatched(self, stretch: Stretch) -> None:
        if self.last is None:
            return
        gap = stretch.began - self.last.until
        if gap < WORTH_TELLING:
            return
        self.is_out_of_sight = True
        if gap >= _ANOTHER_STORY:
            self._end_unproven(Ending.NOT_SEEN)
        self.events.append(Break(self.last.until, stretch.began, Why.NOT_WATCHED))

    def _end(self, ending: Ending, at: datetime | None) -> None:
        slept_before = self.place and self.events[self.place - 1]
        is_told = isinstance(slept_before, Break) and slept_before.why is Why.SLEPT
        if self.steps and not (is_told and {one.cause for one in self.steps} == {_SLEPT}):
            is_gone = ending is Ending.GONE
            was_watched = self.was_seen_going if is_gone else not self.is_out_of_sight
            steps = tuple(_worth_telling(self.steps))
            outage = Outage(steps, ending, at, self.is_certain, was_watched)
            self.events.insert(self.place, outage)
        self.steps, self.is_certain, self.gone_at = [], False, None


def _is_soon(before: Break, after: Break) -> bool:
    return timedelta() <= after.began - before.ended < WORTH_TELLING


def _worth_telling(steps: Iterable[Step]) -> list[Step]:
    """Each cause once, however often another one hid it; signs of it go where it is named soon."""
    found: list[Step] = []
    for step in steps:
        what = step.cause or step.said
        if what in (other.cause or other.said for other in found):
            continue
        before = found[-1] if found else None
        is_name_of = before is not None and before.cause is None and step.cause is not None
        if before is not None and is_name_of and step.at - before.at < _NAMED_WITHIN:
            step = Step(before.at, step.cause, step.said, step.code)
            found.pop()
        found.append(step)
    return found
