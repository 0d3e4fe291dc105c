"""The row of fields below the titles: with a mouse, with the keyboard, frozen, scrolled, wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.table_view import TableView
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.filter_field import FilterField
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.invoices.books import PlayedSource, an_invoice, numbered, preview
from tests.ui.invoices.stage import button, filter_field, next_call

ROWS = (
    *numbered(6),
    an_invoice("77", customer="Zoë Ltd", subtotal="900", balance="900"),
    an_invoice("78", customer="Ana's Bakery", subtotal="20", balance="20"),
)


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> InvoicesScreen:
    """The screen with ``ROWS``, and with the row of fields."""
    screen.load()
    next_call(qtbot, source).end(preview(ROWS))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    click(button(screen, "invoicesFilterRow"))
    return screen


def content(screen: InvoicesScreen) -> Content:
    return screen.content


def field(screen: InvoicesScreen, key: str) -> FilterField:
    """The one that is seen."""
    found = [
        one
        for one in screen.findChildren(FilterField)
        if one.isVisible() and one.objectName().endswith(f"_{key}")
    ]
    assert len(found) == 1, key
    return found[0]


def write(screen: InvoicesScreen, key: str, text: str) -> None:
    one = field(screen, key)
    one.setFocus()
    one.selectAll()
    QTest.keyClicks(one, text)


def numbers(screen: InvoicesScreen) -> list[str]:
    rows = range(screen.table.invoices.shown_count)
    return [screen.table.invoices.text_at(row, POSITIONS["number"]) for row in rows]


def label(screen: InvoicesScreen, name: str) -> QLabel:
    found = screen.findChild(QLabel, name)
    assert found is not None
    return found


def is_below_title(screen: InvoicesScreen, key: str) -> bool:
    """Whether a field begins where its column does, and is as wide but for its margins."""
    table, column = screen.table, POSITIONS[key]
    one = field(screen, key)
    cell = table.visualRect(table.invoices.index(0, column))
    left = one.mapTo(table, QPoint(0, 0)).x() - table.viewport().x()
    is_in_header = one.mapTo(table, QPoint(0, one.height())).y() <= table.viewport().y()
    return is_in_header and left == cell.left() + 2 and one.width() == cell.width() - 4


def test_a_table_without_the_row_has_no_fields(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    next_call(qtbot, source).end(preview(ROWS))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    filter_field(screen).setText("zoe")
    assert screen.findChildren(FilterField) == []


def test_each_shown_column_has_a_field_below_its_title(loaded: InvoicesScreen) -> None:
    shown = {COLUMNS[column].key for column in loaded.table.shown_columns()}
    seen = [one for one in loaded.findChildren(FilterField) if one.isVisible()]
    assert {one.objectName().partition("_")[2] for one in seen} == shown
    assert all(is_below_title(loaded, key) for key in shown)
    assert nameless(loaded) == []
    assert loaded.focusWidget() is field(loaded, "number")


def test_the_fields_go_along_with_their_columns(loaded: InvoicesScreen) -> None:
    table = loaded.table
    table.widen_column(POSITIONS["customer"], 3)
    table.move_column(POSITIONS["status"], -3)
    table.show_column(POSITIONS["po"], shown=True)
    table.show_column(POSITIONS["due"], shown=False)
    table.horizontalScrollBar().setValue(90)
    assert all(is_below_title(loaded, COLUMNS[column].key) for column in table.shown_columns())
    hidden = {one.objectName() for one in loaded.findChildren(FilterField) if not one.isVisible()}
    assert "invoicesFilterBy_due" in hidden


def test_the_field_of_a_frozen_column_stands_still(loaded: InvoicesScreen) -> None:
    table = loaded.table
    table.freeze(1)
    write(loaded, "number", "77")
    assert numbers(loaded) == ["77"]
    before = field(loaded, "number").mapTo(loaded, QPoint(0, 0))
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert field(loaded, "number").mapTo(loaded, QPoint(0, 0)) == before
    table.freeze(0)
    assert field(loaded, "number").text() == "77"


def test_what_is_written_below_a_title_is_in_the_one_filter(loaded: InvoicesScreen) -> None:
    write(loaded, "customer", "zoe")
    write(loaded, "total", ">500")
    assert filter_field(loaded).text() == "total>500 customer:zoe"
    assert numbers(loaded) == ["77"]
    assert label(loaded, "invoicesCount").text() == "1 of 8 invoices match the filter"


def test_what_is_in_the_one_filter_is_seen_below_the_titles(loaded: InvoicesScreen) -> None:
    filter_field(loaded).setText("bakery >500 balance<1 due=2026-01..2026-03")
    texts = [field(loaded, key).text() for key in ("customer", "total", "balance", "due")]
    assert texts == ["", ">500", "<1", "2026-01..2026-03"]
    filter_field(loaded).setText("")
    assert not any(one.text() for one in loaded.findChildren(FilterField))


def test_a_cell_that_is_filtered_by_is_seen_below_its_title(loaded: InvoicesScreen) -> None:
    loaded.table.filter_wanted.emit('customer="Zoë Ltd"')
    assert field(loaded, "customer").text() == "=Zoë Ltd"
    assert numbers(loaded) == ["77"]


def test_what_is_wrong_is_said_and_asks_for_nothing(loaded: InvoicesScreen) -> None:
    write(loaded, "total", ">500")
    write(loaded, "total", "much")
    problem = label(loaded, "invoicesFilterProblem")
    assert problem.isVisible()
    assert problem.text() == "“much” is not an amount. Try >500 or 1-30."
    assert field(loaded, "total").property("problem") is True
    assert "not an amount" in field(loaded, "total").accessibleDescription()
    assert (filter_field(loaded).text(), len(numbers(loaded))) == ("", 8)
    write(loaded, "total", "20")
    assert not problem.isVisible()
    assert field(loaded, "total").property("problem") is False
    assert numbers(loaded) == ["78"]


def test_clear_all_empties_every_field_right_or_wrong(loaded: InvoicesScreen) -> None:
    write(loaded, "customer", "zoe")
    write(loaded, "total", "much")
    click(button(loaded, "invoicesClearFilters"))
    assert not any(one.text() or one.problem for one in loaded.findChildren(FilterField))
    assert len(numbers(loaded)) == 8
    assert not button(loaded, "invoicesClearFilters").isVisible()


def test_where_nothing_matches_one_can_go_on_writing(loaded: InvoicesScreen) -> None:
    write(loaded, "customer", "nobody")
    assert content(loaded) is Content.NO_MATCH
    assert label(loaded, "invoicesCount").text() == "0 of 8 invoices match the filter"
    assert loaded.focusWidget() is field(loaded, "customer")
    said = [one.text() for one in loaded.table.findChildren(QLabel) if one.isVisible()]
    assert said[0] == "Nothing matches “customer:nobody”"
    press(field(loaded, "customer"), Qt.Key.Key_Escape)
    assert content(loaded) is Content.TABLE
    assert len(numbers(loaded)) == 8


def current_cell(screen: InvoicesScreen) -> tuple[int, str]:
    at = screen.table.currentIndex()
    return at.row(), COLUMNS[at.column()].key


def test_the_keyboard_goes_from_the_header_to_the_rows_and_back(loaded: InvoicesScreen) -> None:
    press(field(loaded, "number"), Qt.Key.Key_Tab)
    assert loaded.focusWidget() is field(loaded, "customer")
    press(field(loaded, "customer"), Qt.Key.Key_Down)
    assert loaded.focusWidget() is loaded.table
    assert current_cell(loaded) == (0, "customer")
    press(loaded.table, Qt.Key.Key_Down)
    press(loaded.table, Qt.Key.Key_Up)
    assert loaded.focusWidget() is loaded.table
    press(loaded.table, Qt.Key.Key_Up)
    assert loaded.focusWidget() is field(loaded, "customer")
    press(field(loaded, "customer"), Qt.Key.Key_Escape)
    assert loaded.focusWidget() is loaded.table
    press(loaded.table, Qt.Key.Key_Down)
    field(loaded, "balance").setFocus()
    press(field(loaded, "balance"), Qt.Key.Key_Return)
    assert current_cell(loaded) == (1, "balance")  # the row stays, and what is selected
    assert loaded.table.selected_rows() == [1]


def test_tab_leads_through_all_fields_as_they_stand_and_into_sight(
    loaded: InvoicesScreen,
) -> None:
    table = loaded.table
    table.move_column(POSITIONS["memo"], -9)
    shown = [COLUMNS[column].key for column in table.shown_columns()]
    field(loaded, shown[0]).setFocus()
    for key in shown:
        one = field(loaded, key)
        assert loaded.focusWidget() is one
        left = one.mapTo(table, QPoint(0, 0)).x() - table.viewport().x()
        assert left >= 0
        assert left + min(one.width(), 60) <= table.viewport().width()
        press(one, Qt.Key.Key_Tab)
    assert loaded.focusWidget() is table


def test_keys_show_the_row_and_take_it_away_with_the_filter_left(loaded: InvoicesScreen) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    write(loaded, "customer", "zoe")
    press(loaded, Qt.Key.Key_F, both)
    assert not any(one.isVisible() for one in loaded.findChildren(FilterField))
    assert loaded.focusWidget() is loaded.table
    assert numbers(loaded) == ["77"]
    press(loaded, Qt.Key.Key_F, both)
    assert field(loaded, "customer").text() == "zoe"
    assert button(loaded, "invoicesFilterRow").isChecked()


def test_whether_there_is_a_row_is_remembered_with_the_columns(loaded: InvoicesScreen) -> None:
    assert loaded.table.view.has_filter_row
    loaded.table.arrange(TableView())
    assert not loaded.table.has_filter_row
    assert not button(loaded, "invoicesFilterRow").isChecked()


def test_frozen_columns_cover_nothing_that_is_said(loaded: InvoicesScreen) -> None:
    loaded.table.freeze(2)
    write(loaded, "number", "no such")
    header = loaded.table.frozen_header
    view = header.parentWidget()
    assert view is not None
    assert view.height() == loaded.table.header.height()
    press(field(loaded, "number"), Qt.Key.Key_Escape)
    assert view.height() > loaded.table.header.height()
