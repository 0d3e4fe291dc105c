"""What the table and the Columns button ask of the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.columns import POSITIONS
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from tests.ui.invoices.books import an_invoice
from tests.ui.invoices.stage import button, filter_field


def test_a_cell_is_filtered_by_beside_what_was_asked_already(screen: InvoicesScreen) -> None:
    screen.table.invoices.append([an_invoice("1"), an_invoice("2", customer="Bo")])
    filter_field(screen).setText(">50")
    screen.table.setCurrentIndex(screen.table.invoices.index(0, POSITIONS["customer"]))
    for _ in range(2):
        screen.table.actions_of_rows.filter_by_customer()
    assert filter_field(screen).text() == '>50 customer="Ana\'s Bakery"'
    assert [one.ref_number for one in screen.table.invoices.shown()] == ["1"]


def test_the_columns_button_opens_the_list_of_columns(qtbot: QtBot, screen: InvoicesScreen) -> None:
    button(screen, "invoicesColumns").click()
    menu = screen.findChild(QMenu, "invoicesColumnsMenu")
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    next(one for one in menu.actions() if one.text() == "PO").trigger()
    assert POSITIONS["po"] in screen.table.shown_columns()
    menu.close()
