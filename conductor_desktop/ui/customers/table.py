"""The table of customers: it keeps its selection, and knows what can be done with a row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from conductor_desktop.conductor.models import Customer
from conductor_desktop.ui.customers.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.parts.copying import as_lines
from conductor_desktop.ui.parts.digits import tabular
from conductor_desktop.ui.parts.row_table import RowTable
from conductor_desktop.ui.parts.table_header import TableHeader
from conductor_desktop.ui.theme import UNIT

_ROW_HEIGHT = UNIT * 4
_CELL_MARGINS = UNIT * 3
_SAMPLE_AMOUNT = Decimal("888888.88")


class CustomersTable(RowTable):
    """Whole rows are selected; Enter or a double click wants the invoices of one."""

    invoices_wanted = Signal(object)  # the Customer

    def __init__(self, model: CustomersModel, parent: QWidget | None = None) -> None:
        super().__init__(_ROW_HEIGHT, parent)
        self._customers = model
        self._kept: list[Customer] = []
        self._kept_current: Customer | None = None
        self.setObjectName("customersTable")
        self.setAccessibleName("Customers")
        self.setModel(model)
        self._dress()
        self._set_widths()
        self._measured: list[Customer] = []
        self._by_hand: set[int] = set()
        self._add_actions()
        self.doubleClicked.connect(self.show_invoices)
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        model.rows_changed.connect(self._make_room)

    @property
    def current_customer(self) -> Customer | None:
        """The one the keyboard is at."""
        at = self.currentIndex()
        return self._customers.customer_at(at.row()) if at.isValid() else None

    def selected_rows(self) -> list[int]:
        """Where the selected rows are, from top to bottom."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def show_invoices(self) -> None:
        """Ask for the invoices of the current customer."""
        customer = self.current_customer
        if customer is not None:
            self.invoices_wanted.emit(customer)

    def copy_cell(self) -> None:
        """Put the current cell on the clipboard as it is shown, uncut."""
        at = self.currentIndex()
        if at.isValid():
            QGuiApplication.clipboard().setText(self._customers.text_at(at.row(), at.column()))

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, in the order that is shown."""
        self._copy()

    def copy_with_titles(self) -> None:
        """The same, below the titles of the columns."""
        self._copy([column.title for column in COLUMNS])

    def _copy(self, titles: list[str] | None = None) -> None:
        columns, text_at = range(len(COLUMNS)), self._customers.text_at
        if rows := self.selected_rows():
            cells = ([text_at(row, column) for column in columns] for row in rows)
            is_text = [not column.is_money for column in COLUMNS]
            QGuiApplication.clipboard().setText(as_lines(cells, is_text, titles or ()))

    def _dress(self) -> None:
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a job's own name is the last of it
        self.setFont(tabular(self.font()))
        header = TableHeader(self._customers, "customers", self)
        header.also_sort_wanted.connect(self._customers.also_sort_by)
        header.sectionResized.connect(self._on_resized)
        self.setHorizontalHeader(header)
        # Set before sorting is switched on, which sorts by what the header shows.
        header.setSortIndicator(POSITIONS["customer"], Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _set_widths(self) -> None:
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        for position, column in enumerate(COLUMNS):
            sample = column.sample
            if column.is_money:
                sample = self._customers.formats.money(_SAMPLE_AMOUNT)
            width = metrics.horizontalAdvance(sample) + _CELL_MARGINS
            self.setColumnWidth(position, max(width, header.sectionSizeHint(position)))

    def _make_room(self) -> None:
        """For amounts longer than any before: half of one would be a lie."""
        customers, before = self._customers.customers, len(self._measured)
        is_more = list(customers[:before]) == self._measured
        new = customers[before:] if is_more else customers
        self._measured = list(customers)
        for position, column in enumerate(COLUMNS):
            if column.is_money and position not in self._by_hand:
                texts = [column.text(one, self._customers.formats) for one in new]
                longest = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
                wide_enough = max(longest + _CELL_MARGINS, self.columnWidth(position))
                self.setColumnWidth(position, wide_enough)

    def _on_resized(self, column: int) -> None:
        header = self.horizontalHeader()
        if isinstance(header, TableHeader) and header.is_pressed:
            self._by_hand.add(column)

    def _add_actions(self) -> None:
        self._add("Show invoices", "customersShowInvoices", self.show_invoices, "Return", "Enter")
        line = QAction(self)
        line.setSeparator(True)
        self.addAction(line)
        self._add("Copy cell", "customersCopyCell", self.copy_cell, "Ctrl+Alt+C")
        self._add("Copy rows", "customersCopy", self.copy_rows, "Ctrl+C")
        self._add(
            "Copy rows with headers",
            "customersCopyWithHeaders",
            self.copy_with_titles,
            "Ctrl+Shift+C",
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _add(self, text: str, name: str, do: Callable[[], None], *keys: str) -> None:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self.addAction(action)

    def _keep_selection(self) -> None:
        self._kept = [self._customers.customer_at(row) for row in self.selected_rows()]
        self._kept_current = self.current_customer

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        current, self._kept_current = self._kept_current, None
        model, selection = self._customers, QItemSelection()
        for row in model.rows_of(kept):
            selection.select(model.index(row, 0), model.index(row, len(COLUMNS) - 1))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)
        for row in model.rows_of([current] if current else []):
            index = model.index(row, 0)
            keep = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, keep)
            self.scrollTo(index)
