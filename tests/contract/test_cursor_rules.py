"""Over any loss at any page: every invoice exactly once, or an honest partial; never a hole.

Real HTTP, our client and service as the app uses them; and the official SDK, for the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import conductor as official
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.asking.retry import MOST_TRIES
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.conductor.wire import DATA, LimitBook
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    CurrencyTotals,
    InvoicePreview,
    InvoiceProgress,
    InvoicesService,
)
from conductor_desktop.work import CancelToken
from tests.helpers.paged_books import LIES, UNREADABLE, Fate, PagedBooks, invoice, numbered
from tests.helpers.stub_server import StubServer

LOSSES = [fate for fate in Fate if fate is not Fate.FINE and fate not in LIES]
OTHERS = [fate for fate in Fate if fate not in (Fate.FINE, Fate.SKIPPED)]

LONGEST_SILENCE = 0.3
"""Seconds. A good answer that is even later, on a busy machine, is one loss more."""


@dataclass
class Screen:
    """What somebody would see who only follows the progress."""

    rows: list[InvoiceRow] = field(default_factory=list)
    restarts: int = 0

    def show(self, progress: InvoiceProgress) -> None:
        if progress.restarted:
            self.restarts += 1
            self.rows.clear()
        self.rows += progress.new


@pytest.fixture(scope="module")
def server() -> Iterator[StubServer]:
    with StubServer(script=PagedBooks((), 1)) as server:
        yield server


def load(
    server: StubServer, books: PagedBooks, screen: Screen | None = None, *, whole: bool = False
) -> InvoicePreview:
    server.script = books
    client = ConductorClient(
        server.base_url,
        Secret("sk_1"),
        pause=lambda _cancel, _seconds: None,
        limits=LimitBook(data=replace(DATA, read=LONGEST_SILENCE)),
    )
    service = InvoicesService(client, "end_usr_1")
    show = (screen or Screen()).show
    try:
        return (service.load_whole if whole else service.load)(
            InvoiceQuery(), None, show, CancelToken()
        )
    finally:
        client.close()


def ids(invoices: Sequence[InvoiceRow]) -> list[str]:
    return [one.id for one in invoices]


def all_ids(books: PagedBooks) -> list[str]:
    return [one["id"] for one in books.invoices]


@pytest.mark.parametrize("fate", LOSSES)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_one_loss_is_mended_by_one_more_pass(server: StubServer, fate: Fate, at: int) -> None:
    books = PagedBooks(numbered(9), 2, [Fate.FINE] * at + [fate])
    screen = Screen()
    preview = load(server, books, screen)
    assert (preview.complete, preview.problem) == (True, None)
    assert ids(preview.invoices) == ids(screen.rows) == all_ids(books)
    assert screen.restarts == 1


@pytest.mark.parametrize("fate", [Fate.NEVER_ARRIVES, Fate.LOST, Fate.CUT, Fate.BUSY])
def test_the_first_page_is_asked_for_again_without_a_new_pass(
    server: StubServer, fate: Fate
) -> None:
    books, screen = PagedBooks(numbered(5), 2, [fate]), Screen()
    assert ids(load(server, books, screen).invoices) == all_ids(books)
    assert (screen.restarts, books.asked.count(None)) == (0, 2)


@pytest.mark.parametrize(
    ("lie", "complete"), [(Fate.FEWER, True), (Fate.UNSAID, True), (Fate.MORE, False)]
)
def test_numbers_that_are_always_wrong_make_no_hole(
    server: StubServer, lie: Fate, complete: bool
) -> None:
    """With fewer announced nothing is missing; with more, nobody can say so."""
    preview = load(server, PagedBooks(numbered(9), 2, [lie] * 99))
    assert preview.complete is complete
    assert ids(preview.invoices) == [str(number) for number in range(9 if complete else 8)]
    assert (preview.problem is None) is complete


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(0, 11),
    page_size=st.integers(1, 4),
    fates=st.one_of(
        *(
            st.lists(st.sampled_from([*troubles, *[Fate.FINE] * 30]), max_size=24)
            for troubles in (LOSSES, OTHERS)
        )
    ),
    whole=st.booleans(),
)
def test_whatever_is_lost_every_invoice_comes_once_or_it_is_said(
    server: StubServer, count: int, page_size: int, fates: list[Fate], whole: bool
) -> None:
    books, screen = PagedBooks(numbered(count), page_size, fates), Screen()
    try:
        preview = load(server, books, screen, whole=whole)
    except ConductorError:
        assert screen.rows == []
    else:
        found = ids(preview.invoices)
        assert len(found) == len(set(found))
        assert set(found) <= {*all_ids(books), UNREADABLE}
        assert preview.complete is (preview.problem is None)
        if preview.complete:
            assert found == ids(screen.rows) == all_ids(books)
        totals = preview.totals.get(HOME_CURRENCY, CurrencyTotals())
        assert totals.billed == len(found)
    assert screen.restarts <= 2
    assert books.asked.count(None) <= 3 * MOST_TRIES


# ---- the same losses, and the official SDK as it comes


@pytest.mark.parametrize("fate", [Fate.LOST, Fate.TIMED_OUT])
def test_what_the_official_sdk_loses_in_silence_ours_does_not(
    server: StubServer, fate: Fate
) -> None:
    """The answer with page 3 is lost after the cursor has advanced. The SDK asks again with the
    same cursor, gets page 4, and goes on as if nothing had happened."""
    script = [Fate.FINE, Fate.FINE, fate]

    theirs = PagedBooks(numbered(10), 2, script)
    server.script = theirs
    with official.Conductor(base_url=server.base_url, api_key="sk_1") as sdk:
        listed = list(sdk.qbd.invoices.list(conductor_end_user_id="end_usr_1", limit=2))
    assert [one.id for one in listed] == ["0", "1", "2", "3", "6", "7", "8", "9"]
    assert theirs.asked.count(None) == 1

    ours = PagedBooks(numbered(10), 2, script)
    preview = load(server, ours)
    assert (ids(preview.invoices), preview.complete) == (all_ids(ours), True)
    assert ours.asked.count(None) == 2


# ---- books that are unusual


def test_an_invoice_that_comes_twice_is_there_once_and_in_its_place(server: StubServer) -> None:
    books = PagedBooks([*numbered(4), invoice("1"), invoice("4")], 6)
    preview = load(server, books)
    assert (ids(preview.invoices), preview.complete) == (["0", "1", "2", "3", "4"], True)


def test_one_that_comes_back_on_another_page_may_hide_a_hole(server: StubServer) -> None:
    books = PagedBooks([*numbered(4), invoice("1"), invoice("4")], 2)
    preview = load(server, books)
    assert (ids(preview.invoices), preview.complete) == (["0", "1", "2", "3"], False)
    assert preview.problem is not None


def test_amounts_are_exact_whatever_their_size_and_sign(server: StubServer) -> None:
    amounts = ["0.00", "-0.01", "99999999999999.99", "-99999999999999.98", "0.0000000001"]
    books = PagedBooks(
        [invoice(str(number), subtotal=text) for number, text in enumerate(amounts)], 150
    )
    preview = load(server, books)
    assert [format(one.subtotal, "f") for one in preview.invoices] == amounts
    assert preview.totals == {
        HOME_CURRENCY: CurrencyTotals(
            billed=Decimal("0.0000000001"), paid=Decimal(0), open=Decimal("0.0000000001")
        )
    }


def test_only_an_invoice_without_a_currency_is_in_the_home_currency(server: StubServer) -> None:
    euro = {"id": "e", "fullName": "Euro"}
    nameless = {"id": "u", "fullName": None}
    currencies: list[object] = [euro, None, nameless, {"id": "u"}, {"id": None}]
    books = PagedBooks(
        [invoice(str(number), currency=one) for number, one in enumerate(currencies)], 150
    )
    totals = load(server, books).totals
    assert {name: one.billed for name, one in totals.items()} == {
        "Euro": 1,
        HOME_CURRENCY: 2,
        "u": 2,
    }
