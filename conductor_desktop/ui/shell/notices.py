"""Messages that belong to no one place: shown above the screen, one at a time, until dismissed."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.ui.messages import Message


class Notices(QWidget):
    """A queue with one panel; takes no room while it is empty."""

    offer_taken = Signal(object)  # the Message, which is gone then

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = MessagePanel("notice", self)
        self._panel.action_clicked.connect(self._on_dismissed)
        self._waiting: deque[Message] = deque()
        self._offer: QPushButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 4, UNIT * 2, UNIT * 4, 0)
        column.addWidget(self._panel)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown now; empty when nothing is."""
        return self._panel.text

    def add(self, message: Message) -> None:
        """Show ``message`` once those before it are dismissed; the same one is not said twice."""
        if message not in self._waiting:
            self._waiting.append(message)
            self._show()

    def remove(self, message: Message) -> None:
        """Say it no longer, or not at all."""
        if message in self._waiting:
            self._waiting.remove(message)
            self._show()

    def _buttons(self, offer: str) -> list[QPushButton]:
        if not offer:
            return []
        if self._offer is None:
            from conductor_desktop.ui.parts.buttons import primary_button  # not at the first paint

            self._offer = primary_button(offer, "noticeOffer", self)
            self._offer.clicked.connect(self._on_offer)
        self._offer.setText(offer)
        return [self._offer]

    def _on_offer(self) -> None:
        message = self._waiting[0]
        self._on_dismissed()
        self.offer_taken.emit(message)

    def _on_dismissed(self) -> None:
        self._waiting.popleft()
        self._show()

    def _show(self) -> None:
        if self._waiting:
            more = len(self._waiting) - 1
            action = f"Dismiss ({more} more)" if more else "Dismiss"
            first = self._waiting[0]
            self._panel.show_message(first, action, self._buttons(first.offer))
        else:
            self._panel.clear()
        self.setVisible(bool(self._waiting))
