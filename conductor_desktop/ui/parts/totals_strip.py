"""The strip below a table: how complete its rows are, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

from conductor_desktop.services.currencies import is_known
from conductor_desktop.services.invoices import HOME_CURRENCY
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.digits import tabular
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable
from conductor_desktop.ui.theme import UNIT, sized_font

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_LINES = 5  # more currencies than this are scrolled to


@dataclass(frozen=True)
class Verdict:
    """How complete the rows are. Unless ``complete``, no amount is called a total."""

    mark: Mark
    sentence: str
    complete: bool
    retry: str = ""  # the text of the button, none when empty


class TotalsStrip(QFrame):
    """One line per currency, never added up over currencies.

    ``name`` begins the names of what is in it: "invoices", "customers". Of ``headings`` the first
    is for the currency; those in ``bold`` matter most.
    """

    retry_clicked = Signal()

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        bold: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Totals")
        self.setProperty("kind", "card")
        self._mark = StatusMark(Mark.BUSY, 20, self)
        self._mark.setObjectName(f"{name}Mark")
        self._sentence = selectable(body("", self))
        self._sentence.setObjectName(f"{name}Verdict")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sentence.setContentsMargins(0, 2, 0, 0)  # beside the mark, which is a little higher
        self._retry = plain_button("", f"{name}TryAgain", self)
        self._retry.clicked.connect(self.retry_clicked)
        self._sums = _SumsGrid(headings, bold, self)
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

    def show_lines(self, lines: Sequence[Sequence[str]], *, complete: bool) -> None:
        """A text per heading and currency; "so far" stands at every amount unless ``complete``."""
        self._sums.show_lines(lines, complete=complete)
        self._scroll.setVisible(bool(lines))
        self._scroll.setFixedHeight(self._sums.height_of(min(len(lines), _MOST_LINES)))

    def warm_up(self) -> None:
        """Have the labels of a first line ready before there is one."""
        self.show_lines([[""] * self._sums.columns], complete=False)
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self.show_lines((), complete=False)

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

    def __init__(self, headings: Sequence[str], bold: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = tuple(headings)
        self._bold = frozenset(bold)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT * 2)
        self._grid.setVerticalSpacing(UNIT // 2)
        self._headings = [muted(text, self) for text in headings]
        self._labels: list[list[QLabel]] = []
        for column, heading in enumerate(self._headings):
            self._place(heading, 0, column)
        self._grid.setColumnStretch(len(self._texts), 1)

    @property
    def columns(self) -> int:
        return len(self._texts)

    @property
    def lines(self) -> list[tuple[str, ...]]:
        shown = [self._headings, *(line for line in self._labels if not line[0].isHidden())]
        return [tuple(label.text() for label in line) for line in shown]

    def height_of(self, lines: int) -> int:
        """Logical pixels for the headings and this many currencies."""
        line = self._headings[0].sizeHint().height() + self._grid.verticalSpacing()
        return line + lines * (self.fontMetrics().height() + UNIT)

    def show_lines(self, lines: Sequence[Sequence[str]], *, complete: bool) -> None:
        first, *others = self._texts
        headings = self._texts if complete else (first, *(f"{text} so far" for text in others))
        for label, text in zip(self._headings, headings, strict=True):
            label.setText(text)
        while len(self._labels) < len(lines):
            self._add_line()
        for line in self._labels[len(lines) :]:
            for label in line:
                label.hide()
        for line, texts in zip(self._labels, lines, strict=False):
            for label, heading, text in zip(line, headings, texts, strict=True):
                label.setText(text)
                label.setAccessibleName(f"{heading}, {texts[0]}: {text}")
                label.show()
        self._grid.activate()  # now, so that no amount is cut even for a moment

    def _add_line(self) -> None:
        line = [selectable(body("", self)) for _ in self._texts]
        for column, (label, heading) in enumerate(zip(line, self._texts, strict=True)):
            label.setFont(tabular(sized_font(10.0, bold=heading in self._bold)))
            self._place(label, len(self._labels) + 1, column)
        self._labels.append(line)

    def _place(self, label: QLabel, row: int, column: int) -> None:
        label.setWordWrap(False)
        label.setAlignment(_RIGHT if column else _LEFT)
        self._grid.addWidget(label, row, column)


def currency_words(currency: str) -> str:
    """A key of the sums as a person reads it; the decimals of one not known are a guess."""
    if currency == HOME_CURRENCY:
        return "Home currency"
    return currency if is_known(currency) else f"{currency} (unknown)"
