"""The table of the log: it stays at the end while it is there, and copies whole lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QWidget

from conductor_desktop.ui.log.model import LEVEL, SOURCE, TIME, LogModel
from conductor_desktop.ui.parts.row_table import RowTable
from conductor_desktop.ui.theme import UNIT

_ROW_HEIGHT = UNIT * 7 // 2
_CELL_MARGINS = UNIT * 3
_SAMPLES = {TIME: "00-00 00:00:00", LEVEL: "Warning", SOURCE: "services.diagnostics"}


class LogTable(RowTable):
    """Whoever scrolls up reads in peace; whoever is at the end sees what comes."""

    selection_changed = Signal()

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(_ROW_HEIGHT, parent)
        self._log = model
        self._was_at_end = True
        self.setObjectName("logTable")
        self.setAccessibleName("The app’s log, the newest line last")
        self.setModel(model)
        self._dress()
        self._add_copying()
        model.rowsAboutToBeInserted.connect(self._note_end)
        model.rowsInserted.connect(self._stay_at_end)
        model.modelReset.connect(self.scrollToBottom)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        model.modelReset.connect(self.selection_changed)

    @property
    def selected_rows(self) -> list[int]:
        """From top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @property
    def current_row(self) -> int | None:
        """The one to be read as a whole, where one is selected."""
        rows = self.selected_rows
        current = self.currentIndex().row()
        return current if current in rows else (rows[-1] if rows else None)

    def copy(self) -> None:
        """Put the selected lines on the clipboard, or all that are shown where none is."""
        rows = self.selected_rows or list(range(self._log.rowCount()))
        if rows:
            QGuiApplication.clipboard().setText(self._log.text_of(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is read stays in sight when the whole of it takes some of the room."""
        super().resizeEvent(event)
        if self.selected_rows:
            self.scrollTo(self.currentIndex())
        elif self._was_at_end:
            self.scrollToBottom()

    def _dress(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(LEVEL, QStyledItemDelegate(self))
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, sample in _SAMPLES.items():
            width = self.fontMetrics().horizontalAdvance(sample) + _CELL_MARGINS
            self.setColumnWidth(column, width)

    def _add_copying(self) -> None:
        copy = QAction("Copy", self)
        copy.setObjectName("logCopyAction")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _note_end(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        bar = self.verticalScrollBar()
        self._was_at_end = bar.value() >= bar.maximum()

    def _stay_at_end(self) -> None:
        if self._was_at_end:
            self.scrollToBottom()
