"""The table itself: its rows are chosen, opened and copied, and the choice lasts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.ui.invoices.arranged_table import ArrangedTable
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.table_actions import TableActions


class InvoicesTable(ArrangedTable):
    """Whole rows are selected; Enter or a double click opens one. See ``TableActions`` for more."""

    wanted = Signal(object)  # the InvoiceRow to open
    filter_wanted = Signal(str)  # a condition, as it would be typed
    copy_wanted = Signal(object)  # very many Lines

    def __init__(self, model: InvoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._kept: list[InvoiceRow] = []
        self._kept_current: InvoiceRow | None = None
        self._kept_column = 0
        self.actions_of_rows = TableActions(self)
        self.doubleClicked.connect(self.open_current)
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        model.rowsInserted.connect(self._on_rows_inserted)

    def selected_rows(self) -> list[int]:
        """Where the selected rows are, from top to bottom."""
        # By stretches: asked for one by one, a hundred thousand take three seconds.
        selection = self.selectionModel().selection()
        stretches = cast("Iterable[QItemSelectionRange]", selection)
        return sorted({row for one in stretches for row in range(one.top(), one.bottom() + 1)})

    def selected_invoices(self) -> list[InvoiceRow]:
        """The selected rows, from top to bottom."""
        return [self._invoices.invoice_at(row) for row in self.selected_rows()]

    def open_current(self) -> None:
        """Ask for the current row to be opened."""
        current = self.currentIndex()
        if current.isValid():
            self.wanted.emit(self._invoices.invoice_at(current.row()))

    def enter_rows(self, column: int) -> None:
        """Bring the keyboard to ``column`` of the rows, and to the first one if it was at none."""
        self.setFocus()
        if self.currentIndex().isValid():
            self._go_to_column(column)
        elif self._invoices.shown_count:
            self.setCurrentIndex(self._invoices.index(0, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() == Qt.Key.Key_Up and at.row() <= 0 and self._has_filter_row:
            self.filter_row_wanted.emit(max(at.column(), 0))
        else:
            super().keyPressEvent(event)

    def _on_rows_inserted(self, _parent: QModelIndex, first: int) -> None:
        """Not paint again what is seen when rows come below it, as most do while they load."""
        last_seen = self.rowAt(self.viewport().height() - 1)
        if 0 <= last_seen < first:
            stays = Qt.WidgetAttribute.WA_UpdatesDisabled
            self.viewport().setAttribute(stays, True)
            self.executeDelayedItemsLayout()
            self.viewport().setAttribute(stays, False)

    def _keep_selection(self) -> None:
        current = self.currentIndex()
        self._kept_column = max(current.column(), 0)
        self._kept = self.selected_invoices()
        self._kept_current = self._invoices.invoice_at(current.row()) if current.isValid() else None

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        current, self._kept_current = self._kept_current, None
        if current is not None:
            for row in self._invoices.rows_of([current]):
                index = self._invoices.index(row, self._kept_column)
                self.selectionModel().setCurrentIndex(index, _NOTHING_SELECTED)
                self.scrollTo(index)
        if kept:
            self.selectionModel().select(self._as_selection(kept), _ROWS_TOO)

    def _as_selection(self, invoices: list[InvoiceRow]) -> QItemSelection:
        selection = QItemSelection()
        last_column = len(COLUMNS) - 1
        for first, last in _runs(self._invoices.rows_of(invoices)):
            selection.select(
                self._invoices.index(first, 0), self._invoices.index(last, last_column)
            )
        return selection


_NOTHING_SELECTED = QItemSelectionModel.SelectionFlag.NoUpdate
_ROWS_TOO = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Ascending row numbers as (first, last) of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
