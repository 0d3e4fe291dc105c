"""Sorts the entries of a stretch of the log by whom they are about."""

from __future__ import annotations

from conductor_desktop.workstation.web_connector_log.ownership import (
    Application,
    Owner,
    Step,
    namings,
    owner_after,
)

Span = tuple[int, int]
"""Where something begins and ends in a block."""


class Spans:
    """Whose the entries of ``block`` are from ``start`` to ``stop``; no header is among them."""

    def __init__(self, ours: Application, owner: Owner, other: int) -> None:
        self.owner = owner
        """Whose the last entries are."""
        self.other = other
        """Which other application it is, if it is one: a number stands for its name."""
        self.told: list[Span] = []
        """What is ours, adjoining spans in one: reading a long one is cheaper than many short."""
        self.unsure: Span | None = None
        self.others: list[tuple[int, Span]] = []
        self.earlier: bool | None = None
        """Whether what was unsure before is ours; ``None`` while that is still not known."""
        self._ours = ours
        self._since = 0

    def sort(self, block: bytes, start: int, stop: int, *, is_end: bool) -> None:
        """``is_end`` when nothing is waited for that may still tell whose something is."""
        self._since = start
        for naming in namings(block, start, stop):
            if naming.step is Step.ADDRESS and self.owner in (Owner.OTHER, Owner.NOBODY):
                continue
            at, value = naming.entry(block), naming.value(block, stop)
            if at is not None and value is not None:
                self._turn(at, naming.step, value)
        if self.owner is Owner.UNSURE and not is_end:
            self.unsure = (self._since, stop)
            return
        self._close(stop)
        if self.owner is Owner.UNSURE:
            self.owner = Owner.OURS

    def _turn(self, at: int, step: Step, value: str) -> None:
        """From ``at`` on the entries are about whom ``value`` names."""
        after = owner_after(self.owner, step, value, self._ours)
        if self.owner is not Owner.UNSURE or step is Step.STARTED or after is Owner.OURS:
            # Where no address was told until another update begins, the name has to do.
            self._close(at)
        elif after is Owner.OTHER and self.earlier is None:
            self.earlier = False
        if after is Owner.OTHER:
            self.other = hash(value.strip().casefold())
        self.owner = after

    def _close(self, stop: int) -> None:
        """What began at ``_since`` ends, and is about whom it was taken to be about."""
        if self.owner is Owner.OTHER:
            self.others.append((self.other, (self._since, stop)))
        elif self.owner in (Owner.OURS, Owner.UNSURE):
            adjoins = self.told and self.told[-1][1] == self._since
            self.told.append((self.told.pop()[0] if adjoins else self._since, stop))
        if self.owner is Owner.UNSURE and self.earlier is None:
            self.earlier = True
        self._since = stop
