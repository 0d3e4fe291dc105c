"""The screen on the real sandbox, through the real client and service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.sandbox.server import SandboxAccess, SandboxOptions
from conductor_desktop.services.invoices import HOME_CURRENCY, InvoicesService
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.period_chooser import PeriodChooser
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.loading import Phase
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.hands import click
from tests.helpers.sandbox import SOME_DAY, Caller, Control, running_sandbox
from tests.ui.invoices.books import us_formats
from tests.ui.invoices.stage import button, totals

Open = Callable[[SandboxOptions], tuple[InvoicesController, InvoicesScreen, SandboxAccess]]


@pytest.fixture
def open_on(qtbot: QtBot, runner: TaskRunner) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_on(
            options: SandboxOptions,
        ) -> tuple[InvoicesController, InvoicesScreen, SandboxAccess]:
            access = stack.enter_context(running_sandbox(options))
            client = ConductorClient(access.base_url, access.secret_key)
            stack.callback(client.close)
            service = InvoicesService(client, access.end_user_id)
            controller = InvoicesController(lambda: service, runner, InvoicesModel(us_formats))
            screen = InvoicesScreen(controller, today=lambda: SOME_DAY)
            qtbot.addWidget(screen)
            screen.show()
            qtbot.waitExposed(screen)
            choose_everything(screen)
            screen.load()
            qtbot.waitUntil(lambda: controller.state.phase is not Phase.LOADING, timeout=20_000)
            return controller, screen, access

        yield open_on


def choose_everything(screen: InvoicesScreen) -> None:
    chooser = screen.findChild(PeriodChooser, "invoicesPeriod")
    assert chooser is not None
    chooser.choose(Period.EVERYTHING)


def billed_over_http(access: SandboxAccess) -> dict[str, Decimal]:
    """The books read by plain HTTP, and added up per currency."""
    billed: dict[str, Decimal] = {}
    params: dict[str, str] = {"limit": "150"}
    with Caller(access) as caller:
        while True:
            page = caller.get("/quickbooks-desktop/invoices", params).json()
            for invoice in page["data"]:
                currency = (invoice["currency"] or {}).get("fullName") or HOME_CURRENCY
                amount = Decimal(invoice["subtotal"]) + Decimal(invoice["salesTaxTotal"] or 0)
                billed[currency] = billed.get(currency, Decimal()) + amount
            if not page["hasMore"]:
                return billed
            params["cursor"] = page["nextCursor"]


def test_all_invoices_are_there_and_add_up_to_the_cent(open_on: Open) -> None:
    controller, screen, access = open_on(SandboxOptions(invoices=240, today=SOME_DAY))
    assert controller.state.phase is Phase.READY
    assert len({invoice.id for invoice in controller.model.invoices}) == 240
    assert totals(screen).sentence == "Complete: all 240 invoices."
    sums = controller.model.sums
    assert {name: amounts.billed for name, amounts in sums.items()} == billed_over_http(access)


def test_a_page_lost_on_the_way_leaves_no_hole(open_on: Open) -> None:
    controller, _, _ = open_on(SandboxOptions(invoices=320, today=SOME_DAY, faults=("lost-page",)))
    assert controller.state.phase is Phase.READY
    ids = [invoice.id for invoice in controller.model.invoices]
    assert (len(ids), len(set(ids))) == (320, 320)


def test_a_cursor_that_dies_each_time_ends_honestly_partial(open_on: Open) -> None:
    controller, screen, _ = open_on(
        SandboxOptions(invoices=240, today=SOME_DAY, cursor_seconds=1e-9)
    )
    assert controller.state.phase is Phase.PARTIAL
    assert len(controller.model.invoices) == 150
    assert totals(screen).sentence.startswith("Partial: 150 of about 240 invoices came before")
    assert totals(screen).lines[0][2] == "Billed so far"
    assert button(screen, "invoicesTryAgain").isVisible()


def test_a_rejected_key_is_said_in_words(qtbot: QtBot, open_on: Open) -> None:
    controller, screen, _ = open_on(SandboxOptions(today=SOME_DAY, faults=("key-rejected",)))
    problem = controller.state.problem
    assert (controller.state.phase, problem is not None) == (Phase.FAILED, True)
    shown = [found.text() for found in screen.findChildren(QLabel) if found.isVisible()]
    assert problem is not None
    assert problem.title in shown
    with qtbot.waitSignal(controller.state_changed):
        click(button(screen, "invoicesProblemAction"))


def test_no_invoice_is_written_to_disk(
    open_on: Open, private_machine: Path, tmp_path: Path
) -> None:
    controller, screen, _ = open_on(SandboxOptions(today=SOME_DAY))
    screen.table.selectAll()
    screen.table.actions_of_rows.copy_rows()
    names = {
        str(invoice.customer.full_name).encode()
        for invoice in controller.model.invoices
        if invoice.customer
    }
    assert any(name.decode() in QGuiApplication.clipboard().text() for name in names)
    QGuiApplication.clipboard().clear()
    for folder in (private_machine, tmp_path):
        for file in (path for path in folder.rglob("*") if path.is_file()):
            content = file.read_bytes()
            assert not [name for name in names if name in content], file


PAGES_OF_THE_BOOK = 20
BIG = SandboxOptions(invoices=150 * PAGES_OF_THE_BOOK, today=SOME_DAY)
A_PAGE = {"path": "/v1/quickbooks-desktop/invoices"}


def load_again(qtbot: QtBot, controller: InvoicesController) -> None:
    controller.reload()
    qtbot.waitUntil(lambda: controller.state.phase is not Phase.LOADING, timeout=20_000)


@pytest.mark.slow
def test_cut_once_at_any_page_the_table_is_complete_in_the_end(qtbot: QtBot, open_on: Open) -> None:
    controller, screen, access = open_on(BIG)
    control, ids = Control(access), {one.id for one in controller.model.invoices}
    assert len(ids) == BIG.invoices
    for page in range(2, PAGES_OF_THE_BOOK + 1):
        control.clear()
        cut = "short-body" if page % 2 else "reset-headers"  # in the page, and before it
        control.fault(cut, match={**A_PAGE, "nth": page, "count": 1})
        load_again(qtbot, controller)
        assert controller.state.phase is Phase.READY, page
        found = [one.id for one in controller.model.invoices]
        assert (len(found), set(found)) == (BIG.invoices, ids), page
        assert totals(screen).sentence == "Complete: all 3,000 invoices.", page
        pages = [one for one in control.requests() if one["path"].endswith("/invoices")]
        assert len(pages) == PAGES_OF_THE_BOOK + page, "it was cut, and started over once"


@pytest.mark.slow
def test_cut_from_any_page_on_the_table_says_that_it_is_partial(
    qtbot: QtBot, open_on: Open
) -> None:
    controller, screen, access = open_on(BIG)
    control, ids = Control(access), {one.id for one in controller.model.invoices}
    for page in range(2, PAGES_OF_THE_BOOK + 1):
        control.clear()
        control.fault("reset-headers", match={**A_PAGE, "nth": page, "count": None})
        load_again(qtbot, controller)
        assert controller.state.phase is Phase.PARTIAL, page
        found = [one.id for one in controller.model.invoices]
        assert len(found) == len(set(found)) == 150 * (page - 1), page
        assert set(found) < ids, page
        assert totals(screen).sentence.startswith("Partial: "), page
        assert totals(screen).lines[0][-1] == "Overdue so far", page
        assert button(screen, "invoicesTryAgain").isVisible()
    control.clear()
    control.fault("reset-headers", match={**A_PAGE, "count": None})
    load_again(qtbot, controller)
    assert controller.state.phase is Phase.FAILED
    assert len(controller.model.invoices) == 0


@pytest.mark.parametrize("count", [0, 1, 150, 151, 10_000])
def test_books_of_any_size_are_shown_whole(open_on: Open, count: int) -> None:
    controller, screen, _ = open_on(SandboxOptions(invoices=count, today=SOME_DAY))
    assert controller.state.phase is (Phase.READY if count else Phase.NO_ROWS)
    assert controller.model.rowCount() == count
    said = {1: "Complete: the only invoice."}.get(count, f"Complete: all {count:,} invoices.")
    assert totals(screen).isVisible() is bool(count)
    assert not count or totals(screen).sentence == said
