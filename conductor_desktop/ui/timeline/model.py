"""The lines of the timeline as a model: each is put into words when it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from conductor_desktop.services.history.entry import Entry, as_text
from conductor_desktop.services.history.strip import Day
from conductor_desktop.ui.timeline.lines import Kind, Line, Place, laid_in_lines, line_at

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class TimelineModel(QAbstractListModel):
    """Shows entries that others have chosen, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._places: list[Place] = []
        self._today = date.min
        self._shares: dict[date, float | None] = {}

    @property
    def entries(self) -> Sequence[Entry]:
        """All that are shown."""
        return self._entries

    def show_entries(self, entries: Sequence[Entry], days: Sequence[Day]) -> None:
        """Show these instead; ``days`` are the last ones, with today at their end."""
        shares = {day.day: day.share for day in days}
        today = days[-1].day if days else date.min
        if (self._entries, self._today) == (list(entries), today):
            self._shares = shares
            return
        self.beginResetModel()
        self._entries, self._today, self._shares = list(entries), today, shares
        self._places = laid_in_lines(entries)
        self.endResetModel()

    def place_at(self, row: int) -> Place:
        """Where in the entries a line comes from."""
        return self._places[row]

    def line_at(self, row: int) -> Line:
        """What a line says."""
        place = self._places[row]
        entry = self._entries[place.entry]
        return line_at(place, entry, self._today, self._shares.get(entry.day))

    def entry_at(self, row: int) -> Entry | None:
        """The entry that a line is of; None for the heading of a day."""
        place = self._places[row]
        return None if place.kind is Kind.DAY else self._entries[place.entry]

    def row_of_day(self, day: date) -> int | None:
        """The heading of this day; None when nothing of it is shown."""
        return next(
            (
                row
                for row, place in enumerate(self._places)
                if place.kind is Kind.DAY and self._entries[place.entry].day == day
            ),
            None,
        )

    def rows_of(self, entries: Iterable[Entry]) -> list[int]:
        """All lines of these entries, as far as they are shown."""
        wanted = {_key(entry) for entry in entries}
        if not wanted:
            return []
        return [
            row
            for row, place in enumerate(self._places)
            if place.kind is not Kind.DAY and _key(self._entries[place.entry]) in wanted
        ]

    def text_of(self, rows: Iterable[int]) -> str:
        """Whole entries as plain text: those that these lines are of; a heading is all its day."""
        chosen: set[int] = set()
        for row in rows:
            place = self._places[row]
            if place.kind is Kind.DAY:
                day = self._entries[place.entry].day
                chosen |= {n for n, entry in enumerate(self._entries) if entry.day == day}
            else:
                chosen.add(place.entry)
        return as_text([self._entries[number] for number in sorted(chosen)], self._today)

    @property
    def whole_text(self) -> str:
        """All that is shown, as plain text."""
        return as_text(self._entries, self._today)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self.line_at(index.row()).said
        if role == _ROLE.ToolTipRole:
            entry = self.entry_at(index.row())
            return entry.text if entry is not None else None
        return None


def _key(entry: Entry) -> tuple[object, type]:
    return entry.event.began, type(entry.event)
