"""How long the auth flow's link still works, counted down where it is shown."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from conductor_desktop.ui.theme import sized_font


class LinkExpiry(QLabel):
    """Says nothing while there is no link, or one whose end is not known."""

    expired = Signal()  # once for a link

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("linkExpiry")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "muted")
        self.setFont(sized_font(9.5))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._expires_at: datetime | None = None
        self._has_expired = False
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show)

    def count_down_to(self, expires_at: datetime | None) -> None:
        """Say how long it is until then, again and again; None for nothing to say."""
        self._expires_at = expires_at
        self._has_expired = False
        if expires_at is None:
            self._clock.stop()
        else:
            self._clock.start()
        self._show()

    def _show(self) -> None:
        if self._expires_at is None:
            self.setText("")
            return
        left = (self._expires_at - datetime.now(UTC)).total_seconds()
        if left <= 0:
            self.setText("The link has expired.")
            if not self._has_expired:
                self._has_expired = True
                self.expired.emit()
        elif left < 60:
            self.setText("The link works for less than a minute.")
        else:
            self.setText(f"The link works for {math.ceil(left / 60)} more minutes.")
