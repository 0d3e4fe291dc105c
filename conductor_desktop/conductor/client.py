"""Conductor's API, one method per operation this app needs. Every method blocks."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from conductor_desktop.conductor.address import checked_end_user_id, checked_invoice_id
from conductor_desktop.conductor.asking.calls import Calls, Reply
from conductor_desktop.conductor.asking.sharing import Sharing
from conductor_desktop.conductor.asking.turns import Turn, Turns
from conductor_desktop.conductor.errors import (
    CursorGivenUp,
    CursorLost,
    EndUserNotFound,
    RequestRefused,
)
from conductor_desktop.conductor.models import (
    AuthSession,
    Company,
    Customer,
    EndUser,
    HealthCheck,
    Invoice,
    InvoiceRow,
    Wire,
)
from conductor_desktop.conductor.network.clock import ClockWatch
from conductor_desktop.conductor.network.transport import HttpTransport, Transport
from conductor_desktop.conductor.query import LARGEST_PAGE, InvoiceQuery, Params
from conductor_desktop.conductor.reading.item_reader import ItemReader
from conductor_desktop.conductor.reading.paging import Kind, PageOnWire, Pages, PassWatch
from conductor_desktop.conductor.wire import LimitBook, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken

__all__ = ["ConductorClient", "Reply"]

T = TypeVar("T")

_INVOICES = "/quickbooks-desktop/invoices"


class _EndUserList(Wire, frozen=True, kw_only=True):
    data: tuple[EndUser, ...]


class ConductorClient:
    """Talks to one service with one key. Safe to use from several threads.

    Raises ``InvalidInput`` for an address that is not https (or http to this PC) and for a key
    that cannot be one. Methods raise the errors of ``conductor.errors`` and ``work.Cancelled``.
    Only reads without a cursor are ever repeated, and never the health check. Whoever asks what
    is being asked already gets that answer, and each QuickBooks is asked one thing at a time.
    """

    def __init__(
        self,
        base_url: str,
        secret: Secret,
        *,
        transport: Transport | None = None,
        pause: Callable[[CancelToken, float], None] = CancelToken.wait,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: LimitBook | None = None,
    ) -> None:
        self._watch = ClockWatch(now)
        self._transport = transport or HttpTransport(base_url, secret, self._watch)
        self._calls = Calls(
            self._transport, secret, pause=pause, chance=chance, clock=clock, watch=self._watch
        )
        self._sharing = Sharing()
        self._turns = Turns(clock=clock)
        self._limits = limits or LimitBook()
        self._now = now
        self._page_at: dict[str, datetime] = {}

    @property
    def clock_skew(self) -> float | None:
        """Seconds this PC's clock is ahead of the service's, below 0 when it is behind; ``None``
        as long as nobody has said.
        """
        return self._watch.skew

    def last_page_at(self, end_user_id: str) -> datetime | None:
        """When a pass that is under way at this moment got its latest page; ``None`` without one.

        QuickBooks has really answered then, so whoever wants to know need not wait for the end.
        """
        return self._page_at.get(end_user_id)

    def close(self) -> None:
        """Let go of connections. A call that is under way goes on."""
        self._transport.close()

    # ---- EndUsers and links

    def list_end_users(self, cancel: CancelToken) -> Reply[tuple[EndUser, ...]]:
        """All EndUsers of the project; Conductor does not cut this list into pages."""
        request = Request(method="GET", template="/end-users", limits=self._limits.all_end_users)
        reply = self._read(request, _EndUserList, cancel)
        return Reply(reply.value.data, reply.request_id, reply.seconds)

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> Reply[EndUser]:
        """Raises ``EndUserNotFound``."""
        request = Request(
            method="GET",
            template="/end-users/{id}",
            path=f"/end-users/{checked_end_user_id(end_user_id)}",
            limits=self._limits.status,
        )
        return self._read(request, EndUser, cancel)

    def create_end_user(
        self, *, company_name: str, source_id: str, email: str, cancel: CancelToken
    ) -> Reply[EndUser]:
        """Sent once. ``Offline`` and ``UnexpectedAnswer`` leave open whether it was created."""
        body = {"companyName": company_name, "sourceId": source_id, "email": email}
        return self._write("/end-users", body, EndUser, cancel)

    def create_auth_session(
        self,
        *,
        publishable_key: str,
        end_user_id: str,
        link_expiry_minutes: int = 30,
        redirect_url: str | None = None,
        cancel: CancelToken,
    ) -> Reply[AuthSession]:
        """A new link through the auth flow; Conductor allows 15 minutes to 7 days."""
        body: dict[str, object] = {
            "publishableKey": publishable_key,
            "endUserId": checked_end_user_id(end_user_id),
            "linkExpiryMins": link_expiry_minutes,
        }
        if redirect_url is not None:
            body["redirectUrl"] = redirect_url
        return self._write("/auth-sessions", body, AuthSession, cancel)

    # ---- what travels to QuickBooks

    def health_check(self, end_user_id: str, cancel: CancelToken) -> Reply[HealthCheck]:
        """Ask QuickBooks for a sign of life; may start QuickBooks, takes up to a minute."""
        request = Request(
            method="GET",
            template="/quickbooks-desktop/health-check",
            limits=self._limits.health,
            end_user_id=checked_end_user_id(end_user_id),
            once=True,
        )
        return self._read(request, HealthCheck, cancel)

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]:
        """Which company file is connected."""
        request = Request(
            method="GET",
            template="/quickbooks-desktop/company",
            limits=self._limits.data,
            end_user_id=checked_end_user_id(end_user_id),
        )
        return self._read(request, Company, cancel)

    def invoice(self, end_user_id: str, invoice_id: str, cancel: CancelToken) -> Reply[Invoice]:
        """One invoice with every field, its lines and its payments.

        A person waits for it, so it is asked for in between two pages of a pass if need be.
        """
        request = Request(
            method="GET",
            template="/quickbooks-desktop/invoices/{id}",
            path=f"/quickbooks-desktop/invoices/{checked_invoice_id(invoice_id)}",
            limits=self._limits.data,
            end_user_id=checked_end_user_id(end_user_id),
        )
        return self._read(request, Invoice, cancel, is_urgent=True)

    def invoice_pages(
        self,
        end_user_id: str,
        query: InvoiceQuery,
        cancel: CancelToken,
        *,
        page_size: int = LARGEST_PAGE,
    ) -> Pages[InvoiceRow]:
        """One pass over the invoices, page by page, without repeating a lost page.

        Take the pages straight through: the next request has to come within ten seconds, and
        nothing but ``invoice`` is asked of this QuickBooks before the last page, an error,
        cancelling or ``close`` of what is returned. Raises ``CursorLost`` when only a new pass can
        mend it, ``CursorGivenUp`` when that ``invoice`` took too long; any other error ends the
        pass as well.
        """
        params = query.params(page_size)
        return self._pages(InvoiceRow, _INVOICES, end_user_id, params, cancel)

    def whole_invoice_pages(
        self,
        end_user_id: str,
        query: InvoiceQuery,
        cancel: CancelToken,
        *,
        page_size: int = LARGEST_PAGE,
    ) -> Pages[Invoice]:
        """The same with every field and line; pages are more than twice as large."""
        params = query.params(page_size, with_lines=True)
        return self._pages(Invoice, _INVOICES, end_user_id, params, cancel)

    def customer_pages(
        self, end_user_id: str, cancel: CancelToken, *, page_size: int = LARGEST_PAGE
    ) -> Pages[Customer]:
        """One pass over all customers and jobs, active or not, under the rule of the invoices."""
        params = {
            "limit": str(page_size),
            "status": "all",  # Conductor's default leaves out whoever is not active any more
            "excludeAlternateShippingAddresses": "true",
        }
        return self._pages(Customer, "/quickbooks-desktop/customers", end_user_id, params, cancel)

    def _pages(
        self,
        kind: type[Kind],
        template: str,
        end_user_id: str,
        params: Params,
        cancel: CancelToken,
    ) -> Pages[Kind]:
        first = Request(
            method="GET",
            template=template,
            limits=self._limits.data,
            params=params,
            end_user_id=checked_end_user_id(end_user_id),
        )
        reader, watch = ItemReader(kind), PassWatch()
        request: Request | None = first
        with self._turns.hold(end_user_id, cancel) as turn:
            try:
                while request is not None:
                    reply = self._call_page(request, cancel, turn)
                    page = reader.page(reply.value, reply.request_id)
                    watch.check(page)
                    self._page_at[end_user_id] = self._now()
                    yield page
                    request = reply.value.next_request(first, reply.request_id)
            finally:
                self._page_at.pop(end_user_id, None)

    # ---- one request

    def _call_page(self, request: Request, cancel: CancelToken, turn: Turn) -> Reply[PageOnWire]:
        try:
            with turn.in_use():
                return self._calls.call(request, PageOnWire, cancel)
        except (RequestRefused, EndUserNotFound) as error:
            # The first page was accepted with the same parameters, so it is the cursor. How
            # Conductor answers a dead one is not documented.
            if not request.has_cursor:
                raise
            if turn.gave_way:
                raise CursorGivenUp from error
            raise CursorLost(details=error.details) from error

    def _read(
        self, request: Request, kind: type[T], cancel: CancelToken, *, is_urgent: bool = False
    ) -> Reply[T]:
        """A read without a cursor: in its turn, and with whoever asks the same meanwhile."""

        def read(everybody: CancelToken) -> Reply[T]:
            if request.end_user_id is None:
                return self._calls.call(request, kind, everybody)
            with self._turns.hold(request.end_user_id, everybody, is_urgent=is_urgent):
                return self._calls.call(request, kind, everybody)

        key = (request.template, request.path, request.end_user_id)
        return self._sharing.join(key, read, cancel)

    def _write(
        self, template: str, body: Mapping[str, object], kind: type[T], cancel: CancelToken
    ) -> Reply[T]:
        request = Request(method="POST", template=template, limits=self._limits.status, body=body)
        try:
            return self._calls.call(request, kind, cancel)
        finally:
            self._sharing.part()  # what was asked before may not show what this has changed
