"""A table whose columns a person arranges: which there are, where, how wide, and sorted by."""

from __future__ import annotations

import string

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from conductor_desktop.storage.table_view import ColumnView, SortView, TableView
from conductor_desktop.ui.invoices.column_menu import column_menu, pop_up
from conductor_desktop.ui.invoices.column_widths import WIDEST_FITTED, ColumnWidths
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, Kind
from conductor_desktop.ui.invoices.frozen import FrozenColumns
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.overdue import OverdueCells
from conductor_desktop.ui.parts.digits import tabular
from conductor_desktop.ui.parts.row_table import RowTable
from conductor_desktop.ui.parts.table_header import TableHeader
from conductor_desktop.ui.theme import UNIT

_ROW_HEIGHT = UNIT * 4
_WIDER = UNIT * 3
_LETTERS_SIDE = UNIT * 20  # room for some hundred
_USUAL_SORT = (POSITIONS["date"], True)


class ArrangedTable(RowTable):
    """Each change a person makes is told by ``arranged``; ``view`` is what to remember of them."""

    filter_row_changed = Signal()  # it is shown, or not any more
    filter_row_wanted = Signal(int)  # the column whose field is to be written into
    columns_placed = Signal()  # the columns may stand elsewhere than before
    arranged = Signal()  # the person changed which columns there are, where, how wide, or sorted by

    def __init__(self, model: InvoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(_ROW_HEIGHT, parent)
        self._invoices = model
        self._widths = ColumnWidths(self, model)
        self._has_filter_row = False
        self.header = TableHeader(model, "invoices", self)
        self.setObjectName("invoicesTable")
        self.setAccessibleName("Invoices")
        self.setModel(model)
        self._dress()
        self._widths.set_usual()
        self._show_usual_columns()
        self._frozen_count = 0
        self._frozen = FrozenColumns(self)
        self._frozen.refreshed.connect(self.columns_placed)
        self.horizontalScrollBar().valueChanged.connect(self.columns_placed)
        self._listen_to_header()
        model.rows_changed.connect(self._widths.make_room)
        model.rows_changed.connect(self._frozen.refresh_rows)

    @property
    def invoices(self) -> InvoicesModel:
        """What is shown."""
        return self._invoices

    def shown_columns(self) -> list[int]:
        """The columns that are shown, as they stand from left to right."""
        header = self.horizontalHeader()
        places = map(header.logicalIndex, range(header.count()))
        return [column for column in places if not header.isSectionHidden(column)]

    def show_column(self, column: int, *, shown: bool) -> None:
        """Show or hide ``column``; the last one stays."""
        if shown or self.shown_columns() != [column]:
            if not shown:
                self._widths.before_hiding(column)
            self.setColumnHidden(column, not shown)
            if self.currentIndex().column() == column:
                self._go_to_column(self.shown_columns()[0])
            self._frozen.refresh()
            self.arranged.emit()

    def all_columns(self) -> list[int]:
        """Every column as it stands from left to right, with those that are not shown."""
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def move_among_all(self, column: int, steps: int) -> None:
        """Change places with the column beside it, shown or not."""
        header = self.horizontalHeader()
        place = header.visualIndex(column) + steps
        if 0 <= place < header.count():
            header.moveSection(header.visualIndex(column), place)

    def move_column(self, column: int, steps: int) -> None:
        """Change places with the column that is shown beside it."""
        self.move_to(column, self.shown_columns().index(column) + steps)

    def move_to(self, column: int, place: int) -> None:
        """Have it be the shown column at this place, counted from 0."""
        header, shown = self.horizontalHeader(), self.shown_columns()
        if 0 <= place < len(shown):
            header.moveSection(header.visualIndex(column), header.visualIndex(shown[place]))

    def fit_column(self, column: int) -> None:
        """As wide as what is seen in it."""
        self.resizeColumnToContents(column)
        self._keep_width(column)

    def widen_column(self, column: int, steps: int) -> None:
        """A little wider, or narrower when ``steps`` is negative."""
        least = self.horizontalHeader().minimumSectionSize()
        self.setColumnWidth(column, max(least, self.columnWidth(column) + steps * _WIDER))
        self._keep_width(column)

    def widen_column_to(self, column: int, width: int) -> None:
        """As wide as somebody has dragged it."""
        self.setColumnWidth(column, width)
        self._keep_width(column)

    @property
    def frozen_count(self) -> int:
        """How many of the shown columns stay while the others are scrolled."""
        return self._frozen_count

    def freeze(self, count: int) -> None:
        """Have the first ``count`` shown columns stay while the others are scrolled."""
        self._frozen_count = count
        self._frozen.refresh()
        self.arranged.emit()

    @property
    def frozen_columns(self) -> list[int]:
        """Those of them for which there is room."""
        return self._frozen.columns

    @property
    def frozen_header(self) -> TableHeader:
        """What stands above them."""
        return self._frozen.header

    @property
    def has_filter_row(self) -> bool:
        """Whether there are fields to filter by below the titles."""
        return self._has_filter_row

    def show_filter_row(self, shown: bool) -> None:
        """Show them or take them away; what is filtered by stays."""
        if shown is not self._has_filter_row:
            self._has_filter_row = shown
            self.filter_row_changed.emit()
            self.arranged.emit()

    def warm_up(self) -> None:
        """Do ahead what the first paint would need of style, marks and fonts (a third of it)."""
        self.grab()
        self._status_look.warm_up()
        ratio = self.devicePixelRatioF()
        letters = QPixmap(QSize(_LETTERS_SIDE, _LETTERS_SIDE) * ratio)
        letters.setDevicePixelRatio(ratio)
        painter = QPainter(letters)
        painter.setFont(self.font())
        painter.drawText(
            QRect(0, 0, _LETTERS_SIDE, _LETTERS_SIDE),
            Qt.TextFlag.TextWrapAnywhere,
            string.printable,
        )
        painter.end()

    def bring_into_sight(self, column: int) -> None:
        """Scroll sideways until ``column`` is to be seen, and not under those that are frozen."""
        if column in self._frozen.columns:
            return
        left, bar = self.columnViewportPosition(column), self.horizontalScrollBar()
        over = left + self.columnWidth(column) - self.viewport().width()
        under = self._frozen.covered - left
        if under > 0 or over > 0:
            bar.setValue(bar.value() - under if under > 0 else bar.value() + over)

    def turn_sort(self, column: int) -> None:
        """What a click on the header of ``column`` means."""
        column_before, was_down = self._invoices.sorts[0]
        is_down = column == column_before and not was_down
        order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        self.sortByColumn(column, order)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Not only into sight but out from under the columns that are frozen."""
        super().scrollTo(index, hint)
        frozen = self.shown_columns()[: self._frozen_count]
        hidden = self._frozen.covered - self.visualRect(index).left()
        if self._frozen.covered and index.column() not in frozen and hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._frozen.refresh()

    def also_sort_by(self, column: int) -> None:
        """Sort rows that are alike by ``column``, too."""
        self._invoices.also_sort_by(column)
        self._show_sort()

    @property
    def view(self) -> TableView:
        """How the columns are arranged."""
        header = self.horizontalHeader()
        columns = map(header.logicalIndex, range(header.count()))
        return TableView(
            tuple(
                ColumnView(
                    COLUMNS[column].key,
                    not header.isSectionHidden(column),
                    self._widths.chosen(column),
                )
                for column in columns
            ),
            tuple(SortView(COLUMNS[column].key, down) for column, down in self._invoices.sorts),
            self._frozen_count,
            self._has_filter_row,
        )

    def arrange(self, view: TableView) -> None:
        """Bring back how the columns were arranged; what is not known here is left out."""
        header = self.horizontalHeader()
        known = {POSITIONS[one.key]: one for one in view.columns if one.key in POSITIONS}
        for place, (column, one) in enumerate(known.items()):
            header.moveSection(header.visualIndex(column), place)
            if one.width is not None:
                self._widths.bring_back(column, one.width)
            # One column at least is always shown.
            if one.is_shown or self.shown_columns() != [column]:
                self.setColumnHidden(column, not one.is_shown)
        self.freeze(min(view.frozen, len(COLUMNS)))
        self.show_filter_row(view.has_filter_row)
        sorts = {POSITIONS[one.key]: one for one in view.sorts if one.key in POSITIONS}
        if sorts:
            self._invoices.sort_by([(column, one.is_descending) for column, one in sorts.items()])
            self._show_sort()

    def reset_view(self) -> None:
        """Columns, their order and width, and the sort order as they were at first."""
        header = self.horizontalHeader()
        for position in range(len(COLUMNS)):
            header.moveSection(header.visualIndex(position), position)
        self._show_usual_columns()
        self._widths.forget_choices()
        self.freeze(0)
        self._invoices.sort_by([_USUAL_SORT])
        self._show_sort()

    def sizeHintForColumn(self, column: int) -> int:
        """Text gets no wider than a person reads in one go; an amount is never cut."""
        width = super().sizeHintForColumn(column)
        return width if COLUMNS[column].kind is Kind.MONEY else min(width, WIDEST_FITTED)

    def _dress(self) -> None:
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(tabular(self.font()))
        self.setItemDelegateForColumn(POSITIONS["due"], OverdueCells(self))
        self._status_look = OverdueCells(self, with_mark=True)
        self.setItemDelegateForColumn(POSITIONS["status"], self._status_look)
        columns = self.header
        self.setHorizontalHeader(columns)
        # Set before sorting is switched on, which sorts by what the header shows.
        columns.setSortIndicator(_USUAL_SORT[0], Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _listen_to_header(self) -> None:
        header = self.header
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        header.sectionHandleDoubleClicked.connect(self._keep_width)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self.arranged)
        header.sectionMoved.connect(self._frozen.refresh)
        header.sectionResized.connect(self._frozen.refresh)
        header.geometriesChanged.connect(self._frozen.refresh)
        header.sortIndicatorChanged.connect(self.arranged)
        header.also_sort_wanted.connect(self.also_sort_by)

    def _on_header_menu(self, at: QPoint) -> None:
        header = self.horizontalHeader()
        column = header.logicalIndexAt(at)
        if column >= 0:
            pop_up(column_menu(self, column), header.viewport().mapToGlobal(at))

    def _on_resized(self, column: int) -> None:
        # The last one takes whatever room there is.
        is_last = column == self.shown_columns()[-1]
        if self.header.is_pressed and not is_last:
            self._keep_width(column)

    def _keep_width(self, column: int) -> None:
        self._widths.keep(column)
        self.arranged.emit()

    def _show_sort(self) -> None:
        """Qt knows one column that is sorted by, and would sort by it alone if it were told."""
        header = self.horizontalHeader()
        column, is_down = self._invoices.sorts[0]
        order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        was_blocked = header.blockSignals(True)
        header.setSortIndicator(column, order)
        header.blockSignals(was_blocked)
        header.viewport().update()
        self.arranged.emit()

    def _show_usual_columns(self) -> None:
        for position, column in enumerate(COLUMNS):
            self.setColumnHidden(position, not column.is_usual)

    def _go_to_column(self, column: int) -> None:
        beside = self._invoices.index(self.currentIndex().row(), column)
        self.selectionModel().setCurrentIndex(beside, _NOTHING_SELECTED)


_NOTHING_SELECTED = QItemSelectionModel.SelectionFlag.NoUpdate
