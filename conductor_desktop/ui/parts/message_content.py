"""What stands inside a message panel: mark, title, text, details and a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, breakable, muted, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

_LONGEST = 60

_MARKS = {Kind.INFO: Mark.UNKNOWN, Kind.OK: Mark.OK, Kind.LOOK: Mark.LOOK, Kind.STOP: Mark.STOP}


class MessageContent(QWidget):
    """One message; the frame around it is the panel's."""

    action_clicked = Signal()

    def __init__(self, action_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = StatusMark(Mark.STOP, 22, self)
        self._title = subtitle("", self)
        self._text = selectable(body("", self))
        self._turn = body("", self)
        self._turn.setProperty("kind", "strong")
        self._details = selectable(muted("", self))
        self._action = plain_button("", action_name, self)
        self._action.clicked.connect(self.action_clicked)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 2)
        for label in (self._title, self._text, self._turn, self._details):
            texts.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        """Title and text as a person reads them."""
        return f"{self._title.text()} {self._text.text()}"

    def show_message(self, message: Message, action: str) -> None:
        """Show ``message`` in place of the one before."""
        self._mark.set_mark(_MARKS[message.kind])
        self._mark.setVisible(message.kind is not Kind.INFO)
        _set_or_hide(self._title, message.title)
        _set_or_hide(self._text, breakable(message.text))
        _set_or_hide(self._turn, message.turn)
        details = " · ".join(f"{name}: {_told(value)}" for name, value in message.details.items())
        _set_or_hide(self._details, details)
        self._action.setText(action)
        self._action.setVisible(bool(action))


def _told(value: str) -> str:
    """Its beginning and its end, where it is a path that no line has room for."""
    return (
        value if len(value) <= _LONGEST else f"{value[: _LONGEST // 2]}…{value[-_LONGEST // 2 :]}"
    )


def _set_or_hide(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
