"""Reads the history when somebody looks at it, and again whenever something was added."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.history.service import History
from conductor_desktop.services.history.strip import DAYS
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner
from conductor_desktop.ui.timeline.recording import Recording


class TimelineController(QObject):
    """Nothing is read while nobody looks, and no more than somebody wants to see."""

    changed = Signal()  # the history was read, or could not be

    def __init__(
        self, recording: Recording, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._recording = recording
        self._runner = runner
        self._history: History | None = None
        self._failure: AppError | None = None
        self._reach: timedelta | None = timedelta(days=DAYS)
        self._handle: TaskHandle | None = None
        self._is_outdated = False
        self._viewers: list[QWidget] = []
        recording.kept.connect(self._on_kept)

    @property
    def history(self) -> History | None:
        """As it was read last; None before the first time."""
        return self._history

    @property
    def failure(self) -> AppError | None:
        """Why it could not be read the last time."""
        return self._failure

    def look_back(self, reach: timedelta | None) -> None:
        """Somebody wants to see so much of it; None is all."""
        self._reach = reach
        read = self._history
        if read is not None and not _is_enough(read.reach, reach):
            self.refresh()

    def add_viewer(self, widget: QWidget) -> None:
        """As long as this one is on the screen, what it shows stays up to date."""
        self._viewers.append(widget)

    def refresh(self) -> None:
        """Read it; what comes meanwhile is read after that."""
        if self._handle is not None:
            self._is_outdated = True
            return
        self._is_outdated = False
        self._recording.bring_up_to_now()
        provider, reach = self._recording.provider, self._reach

        def work(task: Task) -> History:
            return provider().look(task.token, reach)

        # After what is being written, on the same thread.
        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_read)
        self._handle.failed.connect(self._on_failed)
        self._handle.finished.connect(self._on_finished)

    def _on_kept(self) -> None:
        if any(widget.isVisible() for widget in self._viewers):
            self.refresh()

    def _on_read(self, history: History) -> None:
        self._history, self._failure = history, None
        self.changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._failure = error
        self.changed.emit()

    def _on_finished(self) -> None:
        self._handle = None
        if self._is_outdated:
            self.refresh()


def _is_enough(read: timedelta | None, wanted: timedelta | None) -> bool:
    return read is None or (wanted is not None and wanted <= read)
