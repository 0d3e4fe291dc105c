"""Columns are chosen, moved, widened and sorted by; rows are copied as they are shown then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.column_menu import column_menu, fill_with_columns
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.table import InvoicesTable
from tests.helpers.hands import press
from tests.ui.invoices.books import an_invoice, numbered

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
HIDDEN = {"terms", "po"}


@pytest.fixture
def table(qtbot: QtBot, model: InvoicesModel) -> Iterator[InvoicesTable]:
    table = InvoicesTable(model)
    qtbot.addWidget(table)
    table.resize(1400, 400)
    table.show()
    qtbot.waitExposed(table)
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    yield table
    press(table, Qt.Key.Key_Escape)  # Qt remembers Control as held down, for the next test too
    QGuiApplication.clipboard().clear()


def shown(table: InvoicesTable) -> list[str]:
    return [COLUMNS[column].key for column in table.shown_columns()]


def numbers(model: InvoicesModel) -> str:
    return "".join(str(invoice.ref_number) for invoice in model.shown())


def click(table: InvoicesTable, key: str, modifier: Qt.KeyboardModifier) -> None:
    header, column = table.horizontalHeader(), POSITIONS[key]
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    spot = QPoint(middle, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, spot)


def columns_menu(table: InvoicesTable) -> QMenu:
    """What the menu of the table has under "Columns"."""
    menu = QMenu(table)
    fill_with_columns(menu, table)
    return menu


def choose(menu: QMenu, text: str) -> None:
    found = next(action for action in menu.actions() if action.text() == text)
    assert found.isEnabled(), text
    found.trigger()
    menu.deleteLater()


def test_what_few_need_is_not_shown_at_first(table: InvoicesTable) -> None:
    assert shown(table) == [column.key for column in COLUMNS if column.key not in HIDDEN]


def test_a_column_comes_and_goes_by_the_menu(table: InvoicesTable) -> None:
    choose(columns_menu(table), "PO")
    assert "po" in shown(table)
    assert table.columnWidth(POSITIONS["po"]) > 40
    choose(columns_menu(table), "PO")
    choose(column_menu(table, POSITIONS["memo"]), "Hide")
    assert {"po", "memo"}.isdisjoint(shown(table))


def test_the_last_column_stays(table: InvoicesTable) -> None:
    for column in table.shown_columns():
        table.show_column(column, shown=False)
    assert len(shown(table)) == 1
    menu = columns_menu(table)
    ticked = [action for action in menu.actions() if action.isChecked()]
    assert [action.isEnabled() for action in ticked] == [False]
    menu.deleteLater()


def test_a_column_moves_past_hidden_ones(table: InvoicesTable) -> None:
    choose(column_menu(table, POSITIONS["due"]), "Move right")
    assert shown(table)[2:5] == ["date", "status", "due"]
    choose(column_menu(table, POSITIONS["due"]), "Move left")
    assert shown(table)[2:5] == ["date", "due", "status"]


def test_the_current_cell_leaves_a_column_that_is_hidden(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(numbered(2))
    table.setCurrentIndex(model.index(1, POSITIONS["memo"]))
    table.show_column(POSITIONS["memo"], shown=False)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 0)


def test_reset_brings_back_columns_order_widths_and_sort(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(numbered(3))
    usual = shown(table)
    width = table.columnWidth(POSITIONS["number"])
    table.show_column(POSITIONS["po"], shown=True)
    table.move_column(POSITIONS["due"], 1)
    table.widen_column(POSITIONS["number"], 5)
    click(table, "total", Qt.KeyboardModifier.NoModifier)
    table.reset_view()
    assert shown(table) == usual
    assert table.columnWidth(POSITIONS["number"]) == width
    assert list(model.sorts) == [(POSITIONS["date"], True)]
    assert table.horizontalHeader().sortIndicatorSection() == POSITIONS["date"]


def test_shift_click_sorts_by_one_column_more_and_numbers_them(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(
        [
            an_invoice("1", customer="B", subtotal="5"),
            an_invoice("2", customer="A", subtotal="5"),
            an_invoice("3", customer="B", subtotal="9"),
            an_invoice("4", customer="A", subtotal="9"),
        ]
    )
    click(table, "customer", Qt.KeyboardModifier.NoModifier)
    click(table, "total", SHIFT)
    assert numbers(model) == "2413"
    click(table, "total", SHIFT)
    assert numbers(model) == "4231"
    click(table, "customer", SHIFT)
    assert numbers(model) == "3142"
    titles = [str(model.headerData(c, Qt.Orientation.Horizontal)) for c in range(len(COLUMNS))]
    numbered_titles = [title for title in titles if title[-1].isdigit()]
    assert numbered_titles == ["Customer 1", "Total 2"]
    click(table, "number", Qt.KeyboardModifier.NoModifier)
    assert numbers(model) == "1234"
    assert len(model.sorts) == 1


def test_rows_that_come_later_go_where_all_columns_put_them(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.sort_by([(POSITIONS["customer"], False), (POSITIONS["total"], True)])
    model.append([an_invoice("1", customer="B", subtotal="5")])
    model.append([an_invoice("2", customer="B", subtotal="7"), an_invoice("3", customer="A")])
    assert numbers(model) == "321"


def test_rows_are_copied_in_the_columns_and_the_order_that_are_shown(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append([an_invoice("1", memo='"so" he said'), an_invoice("2", memo="=1+1")])
    for key in ("date", "due", "status", "subtotal", "tax", "paid", "balance", "currency"):
        table.show_column(POSITIONS[key], shown=False)
    table.move_column(POSITIONS["total"], -1)
    table.selectAll()
    table.sortByColumn(POSITIONS["number"], Qt.SortOrder.AscendingOrder)
    press(table, Qt.Key.Key_C, CONTROL | SHIFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines == [
        "Number\tTotal\tCustomer\tMemo",
        '1\t100.00\tAna\'s Bakery\t"""so"" he said"',
        "2\t100.00\tAna's Bakery\t'=1+1",
    ]


def test_a_cell_is_copied_as_it_is(table: InvoicesTable, model: InvoicesModel) -> None:
    model.append([an_invoice("1", memo="=1+1 " + "x" * 400)])
    table.setCurrentIndex(model.index(0, POSITIONS["memo"]))
    found = table.findChild(QAction, "invoicesCopyCell")
    assert found is not None
    found.trigger()
    assert QGuiApplication.clipboard().text() == "=1+1 " + "x" * 400


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("invoicesFilterByValue", "total=1234.50"),
        ("invoicesFilterByCustomer", 'customer="Ana\'s Bakery"'),
    ],
)
def test_a_cell_can_be_filtered_by(
    qtbot: QtBot, table: InvoicesTable, model: InvoicesModel, name: str, condition: str
) -> None:
    model.append([an_invoice("1", subtotal="1234.50")])
    table.setCurrentIndex(
        model.index(0, POSITIONS["total"]),
    )
    table.selectionModel().select(table.currentIndex(), QItemSelectionModel.SelectionFlag.Select)
    found = table.findChild(QAction, name)
    assert found is not None
    with qtbot.waitSignal(table.filter_wanted) as wanted:
        found.trigger()
    assert wanted.args == [condition]
