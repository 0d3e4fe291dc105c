"""A stretch of time in which a connection was seen to stand one way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.storage.names import ProfileName


@dataclass(frozen=True)
class Stretch:
    """From ``began`` until ``until`` (UTC, milliseconds) it was watched, and stood like this.

    ``key`` is random: by it a stretch that grows is known again. ``phase``, ``cause`` and ``said``
    are words of whoever watches, ``code`` is Conductor's or QuickBooks'. No names, no texts.
    """

    key: int
    profile: ProfileName
    began: datetime
    until: datetime
    phase: str
    cause: str | None = None
    said: str | None = None
    code: str | None = None
