"""Reads the history when somebody looks at it, and again whenever something was added."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from conductor_desktop.services.history.service import History
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner
from conductor_desktop.ui.timeline.recording import Recording


class TimelineController(QObject):
    """Nothing is read while nobody looks."""

    changed = Signal()  # the history was read

    def __init__(
        self, recording: Recording, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._recording = recording
        self._runner = runner
        self._history: History | None = None
        self._handle: TaskHandle | None = None
        self._is_outdated = False
        self._viewers: list[QWidget] = []
        recording.kept.connect(self._on_kept)

    @property
    def history(self) -> History | None:
        """As it was read last; None before the first time."""
        return self._history

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
        provider = self._recording.provider

        def work(task: Task) -> History:
            return provider().everything(task.token)

        # After what is being written, on the same thread.
        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_read)
        self._handle.finished.connect(self._on_finished)

    def _on_kept(self) -> None:
        if any(widget.isVisible() for widget in self._viewers):
            self.refresh()

    def _on_read(self, history: History) -> None:
        self._history = history
        self.changed.emit()

    def _on_finished(self) -> None:
        self._handle = None
        if self._is_outdated:
            self.refresh()
