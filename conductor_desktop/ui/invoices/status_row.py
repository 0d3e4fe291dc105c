"""The line above the table: how many rows there are, what is selected, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from conductor_desktop.ui.invoices.columns import RIGHT
from conductor_desktop.ui.invoices.columns_tools import ColumnsTools
from conductor_desktop.ui.invoices.filter_tools import FilterTools
from conductor_desktop.ui.invoices.table import InvoicesTable
from conductor_desktop.ui.invoices.wording import Content, selection_words
from conductor_desktop.ui.parts.cut_label import CutLabel
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT

_HINT = "Double-click an invoice to open it."
_ALL_THE_ROOM = 100
_SEVERAL = 2


class StatusRow(QWidget):
    """``filter_field`` is for the whole table; ``bar`` tells how far a load is."""

    clear_clicked = Signal()
    problem_changed = Signal()  # something typed cannot be asked for, or can again

    def __init__(
        self, table: InvoicesTable, filter_field: QLineEdit, bar: QWidget, screen: QWidget
    ) -> None:
        super().__init__(screen)
        self._table = table
        self._count = muted("", self)
        self._count.setObjectName("invoicesCount")
        self._hint = CutLabel(_HINT, self)
        self._hint.setObjectName("invoicesHint")
        self._filtering = FilterTools(table, filter_field, screen)
        self._columns = ColumnsTools(table, screen)
        self._build(bar)
        self._filtering.clear.clicked.connect(self.clear_clicked)
        self._filtering.problem_changed.connect(self.problem_changed)
        table.selectionModel().selectionChanged.connect(self._on_selected)

    @property
    def buttons(self) -> Sequence[QWidget]:
        """From left to right."""
        return self._filtering.clear, self._filtering.toggle, self._columns.button

    def say_count(self, sentence: str) -> None:
        """How many rows there are, and are found."""
        self._count.setText(sentence)

    def say(self, words: str) -> None:
        """Say this before what is selected, until something else is."""
        self._hint.setText(" · ".join(filter(None, (words, self._selection_words()))))

    def close_columns(self) -> None:
        """Take the list of columns away, if it is there."""
        self._columns.close()

    def show_for(self, content: Content, *, is_loading: bool) -> None:
        """Offer what can be done with what stands in the middle."""
        invoices = self._table.invoices
        is_filterable = content is Content.NO_MATCH and self._table.has_filter_row
        has_table = content is Content.TABLE or is_filterable
        says_problem = has_table and self._filtering.says_problem
        is_filtered = invoices.is_filtered and bool(invoices.invoices)
        self._filtering.problem.setVisible(says_problem)
        self._filtering.clear.setVisible(is_filtered and content is not Content.OPENED)
        self._hint.setVisible(content is Content.TABLE and not (is_loading or says_problem))
        self._columns.button.setVisible(has_table)
        self._filtering.toggle.setVisible(has_table)
        if not has_table:
            self._columns.close()

    def _build(self, bar: QWidget) -> None:
        # As high as its text whether or not there is any, so that the table stays where it is.
        self._count.setWordWrap(False)
        self._count.setFixedHeight(self._count.fontMetrics().height() + UNIT // 2)
        self._hint.setAlignment(RIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT * 2)
        row.addWidget(self._count)
        row.addWidget(self._filtering.clear)
        row.addWidget(bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._hint, _ALL_THE_ROOM)
        row.addWidget(self._filtering.problem, _ALL_THE_ROOM)
        row.addWidget(self._filtering.toggle)
        row.addWidget(self._columns.button)

    def _on_selected(self) -> None:
        self.say("")

    def _selection_words(self) -> str:
        invoices, selected = self._table.invoices, self._table.selected_rows()
        if len(selected) < _SEVERAL:
            return _HINT
        return selection_words(invoices.sums_of(selected), invoices.formats)
