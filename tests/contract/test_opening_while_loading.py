"""An invoice is opened while the list is loading, against the sandbox's cursors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from conductor_desktop.conductor.asking.turns import Turn
from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import Invoice
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress, InvoicesService
from conductor_desktop.work import CancelToken
from tests.helpers.sandbox import SandboxOptions, SetClock, running_sandbox

LONG = 60.0  # only a test that fails waits this long


@dataclass
class Clicking:
    """Opens the first invoice of a page while the next one is waited for."""

    service: InvoicesService
    pool: ThreadPoolExecutor
    lined_up: threading.Semaphore
    most: int
    meanwhile: Callable[[], None] = lambda: None
    opened: list[Future[Invoice]] = field(default_factory=list)
    restarts: int = 0

    def load(self) -> InvoicePreview:
        return self.service.load(InvoiceQuery(), None, self.click, CancelToken())

    def click(self, progress: InvoiceProgress) -> None:
        self.restarts += progress.restarted
        if progress.remaining and len(self.opened) < self.most:
            wanted = progress.new[0].id
            self.opened.append(self.pool.submit(self.service.open, wanted, CancelToken()))
            assert self.lined_up.acquire(timeout=LONG)
            self.meanwhile()


@pytest.fixture
def lined_up(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Counts the invoices to open that have taken a place in the line for QuickBooks."""
    places, line_up = threading.Semaphore(0), Turn.line_up

    def telling(turn: Turn) -> None:
        line_up(turn)
        if turn._is_urgent:
            places.release()

    monkeypatch.setattr(Turn, "line_up", telling)
    return places


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@dataclass
class Loading:
    """What a sandbox of 600 invoices gave for a load in which ``most`` were opened."""

    preview: InvoicePreview
    clicking: Clicking


def load_and_open(
    pool: ThreadPoolExecutor, lined_up: threading.Semaphore, most: int, *, cursor_dies: bool
) -> Loading:
    clock = SetClock()
    with running_sandbox(SandboxOptions(invoices=600), clock=clock) as access:
        client = ConductorClient(access.base_url, access.secret_key)
        service = InvoicesService(client, access.end_user_id)
        meanwhile = (lambda: clock.move(11)) if cursor_dies else (lambda: None)
        clicking = Clicking(service, pool, lined_up, most, meanwhile)
        try:
            return Loading(clicking.load(), clicking)
        finally:
            client.close()


def test_opened_invoices_come_in_between_and_the_load_goes_on(
    pool: ThreadPoolExecutor, lined_up: threading.Semaphore
) -> None:
    loading = load_and_open(pool, lined_up, 3, cursor_dies=False)
    assert (len(loading.preview.invoices), loading.preview.complete) == (600, True)
    assert loading.clicking.restarts == 0
    opened = [one.result(LONG) for one in loading.clicking.opened]
    assert [one.id for one in opened] == [loading.preview.invoices[n].id for n in (0, 150, 300)]
    assert all(one.lines or one.line_groups for one in opened)


def test_when_the_place_is_lost_over_it_the_load_starts_over_as_often_as_it_takes(
    pool: ThreadPoolExecutor, lined_up: threading.Semaphore
) -> None:
    loading = load_and_open(pool, lined_up, 5, cursor_dies=True)
    assert (len(loading.preview.invoices), loading.preview.complete) == (600, True)
    assert loading.clicking.restarts == 5
    assert len({one.result(LONG).id for one in loading.clicking.opened}) == 1
