"""What stands beside the count of rows: the way to the filter row, and out of every filter."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from conductor_desktop.ui.invoices.filter_row import FilterRow
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import muted


class FilterTools(QObject):
    """The screen puts ``clear``, ``problem`` and ``toggle`` where they belong."""

    problem_changed = Signal()

    def __init__(self, table: InvoicesTable, whole: QLineEdit, screen: QWidget) -> None:
        super().__init__(screen)
        self._table = table
        self.row = FilterRow(table, whole)
        self.clear = link_button("Clear all", "invoicesClearFilters", screen)
        self.clear.setToolTip("Show all rows again, whatever they are filtered by")
        self.toggle = link_button("Filter row", "invoicesFilterRow", screen)
        self.toggle.setCheckable(True)
        self.toggle.setToolTip("Fields to filter by below the titles of the columns (Ctrl+Shift+F)")
        self.problem = muted("", screen)
        self.problem.setProperty("kind", "problem")
        self.problem.setObjectName("invoicesFilterProblem")
        self.problem.setWordWrap(False)
        self.problem.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.problem.hide()
        self.clear.hide()
        self._show_toggle()
        self.toggle.clicked.connect(self._on_toggled)
        table.filter_row_changed.connect(self._show_toggle)
        self.row.problem_changed.connect(self._on_problem)
        keys = QShortcut(QKeySequence("Ctrl+Shift+F"), screen)
        keys.activated.connect(self._on_keys)

    @property
    def says_problem(self) -> bool:
        """Whether something that was typed cannot be asked for."""
        return bool(self.problem.text())

    def _show_toggle(self) -> None:
        self.toggle.setChecked(self._table.has_filter_row)

    def _on_toggled(self, is_on: bool) -> None:
        self._table.show_filter_row(is_on)
        if is_on:
            self._enter()

    def _on_keys(self) -> None:
        """There and back again."""
        if self._table.isVisible():
            self._on_toggled(not self._table.has_filter_row)
            if not self._table.has_filter_row:
                self._table.setFocus()

    def _enter(self) -> None:
        shown, column = self._table.shown_columns(), self._table.currentIndex().column()
        self.row.enter(column if column in shown else shown[0])

    def _on_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setToolTip(problem)
        self.problem_changed.emit()
