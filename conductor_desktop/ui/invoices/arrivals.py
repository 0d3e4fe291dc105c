"""Gathers the pages of a load, so that the window takes in a few times a second what has come.

From a quick service several pages come between two repaints. Sorted in, counted and painted one by
one they took more of the UI thread than reading them takes (measured: 30 ms a page).
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.services.invoices import InvoiceProgress

_AGAIN_AFTER_MS = 250


class Arrivals(QObject):
    """The first page goes on at once, and what comes soon after another a moment later."""

    came = Signal(object)  # an InvoiceProgress; several pages as if they were one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: InvoiceProgress | None = None
        self._pause = QTimer(self, singleShot=True, interval=_AGAIN_AFTER_MS)
        self._pause.timeout.connect(self.hand_over)

    def add(self, progress: InvoiceProgress) -> None:
        """One page."""
        before = self._waiting
        if before is not None and not progress.restarted:
            new = (*before.new, *progress.new)
            progress = replace(progress, new=new, restarted=before.restarted)
        self._waiting = progress
        if not self._pause.isActive():
            self.hand_over()

    def hand_over(self) -> None:
        """Let go what waits, if anything does."""
        waiting, self._waiting = self._waiting, None
        self._pause.stop()
        if waiting is not None:
            self.came.emit(waiting)
            self._pause.start()

    def drop(self) -> None:
        """What waits is not wanted any more."""
        self._waiting = None
        self._pause.stop()
