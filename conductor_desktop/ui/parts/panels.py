"""Boxes that hold things: a card, a message beside what caused it, an empty state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

_MARKS = {Kind.INFO: Mark.UNKNOWN, Kind.OK: Mark.OK, Kind.LOOK: Mark.LOOK, Kind.STOP: Mark.STOP}


class Card(QFrame):
    """A white rounded box; add widgets to ``column``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        self.column.setSpacing(UNIT)


class MessagePanel(QFrame):
    """Shows one message where it belongs, with at most one button; hidden while empty."""

    action_clicked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._mark = StatusMark(Mark.STOP, 22, self)
        self._title = subtitle("", self)
        self._text = selectable(body("", self))
        self._details = selectable(muted("", self))
        self._action: QPushButton = plain_button("", f"{name}Action", self)
        self._action.clicked.connect(self.action_clicked)
        self._build()
        self.hide()

    @property
    def text(self) -> str:
        """Title and text as a person reads them; empty while hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}"

    def show_message(self, message: Message, action: str = "") -> None:
        """Show ``message``; ``action`` is the text of the button, none when empty."""
        self.setProperty("kind", f"panel-{message.kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._mark.set_mark(_MARKS[message.kind])
        self._mark.setVisible(message.kind is not Kind.INFO)
        _set_or_hide(self._title, message.title)
        _set_or_hide(self._text, message.text)
        details = " · ".join(f"{name}: {value}" for name, value in message.details.items())
        _set_or_hide(self._details, details)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(message.title)
        self.show()

    def show_error(self, error: AppError, action: str = "") -> None:
        """Show an expected failure beside what caused it."""
        self.show_message(Message.of(error), action)

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 2)
        for label in (self._title, self._text, self._details):
            texts.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)


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

    def say(self, heading: str, text: str) -> None:
        """Another reason for being empty."""
        self._heading.setText(heading)
        self._text.setText(text)


def _set_or_hide(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
