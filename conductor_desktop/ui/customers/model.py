"""The customers as a Qt table: the rows as they came, and a permutation that sorts and filters."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from conductor_desktop.conductor.models import Customer
from conductor_desktop.ui.customers.columns import COLUMNS, SortValue
from conductor_desktop.ui.customers.filtering import Filter, read_filter
from conductor_desktop.ui.customers.owed import Owed, add_up
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

_Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_LONGEST_CELL = 300  # laying out a text of a megabyte would stop the scrolling


class CustomersModel(QAbstractTableModel):
    """Rows in the order they came, shown sorted and filtered. Use on the UI thread only."""

    rows_changed = Signal()  # rows came, went, or are filtered otherwise; not when only sorted

    def __init__(self, formats: Callable[[], Formats], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_formats = formats
        self._formats = formats()
        self._customers: list[Customer] = []
        self._texts: list[str] = []  # what is searched, a text a row
        self._shown: list[int] = []
        self._filter_text = ""
        self._filter = Filter()
        self._sorts: list[tuple[int, bool]] = []
        self._values: dict[int, list[SortValue | None]] = {}  # of a column, a value a row
        self._owed: dict[str, Owed] = {}

    @property
    def customers(self) -> Sequence[Customer]:
        """All rows, in the order they came."""
        return self._customers

    @property
    def formats(self) -> Formats:
        """How the values of these rows are written."""
        return self._formats

    @property
    def shown_count(self) -> int:
        """How many rows the filter lets through."""
        return len(self._shown)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set, also one that lets everything through."""
        return bool(self._filter)

    @property
    def filter_words(self) -> str:
        """What is looked for, as it was typed."""
        return self._filter_text

    @property
    def sorts(self) -> Sequence[tuple[int, bool]]:
        """The columns that are sorted by, the first one first, and whether each goes down."""
        return self._sorts

    @property
    def owed(self) -> Mapping[str, Owed]:
        """What the shown customers owe, by currency. Each counts with its own balance."""
        return self._owed

    def shown(self) -> Iterator[Customer]:
        """The shown rows, from top to bottom."""
        return map(self._customers.__getitem__, self._shown)

    def customer_at(self, row: int) -> Customer:
        """The customer of a shown row."""
        return self._customers[self._shown[row]]

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows, uncut."""
        return COLUMNS[column].text(self.customer_at(row), self._formats)

    def rows_of(self, customers: Iterable[Customer]) -> list[int]:
        """Where customers of these ids are shown now; hidden ones are left out."""
        wanted = {one.id for one in customers}
        return [row for row, one in enumerate(self.shown()) if one.id in wanted]

    def jobs_of(self, customer: Customer) -> list[Customer]:
        """Its jobs and theirs, as far as they are here."""
        found: dict[str, Customer] = {}
        above = {customer.id}
        while above:
            known = {customer.id, *found}
            below = [
                one
                for one in self._customers
                if one.id not in known and one.parent is not None and one.parent.id in above
            ]
            found |= {one.id: one for one in below}
            above = {one.id for one in below}
        return list(found.values())

    def append(self, customers: Sequence[Customer]) -> None:
        """Add rows where sort and filter put them."""
        first = len(self._customers)
        self._customers.extend(customers)
        self._texts.extend(map(self._search_text, customers))
        added = self._matching(range(first, len(self._customers)))
        if added:
            start = len(self._shown)
            self.beginInsertRows(QModelIndex(), start, start + len(added) - 1)
            self._shown = self._shown + added
            self.endInsertRows()
            # Rows that are in order already are quick to sort with a few more behind them.
            self._show_in_order(self._sorted(self._shown))
            add_up(self._owed, [self._customers[row] for row in added])
        self.rows_changed.emit()

    def replace(self, customers: Sequence[Customer]) -> None:
        """Show these rows and no others, sorted and filtered as before."""
        self.beginResetModel()
        self._formats = self._new_formats()
        self._customers = list(customers)
        self._texts = list(map(self._search_text, customers))
        self._values.clear()
        self._show_matching()
        self.endResetModel()
        self.rows_changed.emit()

    def clear(self) -> None:
        """No rows; sort and filter stay."""
        self.replace(())

    def set_filter(self, text: str) -> None:
        """Show the rows that are what ``text`` asks for; all rows when it is blank."""
        self._filter_text = one_line(text)
        wanted = read_filter(self._filter_text, self._formats)
        if wanted != self._filter:
            self._filter = wanted
            self.beginResetModel()
            self._show_matching()
            self.endResetModel()
            self.rows_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column`` alone. -1: as they came."""
        self._sort_by([] if column == -1 else [(column, order == Qt.SortOrder.DescendingOrder)])

    def also_sort_by(self, column: int) -> None:
        """Sort rows that are alike by ``column``, too; if they are already, the other way round."""
        sorts = [(at, down is not (at == column)) for at, down in self._sorts]
        self._sort_by(sorts if column in dict(sorts) else [*sorts, (column, False)])

    def _sort_by(self, sorts: list[tuple[int, bool]]) -> None:
        self._sorts = sorts
        self._show_in_order(self._sorted(sorted(self._shown)))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _show_in_order(self, order: list[int]) -> None:
        # Without arguments: emitting with a sort hint crashes (measured with PySide6 6.11.3).
        self.layoutAboutToBeChanged.emit()
        before, self._shown = self._shown, order
        indexes = self.persistentIndexList()
        if indexes:
            places = {row: place for place, row in enumerate(order)}
            moved = [self.index(places[before[at.row()]], at.column()) for at in indexes]
            self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()

    def _show_matching(self) -> None:
        self._shown = self._sorted(self._matching(range(len(self._customers))))
        self._owed = {}
        add_up(self._owed, list(self.shown()))

    def _sorted(self, rows: Sequence[int]) -> list[int]:
        """Stable in both directions, and what is missing stays at the end in both."""
        result = list(rows)
        for column, is_down in reversed(self._sorts):
            values = self._values_of(column)
            present, missing = result, list[int]()
            if None in values:  # a name, for one, is never missing
                present = [row for row in result if values[row] is not None]
                missing = [row for row in result if values[row] is None]
            # Each column has values of one type, which the type of the list cannot say.
            present.sort(key=cast("list[str]", values).__getitem__, reverse=is_down)
            result = present + missing
        return result

    def _values_of(self, column: int) -> list[SortValue | None]:
        values = self._values.setdefault(column, [])
        values += map(COLUMNS[column].value, self._customers[len(values) :])
        return values

    def _matching(self, rows: Iterable[int]) -> list[int]:
        words, comparisons = self._filter.words, self._filter.comparisons
        found = [row for row in rows if all(word in self._texts[row] for word in words)]
        if not comparisons:
            return found
        balances = {row: self._customers[row].balance for row in found}
        return [row for row in found if all(one.holds(balances[row]) for one in comparisons)]

    def _search_text(self, customer: Customer) -> str:
        shown = [column.text(customer, self._formats) for column in COLUMNS]
        plain = [column.plain(customer) for column in COLUMNS if column.plain]
        return fold("\n".join([*shown, *plain]))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        if role == _DISPLAY:
            return self.text_at(index.row(), index.column())[:_LONGEST_CELL]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return COLUMNS[index.column()].alignment
        if role == int(Qt.ItemDataRole.ToolTipRole) and not COLUMNS[index.column()].is_money:
            # Escaped: Qt would render markup that somebody typed into a name.
            text = self.text_at(index.row(), index.column())[:_LONGEST_CELL]
            return f"<p>{html.escape(text)}</p>" if text else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _DISPLAY:
            places = [place for place, sort in enumerate(self._sorts, 1) if sort[0] == section]
            place = f" {places[0]}" if places and len(self._sorts) > 1 else ""
            return COLUMNS[section].title + place
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return COLUMNS[section].alignment
        return None
