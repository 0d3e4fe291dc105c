"""The first columns stay while the others are scrolled, and do what the table does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.column_menu import column_menu
from conductor_desktop.ui.invoices.columns import POSITIONS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.table import InvoicesTable
from tests.helpers.hands import press
from tests.ui.invoices.books import an_invoice, numbered


@pytest.fixture
def table(qtbot: QtBot, model: InvoicesModel) -> Iterator[InvoicesTable]:
    table = InvoicesTable(model)
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    qtbot.waitExposed(table)
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    model.append(numbered(60))
    table.sortByColumn(POSITIONS["total"], Qt.SortOrder.AscendingOrder)
    yield table
    QGuiApplication.clipboard().clear()


def frozen(table: InvoicesTable) -> QTableView:
    found = table.findChild(QTableView, "invoicesFrozen")
    assert found is not None
    return found


def freeze(table: InvoicesTable, key: str) -> QTableView:
    menu = column_menu(table, POSITIONS[key])
    next(one for one in menu.actions() if one.text().startswith("Freeze")).trigger()
    menu.deleteLater()
    return frozen(table)


def seen(view: QTableView) -> list[int]:
    header = view.horizontalHeader()
    places = map(header.logicalIndex, range(header.count()))
    return [column for column in places if not header.isSectionHidden(column)]


def test_nothing_is_frozen_at_first(table: InvoicesTable) -> None:
    assert not frozen(table).isVisible()


def test_frozen_columns_stand_still_above_the_same_rows(table: InvoicesTable) -> None:
    view = freeze(table, "customer")
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    table.verticalScrollBar().setValue(20)
    first = table.model().index(20, POSITIONS["number"])
    corner = view.viewport().mapTo(table, view.visualRect(first).topLeft())
    level = table.viewport().mapTo(table, table.visualRect(first).topLeft())
    assert view.isVisible()
    assert seen(view) == [POSITIONS["number"], POSITIONS["customer"]]
    assert corner.y() == level.y()
    assert corner.x() <= 2
    assert [view.columnWidth(column) for column in seen(view)] == [
        table.columnWidth(column) for column in seen(view)
    ]


def test_scrolling_over_frozen_columns_scrolls_all(table: InvoicesTable) -> None:
    view = freeze(table, "number")
    view.verticalScrollBar().setValue(33)
    assert table.verticalScrollBar().value() == 33


def test_a_click_in_a_frozen_column_selects_the_row_and_leaves_the_keys_to_the_table(
    table: InvoicesTable,
) -> None:
    view = freeze(table, "number")
    spot = view.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [one.ref_number for one in table.selected_invoices()] == ["3"]
    assert table.hasFocus()
    press(table, Qt.Key.Key_Down)
    assert [one.ref_number for one in table.selected_invoices()] == ["4"]


def test_a_frozen_header_sorts_as_the_other_does(table: InvoicesTable) -> None:
    view = freeze(table, "customer")
    header, column = view.horizontalHeader(), POSITIONS["number"]
    spot = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(header.viewport(), left, pos=spot)
    assert list(table.invoices.sorts) == [(column, False)]
    QTest.mouseClick(header.viewport(), left, pos=spot)
    assert list(table.invoices.sorts) == [(column, True)]
    other = QPoint(header.sectionViewportPosition(POSITIONS["customer"]) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), left, Qt.KeyboardModifier.ShiftModifier, other)
    assert list(table.invoices.sorts) == [(column, True), (POSITIONS["customer"], False)]


def test_the_current_cell_comes_out_from_under_the_frozen_ones(table: InvoicesTable) -> None:
    view = freeze(table, "customer")
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, POSITIONS["balance"]))
    for _ in range(5):
        press(table, Qt.Key.Key_Left)
        left = table.viewport().mapTo(table, table.visualRect(table.currentIndex()).topLeft())
        assert left.x() >= view.geometry().right() - 2


def test_what_is_hidden_moved_or_widened_is_so_in_both(table: InvoicesTable) -> None:
    view = freeze(table, "customer")
    table.widen_column(POSITIONS["number"], 3)
    assert view.columnWidth(POSITIONS["number"]) == table.columnWidth(POSITIONS["number"])
    table.move_column(POSITIONS["number"], 1)
    assert seen(view) == [POSITIONS["customer"], POSITIONS["number"]]
    table.show_column(POSITIONS["number"], shown=False)
    assert seen(view) == [POSITIONS["customer"], POSITIONS["date"]]


def test_there_is_always_something_left_to_scroll(table: InvoicesTable) -> None:
    view = freeze(table, "memo")
    assert view.isVisible()
    assert view.width() <= table.viewport().width() * 0.7
    table.freeze(0)
    assert not view.isVisible()


def test_hostile_text_keeps_its_row_in_a_frozen_column(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    hostile = "\u202e<b>x</b>\n\t\x00" + "y" * 1_000_000
    model.append([an_invoice("bad", customer=hostile, subtotal="0")])
    view = freeze(table, "customer")
    rows = {view.rowHeight(row) for row in range(model.rowCount())}
    assert rows == {table.rowHeight(0)}
    assert len(str(model.index(0, POSITIONS["customer"]).data())) < 400
    assert not view.grab().isNull()


def test_frozen_columns_are_remembered(table: InvoicesTable) -> None:
    freeze(table, "customer")
    view = table.view
    table.reset_view()
    assert table.view.frozen == 0
    assert not frozen(table).isVisible()
    table.arrange(view)
    assert frozen(table).isVisible()


def drag_title(view: QTableView, start: int, end: int) -> None:
    """From one column's title to beyond the middle of another's, as a hand does it."""
    header = view.horizontalHeader()

    def middle(column: int) -> QPoint:
        left = header.sectionViewportPosition(column)
        return QPoint(left + header.sectionSize(column) // 2, header.height() // 3)

    target = middle(end)
    further = QPoint(10 if target.x() > middle(start).x() else -10, 0)
    QTest.mousePress(
        header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle(start)
    )
    for spot in (middle(start) + further, target, target + further):
        QTest.mouseMove(header.viewport(), spot)
    QTest.mouseRelease(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        target + further,
    )


def test_titles_of_frozen_columns_can_be_dragged(table: InvoicesTable) -> None:
    table.resize(1200, 300)
    view = freeze(table, "date")
    number, customer, date = (POSITIONS[key] for key in ("number", "customer", "date"))
    drag_title(view, number, date)
    assert seen(view) == [customer, date, number]
    assert table.shown_columns()[:4] == [customer, date, number, POSITIONS["due"]]
    drag_title(view, number, customer)
    assert seen(view) == [number, customer, date]
    assert table.shown_columns()[:3] == [number, customer, date]
