"""The last days as a table of one row, which is also what a screen reader walks through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from conductor_desktop.services.history.day_words import day_text, share_text
from conductor_desktop.services.history.strip import Day

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class DaysModel(QAbstractTableModel):
    """A column for each day, the oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[Day, ...] = ()

    @property
    def days(self) -> tuple[Day, ...]:
        return self._days

    def show_days(self, days: Sequence[Day]) -> None:
        """Show these instead; the place of who walks through them stays as long as it can."""
        before, self._days = self._days, tuple(days)
        if len(before) != len(self._days):
            self.beginResetModel()
            self.endResetModel()
        elif before != self._days:
            self.dataChanged.emit(self.index(0, 0), self.index(0, len(self._days) - 1))

    def text_at(self, column: int) -> str:
        """All that is known of a day, in words."""
        return day_text(self._days[column], self._days[-1].day)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self._days else 1

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._days)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == _ROLE.DisplayRole:
            return share_text(self._days[index.column()].share)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self.text_at(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role != _ROLE.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return "How much of the known time it was up"
        day = self._days[section].day
        return f"{day.day} {day:%B}"
