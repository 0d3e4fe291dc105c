"""The table under mouse and keyboard: sorting, selecting, copying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionHeader, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.theme import colours
from tests.helpers.hands import press
from tests.ui.invoices.books import TODAY, an_invoice, numbered, us_formats

ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(qtbot: QtBot, model: InvoicesModel) -> Iterator[InvoicesTable]:
    QGuiApplication.clipboard().clear()
    table = InvoicesTable(model)
    qtbot.addWidget(table)
    table.resize(1400, 400)
    table.show()
    qtbot.waitExposed(table)
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    yield table
    QGuiApplication.clipboard().clear()


def numbers(table: InvoicesTable) -> list[str]:
    model = table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def selected(table: InvoicesTable) -> list[str | None]:
    return [invoice.ref_number for invoice in table.selected_invoices()]


def select(table: InvoicesTable, *rows: int) -> None:
    for row in rows:
        table.selectionModel().select(table.model().index(row, 0), ROWS)


def action(table: InvoicesTable, name: str) -> QAction:
    found = table.findChild(QAction, name)
    assert found is not None, name
    return found


def click_header(table: InvoicesTable, key: str) -> None:
    header = table.horizontalHeader()
    column = POSITIONS[key]
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    spot = QPoint(middle, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_the_newest_invoices_come_first(table: InvoicesTable, model: InvoicesModel) -> None:
    days = {"old": date(2025, 1, 1), "new": date(2025, 6, 1), "older": date(2024, 1, 1)}
    model.append([an_invoice(number, day=day) for number, day in days.items()])
    assert numbers(table) == ["new", "old", "older"]


@pytest.mark.parametrize("key", [column.key for column in COLUMNS])
def test_a_second_click_on_any_header_turns_the_order_round(
    table: InvoicesTable, model: InvoicesModel, key: str
) -> None:
    low = an_invoice(
        "1",
        customer="A",
        subtotal="1",
        tax="1",
        paid="1",
        balance="1",
        currency="A",
        day=date(2025, 1, 1),
        due=date(2025, 1, 1),
        memo="A",
        terms="Net 8",
        order="8",
    )
    high = an_invoice(
        "2",
        customer="B",
        subtotal="2",
        tax="2",
        paid="2",
        balance="2",
        currency="B",
        day=date(2025, 2, 2),
        due=date(2025, 2, 2),
        memo="B",
        terms="Net 30",
        order="30",
    )
    model.append([high, low])
    table.show_column(POSITIONS[key], shown=True)
    orders = []
    for _ in range(2):
        table.scrollTo(model.index(0, POSITIONS[key]))
        click_header(table, key)
        orders.append(numbers(table))
    assert orders == [["1", "2"], ["2", "1"]]


def test_the_arrow_points_up_while_values_grow(table: InvoicesTable) -> None:
    header = table.horizontalHeader()
    arrows = []
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        table.sortByColumn(POSITIONS["total"], order)
        option = QStyleOptionHeader()
        header.initStyleOption(option)
        header.initStyleOptionForIndex(option, POSITIONS["total"])
        arrows.append(option.sortIndicator)
    arrow = QStyleOptionHeader.SortIndicator
    assert arrows == [arrow.SortUp, arrow.SortDown]


def test_the_selection_stays_with_its_invoices_when_sorted(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(numbered(9))
    select(table, 1, 2, 7)
    before = sorted(str(number) for number in selected(table))
    table.sortByColumn(POSITIONS["total"], Qt.SortOrder.DescendingOrder)
    assert numbers(table)[0] == "9"
    assert sorted(str(number) for number in selected(table)) == before


def test_the_selection_stays_with_its_invoices_when_filtered(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(numbered(30))
    table.sortByColumn(POSITIONS["total"], Qt.SortOrder.AscendingOrder)
    select(table, 1, 11, 12, 20)
    table.selectionModel().setCurrentIndex(
        model.index(11, 3), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    model.set_filter("2.00")
    assert numbers(table) == ["2", "12", "22"]
    assert selected(table) == ["2", "12"]
    assert table.currentIndex().row() == 1
    model.set_filter("")
    assert selected(table) == ["2", "12"]
    assert table.currentIndex().row() == 11


def test_two_rows_with_the_same_id_are_selected_apart(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append([an_invoice("1", identifier="same"), an_invoice("1", identifier="same")])
    model.append([an_invoice("x")])
    select(table, 0)
    model.set_filter("1")
    model.set_filter("ana")
    assert len(table.selected_invoices()) == 1


def test_other_rows_do_not_inherit_a_selection(table: InvoicesTable, model: InvoicesModel) -> None:
    model.append(numbered(3))
    select(table, 0, 1)
    model.replace(numbered(3))
    assert selected(table) == []


def test_control_c_copies_the_selected_rows_as_cells(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    memo = "a\tb\nc " + "x" * 400
    model.append([an_invoice("1", subtotal="1234.5", memo=memo), an_invoice("2"), an_invoice("3")])
    table.sortByColumn(POSITIONS["number"], Qt.SortOrder.AscendingOrder)
    select(table, 2, 0)
    press(table, Qt.Key.Key_C, CONTROL)
    one = "1|Ana's Bakery|6/1/25|7/1/25|Open|1,234.50||1,234.50|||US Dollar|a b c " + "x" * 400
    three = "3|Ana's Bakery|6/1/25|7/1/25|Open|100.00||100.00|||US Dollar|"
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines == [one.replace("|", "\t"), three.replace("|", "\t")]


def test_copying_nothing_leaves_the_clipboard_alone(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append(numbered(2))
    QGuiApplication.clipboard().setText("mine")
    table.actions_of_rows.copy_rows()
    assert QGuiApplication.clipboard().text() == "mine"


def test_copying_is_in_the_context_menu(table: InvoicesTable, model: InvoicesModel) -> None:
    model.append(numbered(1))
    select(table, 0)
    assert table.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    texts = [action.text() for action in table.actions() if not action.isSeparator()]
    assert texts == [
        "Open",
        "Copy cell",
        "Copy rows",
        "Copy rows with headers",
        "Filter by this value",
        "Filter by this customer",
        "This column",
        "Columns",
        "Reset view",
    ]
    action(table, "invoicesCopy").trigger()
    assert QGuiApplication.clipboard().text().startswith("1\t")


def test_the_keyboard_moves_and_selects(table: InvoicesTable, model: InvoicesModel) -> None:
    model.append(numbered(5))
    table.setFocus()
    table.setCurrentIndex(model.index(0, 0))
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert selected(table) == numbers(table)[1:3]
    press(table, Qt.Key.Key_A, CONTROL)
    assert len(selected(table)) == 5


def test_widths_and_scrolling_stay_when_filtered(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    table.resize(600, 400)
    model.append(numbered(30))
    table.setColumnWidth(1, 333)
    table.horizontalScrollBar().setValue(200)
    model.set_filter("2.00")
    assert table.columnWidth(1) == 333
    assert table.horizontalScrollBar().value() == 200


@pytest.mark.parametrize("key", ["due", "status"])
def test_overdue_is_marked(table: InvoicesTable, model: InvoicesModel, key: str) -> None:
    model.append([an_invoice("late", due=date(2025, 1, 1)), an_invoice("fine", due=TODAY)])
    looks = {}
    for row, number in enumerate(numbers(table)):
        index = model.index(row, POSITIONS[key])
        option = QStyleOptionViewItem()
        delegate = table.itemDelegateForIndex(index)
        delegate.initStyleOption(option, index)  # type: ignore[attr-defined]
        amber = option.palette.text().color().name() == colours().look
        looks[number] = (amber, not option.icon.isNull())
    assert looks == {"late": (True, key == "status"), "fine": (False, False)}


def test_no_amount_is_ever_cut(table: InvoicesTable, model: InvoicesModel) -> None:
    model.append(numbered(3))
    huge = "-987654321098.7654321"
    model.append([an_invoice(subtotal=huge, tax=huge, paid=huge, balance=huge, currency="X" * 20)])
    column = POSITIONS["subtotal"]
    table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    for key in ("subtotal", "tax", "total", "paid", "balance", "currency"):
        index = model.index(0, POSITIONS[key])
        needed = table.fontMetrics().horizontalAdvance(str(index.data()))
        assert len(str(index.data())) >= 20
        assert table.columnWidth(POSITIONS[key]) > needed + 14, key  # the padding of the theme


def test_a_column_made_narrow_by_hand_stays_narrow(
    table: InvoicesTable, model: InvoicesModel
) -> None:
    model.append([an_invoice(subtotal="123456789.00")])
    table.setColumnWidth(POSITIONS["subtotal"], 60)
    model.append(numbered(3))
    model.set_filter("ana")
    assert table.columnWidth(POSITIONS["subtotal"]) == 60


class _Asked(InvoicesModel):
    """Counts how often it is asked how many rows there are."""

    count = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        self.count += 1
        return super().rowCount(parent)


def test_titles_above_selected_rows_are_painted_without_asking_each_row(qtbot: QtBot) -> None:
    model = _Asked(us_formats)
    model.append(numbered(3000))
    table = InvoicesTable(model)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.selectAll()
    assert table.selected_rows() == list(range(3000))
    model.count = 0
    table.grab()
    assert model.count < 1000
