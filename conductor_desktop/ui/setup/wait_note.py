"""Says what is being waited for, for how long already, and how long it usually takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.setup.waits import Wait
from conductor_desktop.ui.theme import sized_font

_SHOWN_AFTER_MS = 600  # what is over sooner is not waited for
_EVERY_MS = 1000


class WaitNote(QLabel):
    """One line; empty while nothing is waited for, or not for long enough to be noticed."""

    def __init__(
        self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.setObjectName("waitNote")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "muted")
        self.setFont(sized_font(9.5))
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._clock = clock
        self._wait: Wait | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show)

    def wait_for(self, wait: Wait | None) -> None:
        """Something is waited for from now on; None when nothing is any more."""
        self._wait = wait
        self._since = self._clock()
        self.setText("")
        if wait is None:
            self._timer.stop()
        else:
            self._timer.start(_SHOWN_AFTER_MS)

    def _show(self) -> None:
        if self._wait is None:
            return
        if not self.text():
            announce(self, f"{self._wait.what}. This takes {self._wait.usually}.")
        self._timer.setInterval(_EVERY_MS)
        seconds = self._clock() - self._since
        longer = seconds > self._wait.longest_usual_seconds
        usually = "longer than usual" if longer else f"usually {self._wait.usually}"
        self.setText(f"{self._wait.what}: {max(seconds, 1):.0f} s so far, {usually}.")
