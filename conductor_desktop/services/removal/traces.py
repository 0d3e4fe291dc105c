"""What is left of a connection, place by place, as facts and as sentences."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass


class Place(enum.StrEnum):
    """Where something of a connection may be. What is on this PC comes first."""

    KEY = "key"
    SETTINGS = "settings"
    HISTORY = "history"
    FILES = "files"
    WEB_CONNECTOR = "web_connector"
    QUICKBOOKS = "quickbooks"
    SERVICE = "service"

    @property
    def is_ours(self) -> bool:
        """Whether this app itself can clear it."""
        return self in (Place.KEY, Place.SETTINGS, Place.HISTORY, Place.FILES)


class Standing(enum.Enum):
    """What the evidence says; nobody's word is taken for it."""

    THERE = enum.auto()
    GONE = enum.auto()
    STAYS = enum.auto()  # it is there, and something else needs it
    CANNOT_SEE = enum.auto()


@dataclass(frozen=True)
class Trace:
    """One place: what is there, and the steps by which a person clears it where we cannot."""

    place: Place
    standing: Standing
    title: str
    found: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """One look at all places. ``name`` is what the connection is, or was, called."""

    name: str
    is_removed: bool
    traces: tuple[Trace, ...]

    @property
    def here(self) -> tuple[Trace, ...]:
        """What is on this PC and ours to clear."""
        return tuple(trace for trace in self.traces if trace.place.is_ours)

    @property
    def elsewhere(self) -> tuple[Trace, ...]:
        """What only a person can clear."""
        return tuple(trace for trace in self.traces if not trace.place.is_ours)


def as_text(findings: Findings) -> str:
    """The steps that are left, to be kept or sent to somebody."""
    return "\n".join(_lines(findings))


def _lines(findings: Findings) -> Iterator[str]:
    yield f"Left to do after removing “{findings.name}” from Conductor Desktop"
    for trace in findings.elsewhere:
        if trace.standing in (Standing.GONE, Standing.STAYS):
            continue
        yield from ("", trace.title, trace.found)
        numbered = len(trace.steps) > 1
        for number, step in enumerate(trace.steps, 1):
            yield f"{number}. {step}" if numbered else step
