"""The first columns, which stay where they are while the others are scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame

from conductor_desktop.ui.invoices.column_menu import column_menu, pop_up
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.parts.row_table import RowTable
from conductor_desktop.ui.parts.table_header import TableHeader

if TYPE_CHECKING:
    from conductor_desktop.ui.invoices.arranged_table import ArrangedTable

_EDGE = 2  # the line of the theme that tells where the columns begin to move
_MOST_OF_THE_ROOM = 2 / 3  # what may be scrolled needs some


class FrozenColumns(RowTable):
    """A second look at the same rows and selection, on top of the table's left edge.

    The keyboard stays with the table; what is clicked here is done there.
    """

    refreshed = Signal()

    def __init__(self, table: ArrangedTable) -> None:
        super().__init__(table.verticalHeader().defaultSectionSize(), table)
        self._table = table
        self.columns: list[int] = []  # those that are frozen and fit, from left to right
        self._had_rows = False
        self._is_standing = False  # what moves now is moved by the table
        self.header = TableHeader(table.invoices, "invoices", self)
        self.setObjectName("invoicesFrozen")
        self.setAccessibleName("Frozen columns of the invoices")
        self.setModel(table.invoices)
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(table)
        self._dress()
        self._wire()
        self.hide()

    def refresh(self) -> None:
        """Show the columns that are frozen as the table shows them."""
        columns = self.columns = self._that_fit()
        self.setVisible(bool(columns))
        if columns:
            self._is_standing = True
            self._stand(columns)
            self._is_standing = False
        self.refreshed.emit()

    def refresh_rows(self) -> None:
        """There may be rows now, or none any more."""
        if self.columns and self._had_rows is not bool(self._table.invoices.shown_count):
            self.refresh()

    def _stand(self, columns: list[int]) -> None:
        header, table = self.horizontalHeader(), self._table
        for column in range(len(COLUMNS)):
            self.setColumnHidden(column, column not in columns)
        for place, column in enumerate(columns):
            header.moveSection(header.visualIndex(column), place)
            self.setColumnWidth(column, table.columnWidth(column))
        above = table.horizontalHeader()
        header.setFixedHeight(above.height())
        frame = table.frameWidth()
        width = sum(map(table.columnWidth, columns)) + _EDGE
        self._had_rows = bool(table.invoices.shown_count)
        # Without rows there is something to be read where they would be.
        height = above.height() + (table.viewport().height() if self._had_rows else 0)
        self.setGeometry(frame, frame, width, height)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    @property
    def covered(self) -> int:
        """How much of the table's left is under these columns, in pixels."""
        return self.width() if self.isVisibleTo(self._table) else 0

    def _that_fit(self) -> list[int]:
        room = self._table.viewport().width() * _MOST_OF_THE_ROOM
        columns: list[int] = []
        for column in self._table.shown_columns()[: self._table.frozen_count]:
            room -= self._table.columnWidth(column)
            if room < 0:
                break
            columns.append(column)
        return columns

    def _dress(self) -> None:
        table = self._table
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(table.font())
        for column in range(len(COLUMNS)):
            self.setItemDelegateForColumn(column, table.itemDelegateForColumn(column))
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(off)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the table has one
        header = self.header
        header.setObjectName("invoicesFrozenHeader")
        header.setAccessibleName("Frozen columns of the invoices")
        header.setStretchLastSection(False)
        header.setSortIndicatorShown(True)
        self.setHorizontalHeader(header)
        self.setAutoScroll(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _wire(self) -> None:
        table, header = self._table, self.horizontalHeader()
        theirs, mine = table.verticalScrollBar(), self.verticalScrollBar()
        theirs.valueChanged.connect(mine.setValue)
        mine.valueChanged.connect(theirs.setValue)
        self.doubleClicked.connect(table.doubleClicked)
        header.sectionClicked.connect(table.turn_sort)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        if isinstance(header, TableHeader):
            header.also_sort_wanted.connect(table.also_sort_by)

    def _on_resized(self, column: int, _before: int, width: int) -> None:
        header = self.horizontalHeader()
        if isinstance(header, TableHeader) and header.is_pressed:
            self._table.widen_column_to(column, width)

    def _on_moved(self, column: int, _before: int, place: int) -> None:
        """Somebody has dragged a title; the table then has these columns stand alike."""
        if self.header.is_pressed and not self._is_standing:
            self._table.move_to(column, min(place, len(self.columns) - 1))
            self.refresh()

    def _on_header_menu(self, at: QPoint) -> None:
        header = self.horizontalHeader()
        column = header.logicalIndexAt(at)
        if column >= 0:
            pop_up(column_menu(self._table, column), header.viewport().mapToGlobal(at))
