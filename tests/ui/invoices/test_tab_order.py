"""Tab goes over the screen as eyes do: from left to right, and from the top down."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.narrowing import Named
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from tests.helpers.hands import click, press
from tests.ui.invoices.books import PlayedSource, numbered, preview
from tests.ui.invoices.stage import button, filter_field, next_call

ABOVE = [
    "invoicesFilter",
    "invoicesPeriod",
    "invoicesFiltersButton",
    "invoicesExport",
    "invoicesRefresh",
]
BESIDE_THE_COUNT = ["invoicesFilterRow", "invoicesColumns"]


def walked(screen: InvoicesScreen, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """The names of what has the keyboard, one press after the other, until it is round."""
    start = filter_field(screen)
    start.setFocus()
    names: list[str] = []
    while (at := QApplication.focusWidget()) is not None and (at is not start or not names):
        names.append(at.objectName())
        press(at, key)
    return names


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> InvoicesScreen:
    screen.load()
    next_call(qtbot, source).end(preview(numbered(6)))
    qtbot.waitUntil(lambda: screen.content is Content.TABLE)
    return screen


def test_from_the_filter_over_the_table_to_the_ages(loaded: InvoicesScreen) -> None:
    names = walked(loaded)
    table = names.index("invoicesTable")
    assert names[:table] == [*ABOVE, *BESIDE_THE_COUNT]
    assert names[table + 1].startswith("invoicesAge")


def test_fields_and_chips_come_where_they_stand_though_they_are_made_later(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    click(button(loaded, "invoicesFilterRow"))
    loaded.asking.ask_for_customer(Named("C-1", "Ana's Bakery"))
    next_call(qtbot, source, 2).end(preview(numbered(6)))
    qtbot.waitUntil(lambda: loaded.content is Content.TABLE)
    names = walked(loaded)
    table = names.index("invoicesTable")
    chip = names.index("invoicesChip0")
    assert [name for name in names[:chip] if name != "invoicesClearFilters"] == [
        *ABOVE,
        *BESIDE_THE_COUNT,
    ]
    fields = names[chip + 1 : table]
    assert fields[:2] == ["invoicesFilterBy_number", "invoicesFilterBy_customer"]
    assert all(name.startswith("invoicesFilterBy_") for name in fields)


def test_back_is_the_same_way(loaded: InvoicesScreen) -> None:
    there, back = walked(loaded), walked(loaded, Qt.Key.Key_Backtab)
    assert back[1:] == there[:0:-1]


def test_a_value_that_is_a_part_of_another_is_asked_for_as_well(loaded: InvoicesScreen) -> None:
    field = filter_field(loaded)
    field.setText("total=10.00..2000.00")
    loaded.table.filter_wanted.emit("total=10.00")
    assert field.text() == "total=10.00..2000.00 total=10.00"
    loaded.table.filter_wanted.emit("total=10.00")
    assert field.text() == "total=10.00..2000.00 total=10.00"
