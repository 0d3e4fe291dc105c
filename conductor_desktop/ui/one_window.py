"""One window at a time: the next one is up before the one in whose place it comes goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from conductor_desktop.ui.tasks import Pool, TaskRunner


class OneWindow(QObject):
    """Whichever it is. None is ``now`` before the first and after ``close``."""

    coming = Signal(object)  # the QMainWindow that is in front from now on, and not up yet

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self.now: QMainWindow | None = None

    @property
    def window(self) -> QMainWindow:
        """The one in front, where there has to be one."""
        if self.now is None:
            raise RuntimeError("no window is open")
        return self.now

    def put_in_front(self, window: QMainWindow, show: Callable[[], None] | None = None) -> None:
        """``show`` is how ``window`` comes up, if not as ever."""
        before, self.now = self.now, window
        self.coming.emit(window)
        (show or window.show)()
        if before is not None and before is not window:
            # Nobody is left to hear the answers, and QuickBooks is asked for no longer than needed.
            self._runner.cancel_all(Pool.REQUESTS)
            # The new one is up first, or Qt would end the app with its last window.
            before.close()
            before.deleteLater()

    def close(self) -> None:
        """No other window comes."""
        if self.now is not None:
            self.now.close()
            self.now = None
