"""The page as people use it: every state, every button, the keyboard, the clipboard, a file."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Customer
from conductor_desktop.services.customers import CustomerList
from conductor_desktop.services.policies import SWITCHED_OFF
from conductor_desktop.ui.customers.controller import CustomersController
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.customers.screen import CustomersScreen
from conductor_desktop.ui.customers.wording import Content
from conductor_desktop.ui.parts.loading import Phase, Unavailable
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.totals_strip import TotalsStrip
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.customers.stage import (
    ANA,
    BERT,
    BOOKS,
    PROBLEM,
    ROOF,
    TILES,
    PlayedSource,
    button,
    field,
    label,
    next_call,
    progress,
)
from tests.ui.invoices.test_paper import FORBIDDEN

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def loaded(qtbot: QtBot, screen: CustomersScreen, source: PlayedSource) -> CustomersScreen:
    screen.begin()
    next_call(qtbot, source).end(CustomerList(BOOKS))
    qtbot.waitUntil(button(screen, "customersExport").isEnabled)
    return screen


def content(screen: CustomersScreen) -> Content:
    """Asked anew each time, which mypy does not see of a property."""
    return screen.content


def totals(screen: CustomersScreen) -> TotalsStrip:
    found = screen.findChild(TotalsStrip, "customersTotals")
    assert found is not None
    return found


def select(screen: CustomersScreen, customer: Customer, model: CustomersModel) -> int:
    [row] = model.rows_of([customer])
    screen.table.setFocus()
    screen.table.selectRow(row)
    return row


# ---- states


def test_opening_the_page_asks_once(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    assert content(screen) is Content.NOT_LOADED
    screen.begin()
    assert content(screen) is Content.WAITING
    next_call(qtbot, source).end(CustomerList(BOOKS))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    screen.begin()
    assert len(source.calls) == 1


def test_while_it_loads_there_are_rows_a_bar_and_a_way_to_stop(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    screen.begin()
    call = next_call(qtbot, source)
    call.page(progress([ANA, BERT], remaining=6))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    bar = screen.findChild(QProgressBar, "customersProgress")
    assert bar is not None
    assert (bar.isVisible(), bar.value(), bar.maximum()) == (True, 2, 8)
    assert label(screen, "customersCount") == "2 of about 8 customers so far"
    assert totals(screen).lines[0] == ("Currency", "Customers so far", "Balance so far")
    click(button(screen, "customersCancel"))
    assert content(screen) is Content.TABLE
    assert "you stopped loading" in label(screen, "customersVerdict")
    click(button(screen, "customersTryAgain"))
    next_call(qtbot, source, 2)


def test_what_is_owed_stands_below_per_currency(loaded: CustomersScreen) -> None:
    assert totals(loaded).lines == [
        ("Currency", "Customers", "Balance"),
        ("Euro", "1", "1,000.50"),
        ("US Dollar", "3", "75.00"),
    ]
    assert label(loaded, "customersVerdict").startswith("Complete: all 5 customers")


def test_a_partial_list_says_why_and_can_be_tried_again(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    screen.begin()
    next_call(qtbot, source).end(CustomerList((ANA,), False, PROBLEM))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    assert PROBLEM.title in label(screen, "customersVerdict")
    click(button(screen, "customersTryAgain"))
    next_call(qtbot, source, 2).end(CustomerList((ANA,)))
    qtbot.waitUntil(lambda: "the only customer" in label(screen, "customersVerdict"))


def test_a_failure_is_told_with_a_way_to_try_again(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    screen.begin()
    next_call(qtbot, source).end(PROBLEM)
    qtbot.waitUntil(lambda: content(screen) is Content.FAILED)
    panel = screen.findChild(MessagePanel, "customersProblem")
    assert panel is not None
    assert PROBLEM.title in panel.text
    click(button(screen, "customersProblemAction"))
    next_call(qtbot, source, 2)


def test_no_customers_is_an_answer(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    screen.begin()
    next_call(qtbot, source).end(CustomerList(()))
    qtbot.waitUntil(lambda: content(screen) is Content.NONE_AT_ALL)
    assert not button(screen, "customersExport").isEnabled()


def test_who_stops_before_anything_came_can_load_again(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource
) -> None:
    screen.begin()
    next_call(qtbot, source)
    click(button(screen, "customersCancel"))
    assert content(screen) is Content.STOPPED
    click(button(screen, "customersStoppedAction"))
    next_call(qtbot, source, 2)


def test_a_pc_without_access_says_who_has_it(
    qtbot: QtBot, runner: TaskRunner, model: CustomersModel
) -> None:
    why = Unavailable.held_by_vendor("Acme Field Service", "customers")
    screen = CustomersScreen(CustomersController(lambda: why, runner, model))
    qtbot.addWidget(screen)
    screen.show()
    screen.begin()
    assert content(screen) is Content.UNAVAILABLE
    assert not button(screen, "customersRefresh").isEnabled()
    assert not field(screen).isEnabled()


def test_what_was_missing_is_looked_for_again_when_the_page_is_shown(
    qtbot: QtBot, runner: TaskRunner, model: CustomersModel, source: PlayedSource
) -> None:
    offered: list[PlayedSource | None] = [None]
    controller = CustomersController(lambda: offered[0], runner, model)
    screen = CustomersScreen(controller)
    qtbot.addWidget(screen)
    offered[0] = source
    screen.show()
    assert controller.state.phase is Phase.EMPTY_START


# ---- searching


def test_a_filter_that_finds_nothing_can_be_cleared(loaded: CustomersScreen) -> None:
    field(loaded).setText("nobody")
    assert content(loaded) is Content.NO_MATCH
    assert not button(loaded, "customersExport").isEnabled()
    click(button(loaded, "customersNoMatchAction"))
    assert content(loaded) is Content.TABLE
    assert field(loaded).text() == ""


def test_the_selection_stays_with_its_customer(
    loaded: CustomersScreen, model: CustomersModel
) -> None:
    select(loaded, ROOF, model)
    field(loaded).setText("roof")
    assert loaded.table.current_customer is ROOF
    assert [model.customer_at(row) for row in loaded.table.selected_rows()] == [ROOF]


def test_ctrl_f_and_f5(qtbot: QtBot, loaded: CustomersScreen, source: PlayedSource) -> None:
    press(loaded, Qt.Key.Key_F, CONTROL)
    assert field(loaded).hasFocus()
    press(field(loaded), Qt.Key.Key_Return)
    assert loaded.table.hasFocus()
    press(loaded, Qt.Key.Key_F5)
    next_call(qtbot, source, 2).end(CustomerList(BOOKS))


# ---- the way to the invoices


def by_enter(screen: CustomersScreen, row: int) -> None:
    press(screen.table, Qt.Key.Key_Return)


def by_double_click(screen: CustomersScreen, row: int) -> None:
    spot = screen.table.visualRect(screen.table.model().index(row, 0)).center()
    QTest.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    QTest.mouseDClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))


def by_link(screen: CustomersScreen, row: int) -> None:
    click(button(screen, "customersInvoices"))


def by_menu(screen: CustomersScreen, row: int) -> None:
    action = screen.table.findChild(QAction, "customersShowInvoices")
    assert action is not None
    action.trigger()


@pytest.mark.parametrize("way", [by_enter, by_double_click, by_link, by_menu])
def test_a_customer_leads_to_its_invoices_and_those_of_its_jobs(
    qtbot: QtBot, loaded: CustomersScreen, model: CustomersModel, way: object
) -> None:
    wanted: list[tuple[Customer, list[Customer]]] = []
    loaded.invoices_wanted.connect(lambda one, jobs: wanted.append((one, jobs)))
    row = select(loaded, ANA, model)
    assert callable(way)
    way(loaded, row)
    assert wanted == [(ANA, [ROOF, TILES])]


def test_without_a_customer_nothing_is_offered(loaded: CustomersScreen) -> None:
    loaded.table.setCurrentIndex(loaded.table.model().index(-1, -1))
    assert not button(loaded, "customersInvoices").isEnabled()


# ---- copying


def test_rows_are_copied_and_never_turn_into_formulas(
    loaded: CustomersScreen, model: CustomersModel
) -> None:
    select(loaded, BERT, model)
    press(loaded.table, Qt.Key.Key_C, CONTROL)
    [line] = QGuiApplication.clipboard().text().split("\n")
    assert line.split("\t")[0] == "'=Bert"
    assert line.split("\t")[3] == "1,000.50"
    press(loaded.table, Qt.Key.Key_C, CONTROL | SHIFT)
    titles, again = QGuiApplication.clipboard().text().split("\n")
    assert titles.split("\t")[:2] == ["Customer", "Contact"]
    assert again == line
    press(loaded.table, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert QGuiApplication.clipboard().text() == "=Bert"


# ---- a file


def export(qtbot: QtBot, screen: CustomersScreen, target: Path) -> None:
    click(button(screen, "customersExport"))
    dialog = screen.findChild(QFileDialog, "customersExportDialog")
    assert dialog is not None
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    box = dialog.findChild(QDialogButtonBox)
    assert name is not None
    assert box is not None
    name.setText(str(target))
    with qtbot.waitSignal(dialog.destroyed):
        click(box.button(QDialogButtonBox.StandardButton.Save))


def test_what_is_seen_is_written_in_its_order(
    qtbot: QtBot, loaded: CustomersScreen, tmp_path: Path
) -> None:
    field(loaded).setText("ana")
    export(qtbot, loaded, tmp_path / "a.csv")
    panel = loaded.findChild(MessagePanel, "customersExported")
    assert panel is not None
    qtbot.waitUntil(lambda: "3 customers in" in panel.text)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["Customer"] for row in csv.DictReader(file)]
    assert names == [ANA.full_name, ROOF.full_name, TILES.full_name]


def test_a_list_that_is_not_whole_makes_a_file_marked_partial(
    qtbot: QtBot, screen: CustomersScreen, source: PlayedSource, tmp_path: Path
) -> None:
    screen.begin()
    next_call(qtbot, source).page(progress([ANA], remaining=3))
    qtbot.waitUntil(button(screen, "customersExport").isEnabled)
    export(qtbot, screen, tmp_path / "a.xlsx")
    target = tmp_path / "a (partial).xlsx"
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(button(screen, "customersExport").isEnabled)
    assert openpyxl.load_workbook(target).sheetnames[0] == "Customers (partial)"


def test_an_it_admin_can_switch_the_file_off(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource
) -> None:
    screen = CustomersScreen(controller, policies=lambda: FORBIDDEN)
    qtbot.addWidget(screen)
    screen.show()
    screen.begin()
    next_call(qtbot, source).end(CustomerList(BOOKS))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    assert not button(screen, "customersExport").isEnabled()
    assert button(screen, "customersExport").toolTip() == SWITCHED_OFF


def test_everything_has_a_name(loaded: CustomersScreen) -> None:
    assert nameless(loaded) == []
