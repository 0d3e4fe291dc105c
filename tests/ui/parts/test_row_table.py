"""A table of rows: scrolled by one, it paints that one."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.row_table import RowTable
from conductor_desktop.ui.theme import wear_theme
from tests.helpers.themes import restored

ROW = 30


class Watched(RowTable):
    """Knows how many pixels from top to bottom were painted each time."""

    def __init__(self) -> None:
        super().__init__(ROW)
        self.heights: list[int] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it
        self.heights.append(event.region().boundingRect().height())
        super().paintEvent(event)


def scroll_until_one_row_is_painted(qtbot: QtBot, table: Watched) -> None:
    """What was still to be painted of the window itself may come with the first rows."""

    def is_one_row() -> bool:
        table.heights.clear()
        bar = table.verticalScrollBar()
        bar.setValue(bar.value() + 1)
        qtbot.waitUntil(lambda: bool(table.heights))
        return table.heights[0] <= 2 * ROW

    qtbot.waitUntil(is_one_row)


def test_scrolling_by_a_row_paints_that_row_also_after_the_style_has_changed(
    qtbot: QtBot, qapp: QApplication
) -> None:
    with restored(qapp):
        wear_theme(qapp)
        table, model = Watched(), QStringListModel([str(number) for number in range(200)])
        qtbot.addWidget(table)
        table.setModel(model)
        table.resize(300, 400)
        table.show()
        qtbot.waitExposed(table)
        scroll_until_one_row_is_painted(qtbot, table)
        qapp.setStyleSheet(f"{qapp.styleSheet()}\nQTableView {{ color: red; }}")
        scroll_until_one_row_is_painted(qtbot, table)
