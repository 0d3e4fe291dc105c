"""One request and what became of it, as values without any HTTP library in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conductor_desktop.conductor.errors import Offline, UnexpectedAnswer

_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds and bytes one request may take.

    ``read`` is the longest silence, ``total`` ends the call whatever trickles in, and
    ``body_bytes`` counts after decompression. ``packed``: compression is worth its while.
    """

    connect: float = 5.0
    read: float
    total: float
    body_bytes: int
    packed: bool = False


STATUS = Limits(read=15.0, total=20.0, body_bytes=_MIB)
"""Answered by Conductor itself."""

HEALTH = Limits(read=65.0, total=75.0, body_bytes=_MIB)
"""Conductor gives QuickBooks 60 s for a health check."""

DATA = Limits(read=95.0, total=120.0, body_bytes=16 * _MIB, packed=True)
"""Conductor gives QuickBooks 90 s for a request."""

ALL_END_USERS = replace(STATUS, body_bytes=DATA.body_bytes, packed=True)
"""The list of EndUsers is not cut into pages."""


@dataclass(frozen=True, kw_only=True)
class LimitBook:
    """Which limits hold for which kind of request."""

    status: Limits = STATUS
    all_end_users: Limits = ALL_END_USERS
    health: Limits = HEALTH
    data: Limits = DATA


@dataclass(frozen=True, kw_only=True)
class Request:
    """``template`` is what the log shows instead of ``path``, which may hold an id.

    ``once`` marks a read that must not be repeated by code because it costs somebody something.
    """

    method: str
    template: str
    limits: Limits
    path: str | None = None
    params: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    end_user_id: str | None = None
    once: bool = False

    @property
    def may_be_repeated(self) -> bool:
        """Only reads, and never one with a cursor: each of those is the *next* page."""
        return self.method == "GET" and not self.has_cursor and not self.once

    @property
    def has_cursor(self) -> bool:
        return "cursor" in self.params


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A complete answer. ``body`` is empty unless ``media_type`` is JSON."""

    status: int
    media_type: str
    body: bytes
    request_id: str | None = None
    retry_after: float | None = None
    location_host: str | None = None

    @property
    def wait_seconds(self) -> float:
        """For how long the service asks not to be sent anything, mostly 0."""
        return (self.retry_after or 0.0) if self.status in (429, 503) else 0.0

    @property
    def is_json(self) -> bool:
        return self.media_type == "application/json"

    @property
    def is_html(self) -> bool:
        return self.media_type in ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Broken:
    """No complete answer, or none that can be read.

    ``may_pass``: the line failed in a way that often mends itself. ``date`` is that of an answer
    which something on the way gave instead.
    """

    error: Offline | UnexpectedAnswer
    may_pass: bool
    date: str | None = None

    @property
    def reason(self) -> str:
        """One word for it."""
        return self.error.kind.value if isinstance(self.error, Offline) else "unusable"


Outcome = Answer | Broken
