"""The list of the timeline: it keeps what is selected, and copies it as plain text."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from conductor_desktop.services.history.entry import Entry
from conductor_desktop.ui.timeline.line_delegate import LineDelegate
from conductor_desktop.ui.timeline.model import TimelineModel

_SELECT = QItemSelectionModel.SelectionFlag.Select


class TimelineList(QListView):
    """Ctrl+C copies whole entries, whichever of their lines are selected."""

    selection_changed = Signal()

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: list[Entry] = []
        self._kept_current: Entry | None = None
        self.setObjectName("timelineList")
        self.setAccessibleName("What happened, the newest first")
        self.setModel(model)
        self.setItemDelegate(LineDelegate(model, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        copy = QAction("Copy", self)
        copy.setObjectName("timelineCopyAction")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selection)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        self.selectionModel().selectionChanged.connect(self.selection_changed)

    @property
    def selected_rows(self) -> list[int]:
        """From top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def copy_selection(self) -> None:
        """Put what is selected on the clipboard, or everything where nothing is."""
        rows = self.selected_rows
        text = self._model.text_of(rows) if rows else self._model.whole_text
        if text:
            QGuiApplication.clipboard().setText(text)

    def go_to_day(self, day: date) -> bool:
        """Bring this day to the top; False when nothing of it is shown."""
        row = self._model.row_of_day(day)
        if row is None:
            return False
        index = self._model.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        return True

    def _keep_selection(self) -> None:
        entries = (self._model.entry_at(row) for row in self.selected_rows)
        self._kept = [entry for entry in entries if entry is not None]
        current = self.currentIndex()
        self._kept_current = self._model.entry_at(current.row()) if current.isValid() else None

    def _restore_selection(self) -> None:
        kept, self._kept = self._kept, []
        for row in self._model.rows_of(kept):
            self.selectionModel().select(self._model.index(row), _SELECT)
        current, self._kept_current = self._kept_current, None
        if current is not None:
            rows = self._model.rows_of([current])
            if rows:
                without = QItemSelectionModel.SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(self._model.index(rows[0]), without)
        self.selection_changed.emit()
