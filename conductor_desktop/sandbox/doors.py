"""Whether anybody listens at the port: it can be left for a while on purpose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

Shut = Callable[[float], Awaitable[None]]
Open = Callable[[], Awaitable[None]]


class Doors:
    """The server puts itself behind it once it runs."""

    def __init__(self) -> None:
        self._shut: Shut | None = None
        self._open: Open | None = None

    def kept_by(self, shut: Shut, opens: Open) -> None:
        self._shut, self._open = shut, opens

    async def shut(self, seconds: float) -> None:
        """Stop listening, and listen again after ``seconds``; returns at once."""
        if self._shut is not None:
            await self._shut(seconds)

    async def open(self) -> None:
        """Listen again before the time is over."""
        if self._open is not None:
            await self._open()
