"""What is held of the connection while it is watched, and what may be asked of the watcher."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis
from conductor_desktop.services.connection.evidence import Clues, Evidence
from conductor_desktop.services.connection.pace import USUAL_PACE, Pace
from conductor_desktop.services.connection.report import ConnectionReport
from conductor_desktop.services.connection.rest import Rest, Resting
from conductor_desktop.services.connection.schedule import Schedule
from conductor_desktop.storage.profiles import QuietHours


class Phase(enum.StrEnum):
    """How the connection stands; only ``healthy`` is green."""

    STARTING = "starting"
    """Nothing is known yet, or nothing any more after a long rest."""
    HEALTHY = "healthy"
    DEGRADED = "degraded"
    """The proof is old, or something went wrong once, or passes by itself."""
    ACTION_NEEDED = "action_needed"
    OFFLINE = "offline"
    AUTH_FAILED = "auth_failed"
    UNCONFIGURED = "unconfigured"

    @property
    def is_red(self) -> bool:
        """Whether it certainly does not work."""
        return self in (Phase.ACTION_NEEDED, Phase.OFFLINE, Phase.AUTH_FAILED)


class Question(enum.StrEnum):
    """What is asked, from the cheapest to the dearest."""

    PC = "pc"
    PC_AND_WAY = "pc and the way to Conductor"
    NOTES = "notes"
    QUICKBOOKS = "quickbooks"

    @property
    def is_of_conductor(self) -> bool:
        """Whether it goes through Conductor: of these there is one at a time."""
        return self in (Question.NOTES, Question.QUICKBOOKS)


@dataclass(frozen=True)
class Moment:
    """``monotonic`` (seconds) measures how long; ``wall`` (UTC) says when, to a person.

    ``ahead`` is by how much the clock on the wall is ahead of UTC just now, summer time included.
    """

    monotonic: float
    wall: datetime
    ahead: timedelta = timedelta()

    @property
    def local(self) -> datetime:
        """What the clock on the wall shows."""
        return (self.wall + self.ahead).replace(tzinfo=None)


@dataclass(frozen=True)
class Tick:
    """Some time has passed."""


@dataclass(frozen=True)
class Clicked:
    """A person wants QuickBooks to be asked."""


@dataclass(frozen=True)
class GivenUp:
    """The person does not want to wait for QuickBooks any more."""


@dataclass(frozen=True)
class Shown:
    """The connection came to the front (``in_front``), or went from there."""

    in_front: bool


@dataclass(frozen=True)
class Answered:
    """``report`` came of the question ``number``."""

    number: int
    report: ConnectionReport


@dataclass(frozen=True)
class NotAnswered:
    """The question ``number`` could not be asked at all."""

    number: int


@dataclass(frozen=True)
class PcSeen:
    """This PC was looked at: for ``number``, or because somebody wanted to see it (``None``)."""

    report: CheckReport
    number: int | None = None


@dataclass(frozen=True)
class Paused:
    """A person wants nothing to be asked ``until`` then (UTC), or until it is resumed."""

    until: datetime | None


@dataclass(frozen=True)
class Resumed:
    """A person wants it to go on."""


@dataclass(frozen=True)
class QuietSet:
    """These are the quiet hours from now on; ``None`` are none."""

    hours: QuietHours | None


@dataclass(frozen=True)
class PaceSet:
    """It is to be asked as often as this from now on."""

    pace: Pace


@dataclass(frozen=True)
class NetworkChanged:
    """This PC has another address than before, more or fewer: another network, or none."""


Event = (
    Tick
    | Clicked
    | GivenUp
    | Shown
    | Answered
    | NotAnswered
    | PcSeen
    | Paused
    | Resumed
    | QuietSet
    | PaceSet
    | NetworkChanged
)


@dataclass(frozen=True)
class Ask:
    """The one effect: ask this, and tell what came of it with its ``number``."""

    number: int
    question: Question
    at: float
    """On the monotonic clock."""
    by_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The state. ``told`` is the newest report, in the words of the cause where one is proven.

    ``proven_at`` is on the monotonic clock. ``failures`` and ``pc_failures`` count in a row.
    ``diagnosis`` is of what is ``diagnosed``, and holds while nothing else counts.
    ``overruled`` are causes that this PC showed while QuickBooks answered nevertheless.
    ``clicked_at`` is when a person last had QuickBooks asked, ``wanted_at`` when that is to be
    done that had to wait (both monotonic).
    ``resting`` is what ``rest`` makes of the moment that was seen last.
    """

    schedule: Schedule
    seen: Moment
    in_front: bool = False
    phase: Phase = Phase.STARTING
    since: datetime | None = None
    evidence: Evidence = field(default_factory=Evidence)
    diagnosed: Clues = field(default_factory=Clues)
    diagnosed_without: frozenset[CauseId] = frozenset()
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    told: ConnectionReport | None = None
    proven_at: float | None = None
    failures: int = 0
    pc_failures: int = 0
    overruled: frozenset[CauseId] = frozenset()
    asked: Ask | None = None
    looking: Ask | None = None
    numbers: int = 0
    clicked_at: float | None = None
    wanted_at: float | None = None
    rest: Rest = field(default_factory=Rest)
    resting: Resting | None = None

    @classmethod
    def starting(
        cls, now: Moment, seed: int, rest: Rest | None = None, pace: Pace = USUAL_PACE
    ) -> Watch:
        """Nothing is known and nothing was asked."""
        rest = rest or Rest()
        return cls(
            schedule=Schedule.starting(now.monotonic, seed, pace),
            seen=now,
            rest=rest,
            resting=rest.at(now.wall, now.local),
        )

    @property
    def interval(self) -> float:
        """Seconds from one reading of Conductor's notes to the next."""
        return self.schedule.pace.usual_pause(in_front=self.in_front)

    def is_proven(self, now: float) -> bool:
        """Whether QuickBooks answered so lately that it counts for now, on the monotonic clock."""
        return self.proven_at is not None and now - self.proven_at < 2 * self.interval

    def phase_at(self, now: float) -> Phase:
        """The phase, of which the green one ends with its proof."""
        if self.phase is Phase.HEALTHY and not self.is_proven(now):
            return Phase.DEGRADED
        return self.phase
