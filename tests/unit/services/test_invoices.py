"""Every invoice exactly once, or an honest partial."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.client import ConductorClient, Reply
from conductor_desktop.conductor.errors import (
    ConductorError,
    CursorGivenUp,
    CursorLost,
    KeyRejected,
    Offline,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.models import Invoice, InvoiceRow, Page, UnreadItem
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.conductor.reading.paging import Pages
from conductor_desktop.errors import InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    CurrencyTotals,
    InvoicePreview,
    InvoiceProgress,
    InvoicesService,
    UnreadableInvoices,
    left_in_words,
)
from conductor_desktop.work import Cancelled, CancelToken
from tests.unit.services.scripted_conductor import Fate, ScriptedConductor, invoice


class Screen:
    """What somebody would see who only follows the progress."""

    def __init__(self) -> None:
        self.rows: list[InvoiceRow] = []
        self.seen: list[InvoiceProgress] = []

    def show(self, progress: InvoiceProgress) -> None:
        self.seen.append(progress)
        if progress.restarted:
            self.rows.clear()
        self.rows += progress.new
        assert progress.loaded == len(self.rows)


def load(
    conductor: ScriptedConductor, screen: Screen | None = None, limit: int | None = None
) -> InvoicePreview:
    client = ConductorClient(
        "https://api.example/v1",
        Secret("sk_1"),
        transport=conductor,
        pause=lambda _cancel, _seconds: None,
    )
    show = (screen or Screen()).show
    return InvoicesService(client, "end_usr_1").load(InvoiceQuery(), limit, show, CancelToken())


def ids(invoices: Sequence[InvoiceRow]) -> list[str]:
    return [invoice.id for invoice in invoices]


def everything(conductor: ScriptedConductor) -> list[str]:
    return [str(number) for number in range(conductor.total)]


# ---- every invoice exactly once


def test_all_pages_are_read_in_order() -> None:
    conductor, screen = ScriptedConductor(total=10, page_size=4), Screen()
    preview = load(conductor, screen)
    assert ids(preview.invoices) == everything(conductor)
    assert (preview.complete, preview.problem) == (True, None)
    assert [(one.loaded, one.remaining, one.restarted) for one in screen.seen] == [
        (4, 6, False),
        (8, 2, False),
        (10, 0, False),
    ]
    assert preview.totals == {HOME_CURRENCY: CurrencyTotals(Decimal(10), Decimal(0), Decimal(10))}


def test_no_invoices_are_a_complete_answer() -> None:
    preview = load(ScriptedConductor(total=0, page_size=4))
    assert (preview.invoices, preview.complete, preview.totals) == ((), True, {})


@pytest.mark.parametrize(
    "fate", [Fate.LOST_BEFORE, Fate.LOST_AFTER, Fate.DEAD, Fate.SKIPPED, Fate.GARBLED]
)
@pytest.mark.parametrize("at", [1, 2])
def test_a_page_lost_once_is_mended_by_starting_over(fate: Fate, at: int) -> None:
    conductor = ScriptedConductor(10, 4, [Fate.FINE] * at + [fate])
    screen = Screen()
    preview = load(conductor, screen)
    assert ids(preview.invoices) == everything(conductor)
    assert (preview.complete, preview.problem) == (True, None)
    assert ids(screen.rows) == everything(conductor)
    assert [one.restarted for one in screen.seen].count(True) == 1
    assert [request.has_cursor for request in conductor.requests].count(False) == 2


def test_after_three_passes_what_arrived_is_partial_with_the_reason() -> None:
    passes = (
        (Fate.FINE, Fate.LOST_AFTER),
        (Fate.FINE, Fate.FINE, Fate.DEAD),
        (Fate.FINE, Fate.LOST_BEFORE),
    )
    conductor = ScriptedConductor(10, 4, tuple(itertools.chain(*passes)))
    preview = load(conductor)
    assert ids(preview.invoices) == [str(number) for number in range(8)]
    assert not preview.complete
    assert isinstance(preview.problem, Offline)
    assert preview.totals[HOME_CURRENCY].billed == 8
    assert len(conductor.requests) == 7


def test_a_withdrawn_key_is_not_tried_three_times() -> None:
    conductor = ScriptedConductor(10, 4, [Fate.FINE, Fate.KEY_GONE])
    preview = load(conductor)
    assert isinstance(preview.problem, KeyRejected)
    assert not preview.complete
    assert len(conductor.requests) == 2


@pytest.mark.parametrize(
    ("fates", "error"),
    [
        ([Fate.LOST_AFTER] * 3, Offline),
        ([Fate.KEY_GONE], KeyRejected),
        ([Fate.GARBLED], UnexpectedAnswer),
    ],
)
def test_when_nothing_arrives_the_reason_is_raised(
    fates: list[Fate], error: type[ConductorError]
) -> None:
    conductor = ScriptedConductor(10, 4, fates)
    with pytest.raises(error):
        load(conductor)
    assert len(conductor.requests) == len(fates)


@settings(deadline=None)
@given(
    total=st.integers(0, 12),
    page_size=st.integers(1, 5),
    fates=st.lists(
        st.sampled_from([fate for fate in Fate if fate is not Fate.FINE] + [Fate.FINE] * 6),
        max_size=25,
    ),
)
def test_whatever_gets_lost_nothing_is_silently_missing(
    total: int, page_size: int, fates: list[Fate]
) -> None:
    conductor, screen = ScriptedConductor(total, page_size, fates), Screen()
    try:
        preview = load(conductor, screen)
    except ConductorError:
        assert screen.rows == []
        return
    shown = ids(preview.invoices)
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(everything(conductor))
    if preview.complete:
        assert preview.problem is None
        assert shown == everything(conductor)
        assert ids(screen.rows) == shown
    else:
        assert preview.problem is not None
        assert set(ids(screen.rows)) <= set(shown)
    assert preview.totals.get(HOME_CURRENCY, CurrencyTotals()).billed == len(shown)


# ---- limits


@pytest.mark.parametrize(
    ("limit", "count", "complete", "requests"),
    [
        (None, 10, True, 3),
        (0, 10, True, 3),
        (1, 1, False, 1),
        (4, 4, False, 1),
        (5, 5, False, 2),
        (10, 10, True, 3),
        (11, 10, True, 3),
    ],
)
def test_a_limit_caps_the_count_and_says_whether_there_is_more(
    limit: int | None, count: int, complete: bool, requests: int
) -> None:
    conductor = ScriptedConductor(10, 4)
    preview = load(conductor, limit=limit)
    assert ids(preview.invoices) == everything(conductor)[:count]
    assert (preview.complete, preview.problem) == (complete, None)
    assert len(conductor.requests) == requests


def test_a_page_cut_by_the_limit_is_not_complete_even_if_it_was_the_last() -> None:
    preview = load(ScriptedConductor(8, 5), limit=7)
    assert len(preview.invoices) == 7
    assert not preview.complete


def test_a_small_limit_asks_for_a_small_page() -> None:
    conductor = ScriptedConductor(10, 150)
    load(conductor, limit=1)
    assert conductor.requests[0].params["limit"] == "1"


def test_with_a_limit_what_remains_is_counted_to_the_limit() -> None:
    screen = Screen()
    load(ScriptedConductor(10, 2), screen, limit=5)
    assert [one.remaining for one in screen.seen] == [3, 1, 0]


def test_a_partial_answer_keeps_to_the_limit() -> None:
    fates = [Fate.FINE, Fate.LOST_AFTER] * 3
    preview = load(ScriptedConductor(10, 4, fates), limit=6)
    assert len(preview.invoices) == 4
    assert not preview.complete


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(InvalidInput):
        load(ScriptedConductor(1, 1), limit=-1)


# ---- other pages than the script's


Given = Page[InvoiceRow]


@dataclass
class GivenPages:
    """A client whose passes are given."""

    passes: list[list[Given | ConductorError]]
    closed: list[bool] = field(default_factory=list)

    def invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[InvoiceRow]:
        self.closed.append(False)
        try:
            for one in self.passes.pop(0):
                if isinstance(one, ConductorError):
                    raise one
                yield one
        finally:
            self.closed[-1] = True

    def whole_invoice_pages(
        self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
    ) -> Pages[Invoice]:
        raise NotImplementedError

    def invoice(self, end_user_id: str, invoice_id: str, cancel: CancelToken) -> Reply[Invoice]:
        raise NotImplementedError


def load_pages(*passes: list[Given | ConductorError]) -> InvoicePreview:
    service = InvoicesService(GivenPages(list(passes)), "end_usr_1")
    return service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())


def test_an_invoice_that_comes_twice_is_shown_once() -> None:
    preview = load_pages(
        [
            Given(items=(invoice(1), invoice(2)), has_more=True),
            Given(items=(invoice(2), invoice(3)), has_more=False),
        ]
    )
    assert ids(preview.invoices) == ["1", "2", "3"]


def at(hour: int, number: int, subtotal: str) -> InvoiceRow:
    """An invoice as it was at this hour."""
    moment = datetime(2025, 1, 1, hour, tzinfo=UTC)
    return msgspec.structs.replace(invoice(number, subtotal), updated_at=moment)


@pytest.mark.parametrize(
    ("first", "again", "newest"),
    [
        (at(8, 1, "1.00"), at(9, 1, "5.00"), "5.00"),
        (at(9, 1, "5.00"), at(8, 1, "1.00"), "5.00"),
        (at(8, 1, "1.00"), at(8, 1, "5.00"), "5.00"),
        (invoice(1, "1.00"), invoice(1, "5.00"), "5.00"),
        (at(9, 1, "1.00"), invoice(1, "5.00"), "5.00"),
    ],
)
@pytest.mark.parametrize("same_page", [True, False])
def test_one_that_was_changed_while_it_was_read_is_there_once_as_it_is_now(
    first: InvoiceRow, again: InvoiceRow, newest: str, same_page: bool
) -> None:
    pages: list[Given | ConductorError] = [
        Given(items=(first, invoice(2)), has_more=True),
        Given(items=(again, invoice(3)), has_more=False),
    ]
    if same_page:
        pages = [Given(items=(first, invoice(2), again, invoice(3)), has_more=False)]
    preview = load_pages(pages)
    assert ids(preview.invoices) == ["1", "2", "3"]
    assert preview.invoices[0].subtotal == Decimal(newest)
    assert preview.totals[HOME_CURRENCY].billed == Decimal(newest) + 2
    assert preview.complete


def test_a_version_that_comes_beyond_the_limit_still_counts() -> None:
    client = GivenPages(
        [[Given(items=(invoice(1), invoice(2), invoice(1, "5.00")), has_more=False)]]
    )
    service = InvoicesService(client, "end_usr_1")
    preview = service.load(InvoiceQuery(), 1, lambda _progress: None, CancelToken())
    assert preview.invoices == (invoice(1, "5.00"),)
    assert not preview.complete


def test_a_complete_pass_stands_alone() -> None:
    preview = load_pages(
        [Given(items=(invoice(1), invoice(2)), has_more=True), CursorLost()],
        [Given(items=(invoice(2, "5.00"),), has_more=False)],
    )
    assert preview.invoices == (invoice(2, "5.00"),)


def test_of_broken_passes_the_newest_version_of_an_invoice_counts() -> None:
    preview = load_pages(
        [Given(items=(invoice(1), invoice(2)), has_more=True), CursorLost()],
        [Given(items=(invoice(2, "5.00"),), has_more=True), CursorLost()],
        [Given(items=(invoice(3),), has_more=True), CursorLost()],
    )
    assert preview.invoices == (invoice(1), invoice(2, "5.00"), invoice(3))
    assert isinstance(preview.problem, CursorLost)


def test_cancelling_between_pages_ends_the_load() -> None:
    token = CancelToken()
    pages: list[Given | ConductorError] = [
        Given(items=(invoice(1),), has_more=True),
        Given(items=(invoice(2),), has_more=False),
    ]
    client = GivenPages([pages])
    service = InvoicesService(client, "end_usr_1")
    shown: list[InvoiceProgress] = []

    def show(progress: InvoiceProgress) -> None:
        shown.append(progress)
        token.cancel()

    with pytest.raises(Cancelled) as cancelled:
        service.load(InvoiceQuery(), None, show, token)
    assert len(shown) == 1
    # What the exception still holds must not keep others waiting for their turn.
    assert client.closed == [True], cancelled


# ---- invoices that cannot be read


def bad(identifier: str, field: str) -> UnreadItem:
    problem = UnexpectedAnswer("it is wrong", field=field, details={"requestId": "req_7"})
    return UnreadItem(identifier, problem)


def test_invoices_that_cannot_be_read_leave_the_others_and_a_partial() -> None:
    preview = load_pages(
        [
            Given(items=(invoice(1),), has_more=True, unread=(bad("a", "data[1].subtotal"),)),
            Given(
                items=(invoice(2),),
                unread=(
                    bad("b", "data[1].subtotal"),
                    bad("c", "data[2].dueDate"),
                    bad("a", "data[3].subtotal"),
                ),
            ),
        ]
    )
    assert ids(preview.invoices) == ["1", "2"]
    assert not preview.complete
    assert isinstance(preview.problem, UnreadableInvoices)
    assert preview.problem.count == 3
    assert "3 invoices came" in preview.problem.explanation
    assert "“subtotal”, “dueDate”" in preview.problem.explanation
    assert preview.problem.details["requestId"] == "req_7"


def test_one_unreadable_invoice_is_told_of_in_the_singular() -> None:
    preview = load_pages([Given(items=(invoice(1),), unread=(bad("a", "data[1].subtotal"),))])
    assert preview.problem is not None
    assert preview.problem.title == "An invoice is unreadable"
    assert "One invoice came" in preview.problem.explanation


def test_what_an_earlier_pass_could_not_read_does_not_count_twice() -> None:
    page = Given(items=(invoice(1),), has_more=True, unread=(bad("a", "data[1].subtotal"),))
    preview = load_pages([page, CursorLost()], [page, Given(items=(invoice(2),))])
    assert isinstance(preview.problem, UnreadableInvoices)
    assert preview.problem.count == 1


# ---- how long it takes


def test_the_time_left_follows_the_pages_that_came_since_the_first() -> None:
    """The first takes long where QuickBooks has to be started."""
    now = [100.0]
    left: list[float | None] = []
    given = [
        (90.0, Given(items=(invoice(1), invoice(2)), remaining=10, has_more=True)),
        (4.0, Given(items=(invoice(3), invoice(4)), remaining=8, has_more=True)),
        (6.0, Given(items=(invoice(5), invoice(6)), has_more=True)),
        (1.0, Given(items=(invoice(7),), remaining=0)),
    ]

    class Slow(GivenPages):
        def invoice_pages(
            self, end_user_id: str, query: InvoiceQuery, cancel: CancelToken, *, page_size: int
        ) -> Pages[InvoiceRow]:
            for seconds, page in given:
                now[0] += seconds
                yield page

    service = InvoicesService(Slow([]), "end_usr_1", clock=lambda: now[0])
    service.load(InvoiceQuery(), None, lambda one: left.append(one.seconds_left), CancelToken())
    assert left == [450.0, 16.0, None, 0.0]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.0, ""),
        (4.9, ""),
        (5.0, "about 5 seconds"),
        (91.0, "about 2 minutes"),
        (3_300.0, "about 55 minutes"),
        (10_000.0, "about 3 hours"),
    ],
)
def test_the_time_left_is_said_as_people_do(seconds: float | None, words: str) -> None:
    assert left_in_words(seconds) == words


# ---- opening one


class OpeningBooks(GivenPages):
    """Also gives one invoice, whichever is asked for."""

    def invoice(self, end_user_id: str, invoice_id: str, cancel: CancelToken) -> Reply[Invoice]:
        assert end_user_id == "end_usr_1"
        one = Invoice(id="7", transaction_date=date(2025, 1, 1), subtotal=Decimal(1))
        return Reply(one, "req_1", 0.1)


def test_an_invoice_is_opened_by_its_id() -> None:
    assert InvoicesService(OpeningBooks([]), "end_usr_1").open("7", CancelToken()).id == "7"


def test_another_invoice_than_the_one_that_was_asked_for_is_refused() -> None:
    with pytest.raises(UnexpectedAnswer, match="makes no sense") as refused:
        InvoicesService(OpeningBooks([]), "end_usr_1").open("8", CancelToken())
    assert refused.value.field == "id"
    assert refused.value.request_id == "req_1"


def test_a_pass_given_up_for_an_invoice_that_was_opened_is_no_failure() -> None:
    page = Given(items=(invoice(1),), has_more=True)
    begun: list[Given | ConductorError] = [page, CursorGivenUp()]
    failed: list[Given | ConductorError] = [page, CursorLost()]
    whole: list[Given | ConductorError] = [Given(items=(invoice(1), invoice(2)), has_more=False)]
    preview = load_pages(begun, begun, failed, begun, failed, begun, whole)
    assert (ids(preview.invoices), preview.complete) == (["1", "2"], True)


def test_after_it_was_given_up_the_screen_is_told_to_start_over() -> None:
    screen = Screen()
    client = GivenPages(
        [
            [Given(items=(invoice(1),), has_more=True), CursorGivenUp()],
            [Given(items=(invoice(1), invoice(2)), has_more=False)],
        ]
    )
    service = InvoicesService(client, "end_usr_1")
    service.load(InvoiceQuery(), None, screen.show, CancelToken())
    assert [one.restarted for one in screen.seen] == [False, True]
    assert ids(screen.rows) == ["1", "2"]
