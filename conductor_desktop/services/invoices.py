"""Reads invoices so that none is ever silently missing, and adds them up per currency."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import partial
from typing import Protocol

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
)
from conductor_desktop.conductor.models import Invoice, InvoicePage, InvoiceRow
from conductor_desktop.conductor.query import LARGEST_PAGE, InvoiceQuery
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

HOME_CURRENCY = "home currency"
"""The key of invoices without a currency: QuickBooks leaves it out when the company file keeps
one currency only, and then says nowhere which one that is."""

_MOST_PASSES = 3
_POINTLESS = (KeyRejected, EndUserNotFound, ConnectionNotSetUp)
"""Starting over cannot mend these."""

# Amounts have at most 25 digits (the client refuses others); this adds any number of them exactly.
_EXACT = Context(prec=60)
_NOTHING = Decimal()


class ReadsInvoices(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[InvoiceRow]: ...

    def whole_invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[Invoice]: ...


class _StartsPass(Protocol):
    """Begins one pass over what is asked for."""

    def __call__(self, *, page_size: int) -> Pages[InvoiceRow]: ...


@dataclass(frozen=True)
class CurrencyTotals:
    """Exact sums in one currency; ``paid`` and ``open`` add up to ``billed``."""

    billed: Decimal = Decimal()
    paid: Decimal = Decimal()
    open: Decimal = Decimal()


@dataclass(frozen=True)
class InvoiceProgress:
    """One page has arrived.

    ``new`` are the invoices that are new in this pass. ``restarted``: reading has started over,
    so what was reported before is void. ``loaded`` counts this pass; ``remaining`` is how many
    are still to come, ``None`` when Conductor does not say.
    """

    new: tuple[InvoiceRow, ...]
    restarted: bool
    loaded: int
    remaining: int | None


@dataclass(frozen=True)
class InvoicePreview:
    """What was read, each invoice once; with every field and line if ``load_whole`` read it.

    ``complete``: these are all the query has. Otherwise ``problem`` is the reason, or ``None``
    when there are simply more than the limit that was asked for.
    """

    invoices: tuple[InvoiceRow, ...]
    complete: bool
    problem: AppError | None
    totals: Mapping[str, CurrencyTotals]


class InvoicesService:
    """Invoices of one EndUser. Its methods block; they may be called from any thread."""

    def __init__(self, client: ReadsInvoices, end_user_id: str) -> None:
        self._client = client
        self._end_user_id = end_user_id

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
        return _load(start, limit, on_progress, cancel)

    def load_whole(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        """The same with every field and line: what is given are ``Invoice``. Slower, and larger."""
        start = partial(self._client.whole_invoice_pages, self._end_user_id, query, cancel)
        return _load(start, limit, on_progress, cancel)


def _load(
    start: _StartsPass,
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
    arrived: dict[str, InvoiceRow] = {}
    for number in range(1, _MOST_PASSES + 1):
        one = _Pass(limit or None, on_progress, restarted=number > 1)
        try:
            one.read(start, cancel)
            return one.preview()
        except ConductorError as error:
            arrived |= one.invoices
            log.info("pass %d over the invoices broke off: %s", number, error.title)
            if isinstance(error, _POINTLESS) or number == _MOST_PASSES or not one.invoices:
                return _broken_off(arrived, limit, error)
    raise AssertionError("the last pass returns")


class _Pass:
    """One pass over the pages, from the first to the last or to the limit."""

    def __init__(
        self,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        *,
        restarted: bool,
    ) -> None:
        self.invoices: dict[str, InvoiceRow] = {}
        self._limit = limit
        self._on_progress = on_progress
        self._restarted = restarted
        self._cut_off = False

    def read(self, start: _StartsPass, cancel: CancelToken) -> None:
        page_size = min(self._limit or LARGEST_PAGE, LARGEST_PAGE)
        with closing(start(page_size=page_size)) as pages:
            for page in pages:
                cancel.raise_if_cancelled()
                self._take(page)
                if self._is_full:
                    self._cut_off = self._cut_off or page.has_more
                    return

    def preview(self) -> InvoicePreview:
        invoices = tuple(self.invoices.values())
        return InvoicePreview(invoices, not self._cut_off, None, totals_of(invoices))

    @property
    def _is_full(self) -> bool:
        return self._limit is not None and len(self.invoices) >= self._limit

    def _take(self, page: InvoicePage[InvoiceRow]) -> None:
        fresh = {one.id: one for one in page.invoices if one.id not in self.invoices}
        new = tuple(fresh.values())
        if self._limit is not None:
            room = self._limit - len(self.invoices)
            self._cut_off = self._cut_off or len(new) > room
            new = new[:room]
        self.invoices.update((one.id, one) for one in new)
        loaded = len(self.invoices)
        remaining = page.remaining
        if remaining is not None and self._limit is not None:
            remaining = min(remaining, self._limit - loaded)
        self._on_progress(InvoiceProgress(new, self._restarted, loaded, remaining))
        self._restarted = False


def _broken_off(
    arrived: Mapping[str, InvoiceRow], limit: int | None, error: ConductorError
) -> InvoicePreview:
    if not arrived:
        raise error
    invoices = tuple(arrived.values())[: limit or None]
    return InvoicePreview(invoices, False, error, totals_of(invoices))


def totals_of(invoices: Iterable[InvoiceRow]) -> dict[str, CurrencyTotals]:
    """Billed, paid and open per currency name; ``HOME_CURRENCY`` for invoices without one."""
    billed: dict[str, Decimal] = {}
    still_open: dict[str, Decimal] = {}
    for invoice in invoices:
        name = currency_of(invoice)
        billed[name] = _EXACT.add(billed.get(name, _NOTHING), invoice.total)
        still_open[name] = _EXACT.add(still_open.get(name, _NOTHING), invoice.open_amount)
    return {
        name: CurrencyTotals(
            all_of_it, _EXACT.subtract(all_of_it, still_open[name]), still_open[name]
        )
        for name, all_of_it in billed.items()
    }


def currency_of(invoice: InvoiceRow) -> str:
    """The name its totals stand under."""
    return (invoice.currency.full_name if invoice.currency else None) or HOME_CURRENCY
