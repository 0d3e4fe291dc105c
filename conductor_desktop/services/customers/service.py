"""Reads the customers of one EndUser, in as many passes over the pages as it takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Protocol

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotSetUp,
    CursorGivenUp,
    EndUserNotFound,
    KeyRejected,
)
from conductor_desktop.conductor.models import Customer, UnreadItem
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.services.customers.results import (
    CustomerList,
    CustomerProgress,
    UnreadableCustomers,
)
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

_MOST_PASSES = 3
_POINTLESS = (KeyRejected, EndUserNotFound, ConnectionNotSetUp)
"""Starting over cannot mend these."""


class ReadsCustomers(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def customer_pages(self, end_user_id: str, cancel: CancelToken) -> Pages[Customer]: ...


class CustomersService:
    """Its method blocks; it may be called from any thread."""

    def __init__(self, client: ReadsCustomers, end_user_id: str) -> None:
        self._client = client
        self._end_user_id = end_user_id

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        """Read all customers and jobs.

        A pass that breaks off is started over, twice at most; after that what has arrived is
        given with the reason. A pass that was given up because somebody opened an invoice is not
        one of them. Raises that reason itself when nothing has arrived. ``on_progress`` must
        return at once: Conductor waits ten seconds at most between two pages.
        """
        arrived: dict[str, Customer] = {}
        failures, restarted = 0, False
        while True:
            one = _Pass(on_progress, restarted=restarted)
            try:
                one.read(self._client.customer_pages(self._end_user_id, cancel), cancel)
                problem = one.problem
                return CustomerList(tuple(one.customers.values()), problem is None, problem)
            except CursorGivenUp:
                log.info("reading the customers starts over after an invoice was opened")
            except ConductorError as error:
                failures += 1
                log.info("pass %d over the customers broke off: %s", failures, error.title)
                if isinstance(error, _POINTLESS) or failures == _MOST_PASSES or not one.customers:
                    return _broken_off(arrived | one.customers, error)
            arrived |= one.customers
            restarted = True


class _Pass:
    """One pass over the pages, from the first to the last."""

    def __init__(self, on_progress: Callable[[CustomerProgress], None], *, restarted: bool) -> None:
        self.customers: dict[str, Customer] = {}
        self._on_progress = on_progress
        self._restarted = restarted
        self._unread: set[str] = set()
        self._request_id: str | None = None

    def read(self, pages: Pages[Customer], cancel: CancelToken) -> None:
        with closing(pages):
            for page in pages:
                cancel.raise_if_cancelled()
                # One that comes again was changed meanwhile, and its newest version counts.
                new = {one.id: one for one in page.items if one.id not in self.customers}
                self.customers |= {one.id: one for one in page.items}
                self._note(page.unread)
                loaded = len(self.customers)
                self._on_progress(
                    CustomerProgress(tuple(new.values()), self._restarted, loaded, page.remaining)
                )
                self._restarted = False

    @property
    def problem(self) -> UnreadableCustomers | None:
        """What there is to say about those that could not be read, if there are any."""
        return UnreadableCustomers(len(self._unread), self._request_id) if self._unread else None

    def _note(self, unread: Iterable[UnreadItem]) -> None:
        for one in unread:
            self._unread.add(one.id)
            self._request_id = self._request_id or one.problem.request_id


def _broken_off(arrived: dict[str, Customer], error: ConductorError) -> CustomerList:
    if not arrived:
        raise error
    return CustomerList(tuple(arrived.values()), False, error)
