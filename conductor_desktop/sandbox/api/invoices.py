"""The invoices in QuickBooks: listed page by page, and one at a time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.api.listing import answer_page
from conductor_desktop.sandbox.api.quickbooks import PREFIX, QuickBooks, identifier
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.http.replies import reply
from conductor_desktop.sandbox.queries.invoices import read_invoice_query
from conductor_desktop.sandbox.queries.words import Query
from conductor_desktop.sandbox.world import World

INVOICES = f"{PREFIX}/invoices"


class InvoicesApi:
    """The endpoints under ``/v1/quickbooks-desktop/invoices``."""

    def __init__(self, world: World, quickbooks: QuickBooks) -> None:
        self._world = world
        self._quickbooks = quickbooks

    def routes(self) -> list[Route]:
        return [
            Route(INVOICES, self.list_invoices, methods=["GET"]),
            Route(f"{INVOICES}/{{id}}", self.retrieve_invoice, methods=["GET"]),
        ]

    async def list_invoices(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        query = read_invoice_query(request.query_params.multi_items())
        ledger = self._world.ledger

        def document(number: int) -> object:
            return ledger.document(number, with_lines=query.with_lines, with_links=query.with_links)

        async with self._quickbooks.reached(request, user):
            return await answer_page(self._world, user, INVOICES, query, document)

    async def retrieve_invoice(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        Query(request.query_params.multi_items())
        wanted = identifier(request)
        async with self._quickbooks.reached(request, user):
            number = self._world.ledger.find(wanted)
            if number is None:
                raise not_in_quickbooks("invoice", wanted)
            return reply(self._world.ledger.document(number, with_lines=True, with_links=True))
