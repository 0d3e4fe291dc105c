"""Reads what is new in the log once a second, off the UI thread, for as long as it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.services.app_log.lines import LogLine
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner

_EVERY_MS = 1_000


class ReadsLog(Protocol):
    """``services.app_log.reader.LogReader`` as it is used here."""

    def read(self) -> list[LogLine]: ...


class LogController(QObject):
    """``reader`` is used on one worker thread alone."""

    came = Signal(object)  # new lines, a Sequence of LogLine; perhaps none
    failed = Signal(object)  # an AppError
    following_changed = Signal(bool)

    def __init__(self, reader: ReadsLog, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._runner = runner
        self._reading: TaskHandle | None = None
        self._is_looked_at = False
        self._follows = True
        self._again = QTimer(self)
        self._again.setInterval(_EVERY_MS)
        self._again.timeout.connect(self.read)

    @property
    def follows(self) -> bool:
        """Whether new lines come by themselves."""
        return self._follows

    def look(self, *, on: bool) -> None:
        """Somebody looks at it from now on, or nobody any more."""
        self._is_looked_at = on
        self._render()

    def follow(self, *, on: bool) -> None:
        """Let new lines come, or have it stand still; then they come later."""
        if on is not self._follows:
            self._follows = on
            self._render()
            self.following_changed.emit(on)

    def read(self) -> None:
        """Read what is new now; one reading at a time."""
        if self._reading is not None:
            return
        self._reading = self._runner.submit(lambda _task: self._reader.read(), Pool.FILES)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)

    def _render(self) -> None:
        if self._is_looked_at and self._follows:
            self._again.start()
            self.read()
        else:
            self._again.stop()

    def _on_read(self, lines: Sequence[LogLine]) -> None:
        self._reading = None
        self.came.emit(lines)

    def _on_failed(self, error: AppError) -> None:
        self._reading = None
        self.failed.emit(error)
