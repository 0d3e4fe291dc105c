"""What a fault has at hand when it strikes: the request, the real answer, and the bare line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from conductor_desktop.sandbox.envelope import ApiError

Header = tuple[bytes, bytes]


@dataclass(frozen=True)
class Whole:
    """A complete answer that has not been sent."""

    status: int
    body: bytes = b""
    kind: bytes | None = b"application/json"
    headers: tuple[Header, ...] = ()

    def all_headers(self) -> list[Header]:
        """Those of its own, its kind and its length."""
        kind = [] if self.kind is None else [(b"content-type", self.kind)]
        return [*kind, (b"content-length", str(len(self.body)).encode()), *self.headers]

    def with_body(self, body: bytes) -> Whole:
        return replace(self, body=body)


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an order says beyond the name of its fault; each fault takes some of these.

    ``seconds`` is how long, ``retry_after`` the text of that header, ``status`` and ``to`` the
    status and the target of a redirect.
    """

    seconds: float | None = None
    retry_after: str | None = None
    status: int | None = None
    to: str | None = None


class LineGone(Exception):
    """Nobody is left at the other end."""


class Line(Protocol):
    """The connection itself, for what no HTTP server would send. Ends in ``close`` or ``reset``."""

    async def send(self, data: bytes) -> None:
        """Raises ``LineGone``."""

    async def close(self) -> None: ...

    async def reset(self) -> None:
        """Without a goodbye: RST instead of FIN."""

    async def wait_until_gone(self) -> None: ...


class Scene(Protocol):
    """One request that meets a fault."""

    @property
    def details(self) -> Details: ...

    @property
    def target(self) -> str:
        """Path and query as they came."""

    @property
    def line(self) -> Line: ...

    def header(self, name: str) -> str | None:
        """What the request says under this name, in lower case."""

    def now(self) -> dt.datetime: ...

    async def pause(self, seconds: float) -> None: ...

    async def work(self) -> Whole:
        """Do what was asked for, and keep the answer. Raises ``ApiError`` for a wrong key."""

    async def answer(self, whole: Whole) -> None:
        """Send it as a proper answer."""

    async def refuse_connections(self, seconds: float) -> None:
        """Nobody listens from now on; returns at once, listens again after ``seconds``."""

    def error(self, error: ApiError, headers: tuple[Header, ...] = ()) -> Whole:
        """Conductor's envelope with the id of this request."""

    def head(self, status: int, headers: list[Header]) -> bytes:
        """The first lines of an answer as bytes, with what every answer carries."""


Act = Callable[[Scene], Awaitable[None]]
"""What a fault does with a request instead of answering it."""
