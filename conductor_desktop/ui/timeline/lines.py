"""The entries of the timeline as lines of one height: days, what was wrong, how it ended."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conductor_desktop.services.history.day_words import share_text
from conductor_desktop.services.history.entry import Entry
from conductor_desktop.services.history.story import Break, Ending, Outage
from conductor_desktop.services.history.words import (
    break_text,
    clock,
    day_heading,
    ending_text,
    shown_step,
)
from conductor_desktop.ui.parts.marks import Mark


class Kind(enum.Enum):
    """What a line is, and with which others it hangs together."""

    DAY = enum.auto()
    BREAK = enum.auto()
    FIRST = enum.auto()  # of an outage
    STEP = enum.auto()
    END = enum.auto()


@dataclass(frozen=True)
class Place:
    """Where in the entries a line comes from; ``step`` counts in an outage, its end is the last."""

    kind: Kind
    entry: int
    step: int = 0


@dataclass(frozen=True)
class Line:
    """What is read from left to right. ``said`` is the mark in words, for a screen reader."""

    time: str
    text: str
    mark: Mark | None = None

    @property
    def said(self) -> str:
        """The whole line in one sentence."""
        return " ".join(filter(None, (self.time, self.text)))


def laid_in_lines(entries: Sequence[Entry]) -> list[Place]:
    """A heading for each day, and all lines of its entries below it."""
    places: list[Place] = []
    day: date | None = None
    for number, entry in enumerate(entries):
        if entry.day != day:
            day = entry.day
            places.append(Place(Kind.DAY, number))
        event = entry.event
        if isinstance(event, Break):
            places.append(Place(Kind.BREAK, number))
            continue
        places.append(Place(Kind.FIRST, number))
        places += [Place(Kind.STEP, number, step) for step in range(1, len(event.steps))]
        places.append(Place(Kind.END, number, len(event.steps)))
    return places


def line_at(place: Place, entry: Entry, today: date, share: float | None = None) -> Line:
    """What stands there. ``share`` is how much of the day it was up, where that is known."""
    event, day = entry.event, entry.day
    if place.kind is Kind.DAY:
        up = f"  ·  up {share_text(share)}" if share is not None else ""
        return Line("", f"{day_heading(day, today)}{up}")
    if isinstance(event, Break):
        return Line(clock(event.began, day, entry.zone), break_text(event), Mark.WAITING)
    if place.kind is Kind.END:
        ended = clock(event.ended, day, entry.zone) if event.ended is not None else ""
        return Line(ended, ending_text(event), _END_MARKS[event.ending])
    step = event.steps[place.step]
    return Line(clock(step.at, day, entry.zone), shown_step(step), _mark(event))


def _mark(outage: Outage) -> Mark:
    return Mark.STOP if outage.is_certain else Mark.LOOK


_END_MARKS = {
    Ending.FIXED: Mark.OK,
    Ending.FOUND_WELL: Mark.OK,
    Ending.GONE: Mark.UNKNOWN,
    Ending.LASTS: Mark.BUSY,
    Ending.NOT_SEEN: Mark.UNKNOWN,
}
