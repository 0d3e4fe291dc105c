"""Reads the invoices of one EndUser, and opens one of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.models import Invoice, InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.invoices.reading import StartsPass, read_all
from conductor_desktop.services.invoices.results import InvoicePreview, InvoiceProgress
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import Reply


class ReadsInvoices(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[InvoiceRow]: ...

    def whole_invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[Invoice]: ...

    def invoice(self, end_user_id: str, invoice_id: str, cancel: CancelToken) -> Reply[Invoice]: ...


class InvoicesService:
    """Invoices of one EndUser. Its methods block; they may be called from any thread."""

    def __init__(
        self,
        client: ReadsInvoices,
        end_user_id: str,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._end_user_id = end_user_id
        self._clock = clock

    def load(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        """Read the invoices of ``query``, at most ``limit`` (0 or ``None``: all).

        A pass that breaks off is started over, twice at most; after that what has arrived is
        given as partial, with the reason. Raises that reason itself when nothing has arrived,
        and ``InvalidInput`` for a negative limit. ``on_progress`` must return at once: Conductor
        waits ten seconds at most between two pages.
        """
        start = partial(self._client.invoice_pages, self._end_user_id, query, cancel)
        return self._load(start, limit, on_progress, cancel)

    def load_whole(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        """The same with every field and line: what is given are ``Invoice``. Slower, and larger."""
        start = partial(self._client.whole_invoice_pages, self._end_user_id, query, cancel)
        return self._load(start, limit, on_progress, cancel)

    def open(self, invoice_id: str, cancel: CancelToken) -> Invoice:
        """One invoice with every field, its lines and its payments, as it is in QuickBooks now.

        A ``load`` that is under way lets this in between two pages, and goes on afterwards or,
        where Conductor has not kept its place for so long, starts over. Who opens another invoice
        cancels this first: the newest click counts.
        """
        reply = self._client.invoice(self._end_user_id, invoice_id, cancel)
        if reply.value.id != invoice_id:
            details = {"requestId": reply.request_id} if reply.request_id else {}
            raise UnexpectedAnswer("it is about another invoice", field="id", details=details)
        return reply.value

    def _load(
        self,
        start: StartsPass,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        if limit is not None and limit < 0:
            raise InvalidInput(
                "The limit cannot be negative",
                f"A limit of {limit} invoices makes no sense.",
                "Give the largest number of invoices you want, or 0 for all.",
            )
        return read_all(start, limit or None, on_progress, cancel, self._clock)
