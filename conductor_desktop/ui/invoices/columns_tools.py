"""The way to the list of columns, which floats over the table below its button."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from conductor_desktop.ui.invoices.columns_panel import ColumnsPanel
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.theme import UNIT


class ColumnsTools(QObject):
    """The screen puts ``button`` where it belongs."""

    def __init__(self, table: InvoicesTable, screen: QWidget) -> None:
        super().__init__(screen)
        self._screen = screen
        self._panel = ColumnsPanel(table, screen)
        self.button = link_button("Columns", "invoicesColumns", screen)
        self.button.setToolTip("Choose which columns are shown")
        self.button.clicked.connect(self._on_clicked)
        self._panel.left.connect(self.button.setFocus)

    def close(self) -> None:
        """Take the list away, if it is there."""
        self._panel.hide()

    def _on_clicked(self) -> None:
        if self._panel.isVisible():
            self._panel.hide()
            return
        corner = self.button.mapTo(self._screen, self.button.rect().bottomRight())
        room = self._screen.height() - corner.y() - UNIT * 2
        self._panel.open_at(corner.x(), corner.y() + UNIT // 2, room)
