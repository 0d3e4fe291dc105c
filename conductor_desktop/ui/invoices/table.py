"""The table itself: it keeps its selection, copies rows and marks what is overdue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, RIGHT
from conductor_desktop.ui.invoices.digits import tabular
from conductor_desktop.ui.invoices.model import OVERDUE_ROLE, InvoicesModel
from conductor_desktop.ui.parts.marks import Mark, paint_mark
from conductor_desktop.ui.theme import UNIT, colours

_ROW_HEIGHT = UNIT * 4
_MARK_SIZE = UNIT * 2
_CELL_MARGINS = UNIT * 3
_WIDEST_FITTED = UNIT * 40  # a currency's name may be anything

# The longest text that usually stands in a column; money and days are measured as they are written.
_SAMPLES = {
    "number": "INV-10042",
    "customer": "Northwind Builders & Sons",
    "currency": "USD",
    "status": "Overdue by 1,888 days",
    "memo": "Second half of the agreed work",
}
_SAMPLE_DAY = date(2024, 12, 28)
_SAMPLE_AMOUNT = Decimal("88888.88")


class InvoicesTable(QTableView):
    """Whole rows are selected; Ctrl+C copies them as lines of tab-separated cells, and Enter or a
    double click opens one.
    """

    wanted = Signal(object)  # the InvoiceRow to open

    def __init__(self, model: InvoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._invoices = model
        self._kept: list[InvoiceRow] = []
        self._kept_current: InvoiceRow | None = None
        self._fitted: dict[int, int] = {}
        self.setObjectName("invoicesTable")
        self.setAccessibleName("Invoices")
        self.setModel(model)
        self._dress()
        self._set_widths()
        self._add_opening()
        self._add_copying()
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        model.rows_changed.connect(self._widen)

    def selected_invoices(self) -> list[InvoiceRow]:
        """The selected rows, from top to bottom."""
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        return [self._invoices.invoice_at(row) for row in sorted(rows)]

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as they are shown, uncut."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if rows:
            lines = [
                "\t".join(self._invoices.text_at(row, column) for column in range(len(COLUMNS)))
                for row in rows
            ]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table; arrows move inside it
        self.setFont(tabular(self.font()))
        self.setItemDelegateForColumn(POSITIONS["due"], OverdueDelegate(self))
        self.setItemDelegateForColumn(POSITIONS["status"], OverdueDelegate(self, with_mark=True))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        columns = _Header(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(columns)
        columns.setSectionsClickable(True)
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setMinimumSectionSize(UNIT * 5)
        # Set before sorting is switched on, which sorts by what the header shows.
        columns.setSortIndicator(POSITIONS["date"], Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _set_widths(self) -> None:
        metrics, formats = self.fontMetrics(), self._invoices.formats
        header = self.horizontalHeader()
        for position, column in enumerate(COLUMNS):
            if column.alignment == RIGHT:
                sample = formats.money(_SAMPLE_AMOUNT)
            else:
                sample = _SAMPLES.get(column.key) or formats.day(_SAMPLE_DAY)
            extra = _MARK_SIZE + UNIT if column.key == "status" else 0
            width = metrics.horizontalAdvance(sample) + extra + _CELL_MARGINS
            self.setColumnWidth(position, max(width, header.sectionSizeHint(position)))

    def _widen(self) -> None:
        """Make room for amounts longer than any before; a column made narrow by hand stays so."""
        metrics = self.fontMetrics()
        for position, text in self._invoices.longest.items():
            width = min(metrics.horizontalAdvance(text) + _CELL_MARGINS, _WIDEST_FITTED)
            if width > self._fitted.get(position, 0):
                self._fitted[position] = width
                self.setColumnWidth(position, max(width, self.columnWidth(position)))

    def _add_opening(self) -> None:
        action = QAction("Open", self)
        action.setObjectName("invoicesOpen")
        action.setShortcuts([QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self._on_open)
        self.addAction(action)
        self.doubleClicked.connect(self._on_open)

    def _on_open(self) -> None:
        current = self.currentIndex()
        if current.isValid():
            self.wanted.emit(self._invoices.invoice_at(current.row()))

    def _add_copying(self) -> None:
        copy = QAction("Copy rows", self)
        copy.setObjectName("invoicesCopy")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selection)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _keep_selection(self) -> None:
        current = self.currentIndex()
        self._kept = self.selected_invoices()
        self._kept_current = self._invoices.invoice_at(current.row()) if current.isValid() else None

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        current, self._kept_current = self._kept_current, None
        if current is not None:
            for row in self._invoices.rows_of([current]):
                index = self._invoices.index(row, 0)
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


class _Header(QHeaderView):
    """Its arrow points up while values grow from top to bottom; Qt's own points the other way."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        arrow = QStyleOptionHeader.SortIndicator
        turned = {arrow.SortUp: arrow.SortDown, arrow.SortDown: arrow.SortUp}
        option.sortIndicator = turned.get(option.sortIndicator, option.sortIndicator)


class OverdueDelegate(QStyledItemDelegate):
    """Draws an overdue invoice's cell in the colour for "worth a look", with a mark if asked."""

    def __init__(self, parent: QWidget, *, with_mark: bool = False) -> None:
        super().__init__(parent)
        self._with_mark = with_mark
        self._icons: dict[str, QIcon] = {}

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if not index.data(OVERDUE_ROLE):
            return
        colour = colours().look
        palette: QPalette = option.palette
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            palette.setColor(role, QColor(colour))
        option.palette = palette
        if self._with_mark:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(_MARK_SIZE, _MARK_SIZE)
            option.icon = self._icon(colour)

    def _icon(self, colour: str) -> QIcon:
        if colour not in self._icons:
            self._icons[colour] = _mark_icon(Mark.LOOK)
        return self._icons[colour]


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


def _mark_icon(mark: Mark) -> QIcon:
    icon = QIcon()
    for scale in (1, 2):
        side = _MARK_SIZE * scale
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, mark, QRectF(0, 0, _MARK_SIZE, _MARK_SIZE))
        painter.end()
        icon.addPixmap(pixmap)
        # Without one of its own, a selected row would get a tinted one.
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
