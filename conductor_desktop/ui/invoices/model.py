"""The invoices as a Qt table: the rows as they came, and a permutation that sorts and filters.

The permutation lives here and not in a QSortFilterProxyModel, which asks Python for both sides of
every comparison (measured at 100,000 rows: 0.1 s to sort here, 11 s there).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import HOME_CURRENCY, Age, age_of, currency_of
from conductor_desktop.services.standing import Standing, standing
from conductor_desktop.ui.invoices.columns import COLUMNS, SortValue, likely_longest
from conductor_desktop.ui.invoices.conditions import Condition, Says, Span
from conductor_desktop.ui.invoices.filtering import Filter, read_filter
from conductor_desktop.ui.invoices.ordering import Sort, in_order, merged
from conductor_desktop.ui.invoices.sums import CurrencySum, add_up
from conductor_desktop.ui.parts.formats import Formats, fold, one_line

_Index = QModelIndex | QPersistentModelIndex
_Cell = TypeVar("_Cell")

OVERDUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # a bool

# data() is asked hundreds of times per repaint; comparing plain integers is what it can afford.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)

_LONGEST_CELL = 300  # laying out a memo of a megabyte would stop the scrolling
_LONGEST_TOOL_TIP = 2000
_FEW = 8
_READ_AHEAD = 150  # rows a turn of the event loop: a few milliseconds


@dataclass(frozen=True)
class Aged:
    """What is open at one age in one currency."""

    currency: str
    age: Age

    @property
    def words(self) -> str:
        """ "31–60 days overdue (US Dollar)"; the home currency has no name."""
        where = "" if self.currency == HOME_CURRENCY else f" ({self.currency})"
        return f"{self.age.words}{where}"


class InvoicesModel(QAbstractTableModel):
    """Rows in the order they came, shown sorted and filtered. Use on the UI thread only.

    ``formats`` is asked again whenever the rows are replaced, so that "overdue" follows the day.
    """

    rows_changed = Signal()  # rows came, went, or are filtered otherwise; not when only sorted

    def __init__(self, formats: Callable[[], Formats], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_formats = formats
        self._formats = formats()
        self._invoices: list[InvoiceRow] = []
        self._order: list[int] = []  # all rows, sorted
        self._shown: list[int] = []  # those of _order that the filter lets through
        self._filter_text = ""
        self._filter = Filter()
        self._aged: Aged | None = None
        self._sorts: list[tuple[int, bool]] = []  # (column, descending), what matters most first
        self._asked = 0  # how many of them were asked for; those after are from before
        self._values: dict[int, list[SortValue]] = {}
        self._texts: list[str] = []
        self._ages: list[Age | None] = []
        self._sums: dict[str, CurrencySum] = {}
        self._found_sums = self._sums  # the same ones while no age is chosen
        self._longest: dict[int, str] = {}
        self._reading_ahead = QTimer(self, interval=0)
        self._reading_ahead.timeout.connect(self._read_ahead)

    @property
    def invoices(self) -> Sequence[InvoiceRow]:
        """All rows, in the order they came."""
        return self._invoices

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
        return bool(self._filter or self._aged)

    @property
    def filter_words(self) -> str:
        """What is looked for: as it was typed, and the age that was chosen."""
        age = [self._aged.words] if self._aged else []
        return ", ".join([*([self._filter_text] if self._filter else []), *age])

    @property
    def sums(self) -> Mapping[str, CurrencySum]:
        """What the shown rows add up to, by currency."""
        return self._sums

    @property
    def found_sums(self) -> Mapping[str, CurrencySum]:
        """What the rows add up to that the text filter finds, of every age."""
        return self._found_sums

    @property
    def aged(self) -> Aged | None:
        """The age that alone is shown, if one is chosen."""
        return self._aged

    @property
    def longest(self) -> Mapping[int, str]:
        """The longest text of all rows, for the columns that are never cut."""
        return self._longest

    def shown(self) -> Iterator[InvoiceRow]:
        """The shown rows, from top to bottom."""
        return map(self._invoices.__getitem__, self._shown)

    def invoice_at(self, row: int) -> InvoiceRow:
        """The invoice of a shown row."""
        return self._invoices[self._shown[row]]

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows, uncut."""
        return COLUMNS[column].text(self.invoice_at(row), self._formats)

    def rows_of(self, invoices: Iterable[InvoiceRow]) -> list[int]:
        """Where these very invoices are shown now, from top to bottom; hidden ones are left out."""
        wanted = set(map(id, invoices))
        return [row for row, invoice in enumerate(self.shown()) if id(invoice) in wanted]

    def append(self, invoices: Sequence[InvoiceRow]) -> None:
        """Add rows where sort and filter put them."""
        first = len(self._invoices)
        self._invoices.extend(invoices)
        self._note_longest(invoices)
        added = range(first, len(self._invoices))
        found, shown_before = self._matching(added), self._shown
        shown = self._of_age(found)
        if shown:
            start = len(shown_before)
            self.beginInsertRows(QModelIndex(), start, start + len(shown) - 1)
            self._shown = shown_before + shown
            self.endInsertRows()
        self._add_up(self._sums, shown)
        if self._aged:
            self._add_up(self._found_sums, found)
        sorts = self._sort_values()
        order = merged(self._order, added, sorts)
        if sorts:
            in_place = merged(shown_before, shown, sorts) if self.is_filtered else order[:]
            self._show_in_order(order, in_place)
        self._order = order
        self.rows_changed.emit()

    def replace(self, invoices: Sequence[InvoiceRow]) -> None:
        """Show these rows and no others, sorted and filtered as before."""
        self.beginResetModel()
        self._formats = self._new_formats()
        self._invoices = list(invoices)
        self._values.clear()
        self._texts.clear()
        self._ages.clear()
        self._longest.clear()
        self._note_longest(invoices)
        self._order = self._sorted(range(len(self._invoices)))
        self._show_found(self._matching(self._order))
        self.endResetModel()
        self.rows_changed.emit()

    def clear(self) -> None:
        """No rows; sort and filter stay."""
        self.replace(())

    @property
    def is_ready_to_search(self) -> bool:
        """Whether the next search finds the texts of all rows ready-made."""
        return len(self._texts) == len(self._invoices)

    def prepare_search(self) -> None:
        """Make the texts that are searched whenever the event loop has nothing else to do.

        Made by the first letter of a search, those of a hundred thousand rows took five seconds.
        """
        if not self.is_ready_to_search:
            self._reading_ahead.start()

    def _read_ahead(self) -> None:
        self._extended(self._texts, self._search_text, _READ_AHEAD)
        if self.is_ready_to_search:
            self._reading_ahead.stop()

    def set_filter(self, text: str) -> None:
        """Show the rows that are what ``text`` asks for; all rows when it is blank."""
        self._filter_text = one_line(text)
        wanted = read_filter(text, self._formats)
        if wanted == self._filter:
            return
        self._filter = wanted
        self._filter_again()

    def choose_age(self, aged: Aged | None) -> None:
        """Show only what is of this age, of what the text filter finds; all ages for ``None``."""
        if aged != self._aged:
            self._aged = aged
            self._filter_again()

    def _filter_again(self) -> None:
        found = self._matching(self._order)
        if self._of_age(found) != self._shown or self._aged:
            self.beginResetModel()
            self._show_found(found)
            self.endResetModel()
        elif self._found_sums is not self._sums:
            self._found_sums = self._sums
        self.rows_changed.emit()

    def _note_longest(self, invoices: Sequence[InvoiceRow]) -> None:
        for position, column in enumerate(COLUMNS):
            if column.is_never_cut:
                some = likely_longest(column, invoices, self._formats)
                texts = (column.text(invoice, self._formats) for invoice in some)
                longest = max(texts, key=len, default="")
                self._longest[position] = max(self._longest.get(position, ""), longest, key=len)

    def _show_found(self, found: list[int]) -> None:
        self._shown = self._of_age(found)
        self._sums = {}
        self._add_up(self._sums, self._shown)
        self._found_sums = self._sums
        if self._aged:
            self._found_sums = {}
            self._add_up(self._found_sums, found)

    def _add_up(self, sums: dict[str, CurrencySum], rows: list[int]) -> None:
        ages = self._all_ages()
        add_up(sums, map(self._invoices.__getitem__, rows), map(ages.__getitem__, rows))

    def _of_age(self, rows: list[int]) -> list[int]:
        aged = self._aged
        if aged is None:
            return rows
        ages, invoices = self._all_ages(), self._invoices
        return [
            row
            for row in rows
            if ages[row] is aged.age and currency_of(invoices[row]) == aged.currency
        ]

    def _all_ages(self) -> list[Age | None]:
        today = self._formats.today
        return self._extended(self._ages, lambda invoice: age_of(invoice, today))

    def _sorted(self, order: Iterable[int]) -> list[int]:
        return in_order(sorted(order), self._sort_values())

    def _sort_values(self) -> list[Sort]:
        return [(self._column_values(column), descending) for column, descending in self._sorts]

    def _matching(self, order: Iterable[int]) -> list[int]:
        matching = list(order)
        if self._filter.words:
            texts = self._search_texts()
            for word in self._filter.words:
                matching = [row for row in matching if word in texts[row]]
        for one in self._filter.comparisons:
            matching = [row for row in matching if one.holds(self._invoices[row].total)]
        for condition in self._filter.conditions:
            matching = self._meeting(condition, matching)
        return matching

    def _meeting(self, condition: Condition, rows: list[int]) -> list[int]:
        match condition:
            case Span():
                values = self._column_values(condition.column)
                return [row for row in rows if condition.holds(values[row])]
            case Says():
                # What is not in the whole row is not in one of its cells.
                texts, word = self._search_texts(), condition.text
                rows = [row for row in rows if word in texts[row]]
        column, invoices = COLUMNS[condition.column], self._invoices
        return [
            row for row in rows if condition.holds(fold(column.text(invoices[row], self._formats)))
        ]

    def _reorder(self, order: list[int]) -> None:
        self._show_in_order(order, self._of_age(self._matching(order)))

    def _show_in_order(self, order: list[int], shown: list[int]) -> None:
        # Without arguments: emitting with a sort hint crashes (measured with PySide6 6.11.3).
        self.layoutAboutToBeChanged.emit()
        before, self._order, self._shown = self._shown, order, shown
        indexes = self.persistentIndexList()
        if indexes:
            places = _places({before[at.row()] for at in indexes}, shown)
            moved = [self.index(places[before[at.row()]], at.column()) for at in indexes]
            self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()

    def _column_values(self, column: int) -> list[SortValue]:
        return self._extended(
            self._values.setdefault(column, []),
            lambda invoice: COLUMNS[column].value(invoice, self._formats),
        )

    def _search_texts(self) -> list[str]:
        return self._extended(self._texts, self._search_text)

    def _search_text(self, invoice: InvoiceRow) -> str:
        # A line break between cells: no word of a filter reaches over two of them.
        cells = [column.text(invoice, self._formats) for column in COLUMNS]
        # Days as everybody can type them, so that "2026-03" is a month.
        cells += [column.plain(invoice) for column in COLUMNS if column.plain]
        return fold("\n".join(cells))

    def _extended(
        self,
        cache: list[_Cell],
        make: Callable[[InvoiceRow], _Cell],
        at_once: int | None = None,
    ) -> list[_Cell]:
        end = None if at_once is None else len(cache) + at_once
        cache.extend(make(invoice) for invoice in self._invoices[len(cache) : end])
        return cache

    @property
    def sorts(self) -> Sequence[tuple[int, bool]]:
        """The columns that are sorted by, the first one first, and whether each goes down."""
        return self._sorts[: self._asked]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; rows alike in it stay as sorted before. -1: as they came."""
        if column == -1:
            self._sorts, self._asked = [], 0
            self._reorder(sorted(self._order))
            self._tell_headers()
            return
        self.sort_by([(column, order == Qt.SortOrder.DescendingOrder)])

    def sort_by(self, sorts: Sequence[tuple[int, bool]]) -> None:
        """Sort by several columns; rows alike in all of them stay as sorted before."""
        asked = {column for column, _ in sorts}
        others = [sort for sort in self._sorts if sort[0] not in asked]
        self._sorts, self._asked = [*sorts, *others], len(sorts)
        self._reorder(in_order(self._order, self._sort_values()[: len(sorts)]))
        self._tell_headers()

    def also_sort_by(self, column: int) -> None:
        """Sort rows that are alike by ``column``, too; if they are already, the other way round."""
        sorts = [(at, down is not (at == column)) for at, down in self.sorts]
        self.sort_by(sorts if column in dict(sorts) else [*sorts, (column, False)])

    def _tell_headers(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        if role == _DISPLAY:
            return _cut(self.text_at(index.row(), index.column()), _LONGEST_CELL)
        if role == _ALIGNMENT:
            return column.alignment
        if role == OVERDUE_ROLE:
            return standing(self.invoice_at(index.row()), self._formats.today) is Standing.OVERDUE
        if role == _TOOL_TIP and column.key in ("customer", "memo"):
            return _tool_tip(self.text_at(index.row(), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _DISPLAY:
            return COLUMNS[section].title + self._place_in_sort(section)
        if role == _ALIGNMENT:
            return COLUMNS[section].alignment
        return None

    def _place_in_sort(self, column: int) -> str:
        """ " 2" for the second column of several that are sorted by."""
        places = [place for place, sort in enumerate(self.sorts, 1) if sort[0] == column]
        return f" {places[0]}" if places and self._asked > 1 else ""


def _places(rows: set[int], shown: list[int]) -> dict[int, int]:
    """Where each of ``rows`` is shown; usually they are the current row and the first."""
    if len(rows) <= _FEW:
        return {row: shown.index(row) for row in rows}
    return {row: place for place, row in enumerate(shown)}


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _tool_tip(text: str) -> str | None:
    """Wrapped, and escaped: Qt would render markup that somebody typed into a memo."""
    return f"<p>{html.escape(_cut(text, _LONGEST_TOOL_TIP))}</p>" if text else None
