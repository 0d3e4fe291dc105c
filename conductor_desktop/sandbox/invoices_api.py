"""The invoices in QuickBooks: listed page by page, and one at a time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.cursors import Run
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.invoice_query import InvoiceQuery, read_query
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.sandbox.quickbooks import PREFIX, QuickBooks, identifier
from conductor_desktop.sandbox.replies import a_list, reply
from conductor_desktop.sandbox.words import Query
from conductor_desktop.sandbox.world import World

INVOICES = f"{PREFIX}/invoices"


class InvoicesApi:
    """The endpoints under ``/v1/quickbooks-desktop/invoices``."""

    def __init__(self, world: World, quickbooks: QuickBooks) -> None:
        self._world = world
        self._quickbooks = quickbooks

    def routes(self) -> list[Route]:
        return [
            Route(INVOICES, self.list, methods=["GET"]),
            Route(f"{INVOICES}/{{id}}", self.retrieve, methods=["GET"]),
        ]

    async def list(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        query = read_query(request.query_params.multi_items())
        async with self._quickbooks.reached(user):
            run = await self._run(user, query)
            page = run.take(query.limit)
            data = [self._invoice(number, query) for number in page]
            cursor = self._world.cursors.keep(run)
        return a_list(
            INVOICES,
            data,
            nextCursor=cursor,
            remainingCount=run.remaining,
            hasMore=cursor is not None,
        )

    async def retrieve(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        Query(request.query_params.multi_items())
        wanted = identifier(request)
        async with self._quickbooks.reached(user):
            number = self._world.ledger.find(wanted)
            if number is None:
                raise not_in_quickbooks("invoice", wanted)
            return reply(self._world.ledger.document(number, with_lines=True, with_links=True))

    async def _run(self, user: EndUser, query: InvoiceQuery) -> Run:
        """A cursor goes on with what its first request asked for, whatever is repeated now."""
        if query.cursor is None:
            return Run(user.id, await query.select(self._world.ledger))
        return self._world.cursors.resume(query.cursor, user.id)

    def _invoice(self, number: int, query: InvoiceQuery) -> object:
        return self._world.ledger.document(
            number, with_lines=query.with_lines, with_links=query.with_links
        )
