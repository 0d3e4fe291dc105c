"""When something happens next without anybody doing anything: what is due, and what ends."""

from __future__ import annotations

from conductor_desktop.services.connection.rest import Resting
from conductor_desktop.services.connection.watch import Moment, Phase, Watch

_FULL_SECOND = 1.0
"""Later than its end, so that a proof is never found to be still young then."""


def seconds_to_next(watch: Watch, now: Moment) -> float | None:
    """How long until a ``Tick`` has something to do; ``None`` when nothing is to come."""
    times = [*_proof_ends(watch, now), *_rest_ends(watch, now), *_is_due(watch, now)]
    times += [] if watch.wanted_at is None else [watch.wanted_at - now.monotonic]
    return max(0.0, min(times)) if times else None


def _proof_ends(watch: Watch, now: Moment) -> list[float]:
    if watch.phase is not Phase.HEALTHY or watch.proven_at is None:
        return []
    return [watch.proven_at + 2 * watch.interval + _FULL_SECOND - now.monotonic]


def _rest_ends(watch: Watch, now: Moment) -> list[float]:
    pause = watch.rest.pause
    if watch.resting is not Resting.PAUSED or pause is None or pause.until is None:
        return []
    return [(pause.until - now.wall).total_seconds()]


def _is_due(watch: Watch, now: Moment) -> list[float]:
    """QuickBooks is left out: whether it may be asked at all shows only then."""
    if watch.resting is Resting.PAUSED:
        return []
    due = [] if watch.looking else [watch.schedule.pc]
    may_ask = not watch.asked and not watch.resting and watch.phase is not Phase.AUTH_FAILED
    due += [watch.schedule.notes] if may_ask else []
    return [at - now.monotonic for at in due]
