"""The control routes: how a test orders faults, looks at what arrived, and sets connections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.connection_states import STATES, put_into
from conductor_desktop.sandbox.envelope import ApiError, clip, invalid_request
from conductor_desktop.sandbox.faults.board import Order
from conductor_desktop.sandbox.faults.orders import read_order
from conductor_desktop.sandbox.http.replies import reply
from conductor_desktop.sandbox.people import Permission
from conductor_desktop.sandbox.world import World
from conductor_desktop.struct_types import ready

T = TypeVar("T")


class _State(msgspec.Struct, forbid_unknown_fields=True):
    state: str


class _Finish(msgspec.Struct, forbid_unknown_fields=True):
    answer: str = Permission.ALWAYS


class ControlApi:
    """The endpoints under ``/_sandbox``; the gate has checked the control token."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        faults, requests = "/_sandbox/faults", "/_sandbox/requests"
        end_user = "/_sandbox/end-users/{id}"
        return [
            Route(faults, self.list_faults, methods=["GET"]),
            Route(faults, self.add_fault, methods=["POST"]),
            Route(faults, self.clear_faults, methods=["DELETE"]),
            Route(requests, self.list_requests, methods=["GET"]),
            Route(requests, self.clear_requests, methods=["DELETE"]),
            Route(f"{end_user}/connection", self.set_connection, methods=["POST"]),
            Route(f"{end_user}/finish-auth", self.finish_auth, methods=["POST"]),
            Route(f"{end_user}/expire-links", self.expire_links, methods=["POST"]),
        ]

    async def list_faults(self, _request: Request) -> Response:
        orders = self._world.faults.orders()
        return reply({"faults": [_described(order, met) for order, met in orders]})

    async def add_fault(self, request: Request) -> Response:
        try:
            order = read_order(await request.body())
        except InvalidInput as error:
            raise invalid_request(str(error)) from None
        self._world.faults.add(order)
        return reply(_described(order, 0))

    async def clear_faults(self, _request: Request) -> Response:
        self._world.faults.clear()
        return reply({"faults": []})

    async def list_requests(self, _request: Request) -> Response:
        return reply({"requests": self._world.journal.documents()})

    async def clear_requests(self, _request: Request) -> Response:
        self._world.journal.clear()
        return reply({"requests": []})

    async def set_connection(self, request: Request) -> Response:
        user = self._world.people.get(request.path_params["id"])
        state = _decoded(await request.body(), _State).state
        if state not in STATES:
            raise _unknown("state", state, STATES)
        put_into(user, state, self._world.clock.now())
        return reply(user.document())

    async def finish_auth(self, request: Request) -> Response:
        user = self._world.people.get(request.path_params["id"])
        answer = _decoded(await request.body() or b"{}", _Finish).answer
        if answer not in list(Permission):
            raise _unknown("answer", answer, Permission)
        self._world.people.finish_all(user, Permission(answer))
        return reply(user.document())

    async def expire_links(self, request: Request) -> Response:
        user = self._world.people.get(request.path_params["id"])
        return reply({"expired": self._world.people.expire_links(user)})


def _unknown(what: str, given: str, known: Iterable[str]) -> ApiError:
    return invalid_request(f"Unknown {what} '{clip(given)}': use one of {', '.join(known)}")


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=ready(kind))
    except (ValueError, RecursionError) as error:
        raise invalid_request(f"The request body cannot be used: {clip(str(error), 300)}") from None


def _described(order: Order, met: int) -> dict[str, object]:
    match = order.match
    return {
        "id": order.id,
        "fault": order.fault.name,
        "match": {
            "method": match.method,
            "paths": list(match.paths),
            "cursor": match.cursor,
            "nth": match.nth,
            "count": match.count,
        },
        "met": met,
    }
