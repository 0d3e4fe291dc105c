"""Does something large on the UI thread a piece at a time, so that the window stays awake."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 20


class Gradually(QObject):
    """One piece per turn of the event loop; what somebody clicks or types comes in between.

    What a piece raises ends it, and is for the handler of uncaught errors.
    """

    def __init__(self, pieces: Iterable[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self.is_done = False
        self._pieces = iter(pieces)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._do_one)

    def start(self) -> None:
        """Begin, or go on."""
        self._timer.start()

    def stop(self) -> None:
        """No further piece."""
        self._timer.stop()

    def _do_one(self) -> None:
        self._timer.stop()
        piece = next(self._pieces, None)
        if piece is None:
            self.is_done = True
            return
        piece()
        self._timer.start()
