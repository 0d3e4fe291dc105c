"""A watched connection for tests: a clock moved by hand, and whatever is asked answered or not."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from functools import cache

from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection.machine import step
from conductor_desktop.services.connection.schedule import BETWEEN_CLICKS
from conductor_desktop.services.connection.watch import (
    Answered,
    Ask,
    Clicked,
    Event,
    GivenUp,
    Moment,
    NetworkChanged,
    NotAnswered,
    Paused,
    PcSeen,
    Phase,
    Question,
    QuietSet,
    Resumed,
    Shown,
    Tick,
    Watch,
)
from conductor_desktop.storage.profiles import QuietHours
from tests.helpers.given_conductor import NOW
from tests.unit.services import cause_table


@cache
def pc(name: str) -> CheckReport:
    """What is seen of a PC of the table."""
    found = cause_table.Case(name, "works", None).evidence.pc
    assert found is not None
    return found.report


@cache
def _answered(name: str) -> ConnectionReport:
    return cause_table.answered(name)


@dataclass
class Watched:
    """The machine with its clocks, and all it did."""

    seed: int = 1
    monotonic: float = 1000.0
    by_wall: float = 0.0
    """Seconds by which the wall clock was set."""
    asks: list[tuple[float, Ask]] = field(default_factory=list)
    phases: set[Phase] = field(default_factory=set)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch.starting(self.now, self.seed)

    @property
    def now(self) -> Moment:
        return Moment(self.monotonic, NOW + timedelta(seconds=self.monotonic - 1000 + self.by_wall))

    def stands(self) -> Phase:
        return self.watch.phase

    def happens(self, event: Event) -> tuple[Ask, ...]:
        self.watch, effects = step(self.watch, event, self.now)
        self.phases.add(self.watch.phase)
        self.asks += [(self.monotonic, ask) for ask in effects]
        return effects

    def passes(self, seconds: float, *, tick: float = 15.0) -> None:
        """Time goes by, and nobody answers."""
        end = self.monotonic + seconds
        while self.monotonic + tick <= end:
            self.monotonic += tick
            self.happens(Tick())
        self.monotonic = end

    def report(self, name: str, proven_ago: float | None = None) -> ConnectionReport:
        """What an answer of the table would be now."""
        report = replace(_answered(name), checked_at=self.now.wall)
        if not report.said.is_good:
            return report
        ago = 7200.0 if name == "worked 2 hours ago" else 0.0
        ago = ago if proven_ago is None else proven_ago
        return replace(report, last_proof_at=self.now.wall - timedelta(seconds=ago))

    def answers(self, name: str, proven_ago: float | None = None) -> None:
        """What was asked of Conductor is answered."""
        assert self.watch.asked is not None
        self.happens(Answered(self.watch.asked.number, self.report(name, proven_ago)))

    def shows(self, name: str) -> None:
        """This PC is looked at."""
        self.happens(PcSeen(pc(name)))

    def click(self, name: str) -> None:
        """A person asks, not too soon after asking before, and this is answered."""
        if self.watch.failures:
            self.monotonic += BETWEEN_CLICKS
        self.happens(Clicked())
        self.answers(name)

    def notes(self, name: str, proven_ago: float | None = None) -> None:
        """Conductor's notes are read as the connection is shown."""
        self.happens(Shown(in_front=True))
        self.answers(name, proven_ago)

    def asked(self, *questions: Question) -> list[float]:
        """When these were asked."""
        return [at for at, ask in self.asks if ask.question in questions]


_PCS = ("all well", "all well", "dialog", "Web Connector closed", "no network", "QuickBooks closed")
_BAD = (
    "not active",
    "too slow",
    "key rejected",
    "not reached",
    "no network",
    "0x80040414",
    "never connected",
    "status 429",
    "garbled",
)


def random_event(watched: Watched, dice: random.Random) -> Event:
    """Something that may happen now: mostly time, answers right and wrong, and jumps."""
    what = dice.random()
    watch = watched.watch
    watched.monotonic += dice.choice((0.0, 0.5, 5.0, 15.0, 15.0, 120.0, 400.0, 9000.0))
    if dice.random() < 0.03:
        watched.by_wall += dice.choice((-86_400.0, -40.0, 40.0, 3600.0, 86_400.0))
    if what < 0.35:
        return Tick()
    if what < 0.65 and watch.asked is not None:
        number = watch.asked.number - (dice.random() < 0.1)
        active = watch.asked.question is Question.QUICKBOOKS
        good = "works" if active else "worked 2 hours ago"
        name = good if dice.random() < 0.5 else dice.choice(_BAD)
        ago = None if active else dice.choice((-500.0, -5.0, 0.0, 30.0, 900.0, 7200.0))
        report = replace(watched.report(name, ago if name == good else None), active=active)
        return Answered(number, report)
    if what < 0.85:
        looking = watch.looking if dice.random() < 0.8 else None
        return PcSeen(pc(dice.choice(_PCS)), looking.number if looking else None)
    if what < 0.9:
        return Clicked()
    if what < 0.93:
        return GivenUp()
    if what < 0.95:
        return NotAnswered(watch.numbers)
    if what < 0.97:
        return random_rest(watched, dice)
    if what < 0.98:
        return NetworkChanged()
    return Shown(in_front=dice.random() < 0.5)


_NIGHTS = QuietHours(time(19), time(7), frozenset(range(7)))


def random_rest(watched: Watched, dice: random.Random) -> Event:
    """Somebody wants peace, or no more of it."""
    until = watched.now.wall + timedelta(seconds=dice.choice((-60, 0, 30, 600, 20_000)))
    return dice.choice(
        (Paused(until), Paused(None), Resumed(), Resumed(), QuietSet(_NIGHTS), QuietSet(None))
    )
