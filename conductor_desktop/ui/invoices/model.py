"""The invoices as a Qt table: the rows as they came, and a permutation that sorts and filters.

The permutation lives here and not in a QSortFilterProxyModel, which asks Python for both sides of
every comparison (measured at 100,000 rows: 0.1 s to sort here, 11 s there).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
from conductor_desktop.services.standing import Standing, standing
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.finder import Aged, Finder
from conductor_desktop.ui.invoices.ledger import Ledger
from conductor_desktop.ui.invoices.ordering import Sort, as_they_lie, in_order, merged
from conductor_desktop.ui.invoices.sums import CurrencySum
from conductor_desktop.ui.parts.formats import Formats

_Index = QModelIndex | QPersistentModelIndex

LOOK_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # a bool: overdue, or partly unreadable

# data() is asked hundreds of times per repaint; comparing plain integers is what it can afford.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)

_LONGEST_CELL = 300  # laying out a memo of a megabyte would stop the scrolling
_LONGEST_TOOL_TIP = 2000
_FEW = 8


class InvoicesModel(QAbstractTableModel):
    """Rows in the order they came, shown sorted and filtered. Use on the UI thread only.

    ``formats`` is asked again whenever the rows are replaced, so that "overdue" follows the day.
    """

    rows_changed = Signal()  # rows came, went, or are filtered otherwise; not when only sorted

    def __init__(self, formats: Callable[[], Formats], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_formats = formats
        self._ledger = Ledger(formats())
        self._finder = Finder(self._ledger)
        self._order: list[int] = []  # all rows, sorted
        self._shown: list[int] = []  # those of _order that the filter lets through
        self._sorts: list[tuple[int, bool]] = []  # (column, descending), what matters most first
        self._asked = 0  # how many of them were asked for; those after are from before
        self._preparing = QTimer(self, interval=0)
        self._preparing.timeout.connect(self._prepare_more)

    @property
    def invoices(self) -> Sequence[InvoiceRow]:
        """All rows, in the order they came."""
        return self._ledger.invoices

    @property
    def formats(self) -> Formats:
        """How the values of these rows are written."""
        return self._ledger.formats

    @property
    def shown_count(self) -> int:
        """How many rows the filter lets through."""
        return len(self._shown)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set, also one that lets everything through."""
        return self._finder.is_set

    @property
    def filter_words(self) -> str:
        """What is looked for: as it was typed, and the age that was chosen."""
        return self._finder.words

    @property
    def sums(self) -> Mapping[str, CurrencySum]:
        """What the shown rows add up to, by currency."""
        return self._finder.sums(self._shown)

    @property
    def found_sums(self) -> Mapping[str, CurrencySum]:
        """What the rows add up to that the text filter finds, of every age."""
        return self._finder.found_sums(self._shown)

    @property
    def aged(self) -> Aged | None:
        """The age that alone is shown, if one is chosen."""
        return self._finder.aged

    @property
    def longest(self) -> Mapping[int, str]:
        """The longest text of all rows, for the columns that are never cut."""
        return self._ledger.longest

    def shown(self) -> Iterator[InvoiceRow]:
        """The shown rows, from top to bottom."""
        return map(self.invoices.__getitem__, self._shown)

    def invoice_at(self, row: int) -> InvoiceRow:
        """The invoice of a shown row."""
        return self._ledger.invoices[self._shown[row]]

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows, uncut."""
        return COLUMNS[column].text(self.invoice_at(row), self.formats)

    def rows_of(self, invoices: Iterable[InvoiceRow]) -> list[int]:
        """Where these very invoices are shown now, from top to bottom; hidden ones are left out."""
        wanted = set(map(id, invoices))
        return [row for row, invoice in enumerate(self.shown()) if id(invoice) in wanted]

    def sums_of(self, rows: Iterable[int]) -> Mapping[str, CurrencySum]:
        """What these shown rows add up to, by currency."""
        return self._finder.sums_of(self._shown[row] for row in rows)

    def append(self, invoices: Sequence[InvoiceRow]) -> None:
        """Add rows where sort and filter put them."""
        first = len(self.invoices)
        self._ledger.extend(invoices)
        # One list for both orders: a number of its own in each would take 32 bytes more a row.
        added = list(range(first, len(self.invoices)))
        shown = self._finder.add(added)
        keys = self._sort_keys()
        is_all = self._shown is self._order
        self._order = merged(self._order, added, keys)
        self._insert(shown, self._order if is_all else merged(self._shown, shown, keys))
        self.rows_changed.emit()

    def replace(self, invoices: Sequence[InvoiceRow]) -> None:
        """Show these rows and no others, sorted and filtered as before."""
        self.beginResetModel()
        self._ledger = Ledger(self._new_formats(), invoices)
        self._order = in_order(range(len(self.invoices)), self._sort_keys())
        self._finder.look_into(self._ledger)
        self._shown = self._finder.look_through(self._order)
        self.endResetModel()
        self.rows_changed.emit()

    def clear(self) -> None:
        """No rows; sort and filter stay."""
        self.replace(())

    @property
    def is_prepared(self) -> bool:
        """Whether the next search and sort find what they look at ready-made."""
        return self._ledger.is_prepared

    def prepare(self) -> None:
        """Make what is searched and sorted by whenever the event loop has nothing else to do.

        Made by the first letter of a search, the texts of a hundred thousand rows took five
        seconds.
        """
        if not self.is_prepared:
            self._preparing.start()

    def _prepare_more(self) -> None:
        self._ledger.prepare()
        if self.is_prepared:
            self._preparing.stop()

    def set_filter(self, text: str) -> None:
        """Show the rows that are what ``text`` asks for; all rows when it is blank."""
        if self._finder.ask(text):
            self._filter_again()

    def choose_age(self, aged: Aged | None) -> None:
        """Show only what is of this age, of what the text filter finds; all ages for ``None``."""
        if self._finder.choose(aged):
            self._filter_again()

    def _filter_again(self) -> None:
        shown = self._finder.look_through(self._order)
        if shown != self._shown:
            self.beginResetModel()
            self._shown = shown
            self._finder.note_others_shown()
            self.endResetModel()
        else:
            self._shown = shown  # one list for both orders where they are the same
        self.rows_changed.emit()

    def _sort_keys(self) -> list[Sort]:
        return [(self._ledger.sort_keys(column), descending) for column, descending in self._sorts]

    def _insert(self, added: list[int], shown: list[int]) -> None:
        """Go over to ``shown``, which has ``added`` among the rows that were shown before."""
        before = self._shown
        first = 0 if shown[len(added) :] == before else len(before)
        if added:
            self.beginInsertRows(QModelIndex(), first, first + len(added) - 1)
            self._shown = before + added if first else added + before
            self.endInsertRows()
        if self._shown == shown:
            self._shown = shown
        else:  # a table lays itself out anew after this, and paints all it shows
            self._show_in_order(shown)

    def _reorder(self, arranged: Callable[[list[int]], list[int]]) -> None:
        is_all = self._shown is self._order
        self._finder.note_new_order()
        self._order = as_they_lie(arranged(self._order))
        self._show_in_order(self._order if is_all else arranged(self._shown))
        self._tell_headers()

    def _show_in_order(self, shown: list[int]) -> None:
        # Without arguments: emitting with a sort hint crashes (measured with PySide6 6.11.3).
        self.layoutAboutToBeChanged.emit()
        before, self._shown = self._shown, shown
        indexes = self.persistentIndexList()
        if indexes:
            places = _places({before[at.row()] for at in indexes}, shown)
            moved = [self.index(places[before[at.row()]], at.column()) for at in indexes]
            self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()

    @property
    def sorts(self) -> Sequence[tuple[int, bool]]:
        """The columns that are sorted by, the first one first, and whether each goes down."""
        return self._sorts[: self._asked]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; rows alike in it stay as sorted before. -1: as they came."""
        if column == -1:
            self._sorts, self._asked = [], 0
            self._reorder(sorted)
            return
        wanted = (column, order == Qt.SortOrder.DescendingOrder)
        if [wanted] != self.sorts:  # Qt asks twice for each click
            self.sort_by([wanted])

    def sort_by(self, sorts: Sequence[tuple[int, bool]]) -> None:
        """Sort by several columns; rows alike in all of them stay as sorted before."""
        asked = {column for column, _ in sorts}
        others = [sort for sort in self._sorts if sort[0] not in asked]
        self._sorts, self._asked = [*sorts, *others], len(sorts)
        keys = self._sort_keys()[: len(sorts)]
        self._reorder(lambda rows: in_order(rows, keys))

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
        if role == LOOK_ROLE:
            invoice = self.invoice_at(index.row())
            at = standing(invoice, self.formats.today)
            return at is Standing.OVERDUE or bool(invoice.unread)
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
