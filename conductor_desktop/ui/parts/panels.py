"""Boxes that hold things: a card, an empty state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT

_WIDEST = UNIT * 72  # longer lines are hard to read


class Card(QFrame):
    """A white rounded box; add widgets to ``column``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        self.column.setSpacing(UNIT)


class EmptyState(QWidget):
    """What a screen shows when it has nothing: why, and the one thing to do."""

    action_clicked = Signal()

    def __init__(
        self, name: str, heading: str, text: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._heading = subtitle(heading, self)
        self._text = muted(text, self)
        self._action = plain_button(action, f"{name}Action", self)
        self._action.setVisible(bool(action))
        self._action.clicked.connect(self.action_clicked)
        column = QVBoxLayout(self)
        column.setSpacing(UNIT)
        column.addStretch(1)
        for label in (self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def say(self, heading: str, text: str, *, offers_action: bool = True) -> None:
        """Another reason for being empty, with or without something to do about it."""
        self._heading.setText(heading)
        self._text.setText(text)
        self._action.setVisible(offers_action and bool(self._action.text()))


def centred(widget: QWidget, parent: QWidget) -> QWidget:
    """``widget`` in the middle of a page, no wider than is easy to read."""
    widget.setMaximumWidth(_WIDEST)
    page = QWidget(parent)
    row = QHBoxLayout(page)
    row.addStretch(1)
    row.addWidget(widget, _WIDEST)
    row.addStretch(1)
    return page


def at_the_top(widget: QWidget, parent: QWidget) -> QWidget:
    """``widget`` at the top of a page of its own."""
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return page
