"""What the SDKs of 2023 and 2024 ask for that has gone since, and their spellings of the rest."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.api.passthrough import check_slug
from conductor_desktop.sandbox.api.quickbooks import QuickBooks
from conductor_desktop.sandbox.envelope import missing
from conductor_desktop.sandbox.http.replies import a_list, reply
from conductor_desktop.sandbox.queries.words import Query
from conductor_desktop.sandbox.world import World

CONNECTIONS = "/v1/integration-connections"

ALIASES = (
    ("/end-users", "/end_users"),
    ("/auth-sessions", "/auth_sessions"),
    ("/integration-connections", "/integration_connections"),
    ("/passthrough/", "/request/"),
)
"""Today's spelling of a part of a path, and the older one: conductor-node 11 says ``/request/``,
and had underscores up to 11.6.14."""


class LegacyApi:
    """Endpoints that are no longer documented but that conductor-node 11 calls."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = world.people
        self._quickbooks = QuickBooks(world)

    def routes(self) -> list[Route]:
        return [
            Route("/v1/end-users/{id}/ping/{slug}", self.ping, methods=["GET"]),
            Route("/v1/auth-sessions/{id}", self.retrieve_auth_session, methods=["GET"]),
            Route(CONNECTIONS, self.list_connections, methods=["GET"]),
            Route(f"{CONNECTIONS}/{{id}}", self.retrieve_connection, methods=["GET"]),
        ]

    async def ping(self, request: Request) -> Response:
        """Today's health check."""
        user = self._people.get(request.path_params["id"])
        check_slug(request)
        return reply({"duration": await self._quickbooks.sign_of_life(request, user)})

    async def retrieve_auth_session(self, request: Request) -> Response:
        identifier = request.path_params["id"]
        session = self._people.session_with_id(identifier)
        if session is None:
            raise missing("auth-session", identifier)
        return reply(session.document(self._world.origin, self._world.keys.publishable))

    async def list_connections(self, request: Request) -> Response:
        Query(request.query_params.multi_items())
        return a_list(CONNECTIONS, list(self._connections().values()))

    async def retrieve_connection(self, request: Request) -> Response:
        identifier = request.path_params["id"]
        connection = self._connections().get(identifier)
        if connection is None:
            raise missing("integration-connection", identifier)
        return reply(connection)

    def _connections(self) -> dict[str, object]:
        """By id. Unlike today's, they carry the id of their EndUser."""
        return {
            user.connection.id: {**user.connection.document(), "endUserId": user.id}
            for user in self._people.all()
            if user.connection is not None
        }


def with_aliases(routes: Iterable[Route]) -> Iterator[Route]:
    """Every route under its own path and under all of its older spellings."""
    for route in routes:
        for path in _spellings(route.path):
            yield Route(path, route.endpoint, methods=list(route.methods or ()))


def _spellings(path: str) -> list[str]:
    known = [pair for pair in ALIASES if pair[0] in path]
    spellings = []
    for chosen in itertools.product(*known):
        spelled = path
        for (today, _), part in zip(known, chosen, strict=True):
            spelled = spelled.replace(today, part)
        spellings.append(spelled)
    return spellings
