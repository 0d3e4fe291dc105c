"""Before everything is loaded: how long QuickBooks will be busy, and the click that begins."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.message_panel import MessagePanel

_STOPPING = "You can cancel at any time and keep what is here by then."


class EverythingOffer(QWidget):
    """Hidden until made."""

    taken = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel = MessagePanel("invoicesEverything", self)
        self._load = plain_button("Load everything", "invoicesEverythingLoad", self)
        self._keep = plain_button("Not now", "invoicesEverythingNotNow", self)
        self._load.clicked.connect(self.taken)
        self._keep.clicked.connect(self.declined)
        for button in (self._load, self._keep):
            button.hide()  # until the panel shows it
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return self._panel.text

    def make(self, estimate: str) -> None:
        """Say ``estimate`` and wait for a click."""
        self.show()
        message = Message(Kind.INFO, "Load everything?", f"{estimate} {_STOPPING}")
        self._panel.show_message(message, buttons=[self._load, self._keep])

    def take_back(self) -> None:
        """It does not matter any more."""
        self._panel.clear()
        self.hide()
