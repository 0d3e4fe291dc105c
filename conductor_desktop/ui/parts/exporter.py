"""Writes what a person sees to a file, off the UI thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


@runtime_checkable
class Exportable(Protocol):
    """Rows as they were when a person asked for a file of them."""

    @property
    def complete(self) -> bool:
        """Whether they are all there are."""

    def __len__(self) -> int: ...

    def write(self, target: Path, today: date, cancel: CancelToken) -> Exported:
        """Blocks, and raises what ``services.export.service`` raises."""


class Exporter(QObject):
    """One file at a time."""

    began = Signal(int)  # how many rows are being written
    written = Signal(object)  # an Exported
    failed = Signal(object)  # an AppError
    cancelled = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: TaskHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written right now."""
        return self._handle is not None

    def export(self, seen: Exportable, target: Path, today: date) -> None:
        """Write what is seen to ``target``, unless a file is being written already."""
        if self.is_busy:
            return

        def work(task: Task) -> Exported:
            return seen.write(target, today, task.token)

        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_succeeded)
        self._handle.failed.connect(self._on_failed)
        self.began.emit(len(seen))

    def cancel(self) -> None:
        """Stop writing; what was in the file before stays."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
            self.cancelled.emit()

    def _on_succeeded(self, value: object) -> None:
        self._handle = None
        self.written.emit(cast("Exported", value))

    def _on_failed(self, value: object) -> None:
        self._handle = None
        self.failed.emit(value)
