"""Says how a run ended by what it and the system have left. Decides, and does nothing.

Only what is proven counts as a crash: an error that nobody caught, a note of Python's fault
handler, or a window that stood still when it was ended. A run that was merely cut off was ended in
the Task Manager, by signing off or by a fault that left no trace; nobody is told of that, because
most often somebody wanted it. When it happens twice within a minute of the start, wanted or not,
something is wrong, and the next start is careful.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from conductor_desktop.storage.crash_notes import Evidence
from conductor_desktop.storage.run_file import Ended, RunRecord, Trouble

SETTLED_SECONDS = 60.0
"""A run that ends sooner, and not by a person's Quit, is a start that failed."""
MOST_FAILURES = 2
"""So many failed starts in a row, and the next one is careful."""

_CLOCK_IS_OFF_SECONDS = 120.0


class Ending(enum.Enum):
    """How the run before this one came to its end."""

    UNKNOWN = "nothing is written of one"
    QUIT = "somebody or the system asked it to end, and it did"
    CRASHED = "an error that nobody caught, or a fault in the program"
    HUNG = "its window did not answer any more, and it was ended"
    CUT_OFF = "it ended without a word"
    POWER = "the PC has been off meanwhile"


class Care(enum.Enum):
    """Why a run leaves out what it can do without, if it does."""

    NONE = enum.auto()
    WANTED = enum.auto()  # on the command line
    STARTS_FAIL = enum.auto()

    def __bool__(self) -> bool:
        return self is not Care.NONE


_TOLD = {Ending.CRASHED: Trouble.CRASH, Ending.HUNG: Trouble.HANG}


@dataclass(frozen=True)
class LastTime:
    """What this run has to know of those before it."""

    ending: Ending = Ending.UNKNOWN
    failures: int = 0
    untold: Trouble | None = None

    def care(self, *, wanted: bool) -> Care:
        """How careful this start has to be."""
        if self.failures >= MOST_FAILURES:
            return Care.STARTS_FAIL
        return Care.WANTED if wanted else Care.NONE


def judge(before: RunRecord | None, left: Evidence, *, now: float, up_seconds: float) -> LastTime:
    """``now`` is seconds since 1970, ``up_seconds`` since the PC was switched on."""
    if before is None:
        return LastTime()
    ending = _ending(before, left, now=now, up_seconds=up_seconds)
    return LastTime(ending, _failures(before, ending), _TOLD.get(ending) or before.untold)


def _ending(before: RunRecord, left: Evidence, *, now: float, up_seconds: float) -> Ending:
    if before.ended is Ended.QUIT:
        return Ending.QUIT  # what happens after that costs nobody anything
    if before.ended is Ended.ERROR or left.died:
        return Ending.CRASHED
    if left.stood_still:
        return Ending.HUNG
    if _was_off(before, now=now, up_seconds=up_seconds):
        return Ending.POWER
    return Ending.CUT_OFF


def _was_off(before: RunRecord, *, now: float, up_seconds: float) -> bool:
    """Whether the PC was switched on after that run had begun.

    A clock that was set meanwhile looks the same, and then nothing is held against the run.
    """
    switched_on_then = before.began.timestamp() - before.up_seconds
    moved = abs(now - up_seconds - switched_on_then)
    return up_seconds < before.up_seconds or moved > _CLOCK_IS_OFF_SECONDS


def _failures(before: RunRecord, ending: Ending) -> int:
    if ending is Ending.POWER:
        return before.failures  # that run has shown nothing
    return 0 if ending is Ending.QUIT or before.settled else before.failures + 1
