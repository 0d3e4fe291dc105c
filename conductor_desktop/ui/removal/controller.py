"""Looks for what is left of a connection and has our part removed, away from the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from conductor_desktop.once import Once
from conductor_desktop.services.removal import Findings
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner

_LAST_ANSWER_SECONDS = 3.0


class Removes(Protocol):
    """``services.removal.RemovalService`` as this page uses it."""

    def look(self) -> Findings: ...

    def remove(self) -> Findings: ...


class RemovalController(QObject):
    """One thing at a time. ``provider`` runs on a worker thread, once: it is of one connection."""

    found = Signal(object)  # Findings
    busy_changed = Signal(bool)  # whether our part is being removed
    failed = Signal(object)  # AppError

    def __init__(
        self, provider: Callable[[], Removes], runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = Once(provider)
        self._runner = runner
        self._handle: TaskHandle | None = None
        self._is_removing = False

    @property
    def is_busy(self) -> bool:
        """Whether our part is being removed at this moment."""
        return self._is_removing

    def look(self) -> None:
        """See what is left by now; nothing is changed."""
        if self._handle is None:
            self._start(lambda: self._service().look())

    def remove(self) -> None:
        """Remove what is ours; an answer that is still on its way is not waited for long."""
        if self._is_removing:
            return
        if self._handle is not None:
            self._handle.cancel()
        self._is_removing = True
        self.busy_changed.emit(True)
        self._runner.cancel_all(Pool.REQUESTS)

        def work() -> Findings:
            self._runner.wait_for_end(Pool.REQUESTS, _LAST_ANSWER_SECONDS)
            return self._service().remove()

        self._start(work)

    def _start(self, work: Callable[[], Findings]) -> None:
        # Among the files, so that nothing that was to be noted down comes after it.
        self._handle = self._runner.submit(lambda _task: work(), Pool.FILES)
        self._handle.succeeded.connect(self._on_found)
        self._handle.failed.connect(self._on_failed)
        self.destroyed.connect(self._handle.cancel)

    def _on_found(self, findings: Findings) -> None:
        self._end()
        self.found.emit(findings)

    def _on_failed(self, error: object) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._handle = None
        if self._is_removing:
            self._is_removing = False
            self.busy_changed.emit(False)
