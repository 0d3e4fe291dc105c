"""Whether the connection was up or down, stretch by stretch; what is not known is neither."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor_desktop.services.connection.watch import Phase
from conductor_desktop.services.history.recorder import ASLEEP
from conductor_desktop.storage.history.stretch import Stretch

SOON = timedelta(seconds=5)
"""Two stretches with less than this between them follow each other."""
PROVEN_AGAIN_WITHIN = timedelta(hours=1)
"""Nothing was wrong between two proofs that are no further apart, and so it was up meanwhile."""

_DOWN = {Phase.ACTION_NEEDED, Phase.OFFLINE, Phase.AUTH_FAILED, Phase.UNCONFIGURED}
_GOOD = {Phase.HEALTHY, Phase.DEGRADED}


class Standing(enum.StrEnum):
    """What is told of a time. ``unknown``: nobody watched, or nothing proved it either way."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    ASLEEP = "asleep"


@dataclass(frozen=True)
class Span:
    """From ``begin`` to ``end`` (UTC) it stood like this."""

    standing: Standing
    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


def is_down(stretch: Stretch) -> bool:
    """Whether it certainly did not work."""
    return stretch.phase in _DOWN


def is_trouble(stretch: Stretch) -> bool:
    """Whether something was wrong, be it for certain or seen once."""
    return is_down(stretch) or stretch.cause is not None or stretch.said is not None


def is_good(stretch: Stretch) -> bool:
    """Whether QuickBooks was known to have answered, and nothing was wrong since."""
    return stretch.phase in _GOOD and not is_trouble(stretch)


def follows(stretch: Stretch, before: Stretch) -> bool:
    """Whether nothing lies between the two, not even a jump of the clock."""
    return abs(stretch.began - before.until) < SOON


def standings(stretches: Sequence[Stretch]) -> list[Standing]:
    """One for each stretch, in the light of those before and after it.

    Something seen to go wrong once was the beginning of the outage if one followed at once; a
    proof that had grown old is as good as new if the next one came soon.
    """
    found = [_at_once(stretch) for stretch in stretches]
    for at in range(len(found) - 2, -1, -1):
        one, after = stretches[at], stretches[at + 1]
        leads_to_it = found[at + 1] is Standing.DOWN and follows(after, one)
        if leads_to_it and found[at] is Standing.UNKNOWN and is_trouble(one):
            found[at] = Standing.DOWN
    for first, last in _between_proofs(stretches, found):
        found[first:last] = [Standing.UP] * (last - first)
    return found


def laid_out(stretches: Sequence[Stretch]) -> list[Span]:
    """On the wall clock, without overlaps; what nobody watched is left out.

    Where the clock was set back, what was seen later counts.
    """
    spans: list[Span] = []
    for stretch, standing in zip(stretches, standings(stretches), strict=True):
        if stretch.until > stretch.began:
            _lay(spans, Span(standing, stretch.began, stretch.until))
    return spans


def _lay(spans: list[Span], new: Span) -> None:
    """Put ``new`` over what is there; usually it comes after all of it."""
    after: list[Span] = []
    at = len(spans)
    while at and spans[at - 1].end > new.begin:
        at -= 1
        old = spans[at]
        if old.end > new.end:
            after.append(Span(old.standing, max(old.begin, new.end), old.end))
        if old.begin < new.begin:
            spans[at] = Span(old.standing, old.begin, new.begin)
            at += 1
            break
    spans[at:] = [new, *reversed(after)]


def _at_once(stretch: Stretch) -> Standing:
    if stretch.phase == ASLEEP:
        return Standing.ASLEEP
    if stretch.phase == Phase.HEALTHY and not is_trouble(stretch):
        return Standing.UP
    return Standing.DOWN if is_down(stretch) else Standing.UNKNOWN


def _between_proofs(
    stretches: Sequence[Stretch], found: Sequence[Standing]
) -> Iterator[tuple[int, int]]:
    """The places of stretches that lie between two proofs soon after each other."""
    first = None
    for at, stretch in enumerate(stretches):
        if at and not follows(stretch, stretches[at - 1]):
            first = None
        if found[at] is Standing.UP:
            if first is not None:
                yield first, at
            first = at + 1
        elif not is_good(stretch):
            first = None
        elif first is not None:
            proven = stretches[first].began
            first = None if stretch.until - proven > PROVEN_AGAIN_WITHIN else first
