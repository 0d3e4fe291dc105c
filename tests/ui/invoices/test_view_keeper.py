"""How the table is arranged comes back; whatever stands in the settings, it can be used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import AppError
from conductor_desktop.storage.table_view import ColumnView, SortView, TableView
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.invoices.view_keeper import ViewKeeper
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.invoices.books import an_invoice, numbered, us_formats

keys = st.sampled_from([*POSITIONS, "colour"])
views = st.builds(
    TableView,
    st.lists(
        st.builds(ColumnView, keys, st.booleans(), st.none() | st.integers(1, 10_000)), max_size=20
    ).map(tuple),
    st.lists(st.builds(SortView, keys, st.booleans()), max_size=5).map(tuple),
    st.integers(0, 100),
    st.booleans(),
)


@pytest.fixture
def table(qtbot: QtBot, model: InvoicesModel) -> InvoicesTable:
    table = InvoicesTable(model)
    qtbot.addWidget(table)
    return table


def another(qtbot: QtBot) -> InvoicesTable:
    table = InvoicesTable(InvoicesModel(us_formats))
    qtbot.addWidget(table)
    return table


def rearrange(table: InvoicesTable) -> None:
    table.show_column(POSITIONS["po"], shown=True)
    table.move_column(POSITIONS["po"], -1)
    table.widen_column(POSITIONS["customer"], 4)
    table.widen_column(POSITIONS["memo"], 1)
    table.show_column(POSITIONS["memo"], shown=False)
    table.sortByColumn(POSITIONS["customer"], Qt.SortOrder.AscendingOrder)
    table.also_sort_by(POSITIONS["total"])


def test_what_was_arranged_is_kept_once_and_brought_back(
    qtbot: QtBot, table: InvoicesTable, runner: TaskRunner
) -> None:
    written: list[TableView] = []
    ViewKeeper(table, None, written.append, runner)
    rearrange(table)
    qtbot.waitUntil(lambda: bool(written))
    assert written == [table.view]
    other = another(qtbot)
    ViewKeeper(other, written[0], written.append, runner).keep_now()
    runner.shutdown()
    assert other.view == table.view
    assert other.shown_columns() == table.shown_columns()
    assert other.columnWidth(POSITIONS["customer"]) == table.columnWidth(POSITIONS["customer"])
    assert list(other.invoices.sorts) == [
        (POSITIONS["customer"], False),
        (POSITIONS["total"], False),
    ]
    assert len(written) == 1


def test_what_is_not_changed_is_not_written(table: InvoicesTable, runner: TaskRunner) -> None:
    written: list[TableView] = []
    keeper = ViewKeeper(table, None, written.append, runner)
    table.invoices.append(numbered(3))
    keeper.keep_now()
    table.show_column(POSITIONS["po"], shown=True)
    table.reset_view()
    keeper.keep_now()
    runner.shutdown()
    assert written == []


def test_a_width_that_was_kept_is_not_overruled_by_long_amounts(
    qtbot: QtBot, table: InvoicesTable
) -> None:
    table.widen_column(POSITIONS["total"], -2)
    narrow = table.columnWidth(POSITIONS["total"])
    other = another(qtbot)
    other.arrange(table.view)
    other.invoices.append([an_invoice(subtotal="123456789012.00")])
    assert other.columnWidth(POSITIONS["total"]) == narrow


def test_a_disk_that_takes_nothing_is_logged_and_no_more(
    qtbot: QtBot, table: InvoicesTable, runner: TaskRunner, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_view: TableView) -> None:
        raise AppError("Full", "The disk is full.", "Make room.")

    keeper = ViewKeeper(table, None, refuse, runner)
    table.show_column(POSITIONS["po"], shown=True)
    keeper.keep_now()
    qtbot.waitUntil(lambda: "could not be kept" in caplog.text)


@pytest.mark.usefixtures("qapp")
@settings(deadline=None)
@given(views)
def test_any_view_gives_a_table_with_every_column_once_and_one_shown(view: TableView) -> None:
    table = InvoicesTable(InvoicesModel(us_formats))
    table.arrange(view)
    arranged = table.view
    assert sorted(one.key for one in arranged.columns) == sorted(POSITIONS)
    assert table.shown_columns()
    assert all(0 <= table.columnWidth(column) < 5000 for column in range(len(COLUMNS)))
    again = InvoicesTable(InvoicesModel(us_formats))
    again.arrange(arranged)
    assert again.view == arranged
    for one in (table, again):
        one.deleteLater()
