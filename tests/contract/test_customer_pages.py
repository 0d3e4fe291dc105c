"""Over any loss at any page: every customer exactly once, or an honest partial; never a hole.

Real HTTP, our client and service as the app uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.models import Customer
from conductor_desktop.conductor.wire import DATA, LimitBook
from conductor_desktop.secret import Secret
from conductor_desktop.services.customers import CustomerList, CustomerProgress, CustomersService
from conductor_desktop.work import CancelToken
from tests.helpers.paged_books import LIES, Fate, PagedBooks
from tests.helpers.stub_server import StubServer

LOSSES = [fate for fate in Fate if fate is not Fate.FINE and fate not in LIES]
PAGES = 20


@dataclass
class Page:
    """What somebody would see who only follows the progress."""

    rows: list[Customer] = field(default_factory=list)
    restarts: int = 0

    def show(self, progress: CustomerProgress) -> None:
        if progress.restarted:
            self.restarts += 1
            self.rows.clear()
        self.rows += progress.new
        assert progress.loaded == len(self.rows)


@pytest.fixture(scope="module")
def server() -> Iterator[StubServer]:
    with StubServer(script=PagedBooks((), 1)) as server:
        yield server


def numbered(count: int) -> list[dict[str, Any]]:
    return [{"id": str(number), "fullName": f"Customer {number}"} for number in range(count)]


def load(server: StubServer, books: PagedBooks, page: Page) -> CustomerList:
    server.script = books
    client = ConductorClient(
        server.base_url,
        Secret("sk_1"),
        pause=lambda _cancel, _seconds: None,
        limits=LimitBook(data=replace(DATA, read=0.3)),
    )
    try:
        return CustomersService(client, "end_usr_1").load(page.show, CancelToken())
    finally:
        client.close()


@pytest.mark.parametrize("at", range(1, PAGES))
def test_a_line_that_is_cut_at_any_page_is_mended(server: StubServer, at: int) -> None:
    books = PagedBooks(numbered(2 * PAGES), 2, [Fate.FINE] * at + [Fate.LOST])
    page = Page()
    found = load(server, books, page)
    assert (found.complete, found.problem) == (True, None)
    assert [one.id for one in found.customers] == [one.id for one in page.rows]
    assert [one.id for one in page.rows] == [one["id"] for one in books.invoices]
    assert page.restarts == 1


@pytest.mark.parametrize("at", range(1, PAGES))
def test_one_that_is_cut_again_and_again_ends_as_partial(server: StubServer, at: int) -> None:
    one_pass = [Fate.FINE] * at + [Fate.LOST]
    found = load(server, PagedBooks(numbered(2 * PAGES), 2, one_pass * 3), Page())
    assert not found.complete
    assert found.problem is not None
    assert [one.id for one in found.customers] == [str(number) for number in range(2 * at)]


@settings(deadline=None, max_examples=40)
@given(
    count=st.integers(0, 9),
    page_size=st.integers(1, 4),
    fates=st.lists(st.sampled_from([*LOSSES, *[Fate.FINE] * 30]), max_size=24),
)
def test_whatever_is_lost_every_customer_comes_once_or_it_is_said(
    server: StubServer, count: int, page_size: int, fates: list[Fate]
) -> None:
    books = PagedBooks(numbered(count), page_size, fates)
    page = Page()
    try:
        found = load(server, books, page)
    except ConductorError:
        assert page.rows == []
        return
    ids = [one.id for one in found.customers]
    assert len(set(ids)) == len(ids)
    wanted = {one["id"] for one in books.invoices}
    assert set(ids) <= wanted
    if found.complete:
        assert set(ids) == wanted
    else:
        assert found.problem is not None
