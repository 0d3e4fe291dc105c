"""A message beside what caused it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError

if TYPE_CHECKING:
    from conductor_desktop.ui.messages import Message
    from conductor_desktop.ui.parts.message_content import MessageContent


class MessagePanel(QFrame):
    """Shows one message where it belongs, with at most one button of its own; hidden while empty.

    Pages have one each and mostly need none, so its content is made for the first message. More
    than ``most_unfolded`` steps are folded at first.
    """

    action_clicked = Signal()

    def __init__(
        self, name: str, parent: QWidget | None = None, *, most_unfolded: int | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._most_unfolded = most_unfolded
        self._content: MessageContent | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def text(self) -> str:
        """Title and text as a person reads them; empty while hidden."""
        if self._content is None or self.isHidden():
            return ""
        return self._content.text

    def show_message(
        self, message: Message, action: str = "", buttons: Sequence[QPushButton] = ()
    ) -> None:
        """Show ``message``; ``action`` is the text of the button, none when empty.

        ``buttons`` are the caller's, to stand below the text while it is shown; the first of them
        is the one that helps most.
        """
        from conductor_desktop.ui.parts.announcing import announce

        if self._content is None:
            from conductor_desktop.ui.parts.message_content import MessageContent

            self._content = MessageContent(
                self.objectName(), self, most_unfolded=self._most_unfolded
            )
            self._content.action_clicked.connect(self.action_clicked)
            self._column.addWidget(self._content)
        self._content.show_message(message, action, buttons)
        self.setProperty("kind", f"panel-{message.kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(message.title)
        self.show()
        announce(self, f"{message.title}. {message.text}" if message.title else message.text)

    def show_error(self, error: AppError, action: str = "", *, vendor: str = "") -> None:
        """Show an expected failure beside what caused it; ``vendor`` is who sent the setup."""
        from conductor_desktop.ui.messages import Message

        self.show_message(Message.of(error, vendor), action)

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()
