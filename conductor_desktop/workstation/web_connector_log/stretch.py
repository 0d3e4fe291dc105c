"""Sorts what a stretch of the log tells by whom it is about, and keeps what is about us.

First it is found out by the entries that name an application where the log is about us. Only that
is put together and read: what is written about others, most of a log as a rule, is merely counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from conductor_desktop.workstation.web_connector_log.entries import count
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.findings import findings
from conductor_desktop.workstation.web_connector_log.messages import told_by_messages
from conductor_desktop.workstation.web_connector_log.namings import Naming, Namings
from conductor_desktop.workstation.web_connector_log.ownership import (
    NOBODY,
    OTHER,
    OURS,
    STARTED,
    UNSURE,
    Application,
    Owner,
    owner_after,
)


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
        self._block, self._stop = block, stop
        self._ours = ours
        self._before = before
        self._since = start
        self._told: list[Event] = []
        self._unsure = [*unsure]
        self._about_us: list[bytes] = []
        may_be_ours = owner is OURS or owner is UNSURE
        self._namings = Namings(block, start, stop, with_addresses=may_be_ours)

    def sort(self, *, is_end: bool) -> tuple[list[Event], tuple[Event, ...]]:
        """What is told, and what is still unsure; at an end nothing is left unsure."""
        for start, naming in self._namings:
            self._turn(start, naming)
        if self.owner is UNSURE and not is_end:
            unsure = (*self._unsure, *self._read(self._block[self._since : self._stop]))
        else:
            self._close(self._stop)
            self.owner = OURS if self.owner is UNSURE else self.owner
            unsure = ()
        return self._told + self._read(b"".join(self._about_us)), unsure

    def _turn(self, at: int, naming: Naming) -> None:
        """From ``at`` on the entries are about whom ``naming`` says."""
        owner = self.owner
        after = owner_after(owner, naming.step, naming.text, self._ours)
        if owner is not UNSURE or naming.step is STARTED:
            # Where no address was told until another update begins, the name has to do.
            self._close(at)
        elif after is OTHER:
            self._unsure = []
        if after is OTHER:
            self.other = naming.number
        if after is not owner:
            self.owner = after
            # To another application no address matters, and theirs are not searched for.
            self._namings.with_addresses = after is OURS or after is UNSURE

    def _close(self, stop: int) -> None:
        """What began at ``_since`` ends, and is about whom it was taken to be about."""
        if self.owner is OTHER:
            self.others[self.other] += count(self._block, self._since, stop)
        elif self.owner is not NOBODY:
            self._told += self._unsure
            self._unsure = []
            self._about_us.append(self._block[self._since : stop])
        self._since = stop

    def _read(self, text: bytes) -> list[Event]:
        """What entries tell by their messages and by codes, in their order."""
        told: list[Event] = []
        start = 0
        for end, finding in findings(text, self._before):
            told += (*told_by_messages(text, start, end), finding)
            start = end
        return told + told_by_messages(text, start, len(text))
