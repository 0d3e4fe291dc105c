"""What all requests share that travel to QuickBooks: the EndUser, the queue, and the notes."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.requests import Request

from conductor_desktop.sandbox.envelope import invalid_request, not_set_up
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.sandbox.quickbooks_codes import USUAL_SECONDS, timed_out
from conductor_desktop.sandbox.world import World

PREFIX = "/v1/quickbooks-desktop"

HEALTH_SECONDS = 60.0
"""The longest it waits for a health check."""

_LONGEST_ID = 36


class QuickBooks:
    """The way to the QuickBooks of an EndUser."""

    def __init__(self, world: World) -> None:
        self._world = world

    def end_user(self, request: Request) -> EndUser:
        """Whom the request is for. Raises 400 without the header, 404 for an unknown one."""
        identifier = request.headers.get("conductor-end-user-id")
        if not identifier:
            raise invalid_request('The header "Conductor-End-User-Id" is required')
        return self._world.people.get(identifier)

    @asynccontextmanager
    async def reached(
        self, request: Request, user: EndUser, *, at_most: float = math.inf
    ) -> AsyncIterator[None]:
        """One request at a time, as QuickBooks works; success is noted when it ends well.

        Raises 409, without waiting, for an EndUser whose set-up is not finished, and 504 when
        its turn and the latency take longer than the request allows, or than ``at_most`` seconds.
        """
        people = self._world.people
        people.asked(user)
        if user.connection is None or not user.connection.is_set_up:
            raise not_set_up()
        if user.connection.trouble is not None:
            raise user.connection.trouble
        seconds = min(_asked_seconds(request) or USUAL_SECONDS, at_most)
        async with AsyncExitStack() as turn:
            try:
                async with asyncio.timeout(seconds):
                    await turn.enter_async_context(user.turn)
                    await self._world.pause(self._world.options.latency_ms / 1000)
            except TimeoutError:
                raise timed_out(seconds) from None
            yield
        people.answered(user)

    async def sign_of_life(self, request: Request, user: EndUser) -> int:
        """The health check: how many milliseconds it took, at least one."""
        began = self._world.clock.monotonic()
        async with self.reached(request, user, at_most=HEALTH_SECONDS):
            taken = self._world.clock.monotonic() - began
        return max(1, round(taken * 1000))


def _asked_seconds(request: Request) -> float | None:
    """``Conductor-Timeout-Seconds``, of which no range is documented. Raises 400."""
    text = request.headers.get("conductor-timeout-seconds")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text) or not float(text):
        raise invalid_request(
            "Invalid input: expected a number above 0 and below 100000 in the header "
            '"Conductor-Timeout-Seconds"'
        )
    return float(text)


def identifier(request: Request) -> str:
    """The id at the end of the path. Raises 400 for one that QuickBooks cannot have given."""
    text: str = request.path_params["id"]
    if len(text) > _LONGEST_ID:
        raise invalid_request(
            f'Too big: expected string to have <={_LONGEST_ID} characters at "id"'
        )
    return text
