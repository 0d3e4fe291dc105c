"""What the table and the Columns button ask of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.columns_panel import ColumnsPanel
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.invoices.books import PlayedSource, an_invoice, preview
from tests.ui.invoices.stage import button, filter_field, next_call


def test_a_cell_is_filtered_by_beside_what_was_asked_already(screen: InvoicesScreen) -> None:
    screen.table.invoices.append([an_invoice("1"), an_invoice("2", customer="Bo")])
    filter_field(screen).setText(">50")
    screen.table.setCurrentIndex(screen.table.invoices.index(0, POSITIONS["customer"]))
    for _ in range(2):
        screen.table.actions_of_rows.filter_by_customer()
    assert filter_field(screen).text() == '>50 customer="Ana\'s Bakery"'
    assert [one.ref_number for one in screen.table.invoices.shown()] == ["1"]


@pytest.fixture
def panel(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> ColumnsPanel:
    """The list of columns, over the table with a row."""
    screen.load()
    next_call(qtbot, source).end(preview([an_invoice("1")]))
    qtbot.waitUntil(button(screen, "invoicesColumns").isVisible)
    click(button(screen, "invoicesColumns"))
    found = screen.findChild(ColumnsPanel)
    assert found is not None
    return found


def columns_list(panel: ColumnsPanel) -> QListWidget:
    found = panel.findChild(QListWidget)
    assert found is not None
    return found


def titles(panel: ColumnsPanel, *, ticked: bool) -> list[str]:
    items = map(columns_list(panel).item, range(columns_list(panel).count()))
    return [one.text() for one in items if (one.checkState() == Qt.CheckState.Checked) is ticked]


def shown_titles(screen: InvoicesScreen) -> list[str]:
    return [COLUMNS[column].title for column in screen.table.shown_columns()]


def go_to(panel: ColumnsPanel, title: str) -> None:
    """With the keyboard, as somebody does who types."""
    everything = columns_list(panel)
    while everything.currentItem().text() != title:
        before = everything.currentRow()
        press(everything, Qt.Key.Key_Down)
        assert everything.currentRow() > before, title


def test_the_list_of_columns_stays_while_they_are_ticked(
    screen: InvoicesScreen, panel: ColumnsPanel
) -> None:
    assert titles(panel, ticked=True) == shown_titles(screen)
    assert titles(panel, ticked=False) == ["Terms", "PO"]
    assert nameless(screen) == []
    go_to(panel, "Terms")
    press(columns_list(panel), Qt.Key.Key_Space)
    go_to(panel, "PO")
    press(columns_list(panel), Qt.Key.Key_Space)
    assert panel.isVisible()
    assert titles(panel, ticked=False) == []
    assert {"Terms", "PO"} <= set(shown_titles(screen))
    press(columns_list(panel), Qt.Key.Key_Space)
    assert "PO" not in shown_titles(screen)


def test_columns_move_up_and_down_by_buttons_and_keys(
    screen: InvoicesScreen, panel: ColumnsPanel
) -> None:
    assert not button(panel, "invoicesColumnsUp").isEnabled()
    click(button(panel, "invoicesColumnsDown"))
    assert shown_titles(screen)[:2] == ["Customer", "Number"]
    press(columns_list(panel), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown_titles(screen)[:3] == ["Customer", "Date", "Number"]
    press(columns_list(panel), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    click(button(panel, "invoicesColumnsUp"))
    assert shown_titles(screen)[:2] == ["Number", "Customer"]
    assert columns_list(panel).currentItem().text() == "Number"
    go_to(panel, "Memo")
    assert not button(panel, "invoicesColumnsDown").isEnabled()


def test_the_last_column_cannot_be_unticked(screen: InvoicesScreen, panel: ColumnsPanel) -> None:
    for column in screen.table.shown_columns()[1:]:
        screen.table.show_column(column, shown=False)
    for _ in range(2):  # closed, and opened anew
        click(button(screen, "invoicesColumns"))
    assert titles(panel, ticked=True) == ["Number"]
    press(columns_list(panel), Qt.Key.Key_Space)
    assert shown_titles(screen) == ["Number"]
    click(button(panel, "invoicesColumnsReset"))
    assert titles(panel, ticked=False) == ["Terms", "PO"]


@pytest.mark.parametrize("way", ["Esc", "Close", "Columns"])
def test_the_list_closes_and_gives_the_keyboard_back(
    screen: InvoicesScreen, panel: ColumnsPanel, way: str
) -> None:
    assert screen.focusWidget() is columns_list(panel)
    if way == "Esc":
        press(columns_list(panel), Qt.Key.Key_Escape)
    else:
        click(button(screen, "invoicesColumnsClose" if way == "Close" else "invoicesColumns"))
    assert not panel.isVisible()
    assert screen.focusWidget() is button(screen, "invoicesColumns")
