"""When to ask what: often where it costs nothing, and QuickBooks hardly ever without a click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from conductor_desktop.services.connection.pace import PC_SECONDS, USUAL_PACE, Pace
from conductor_desktop.services.connection.quick import replace

LONGEST_PAUSE = 120.0
LONGEST_ASKED_PAUSE = 3600.0
JITTER = 0.2
FIRST_AFTER_A_JUMP = (5.0, 20.0)
"""Seconds after waking up or a jump of the clock: many PCs wake at the same time, and the network
takes a moment."""


SOONEST_SHARE = 0.05
BETWEEN_CLICKS = 10.0
"""While it is down, a click asks at once only so often: nobody is helped by more."""


def proof_lasts(*, in_front: bool) -> timedelta:
    """For how long a proof says something about now; after that only when it was."""
    return timedelta(seconds=2 * USUAL_PACE.usual_pause(in_front=in_front))


@dataclass(frozen=True)
class Schedule:
    """When each place is due, on the monotonic clock in seconds.

    ``seed`` and ``drawn`` stand for the dice, so that the same run can be had again.
    """

    pc: float
    notes: float
    quickbooks: float
    seed: int
    drawn: int = 0
    pace: Pace = USUAL_PACE

    @classmethod
    def starting(cls, now: float, seed: int, pace: Pace = USUAL_PACE) -> Schedule:
        """Nothing is due at once: whoever opens a screen asks by that.

        All PCs of a company may be started by the same person: each has its own first time.
        """
        pc = now + PC_SECONDS
        share, dice = cls(pc, now, now + pace.quickbooks, seed, pace=pace)._draw()
        return replace(dice, notes=pc + share * (pace.back - PC_SECONDS))

    def at_pace(self, pace: Pace, now: float, *, in_front: bool) -> Schedule:
        """From now on as often as ``pace`` has it; what is due is not put off by that."""
        if pace == self.pace:
            return self
        latest = now + pace.usual_pause(in_front=in_front)
        quickbooks = self.quickbooks + pace.quickbooks - self.pace.quickbooks
        return replace(self, pace=pace, notes=min(self.notes, latest), quickbooks=quickbooks)

    def pc_looked(self, now: float) -> Schedule:
        """This PC was looked at."""
        return replace(self, pc=now + PC_SECONDS)

    def went_well(self, now: float, *, in_front: bool, again: bool = False) -> Schedule:
        """Conductor answered; the next time is as usual.

        Where it answers ``again`` after failures it does so for many at the same time, so that
        each comes back at any time from soon to then.
        """
        share, dice = self._draw()
        shortest = SOONEST_SHARE if again else 1 - JITTER
        longest = 1.0 if again else 1 + JITTER
        pause = self.pace.usual_pause(in_front=in_front) * (shortest + (longest - shortest) * share)
        return replace(dice, notes=now + pause)

    def failed(self, now: float, failures: int, asked_to_wait: float | None) -> Schedule:
        """It did not: again after a pause that doubles, or after the one that was asked for."""
        share, dice = self._draw()
        longest = min(LONGEST_PAUSE, 2.0 ** min(failures, 10))
        pause = longest / 2 + share * longest / 2
        if asked_to_wait is not None:
            pause = max(pause, min(asked_to_wait, LONGEST_ASKED_PAUSE))
        return replace(dice, notes=now + pause)

    def quickbooks_asked(self, now: float) -> Schedule:
        """QuickBooks was asked, with a click or without."""
        return replace(self, quickbooks=now + self.pace.quickbooks)

    def after_a_jump(self, now: float) -> Schedule:
        """The PC slept, or its clock was set: one look in a moment, instead of all that is due."""
        share, dice = self._draw()
        shortest, longest = FIRST_AFTER_A_JUMP
        moment = now + shortest + share * (longest - shortest)
        return replace(dice, pc=moment, notes=moment, quickbooks=max(self.quickbooks, moment))

    def network_changed(self, now: float) -> Schedule:
        """One look in a moment, however often it changes until then."""
        if self.notes <= now + FIRST_AFTER_A_JUMP[1]:
            return self
        share, dice = self._draw()
        shortest, longest = FIRST_AFTER_A_JUMP
        return replace(dice, notes=now + shortest + share * (longest - shortest))

    def after_quiet_hours(self, now: float, *, in_front: bool) -> Schedule:
        """They end at the same time for many: each comes in its own time.

        What is still to come does that anyway, such as the look after waking up.
        """
        if self.notes > now:
            return self
        share, dice = self._draw()
        moment = now + share * self.pace.usual_pause(in_front=in_front)
        return replace(dice, notes=moment, quickbooks=max(self.quickbooks, moment))

    def _draw(self) -> tuple[float, Schedule]:
        """A number from 0 to 1."""
        return _share(self.seed, self.drawn), replace(self, drawn=self.drawn + 1)


def _share(seed: int, drawn: int) -> float:
    """From 0 to 1, the same for the same two numbers, and alike for no others (SplitMix64)."""
    mixed = (seed * _MIX + (drawn + 1) * _GOLDEN) & _64_BITS
    for multiplier, shift in ((0xBF58476D1CE4E5B9, 30), (0x94D049BB133111EB, 27)):
        mixed = ((mixed ^ (mixed >> shift)) * multiplier) & _64_BITS
    return (mixed ^ (mixed >> 31)) / 2**64


_64_BITS = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15
_MIX = 0xD1342543DE82EF95
