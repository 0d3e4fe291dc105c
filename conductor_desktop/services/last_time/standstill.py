"""Decides whether the window stands still, by how often it is heard of. Numbers in, news out.

The count goes by the turns of whoever counts, not by the clock: where those turns come late
themselves, it is the PC that slept or the whole program that was stopped, and nothing is held
against the window.
"""

from __future__ import annotations

import enum

TURN_SECONDS = 4.0
STANDSTILL_SECONDS = 20.0


class News(enum.Enum):
    """What has changed with this turn."""

    NONE = enum.auto()
    STANDS_STILL = enum.auto()
    GOES_ON = enum.auto()
    WAS_AWAY = enum.auto()  # the one who counts was


class Standstill:
    """One window. ``see`` is to be called every ``turn_seconds``."""

    def __init__(
        self, turn_seconds: float = TURN_SECONDS, standstill_seconds: float = STANDSTILL_SECONDS
    ) -> None:
        self._turn_seconds = turn_seconds
        self._most_missed = max(1, round(standstill_seconds / turn_seconds))
        self._beats = 0
        self._missed = 0
        self._is_still = False

    @property
    def is_still(self) -> bool:
        """Whether it was said to stand still, and not yet to go on."""
        return self._is_still

    def see(self, beats: int, seconds: float) -> News:
        """``beats`` is how often the window was heard of so far, ``seconds`` since the last turn.

        Each standstill is news once, and so is its end.
        """
        if beats != self._beats:
            self._beats, self._missed = beats, 0
            if self._is_still:
                self._is_still = False
                return News.GOES_ON
            return News.NONE
        if seconds > 2 * self._turn_seconds:
            self._missed = 0
            return News.WAS_AWAY
        self._missed += 1
        if self._missed >= self._most_missed and not self._is_still:
            self._is_still = True
            return News.STANDS_STILL
        return News.NONE
