"""The customers and jobs in QuickBooks: listed page by page, and one at a time."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.api.listing import answer_page
from conductor_desktop.sandbox.api.quickbooks import PREFIX, QuickBooks, identifier
from conductor_desktop.sandbox.envelope import not_in_quickbooks
from conductor_desktop.sandbox.http.replies import reply
from conductor_desktop.sandbox.queries.customers import read_customer_query
from conductor_desktop.sandbox.queries.words import Query
from conductor_desktop.sandbox.slices import add_up
from conductor_desktop.sandbox.world import World

CUSTOMERS = f"{PREFIX}/customers"


class CustomersApi:
    """The endpoints under ``/v1/quickbooks-desktop/customers``."""

    def __init__(self, world: World, quickbooks: QuickBooks) -> None:
        self._world = world
        self._quickbooks = quickbooks

    def routes(self) -> list[Route]:
        return [
            Route(CUSTOMERS, self.list_customers, methods=["GET"]),
            Route(f"{CUSTOMERS}/{{id}}", self.retrieve_customer, methods=["GET"]),
        ]

    async def list_customers(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        query = read_customer_query(request.query_params.multi_items())
        book = self._world.ledger.customers

        def document(index: int) -> object:
            known = book.document(index)
            hidden = {} if query.with_alternate_addresses else {"alternateShippingAddresses": None}
            return {**known, **hidden}

        async with self._quickbooks.reached(request, user):
            await add_up(self._world.ledger.balances)
            return await answer_page(self._world, user, CUSTOMERS, query, document)

    async def retrieve_customer(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        Query(request.query_params.multi_items())
        wanted = identifier(request)
        async with self._quickbooks.reached(request, user):
            book = self._world.ledger.customers
            index = book.find(wanted)
            if index is None:
                raise not_in_quickbooks("customer", wanted)
            await add_up(self._world.ledger.balances)
            return reply(book.document(index))
