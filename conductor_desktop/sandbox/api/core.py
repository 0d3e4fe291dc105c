"""EndUsers and auth sessions: the part of the API that never travels to QuickBooks."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.envelope import invalid_request
from conductor_desktop.sandbox.http.replies import a_list, reply
from conductor_desktop.sandbox.queries.words import Fields, Query
from conductor_desktop.sandbox.world import World

SHORTEST_LINK_MINUTES = 15
LONGEST_LINK_MINUTES = 7 * 24 * 60
USUAL_LINK_MINUTES = 30

_LONGEST_KEY = 4096
_LONGEST_URL = 2048


class CoreApi:
    """The endpoints under ``/v1/end-users`` and ``/v1/auth-sessions``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = world.people

    def routes(self) -> list[Route]:
        return [
            Route("/v1/end-users", self.list_end_users, methods=["GET"]),
            Route("/v1/end-users", self.create_end_user, methods=["POST"]),
            Route("/v1/end-users/{id}", self.retrieve_end_user, methods=["GET"]),
            Route("/v1/end-users/{id}", self.delete_end_user, methods=["DELETE"]),
            Route("/v1/auth-sessions", self.create_auth_session, methods=["POST"]),
        ]

    async def list_end_users(self, request: Request) -> Response:
        Query(request.query_params.multi_items())
        users = self._people.all()
        return a_list("/v1/end-users", [user.document() for user in users])

    async def create_end_user(self, request: Request) -> Response:
        fields = Fields(await request.body(), ("companyName", "sourceId", "email"))
        user = self._people.create(
            fields.text("companyName"), fields.text("sourceId"), fields.text("email", shortest=0)
        )
        return reply(user.document())

    async def retrieve_end_user(self, request: Request) -> Response:
        return reply(self._people.get(request.path_params["id"]).document())

    async def delete_end_user(self, request: Request) -> Response:
        identifier = request.path_params["id"]
        self._people.delete(identifier)
        return reply({"id": identifier, "objectType": "end_user", "deleted": True})

    async def create_auth_session(self, request: Request) -> Response:
        fields = Fields(
            await request.body(),
            ("publishableKey", "endUserId", "linkExpiryMins", "redirectUrl"),
        )
        key = fields.text("publishableKey", longest=_LONGEST_KEY)
        self._world.keys.check_publishable(key)
        end_user_id = fields.text("endUserId")
        minutes = fields.number(
            "linkExpiryMins", USUAL_LINK_MINUTES, SHORTEST_LINK_MINUTES, LONGEST_LINK_MINUTES
        )
        redirect = _web_address(fields.optional_text("redirectUrl", _LONGEST_URL))
        session = self._people.invite(self._people.get(end_user_id), minutes, redirect)
        return reply(session.document(self._world.origin, self._world.keys.publishable))


def _web_address(text: str | None) -> str | None:
    """Where the browser may be sent afterwards. The sandbox sends it to web pages alone."""
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not text.isprintable() or " " in text:
        raise invalid_request('Invalid URL at "redirectUrl"')
    return text
