"""One request at a time with each QuickBooks, over real HTTP, and one for all who ask the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from conductor_desktop.conductor.asking.turns import Turn
from conductor_desktop.conductor.client import ConductorClient, Reply
from conductor_desktop.conductor.errors import Offline
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import Answer, Caller, Seen, StubServer, reply_json, reset
from tests.unit.conductor.talking import HEALTHY, KEY, USER, page

LONG = 60.0  # only a test that fails waits this long
COMPANY = reply_json({"companyName": "Acme", "isSampleCompanyFile": False})


@dataclass
class Service:
    """Answers by what is asked, and holds back its answers while it is told to."""

    answers: dict[str, Answer]
    held: threading.Event = field(default_factory=threading.Event)
    pages: int = 0

    def __call__(self, seen: Seen) -> Answer:
        name = seen.path.rpartition("/")[2]
        answer = self.answers.get(name) or self._page()

        def when_let(caller: Caller) -> bool:
            assert self.held.wait(LONG)
            return answer(caller)

        return when_let

    def _page(self) -> Answer:
        self.pages += 1
        return page(self.pages, 1, cursor="c" if self.pages < 3 else None)


class Waiting(CancelToken):
    """Tells when whoever it belongs to has begun to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        forget = super().on_cancel(callback)
        self.begun.set()
        return forget


class Desk:
    """A client used from many threads."""

    def __init__(
        self, server: StubServer, client: ConductorClient, pool: ThreadPoolExecutor
    ) -> None:
        self.server = server
        self.client = client
        self._pool = pool

    def click(
        self, ask: Callable[[str, CancelToken], Reply[Any]], end_user_id: str = "end_usr_1"
    ) -> tuple[Future[Reply[Any]], CancelToken]:
        token = Waiting()
        call = self._pool.submit(ask, end_user_id, token)
        assert token.begun.wait(LONG)
        return call, token

    def seen(self) -> list[str]:
        return [seen.path.rpartition("/")[2] for seen in self.server.requests]


@pytest.fixture
def service() -> Service:
    user = reply_json(USER)
    return Service(
        {
            "health-check": HEALTHY,
            "company": COMPANY,
            "end_usr_1": user,
            "end-users": reply_json({"data": [USER]}),
        }
    )


@pytest.fixture
def desk(service: Service) -> Iterator[Desk]:
    with ThreadPoolExecutor(12) as pool, StubServer(script=service) as server:
        client = ConductorClient(server.base_url, KEY)
        yield Desk(server, client, pool)
        service.held.set()
        client.close()


def test_ten_clicks_are_one_request(desk: Desk, service: Service) -> None:
    clicks = [desk.click(desk.client.health_check)[0] for _ in range(10)]
    desk.server.wait_for_requests()
    service.held.set()
    assert {click.result(LONG).request_id for click in clicks} == {None}
    assert desk.seen() == ["health-check"]


@pytest.mark.parametrize("name", ["company", "end_usr_1", "end-users"])
def test_every_plain_read_is_shared(desk: Desk, service: Service, name: str) -> None:
    ask: dict[str, Callable[[str, CancelToken], Reply[Any]]] = {
        "company": desk.client.company,
        "end_usr_1": desk.client.retrieve_end_user,
        "end-users": lambda _id, cancel: desk.client.list_end_users(cancel),
    }
    clicks = [desk.click(ask[name])[0] for _ in range(3)]
    service.held.set()
    assert len({id(click.result(LONG).value) for click in clicks}) == 1
    assert desk.seen() == [name]


def test_a_click_after_the_answer_is_a_request_of_its_own(desk: Desk, service: Service) -> None:
    service.held.set()
    for _ in range(2):
        desk.client.health_check("end_usr_1", CancelToken())
    assert desk.seen() == ["health-check", "health-check"]


def test_one_quickbooks_is_asked_one_thing_at_a_time(desk: Desk, service: Service) -> None:
    first, _ = desk.click(desk.client.health_check)
    desk.server.wait_for_requests()
    second, _ = desk.click(desk.client.company)
    other, _ = desk.click(desk.client.company, "end_usr_2")
    desk.server.wait_for_requests(2)
    assert desk.seen() == ["health-check", "company"]
    assert desk.server.requests[1].headers["conductor-end-user-id"] == "end_usr_2"
    service.held.set()
    for call in (first, second, other):
        call.result(LONG)
    assert desk.seen() == ["health-check", "company", "company"]


def test_what_conductor_answers_itself_does_not_wait_for_quickbooks(
    desk: Desk, service: Service
) -> None:
    health, _ = desk.click(desk.client.health_check)
    desk.server.wait_for_requests()
    noted, _ = desk.click(desk.client.retrieve_end_user)
    desk.server.wait_for_requests(2)
    service.held.set()
    assert noted.result(LONG).value
    assert health.result(LONG).value


