"""A row of fields below the header, one for each column: the same filter, column by column.

The one filter is the text in the field above the table. Whatever is written below a title becomes
a part of it, and what it asks of a column is shown below that title. The fields are made when
somebody first wants them, so that a table without them costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHeaderView, QLineEdit

from conductor_desktop.ui.invoices.column_filter import read_typed, shown_for, with_words
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.filter_field import FilterField
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.tab_order import come_before
from conductor_desktop.ui.parts.table_header import TableHeader
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.ui.invoices.table import InvoicesTable

_HEIGHT = UNIT * 3 + 2
_GAP = 2


class FilterRow(QObject):
    """Belongs to ``table``; ``whole`` is the field with the whole filter."""

    problem_changed = Signal(str)  # what cannot be asked for and why, "" when nothing is wrong

    def __init__(self, table: InvoicesTable, whole: QLineEdit) -> None:
        super().__init__(table)
        self._table = table
        self._whole = whole
        self._fields: dict[TableHeader, list[FilterField]] = {}
        self._order: list[int] = []
        self._is_typing = False
        table.filter_row_changed.connect(self._show)
        table.filter_row_wanted.connect(self.enter)
        whole.textChanged.connect(self._on_whole_changed)
        self._show()

    @property
    def problem(self) -> str:
        """What is wrong in one of the fields, in words."""
        fields = map(self.field_of, self._table.shown_columns())
        return next((field.problem for field in fields if field and field.problem), "")

    def field_of(self, column: int) -> FilterField | None:
        """The field that is seen below the title of ``column``, if there is one."""
        if not self._table.has_filter_row or column not in self._table.shown_columns():
            return None
        frozen = self._table.frozen_columns
        header = self._table.frozen_header if column in frozen else self._table.header
        return self._fields[header][column]

    def enter(self, column: int) -> None:
        """Write into the field of ``column``."""
        field = self.field_of(column)
        if field is not None:
            field.setFocus()
            field.selectAll()

    def _show(self) -> None:
        is_shown = self._table.has_filter_row
        if is_shown and not self._fields:
            self._make()
        for header, fields in self._fields.items():
            header.set_room_below(_HEIGHT + 2 * _GAP if is_shown else 0)
            for field in fields:
                field.hide()
        if is_shown:
            self._on_whole_changed()
            self._place()

    def _make(self) -> None:
        table = self._table
        for header, name in (
            (table.header, "invoicesFilterBy"),
            (table.frozen_header, "invoicesFilterFrozenBy"),
        ):
            self._fields[header] = [FilterField(column, name, header) for column in COLUMNS]
            for column, field in enumerate(self._fields[header]):
                field.typed.connect(self._on_typed)
                field.left_for_rows.connect(self._on_left_for_rows)
                field.entered.connect(self._on_entered)
                field.setProperty("column", column)
        table.columns_placed.connect(self._place)

    def _place(self) -> None:
        """Each field below its title, wherever that stands by now."""
        table = self._table
        if not table.has_filter_row:
            return
        shown, frozen = table.shown_columns(), table.frozen_columns
        for header, fields in self._fields.items():
            is_frozen = header is table.frozen_header
            for column, field in enumerate(fields):
                is_here = column in shown and (column in frozen) is is_frozen
                if is_here:
                    _put_below(field, header, column)
                field.setVisible(is_here)
        if shown != self._order:
            self._order = shown
            self._put_in_order(shown)

    def _put_in_order(self, shown: list[int]) -> None:
        """Tab goes from left to right, and from the last one into the rows."""
        come_before(self._table, [field for one in shown if (field := self.field_of(one))])

    def _on_left_for_rows(self) -> None:
        field = self.sender()
        if isinstance(field, FilterField):
            self._table.enter_rows(int(field.property("column")))

    def _on_entered(self) -> None:
        field = self.sender()
        if isinstance(field, FilterField):
            self._table.bring_into_sight(int(field.property("column")))

    def _on_typed(self) -> None:
        field = self.sender()
        if not isinstance(field, FilterField):
            return
        column, formats = COLUMNS[int(field.property("column"))], self._table.invoices.formats
        read = read_typed(column, field.text(), formats)
        self._mark(int(field.property("column")), field.text(), read.problem)
        announce(field, read.problem)
        self._is_typing = True
        self._whole.setText(with_words(column, self._whole.text(), read.words, formats))
        self._is_typing = False
        self.problem_changed.emit(self.problem)

    def _on_whole_changed(self) -> None:
        if not self._table.has_filter_row:
            return
        text, formats = self._whole.text(), self._table.invoices.formats
        for place, column in enumerate(COLUMNS):
            field = self._fields[self._table.header][place]
            shown = shown_for(column, text, formats)
            read = read_typed(column, field.text(), formats)
            # What is being written means the same and stays as it is, with its blanks.
            is_over = bool(read.problem) and not (text or self._is_typing)
            if is_over or read.words != read_typed(column, shown, formats).words:
                self._mark(place, shown, "")
        self.problem_changed.emit(self.problem)

    def _mark(self, column: int, text: str, problem: str) -> None:
        for fields in self._fields.values():
            field = fields[column]
            if field.text() != text:
                field.setText(text)
            field.say(problem)


def _put_below(field: FilterField, header: QHeaderView, column: int) -> None:
    left = header.sectionViewportPosition(column)
    width = header.sectionSize(column)
    top = header.height() - _HEIGHT - _GAP
    field.setGeometry(left + _GAP, top, width - 2 * _GAP, _HEIGHT)
