"""One of the three ways in: a card that is a radio button and opens to its own fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT, sized_font


class Door(Card):
    """A choice with a sentence; ``fields`` show only while it is chosen.

    ``fill`` puts widgets into ``fields`` the first time that happens.
    """

    chosen = Signal()

    def __init__(
        self,
        name: str,
        text: str,
        sentence: str,
        parent: QWidget | None = None,
        *,
        fill: Callable[[Door], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self.radio = QRadioButton(text, self)
        self.radio.setObjectName(name)
        self.radio.setFont(sized_font(11, bold=True))
        self.radio.setAccessibleDescription(sentence)
        self._usual = sentence
        self._sentence = muted(sentence, self)
        self._sentence.setObjectName(f"{name}Sentence")
        self._sentence.setContentsMargins(UNIT * 3, 0, 0, 0)
        self._inner = QWidget(self)
        self.fields = QVBoxLayout(self._inner)
        self.fields.setContentsMargins(UNIT * 3, UNIT // 2, 0, 0)
        self.fields.setSpacing(UNIT)
        self._inner.hide()
        self.column.setSpacing(UNIT // 2)
        self.column.addWidget(self.radio)
        self.column.addWidget(self._sentence)
        self.column.addWidget(self._inner, 1)
        self.radio.toggled.connect(self._on_toggled)

    def lock(self, why: str) -> None:
        """Let nobody choose it, and say why; with "" it is open again."""
        self.radio.setEnabled(not why)
        self.radio.setAccessibleDescription(why or self._usual)
        self._sentence.setText(why or self._usual)

    def show_inside(self, panel: QWidget) -> None:
        """Put ``panel`` above the fields, wherever it has been before."""
        self.fields.insertWidget(0, panel)
        self._inner.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio.isEnabled():
            self.radio.setChecked(True)
            self.radio.setFocus()

    def _on_toggled(self, on: bool) -> None:
        if on and self._fill is not None:
            fill, self._fill = self._fill, None
            fill(self)
        self._inner.setVisible(on and self.fields.count() > 0)
        if on:
            self.chosen.emit()
