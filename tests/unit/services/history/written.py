"""Histories for tests: written by hand in a few letters, or thrown by dice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.watch import Phase
from conductor_desktop.services.history.recorder import ASLEEP
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName

NINE = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # a Wednesday

_LOOKS: dict[str, tuple[str, str | None, str | None]] = {
    "up": (Phase.HEALTHY, None, None),
    "old proof": (Phase.DEGRADED, None, None),
    "starting": (Phase.STARTING, None, None),
    "asleep": (ASLEEP, None, None),
    "once": (Phase.DEGRADED, None, "TOO_SLOW"),
    "slow": (Phase.ACTION_NEEDED, None, "TOO_SLOW"),
    "busy": (Phase.DEGRADED, CauseId.BUSY, None),
    "closed": (Phase.ACTION_NEEDED, CauseId.QUICKBOOKS_CLOSED, None),
    "password": (Phase.ACTION_NEEDED, CauseId.PASSWORD_MISSING, None),
    "offline": (Phase.OFFLINE, CauseId.PC_OFFLINE, None),
    "key": (Phase.AUTH_FAILED, CauseId.KEY_REJECTED, None),
    "slept": (Phase.DEGRADED, CauseId.PC_SLEPT, None),
    "paused": ("paused", None, None),
    "of a newer version": (Phase.ACTION_NEEDED, "moonlight", None),
}


def history(*looks: tuple[str, float], start: datetime = NINE, first_key: int = 0) -> list[Stretch]:
    """Stretches one after the other: (how it stood, minutes). ``gone`` is nobody watching.

    Minutes below nothing set the clock back by so much.
    """
    stretches, at = [], start
    for key, (name, minutes) in enumerate(looks, first_key):
        until = at + timedelta(minutes=minutes)
        if name not in ("gone", "clock"):
            phase, cause, said = _LOOKS[name]
            stretches.append(Stretch(key, ProfileName.LIVE, at, until, str(phase), cause, said))
        at = until
    return stretches


def minutes_after(start: datetime, moment: datetime) -> float:
    return (moment - start).total_seconds() / 60


_minutes = st.one_of(st.floats(0, 3), st.floats(0, 90), st.floats(0, 60 * 30))
_looked = st.tuples(st.sampled_from(sorted(_LOOKS)), _minutes)
_gone = st.tuples(st.just("gone"), st.floats(0, 60 * 24 * 40))
_clock = st.tuples(st.just("clock"), st.floats(-60 * 24 * 3, 60 * 24 * 3))

histories = st.lists(st.one_of(_looked, _looked, _looked, _looked, _gone, _clock), max_size=40).map(
    lambda looks: history(*looks)
)
