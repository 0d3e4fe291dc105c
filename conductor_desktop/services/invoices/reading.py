"""Passes over the pages of a query: started over when they break off, and honest in the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Protocol

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotSetUp,
    CursorGivenUp,
    EndUserNotFound,
    KeyRejected,
)
from conductor_desktop.conductor.models import InvoiceRow, Page
from conductor_desktop.conductor.query import LARGEST_PAGE
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.services.invoices.pace import Pace
from conductor_desktop.services.invoices.results import (
    InvoicePreview,
    InvoiceProgress,
    Unread,
)
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

_MOST_PASSES = 3
_POINTLESS = (KeyRejected, EndUserNotFound, ConnectionNotSetUp)
"""Starting over cannot mend these."""


class StartsPass(Protocol):
    """Begins one pass over what is asked for."""

    def __call__(self, *, page_size: int) -> Pages[InvoiceRow]: ...


def read_all(
    start: StartsPass,
    limit: int | None,
    on_progress: Callable[[InvoiceProgress], None],
    cancel: CancelToken,
    clock: Callable[[], float],
) -> InvoicePreview:
    """Everything up to ``limit``, in as many passes as it takes, ``_MOST_PASSES`` at most.

    A pass that was given up because somebody opened an invoice is not one of them. Raises what
    was in the way when nothing has arrived.
    """
    arrived: dict[str, InvoiceRow] = {}
    restarted, failures = False, 0
    while True:
        one = _Pass(limit, on_progress, Pace(clock), restarted=restarted, breaks=failures)
        try:
            one.read(start, cancel)
            return one.preview()
        except CursorGivenUp:
            log.info("reading the invoices starts over after one was opened")
        except ConductorError as error:
            failures += 1
            log.info("pass %d over the invoices broke off: %s", failures, error.title)
            if isinstance(error, _POINTLESS) or failures == _MOST_PASSES or not one.invoices:
                return _broken_off(arrived | one.invoices, limit, error)
        arrived |= one.invoices
        restarted = True


class _Pass:
    """One pass over the pages, from the first to the last or to the limit."""

    def __init__(
        self,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        pace: Pace,
        *,
        restarted: bool,
        breaks: int,
    ) -> None:
        self.invoices: dict[str, InvoiceRow] = {}
        self._unread = Unread()
        self._limit = limit
        self._on_progress = on_progress
        self._pace = pace
        self._restarted = restarted
        self._breaks = breaks
        self._cut_off = False

    def read(self, start: StartsPass, cancel: CancelToken) -> None:
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
        problem = self._unread.problem
        complete = not self._cut_off and problem is None
        return InvoicePreview(invoices, complete, problem)

    @property
    def _is_full(self) -> bool:
        return self._limit is not None and len(self.invoices) >= self._limit

    def _take(self, page: Page[InvoiceRow]) -> None:
        new = self._new_ones(page)
        self._unread.note(page.unread)
        loaded = len(self.invoices)
        remaining = page.remaining
        if remaining is not None and self._limit is not None:
            remaining = min(remaining, self._limit - loaded)
        left = self._pace.seconds_left(loaded, remaining)
        self._on_progress(
            InvoiceProgress(new, self._restarted, loaded, remaining, left, self._breaks)
        )
        self._restarted = False

    def _new_ones(self, page: Page[InvoiceRow]) -> tuple[InvoiceRow, ...]:
        """Those of ``page`` that are taken in and were not here before.

        One that comes again was changed meanwhile, and its newest version counts, in its place.
        """
        new: dict[str, InvoiceRow] = {}
        damaged = [one.rest for one in page.unread if one.rest is not None]
        for one in (*page.items, *damaged):
            here = self.invoices.get(one.id)
            if here is not None:
                self.invoices[one.id] = newest = _newest(here, one)
                if one.id in new:
                    new[one.id] = newest
            elif self._is_full:
                self._cut_off = True
            else:
                self.invoices[one.id] = new[one.id] = one
        return tuple(new.values())


def _newest(before: InvoiceRow, after: InvoiceRow) -> InvoiceRow:
    """What came later, unless QuickBooks says that it is the older one."""
    was, now = before.updated_at, after.updated_at
    return before if was is not None and now is not None and now < was else after


def _broken_off(
    arrived: Mapping[str, InvoiceRow], limit: int | None, error: ConductorError
) -> InvoicePreview:
    if not arrived:
        raise error
    invoices = tuple(arrived.values())[:limit]
    return InvoicePreview(invoices, False, error)
