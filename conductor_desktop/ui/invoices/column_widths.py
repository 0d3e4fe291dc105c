"""How wide the columns of the table are: for what usually stands in them, for more, or by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QTableView

from conductor_desktop.ui.invoices.columns import COLUMNS, Kind
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.overdue import MARK_SIZE
from conductor_desktop.ui.theme import UNIT

WIDEST_FITTED = UNIT * 40  # a currency's name may be anything
_CELL_MARGINS = UNIT * 3
_WIDEST = UNIT * 250  # wider than any screen

# The longest text that usually stands in a column; money and days are measured as they are written.
_SAMPLES = {
    "number": "INV-10042",
    "customer": "Northwind Builders & Sons",
    "currency": "USD",
    "status": "Overdue by 1,888 days",
    "memo": "Second half of the agreed work",
}
_SAMPLE_DAY = date(2024, 12, 28)
_SAMPLE_AMOUNT = Decimal("88888.88")


class ColumnWidths:
    """Logical pixels. What a person has chosen is never changed for what comes."""

    def __init__(self, table: QTableView, model: InvoicesModel) -> None:
        self._table = table
        self._invoices = model
        self._fitted: dict[int, int] = {}
        self._hidden: dict[int, int] = {}
        self._by_hand: set[int] = set()

    def chosen(self, column: int) -> int | None:
        """What somebody chose, also of a hidden column, whose width is 0 until it comes back."""
        if column not in self._by_hand:
            return None
        return self._table.columnWidth(column) or self._hidden.get(column)

    def keep(self, column: int) -> None:
        """It is as wide as somebody wanted it."""
        self._by_hand.add(column)

    def bring_back(self, column: int, width: int) -> None:
        """As wide as somebody chose it before, within reason."""
        least = self._table.horizontalHeader().minimumSectionSize()
        self._hidden[column] = max(least, min(width, _WIDEST))
        self._table.setColumnWidth(column, self._hidden[column])
        self._by_hand.add(column)

    def before_hiding(self, column: int) -> None:
        """Remember how wide it is."""
        self._hidden[column] = self._table.columnWidth(column)

    def forget_choices(self) -> None:
        """As if nobody had chosen any."""
        self._by_hand.clear()
        self._fitted.clear()
        self.set_usual()
        self.make_room()

    def set_usual(self) -> None:
        """Wide enough for what usually stands in them, and for their titles."""
        metrics, formats = self._table.fontMetrics(), self._invoices.formats
        header = self._table.horizontalHeader()
        for position, column in enumerate(COLUMNS):
            if column.kind is Kind.MONEY:
                sample = formats.money(_SAMPLE_AMOUNT)
            else:
                sample = _SAMPLES.get(column.key) or formats.day(_SAMPLE_DAY)
            extra = MARK_SIZE + UNIT if column.key == "status" else 0
            width = metrics.horizontalAdvance(sample) + extra + _CELL_MARGINS
            self._table.setColumnWidth(position, max(width, header.sectionSizeHint(position)))

    def make_room(self) -> None:
        """For amounts longer than any before; a column made narrow by hand stays so."""
        metrics = self._table.fontMetrics()
        for position, text in self._invoices.longest.items():
            width = min(metrics.horizontalAdvance(text) + _CELL_MARGINS, WIDEST_FITTED)
            if position not in self._by_hand and width > self._fitted.get(position, 0):
                self._fitted[position] = width
                wide_enough = max(width, self._table.columnWidth(position))
                self._table.setColumnWidth(position, wide_enough)
