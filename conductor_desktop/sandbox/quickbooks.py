"""What all requests share that travel to QuickBooks: the EndUser, the queue, and the notes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from conductor_desktop.sandbox.envelope import invalid_request, not_set_up
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.sandbox.world import World

PREFIX = "/v1/quickbooks-desktop"

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
    async def reached(self, user: EndUser) -> AsyncIterator[None]:
        """One request at a time, as QuickBooks works; success is noted when it ends well.

        Raises 409, without waiting, for an EndUser whose set-up is not finished.
        """
        people = self._world.people
        people.asked(user)
        if user.connection is None or not user.connection.is_set_up:
            raise not_set_up()
        async with user.turn:
            await self._world.pause(self._world.options.latency_ms / 1000)
            yield
        people.answered(user)


def identifier(request: Request) -> str:
    """The id at the end of the path. Raises 400 for one that QuickBooks cannot have given."""
    text: str = request.path_params["id"]
    if len(text) > _LONGEST_ID:
        raise invalid_request(
            f'Too big: expected string to have <={_LONGEST_ID} characters at "id"'
        )
    return text
