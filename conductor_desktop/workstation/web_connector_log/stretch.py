"""Sorts what a stretch of the log tells by whom it is about, and keeps what is about us."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from conductor_desktop.workstation.web_connector_log.entries import count, entry_of
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.findings import Placed, findings
from conductor_desktop.workstation.web_connector_log.messages import (
    ANSWER,
    HAPPENED,
    MESSAGE,
    STEPS,
    named_by,
    told_by_answer,
)
from conductor_desktop.workstation.web_connector_log.ownership import (
    ADDRESS,
    NAME,
    NOBODY,
    OTHER,
    OURS,
    STARTED,
    UNSURE,
    Application,
    Owner,
    Step,
    owner_after,
)

Span = tuple[int, int]


class Stretch:
    """The entries from ``start`` to ``stop`` of a block; no header is among them.

    ``unsure`` is what came before and is still unsure, ``before`` the time of the entry of which
    the rest may come first.
    """

    def __init__(
        self,
        block: bytes,
        start: int,
        stop: int,
        *,
        ours: Application,
        owner: Owner,
        other: int,
        unsure: Iterable[Event],
        before: datetime | None,
    ) -> None:
        self.owner = owner
        self.other = other
        """Which other application the owner is, if it is one: a number stands for its name."""
        self.others: Counter[int] = Counter()
        self._block, self._start, self._stop = block, start, stop
        self._ours = ours
        self._before = before
        self._since = start
        self._started: bytes | None = None
        self._told: list[Placed] = []
        self._unsure: list[Placed] = [(start, event) for event in unsure]
        self._spans: list[Span] = []
        self._heard = self._hears()

    def sort(self, *, is_end: bool) -> tuple[list[Event], tuple[Event, ...]]:
        """What is told, and what is still unsure; at an end nothing is left unsure."""
        for match in MESSAGE.finditer(self._block, self._start, self._stop):
            said = match[1]
            if said in STEPS:
                self._name(match)
            heard = self._heard
            if heard is None:
                continue
            kind = HAPPENED.get(said)
            if kind is not None:
                entry = entry_of(self._block, match.start())
                if entry is not None:
                    heard.append((entry[0], Event(entry[1], kind)))
            elif said == ANSWER:
                heard += self._answer(match)
        return self._end(is_end)

    def _answer(self, match: re.Match[bytes]) -> list[Placed]:
        entry = entry_of(self._block, match.start())
        if entry is None:
            return []
        start, time = entry
        events = told_by_answer(self._block, match.end(), self._stop, time)
        return [(start, event) for event in events]

    def _name(self, match: re.Match[bytes]) -> None:
        step, name = STEPS[match[1]], named_by(self._block, match, self._stop)
        if (step is NAME and name == self._started) or (step is ADDRESS and self._heard is None):
            return  # it was said already, or decides nothing
        entry = entry_of(self._block, match.start())
        if entry is not None and name is not None:
            self._started = name if step is STARTED else None
            self._turn(entry[0], step, _text(name))

    def _turn(self, at: int, step: Step, name: str) -> None:
        """From ``at`` on the entries are about whom ``name`` says."""
        after = owner_after(self.owner, step, name, self._ours)
        if self.owner is not UNSURE or step is STARTED or after is OURS:
            # Where no address was told until another update begins, the name has to do.
            self._close(at)
        elif after is OTHER:
            self._unsure.clear()
        if after is OTHER:
            self.other = hash(name.strip().casefold())
        self.owner = after
        self._heard = self._hears()

    def _hears(self) -> list[Placed] | None:
        """Where what happens goes, if it is about us."""
        if self.owner is OURS:
            return self._told
        return self._unsure if self.owner is UNSURE else None

    def _close(self, stop: int) -> None:
        """What began at ``_since`` ends, and is about whom it was taken to be about."""
        if self.owner is OTHER:
            self.others[self.other] += count(self._block, self._since, stop)
        elif self.owner is not NOBODY:
            self._told += self._unsure
            self._unsure.clear()
            # One long span instead of two that adjoin, because searching it costs less.
            adjoins = self._spans and self._spans[-1][1] == self._since
            self._spans.append((self._spans.pop()[0] if adjoins else self._since, stop))
        self._since = stop

    def _end(self, is_end: bool) -> tuple[list[Event], tuple[Event, ...]]:
        unsure: list[Event] = []
        if self.owner is UNSURE and not is_end:
            unsure = self._with_findings(self._unsure, [(self._since, self._stop)])
        else:
            self._close(self._stop)
            self.owner = OURS if self.owner is UNSURE else self.owner
        return self._with_findings(self._told, self._spans), tuple(unsure)

    def _with_findings(self, placed: list[Placed], spans: list[Span]) -> list[Event]:
        found = [f for span in spans for f in findings(self._block, *span, self._before)]
        if found:
            placed = sorted([*placed, *found], key=itemgetter(0))
        return [event for _, event in placed]


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")
