"""The part of the API that travels to QuickBooks: health, company, and the books."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.api.customers import CustomersApi
from conductor_desktop.sandbox.api.invoices import InvoicesApi
from conductor_desktop.sandbox.api.quickbooks import PREFIX, QuickBooks
from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.sandbox.http.replies import reply
from conductor_desktop.sandbox.queries.words import Query
from conductor_desktop.sandbox.world import World


class QuickBooksApi:
    """The endpoints under ``/v1/quickbooks-desktop``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._quickbooks = QuickBooks(world)
        self._invoices = InvoicesApi(world, self._quickbooks)
        self._customers = CustomersApi(world, self._quickbooks)

    def routes(self) -> list[Route]:
        return [
            Route(f"{PREFIX}/health-check", self.health_check, methods=["GET"]),
            Route(f"{PREFIX}/company", self.company, methods=["GET"]),
            *self._invoices.routes(),
            *self._customers.routes(),
        ]

    async def health_check(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        Query(request.query_params.multi_items())
        duration = await self._quickbooks.sign_of_life(request, user)
        return reply({"duration": duration, "status": "ok"})

    async def company(self, request: Request) -> Response:
        user = self._quickbooks.end_user(request)
        Query(request.query_params.multi_items())
        async with self._quickbooks.reached(request, user):
            return reply(company_document(self._world.company_name))
