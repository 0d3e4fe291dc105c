"""qbXML as JSON, handed through to QuickBooks as it is."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.api.quickbooks import QuickBooks
from conductor_desktop.sandbox.books.facts import PC_ZONE
from conductor_desktop.sandbox.envelope import clip, invalid_request
from conductor_desktop.sandbox.qbxml.answers import Answer, Desk
from conductor_desktop.sandbox.qbxml.lists import Lists
from conductor_desktop.sandbox.qbxml.requests import answer
from conductor_desktop.sandbox.queries.words import Query
from conductor_desktop.sandbox.slices import Slices
from conductor_desktop.sandbox.world import World

SLUG = "quickbooks_desktop"

LARGEST_ANSWER = 32 * 1024 * 1024
"""An answer is held in memory as a whole; QuickBooks would not get this far in 90 seconds."""


class PassthroughApi:
    """``POST /v1/end-users/{id}/passthrough/{integrationSlug}``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._quickbooks = QuickBooks(world)

    def routes(self) -> list[Route]:
        path = "/v1/end-users/{id}/passthrough/{slug}"
        return [Route(path, self.pass_through, methods=["POST"])]

    async def pass_through(self, request: Request) -> Response:
        user = self._world.people.get(request.path_params["id"])
        check_slug(request)
        Query(request.query_params.multi_items())
        name, content = _only_request(await request.body())
        async with self._quickbooks.reached(request, user):
            body = await _encoded(await answer(self._desk(), name, content))
        return Response(body, media_type="application/json")

    def _desk(self) -> Desk:
        ledger = self._world.ledger
        return Desk(
            ledger,
            Lists(ledger.customers),
            self._world.company_name,
            self._world.clock.now().astimezone(PC_ZONE).replace(microsecond=0),
        )


def check_slug(request: Request) -> None:
    """Raises 400 for an integration other than the one there is."""
    slug = request.path_params["slug"]
    if slug != SLUG:
        raise invalid_request(
            f'Invalid option: expected "{SLUG}" at "integrationSlug", received "{clip(slug)}"'
        )


def _only_request(body: bytes) -> tuple[str, object]:
    try:
        payload = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        raise invalid_request("The request body is not valid JSON.") from None
    if not isinstance(payload, Mapping):
        raise invalid_request("Invalid input: expected an object as the request body")
    if len(payload) != 1:
        raise invalid_request(
            "Expected one qbXML request in the request body, such as "
            f'{{"InvoiceQueryRq": {{…}}}}, received {len(payload)}'
        )
    [(name, content)] = payload.items()
    return name, content


async def _encoded(found: Answer) -> bytes:
    """One object as it is, several as a list, none at all as an empty response.

    Raises 400 for an answer that is too large.
    """
    encoded: list[bytes] = []
    size = 0
    slices = Slices()
    for document in found.objects:
        encoded.append(msgspec.json.encode(document))
        size += len(encoded[-1])
        if size > LARGEST_ANSWER:
            raise invalid_request(
                f"The answer would be larger than {LARGEST_ANSWER} bytes. Ask for less: by "
                "MaxReturned, a range of dates, or without lines."
            )
        await slices.breathe()
    if not encoded:
        return msgspec.json.encode({found.response: {}})
    objects = b",".join(encoded)
    whole = objects if len(encoded) == 1 else b"[%b]" % objects
    return b'{"%b":{"%b":%b}}' % (found.response.encode(), found.ret.encode(), whole)
