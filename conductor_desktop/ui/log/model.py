"""The lines of the log as a model: bounded, filtered, each taken apart when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from conductor_desktop.services.app_log.lines import Level, LogLine, Told, fits, fitting, told
from conductor_desktop.ui.theme import colours

MOST_LINES = 10_000
TITLES = ("Time", "Level", "Part of the app", "What it says")
TIME, LEVEL, SOURCE, MESSAGE = range(4)
LEVEL_WORDS = {Level.NEWS: "", Level.WARNING: "Warning", Level.ERROR: "Error"}

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class LogModel(QAbstractTableModel):
    """Keeps the newest ``most`` lines, and shows those that fit, the newest last."""

    def __init__(self, parent: QObject | None = None, *, most: int = MOST_LINES) -> None:
        super().__init__(parent)
        self._most = most
        self._lines: list[LogLine] = []
        self._shown: list[LogLine] = []
        self._text = ""
        self._level = Level.NEWS

    @property
    def count(self) -> int:
        """How many lines there are, shown or not."""
        return len(self._lines)

    @property
    def shown(self) -> Sequence[LogLine]:
        """Those that fit."""
        return self._shown

    def add(self, lines: Sequence[LogLine]) -> None:
        """Put new ones at the end, and let as many old ones go as there is no room for."""
        self._drop(max(0, len(self._lines) + len(lines) - self._most))
        new = list(lines[-self._most :])
        self._lines += new
        fit = fitting(new, self._text, self._level)
        if fit:
            first = len(self._shown)
            self.beginInsertRows(_NOWHERE, first, first + len(fit) - 1)
            self._shown += fit
            self.endInsertRows()

    def look_for(self, text: str, level: Level) -> None:
        """Show only what has ``text`` in it and matters as much as ``level``."""
        if (text, level) == (self._text, self._level):
            return
        self.beginResetModel()
        self._text, self._level = text, level
        self._shown = fitting(self._lines, text, level)
        self.endResetModel()

    def told_at(self, row: int) -> Told:
        """The line of a row in its parts."""
        return told(self._shown[row])

    def text_of(self, rows: Sequence[int]) -> str:
        """Whole lines as they stand in the file."""
        return "\n".join(self._shown[row].text for row in rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self._words(index.row(), index.column())
        if role == _ROLE.ForegroundRole and index.column() == LEVEL:
            scheme, level = colours(), self._shown[index.row()].level
            return QColor(scheme.stop if level is Level.ERROR else scheme.look)
        return None

    def _words(self, row: int, column: int) -> str:
        line = self.told_at(row)
        if column == TIME:
            return clock(line.at)
        if column == LEVEL:
            return LEVEL_WORDS[line.level]
        if column == SOURCE:
            return ".".join(line.source.split(".")[-2:])  # there is no room for more
        return line.headline

    def _drop(self, count: int) -> None:
        gone = self._lines[:count]
        del self._lines[:count]
        hidden = sum(fits(line, self._text, self._level) for line in gone)
        if hidden:
            self.beginRemoveRows(_NOWHERE, 0, hidden - 1)
            del self._shown[:hidden]
            self.endRemoveRows()


def clock(at: datetime | None) -> str:
    """The time of a line by the clock on the wall, with the day if that is not today's."""
    if at is None:
        return ""
    local = at.astimezone()
    is_today = local.date() == datetime.now(local.tzinfo).date()
    return local.strftime("%H:%M:%S" if is_today else "%m-%d %H:%M:%S")
