"""The header of a table: click to sort, Shift+click to sort by one more, drag to move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from conductor_desktop.ui.theme import UNIT


class Sorted(Protocol):
    """A model that knows what its rows are sorted by."""

    @property
    def sorts(self) -> Sequence[tuple[int, bool]]:
        """Column and whether it goes down, what matters most first."""


class TableHeader(QHeaderView):
    """Its arrows point up while values grow from top to bottom; Qt's own point the other way.

    Each column that is sorted by has one. ``name`` is of the rows: "invoices", "customers".
    """

    also_sort_wanted = Signal(int)  # the column of a click with Shift

    def __init__(self, model: Sorted, name: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._added = -1
        self._room_below = 0
        self.is_pressed = False
        self.setObjectName(f"{name}Header")
        self.setAccessibleName(f"Columns of the {name}")
        self.setToolTip("Click to sort, Shift+click to sort by one column more, drag to move it.")
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(UNIT * 5)

    def set_room_below(self, height: int) -> None:
        """Leave this many pixels free below the titles."""
        if height != self._room_below:
            self._room_below = height
            self.setViewportMargins(0, 0, 0, height)
            self.updateGeometry()
            self.geometriesChanged.emit()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0, self._room_below)

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, self._room_below)
        super().updateGeometries()

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """One in which nothing is selected.

        With all rows selected Qt would ask the model of each of them, for each title it paints,
        whether whole columns are: of a hundred thousand that takes three seconds.
        """
        super().setSelectionModel(QItemSelectionModel(selection.model(), self))

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        arrow = QStyleOptionHeader.SortIndicator
        arrows = {
            column: arrow.SortDown if is_down else arrow.SortUp
            for column, is_down in self._rows.sorts
        }
        option.sortIndicator = arrows.get(section, arrow.None_)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        with_shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if with_shift and event.button() == Qt.MouseButton.LeftButton:
            self._added = self.logicalIndexAt(event.position().toPoint())
            return
        self.is_pressed = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        added, self._added = self._added, -1
        if added >= 0:
            if added == self.logicalIndexAt(event.position().toPoint()):
                self.also_sort_wanted.emit(added)
            return
        super().mouseReleaseEvent(event)
        self.is_pressed = False
