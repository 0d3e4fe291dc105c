"""The one file that somebody drags over a window, if it is of the kind that is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def dropped_file(event: QDragEnterEvent | QDropEvent, suffix: str) -> Path | None:
    """The file's path; None for anything else, for several files, and without a ``suffix``."""
    urls = event.mimeData().urls()
    if not suffix or len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == suffix else None


class Drops(QObject):
    """Takes files that are dropped on ``window``, which need not know of it."""

    dropped = Signal(object)  # a Path

    def __init__(self, window: QWidget, suffix: str) -> None:
        super().__init__(window)
        self._suffix = suffix
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):  # which a QDragEnterEvent is, too
            return False
        path = dropped_file(event, self._suffix)
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(path)
        return True
