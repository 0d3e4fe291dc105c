"""The part of the API that travels to QuickBooks: health, company, invoices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.sandbox.cursors import Run
from conductor_desktop.sandbox.envelope import invalid_request, not_in_quickbooks, not_set_up
from conductor_desktop.sandbox.invoice_query import InvoiceQuery, read_query
from conductor_desktop.sandbox.people import EndUser
from conductor_desktop.sandbox.replies import a_list, reply
from conductor_desktop.sandbox.words import Query
from conductor_desktop.sandbox.world import World

INVOICES = "/v1/quickbooks-desktop/invoices"

_LONGEST_ID = 36


class QuickBooksApi:
    """The endpoints under ``/v1/quickbooks-desktop``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        prefix = "/v1/quickbooks-desktop"
        return [
            Route(f"{prefix}/health-check", self.health_check, methods=["GET"]),
            Route(f"{prefix}/company", self.company, methods=["GET"]),
            Route(INVOICES, self.list_invoices, methods=["GET"]),
            Route(f"{INVOICES}/{{id}}", self.retrieve_invoice, methods=["GET"]),
        ]

    async def health_check(self, request: Request) -> Response:
        user = self._end_user(request)
        Query(request.query_params.multi_items())
        began = self._world.clock.monotonic()
        async with self._in_quickbooks(user):
            taken = self._world.clock.monotonic() - began
        return reply({"duration": max(1, round(taken * 1000)), "status": "ok"})

    async def company(self, request: Request) -> Response:
        user = self._end_user(request)
        Query(request.query_params.multi_items())
        async with self._in_quickbooks(user):
            return reply(company_document(self._world.options.company_name))

    async def list_invoices(self, request: Request) -> Response:
        user = self._end_user(request)
        query = read_query(request.query_params.multi_items())
        async with self._in_quickbooks(user):
            run = self._run(user, query)
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

    async def retrieve_invoice(self, request: Request) -> Response:
        user = self._end_user(request)
        Query(request.query_params.multi_items())
        identifier = request.path_params["id"]
        if len(identifier) > _LONGEST_ID:
            raise invalid_request(
                f'Too big: expected string to have <={_LONGEST_ID} characters at "id"'
            )
        async with self._in_quickbooks(user):
            number = self._world.ledger.find(identifier)
            if number is None:
                raise not_in_quickbooks("invoice", identifier)
            return reply(self._world.ledger.document(number, with_lines=True, with_links=True))

    def _run(self, user: EndUser, query: InvoiceQuery) -> Run:
        """A cursor goes on with what its first request asked for, whatever is repeated now."""
        if query.cursor is None:
            return Run(user.id, query.select(self._world.ledger))
        return self._world.cursors.resume(query.cursor, user.id)

    def _invoice(self, number: int, query: InvoiceQuery) -> object:
        return self._world.ledger.document(
            number, with_lines=query.with_lines, with_links=query.with_links
        )

    def _end_user(self, request: Request) -> EndUser:
        identifier = request.headers.get("conductor-end-user-id")
        if not identifier:
            raise invalid_request('The header "Conductor-End-User-Id" is required')
        return self._world.people.get(identifier)

    @asynccontextmanager
    async def _in_quickbooks(self, user: EndUser) -> AsyncIterator[None]:
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
