"""The strip below the table: how complete the invoices are, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from conductor_desktop.services.invoices import HOME_CURRENCY
from conductor_desktop.ui.invoices.columns import LEFT, RIGHT
from conductor_desktop.ui.invoices.digits import tabular
from conductor_desktop.ui.invoices.sums import CurrencySum
from conductor_desktop.ui.invoices.wording import Verdict
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable
from conductor_desktop.ui.theme import UNIT, sized_font

_HEADINGS = ("Currency", "Invoices", "Billed", "Paid", "Open", "Overdue")
_BOLD = (_HEADINGS.index("Open"), _HEADINGS.index("Overdue"))
_MOST_LINES = 4  # more currencies than this are scrolled to


class TotalsStrip(QFrame):
    """One line per currency, never added up over currencies."""

    retry_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesTotals")
        self.setProperty("kind", "card")
        self._mark = StatusMark(Mark.BUSY, 20, self)
        self._mark.setObjectName("invoicesMark")
        self._sentence = selectable(body("", self))
        self._sentence.setObjectName("invoicesVerdict")
        self._retry = plain_button("", "invoicesTryAgain", self)
        self._retry.clicked.connect(self.retry_clicked)
        self._sums = _SumsGrid(self)
        self._scroll = QScrollArea(self)
        self._build()

    @property
    def sentence(self) -> str:
        """How complete the rows are, as a person reads it."""
        return self._sentence.text()

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """Headings first, then one line per currency, as a person reads them."""
        return self._sums.lines

    def show_verdict(self, verdict: Verdict) -> None:
        """How complete the rows are."""
        self._mark.set_mark(verdict.mark)
        self._sentence.setText(verdict.sentence)
        self._retry.setText(verdict.retry)
        self._retry.setVisible(bool(verdict.retry))

    def show_sums(
        self, sums: Mapping[str, CurrencySum], formats: Formats, *, complete: bool
    ) -> None:
        """What the shown rows add up to; "so far" stands at every amount unless ``complete``."""
        self._sums.show_sums(sums, formats, complete=complete)
        self._scroll.setVisible(bool(sums))
        self._scroll.setFixedHeight(self._sums.height_of(min(len(sums), _MOST_LINES)))

    def _build(self) -> None:
        self._scroll.setWidget(self._sums)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        column.setSpacing(UNIT)
        column.addLayout(row)
        column.addWidget(self._scroll)


class _SumsGrid(QWidget):
    """Headings and one line of labels per currency; labels are made once and used again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._headings = [muted(text, self) for text in _HEADINGS]
        self._labels: list[list[QLabel]] = []
        for column, heading in enumerate(self._headings):
            self._place(heading, 0, column)
        self._grid.setColumnStretch(len(_HEADINGS), 1)

    @property
    def lines(self) -> list[tuple[str, ...]]:
        shown = [self._headings, *(line for line in self._labels if not line[0].isHidden())]
        return [tuple(label.text() for label in line) for line in shown]

    def height_of(self, lines: int) -> int:
        """Logical pixels for the headings and this many currencies."""
        line = self._headings[0].sizeHint().height() + self._grid.verticalSpacing()
        return line + lines * (self.fontMetrics().height() + UNIT)

    def show_sums(
        self, sums: Mapping[str, CurrencySum], formats: Formats, *, complete: bool
    ) -> None:
        headings = _HEADINGS if complete else (_HEADINGS[0], *map(_so_far, _HEADINGS[1:]))
        for label, text in zip(self._headings, headings, strict=True):
            label.setText(text)
        while len(self._labels) < len(sums):
            self._add_line()
        for line in self._labels[len(sums) :]:
            for label in line:
                label.hide()
        for line, currency in zip(self._labels, sorted(sums), strict=False):
            texts = _texts(currency, sums[currency], formats)
            for label, heading, text in zip(line, headings, texts, strict=True):
                label.setText(text)
                label.setAccessibleName(f"{heading}, {texts[0]}: {text}")
                label.show()

    def _add_line(self) -> None:
        line = [selectable(body("", self)) for _ in _HEADINGS]
        for column, label in enumerate(line):
            label.setFont(tabular(sized_font(10.0, bold=column in _BOLD)))
            self._place(label, len(self._labels) + 1, column)
        self._labels.append(line)

    def _place(self, label: QLabel, row: int, column: int) -> None:
        label.setWordWrap(False)
        label.setAlignment(RIGHT if column else LEFT)
        self._grid.addWidget(label, row, column)


def currency_words(currency: str) -> str:
    """A key of the sums as a person reads it."""
    return "Home currency" if currency == HOME_CURRENCY else currency


def _so_far(heading: str) -> str:
    return f"{heading} so far"


def _texts(currency: str, amounts: CurrencySum, formats: Formats) -> tuple[str, ...]:
    money = (amounts.billed, amounts.paid, amounts.open, amounts.overdue)
    return (
        currency_words(currency),
        formats.count(amounts.count),
        *(formats.money(amount) for amount in money),
    )
