"""What stands inside a message panel: mark, title, text, whose turn it is, steps and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button, set_kind
from conductor_desktop.ui.parts.details import Details
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, breakable, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.ui.parts.steps import Steps

_MARKS = {Kind.INFO: Mark.UNKNOWN, Kind.OK: Mark.OK, Kind.LOOK: Mark.LOOK, Kind.STOP: Mark.STOP}


class MessageContent(QWidget):
    """One message; the frame around it is the panel's.

    ``name`` is the panel's: its button and its steps are called after it.
    """

    action_clicked = Signal()

    def __init__(
        self, name: str, parent: QWidget | None = None, *, most_unfolded: int | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._most_unfolded = most_unfolded
        self._steps: Steps | None = None
        self._mark = StatusMark(Mark.STOP, 22, self)
        self._title = subtitle("", self)
        self._text = selectable(body("", self))
        self._turn = body("", self)
        self._turn.setProperty("kind", "strong")
        self._turn.setObjectName(f"{name}Turn")
        self._details = Details(f"{name}Details", self)
        self._action = plain_button("", f"{name}Action", self)
        self._action.clicked.connect(self.action_clicked)
        self._button_row = QWidget(self)
        self._buttons = QHBoxLayout(self._button_row)
        self._buttons.setContentsMargins(0, UNIT // 2, 0, 0)
        self._buttons.setSpacing(UNIT)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(UNIT // 2)
        self._texts.addWidget(self._title)
        self._texts.addWidget(self._text)
        self._texts.addWidget(self._turn)
        self._support = QVBoxLayout()  # its links belong together
        self._support.setSpacing(0)
        self._support.addWidget(self._details)
        self._texts.addLayout(self._support)
        self._texts.addWidget(self._button_row)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT * 3 // 2, UNIT * 2, UNIT * 3 // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        """Title and text as a person reads them."""
        return f"{self._title.text()} {self._text.text()}"

    def show_message(self, message: Message, action: str, buttons: Sequence[QPushButton]) -> None:
        """Show ``message`` in place of the one before."""
        self._mark.set_mark(_MARKS[message.kind])
        self._mark.setVisible(message.kind is not Kind.INFO)
        for label, text in (
            (self._title, message.title),
            (self._text, breakable(message.text)),
            (self._turn, message.turn),
        ):
            _set_or_hide(label, text)
        self._show_steps(message)
        is_trouble = message.kind is Kind.STOP
        self._details.show_lines(tuple(message.details.items()), is_trouble=is_trouble)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._show_buttons(buttons)

    def _show_steps(self, message: Message) -> None:
        if self._steps is None and not message.steps:
            return
        from conductor_desktop.ui.parts.steps import MOST_UNFOLDED, Steps, for_support

        if self._steps is None:
            most = MOST_UNFOLDED if self._most_unfolded is None else self._most_unfolded
            self._steps = Steps(f"{self._name}Steps", self, most_unfolded=most)
            self._support.insertWidget(0, self._steps)
        said = (message.title, message.text, message.turn)
        whole = for_support(said, message.steps, message.if_that_fails, message.details.items())
        self._steps.show_steps(message.steps, message.if_that_fails, whole)

    def _show_buttons(self, buttons: Sequence[QPushButton]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget not in buttons:
                widget.hide()
        for number, button in enumerate(buttons):
            set_kind(button, "plain" if number else "primary")
            self._buttons.addWidget(button)
            button.show()
        self._buttons.addStretch(1)
        self._button_row.setVisible(bool(buttons))


def _set_or_hide(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
