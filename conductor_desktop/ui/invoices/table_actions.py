"""What can be done with the rows of the invoice table, by its menu and by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from conductor_desktop.ui.invoices.column_menu import fill_with_column, fill_with_columns
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.conditions import condition_of
from conductor_desktop.ui.invoices.copying import Lines
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.ui.invoices.table import InvoicesTable

_MANY = 2000  # rows; writing more than these would be felt


class TableActions(QObject):
    """Belongs to the table and gives it its menu."""

    def __init__(self, table: InvoicesTable) -> None:
        super().__init__(table)
        self._table = table
        self._add("Open", "invoicesOpen", table.open_current, _keys("Return", "Enter"))
        self._separate()
        self._add("Copy cell", "invoicesCopyCell", self.copy_cell, _keys("Ctrl+Alt+C"))
        self._add("Copy rows", "invoicesCopy", self.copy_rows, _keys("Ctrl+C"))
        self._add(
            "Copy rows with headers",
            "invoicesCopyWithHeaders",
            self.copy_with_titles,
            _keys("Ctrl+Shift+C"),
        )
        self._separate()
        self._add("Filter by this value", "invoicesFilterByValue", self.filter_by_value)
        self._add("Filter by this customer", "invoicesFilterByCustomer", self.filter_by_customer)
        self._separate()
        self._add_menu("This column", self._fill_column)
        self._add_menu("Columns", lambda menu: fill_with_columns(menu, table))
        self._add("Reset view", "invoicesResetView", table.reset_view)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def copy_cell(self) -> None:
        """Put the current cell on the clipboard as it is shown, uncut."""
        at = self._table.currentIndex()
        if at.isValid():
            text = self._table.invoices.text_at(at.row(), at.column())
            QGuiApplication.clipboard().setText(text)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, in the columns and the order that are shown."""
        self._copy(with_titles=False)

    def copy_with_titles(self) -> None:
        """The same, below the titles of the columns."""
        self._copy(with_titles=True)

    def filter_by_value(self) -> None:
        """Ask for the rows that have in this column what the current one has."""
        self._filter_by(self._table.currentIndex().column())

    def filter_by_customer(self) -> None:
        """Ask for the invoices of the customer of the current row."""
        self._filter_by(POSITIONS["customer"])

    def _filter_by(self, column: int) -> None:
        at, model = self._table.currentIndex(), self._table.invoices
        if at.isValid():
            invoice = model.invoice_at(at.row())
            condition = condition_of(COLUMNS[column], invoice, model.formats)
            self._table.filter_wanted.emit(condition)

    def _copy(self, *, with_titles: bool) -> None:
        table, model = self._table, self._table.invoices
        if invoices := table.selected_invoices():
            lines = Lines(invoices, table.shown_columns(), model.formats, with_titles)
            if len(invoices) > _MANY:
                table.copy_wanted.emit(lines)
            else:
                QGuiApplication.clipboard().setText(lines.text(CancelToken()))

    def _fill_column(self, menu: QMenu) -> None:
        column = self._table.currentIndex().column()
        shown = self._table.shown_columns()
        fill_with_column(menu, self._table, column if column in shown else shown[0])

    def _add(
        self,
        text: str,
        name: str,
        do: Callable[[], object],
        keys: list[QKeySequence] | None = None,
    ) -> None:
        action = QAction(text, self._table)
        action.setObjectName(name)
        action.setShortcuts(keys or [])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self._table.addAction(action)

    def _add_menu(self, text: str, fill: Callable[[QMenu], None]) -> None:
        menu = QMenu(text, self._table)
        menu.setAccessibleName(text)

        def fill_anew() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(fill_anew)
        self._table.addAction(menu.menuAction())

    def _separate(self) -> None:
        line = QAction(self._table)
        line.setSeparator(True)
        self._table.addAction(line)


def _keys(*texts: str) -> list[QKeySequence]:
    return [QKeySequence(text) for text in texts]