def test_a_click_that_waits_is_cancelled_at_once_and_never_sent(
    desk: Desk, service: Service
) -> None:
    health, _ = desk.click(desk.client.health_check)
    desk.server.wait_for_requests()
    company, token = desk.click(desk.client.company)
    token.cancel()
    with pytest.raises(Cancelled):
        company.result(LONG)
    service.held.set()
    assert health.result(LONG).value
    assert desk.client.company("end_usr_1", CancelToken()).value
    assert desk.seen() == ["health-check", "company"]


def test_who_cancels_leaves_the_others_their_answer(desk: Desk, service: Service) -> None:
    first, leaving = desk.click(desk.client.health_check)
    second, _ = desk.click(desk.client.health_check)
    desk.server.wait_for_requests()
    leaving.cancel()
    with pytest.raises(Cancelled):
        first.result(LONG)
    service.held.set()
    assert second.result(LONG).value
    assert desk.seen() == ["health-check"]


def test_a_read_asked_after_a_write_does_not_get_an_answer_from_before_it(
    desk: Desk, service: Service
) -> None:
    late = threading.Event()

    def before_it(caller: Caller) -> bool:
        assert late.wait(LONG)
        return reply_json({"data": []})(caller)

    service.held.set()
    service.answers["end-users"] = before_it
    before, _ = desk.click(lambda _id, cancel: desk.client.list_end_users(cancel))
    desk.server.wait_for_requests()
    service.answers["end-users"] = reset()
    with pytest.raises(Offline):
        desk.client.create_end_user(company_name="A", source_id="7", email="", cancel=CancelToken())
    service.answers["end-users"] = reply_json({"data": [USER]})
    after, _ = desk.click(lambda _id, cancel: desk.client.list_end_users(cancel))
    assert len(after.result(LONG).value) == 1
    late.set()
    assert before.result(LONG).value == ()


# ---- passes over pages


def test_nothing_slips_in_between_two_pages(desk: Desk, service: Service) -> None:
    service.held.set()
    pages = desk.client.invoice_pages("end_usr_1", InvoiceQuery(), CancelToken())
    next(pages)
    company, _ = desk.click(desk.client.company)
    assert len(list(pages)) == 2
    company.result(LONG)
    assert desk.seen() == ["invoices", "invoices", "invoices", "company"]


def test_an_invoice_that_is_opened_comes_between_two_pages(
    desk: Desk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.held.set()
    lined_up = threading.Semaphore(0)
    line_up = Turn.line_up

    def telling(turn: Turn) -> None:
        line_up(turn)
        lined_up.release()

    monkeypatch.setattr(Turn, "line_up", telling)
    service.answers["7"] = reply_json(
        {"id": "7", "transactionDate": "2025-01-01", "subtotal": "1.00"}
    )
    pages = desk.client.invoice_pages("end_usr_1", InvoiceQuery(), CancelToken())
    next(pages)
    company, _ = desk.click(desk.client.company)
    opened, _ = desk.click(lambda user, cancel: desk.client.invoice(user, "7", cancel))
    for _ in range(3):
        assert lined_up.acquire(timeout=LONG)
    assert len(list(pages)) == 2
    company.result(LONG)
    assert opened.result(LONG).value.id == "7"
    assert desk.seen() == ["invoices", "7", "invoices", "invoices", "company"]


def test_a_pass_waits_for_its_turn(desk: Desk, service: Service) -> None:
    health, _ = desk.click(desk.client.health_check)
    desk.server.wait_for_requests()
    token = Waiting()
    with ThreadPoolExecutor(1) as pool:
        pages = desk.client.invoice_pages("end_usr_1", InvoiceQuery(), token)
        first = pool.submit(next, pages)
        assert token.begun.wait(LONG)
        assert desk.seen() == ["health-check"]
        service.held.set()
        assert first.result(LONG)
    assert health.result(LONG)
    assert desk.seen() == ["health-check", "invoices"]


def test_closing_a_pass_lets_the_next_one_in(desk: Desk, service: Service) -> None:
    service.held.set()
    pages = iter(desk.client.invoice_pages("end_usr_1", InvoiceQuery(), CancelToken()))
    next(pages)
    del pages
    assert desk.client.company("end_usr_1", CancelToken()).value


def test_cancelling_a_pass_lets_the_next_one_in(desk: Desk, service: Service) -> None:
    service.held.set()
    token = CancelToken()
    pages = desk.client.invoice_pages("end_usr_1", InvoiceQuery(), token)
    next(pages)
    token.cancel()
    assert desk.client.company("end_usr_1", CancelToken()).value
    with pytest.raises(Cancelled):
        next(pages)


def test_a_pass_that_fails_lets_the_next_one_in(desk: Desk, service: Service) -> None:
    service.held.set()
    service.answers["invoices"] = page(0, 1, cursor="c")
    pages = desk.client.invoice_pages("end_usr_1", InvoiceQuery(), CancelToken())
    next(pages)
    service.answers["invoices"] = reset()
    with pytest.raises(Offline):
        next(pages)
    assert desk.client.company("end_usr_1", CancelToken()).value
