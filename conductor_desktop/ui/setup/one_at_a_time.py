"""Work of which at most one piece is under way; what is begun next takes its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.setup.waits import Wait
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner, Work


class OneAtATime(QObject):
    """Starting cancels what was started before; a late answer of that is not heard."""

    busy_changed = Signal(bool)
    waiting_changed = Signal(object)  # a Wait; None when nothing is waited for

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: TaskHandle | None = None

    @property
    def is_busy(self) -> bool:
        return self._handle is not None

    def start(
        self,
        work: Work,
        on_success: Callable[[object], None],
        on_failure: Callable[[object], None],
        pool: Pool = Pool.REQUESTS,
        *,
        on_progress: Callable[[object], None] | None = None,
        wait: Wait | None = None,
    ) -> None:
        """Do ``work``. What is called afterwards may start the next piece.

        ``wait`` says what a person who has to wait for it waits for.
        """
        was_busy = self.is_busy
        if self._handle is not None:
            self._handle.cancel()
        handle = self._runner.submit(work, pool)
        self._handle = handle

        def done(result: object) -> None:
            self._end()
            on_success(result)

        def broke(error: object) -> None:
            self._end()
            on_failure(error)

        handle.succeeded.connect(done)
        handle.failed.connect(broke)
        if on_progress is not None:
            handle.progressed.connect(on_progress)
        if not was_busy:
            self.busy_changed.emit(True)
        self.waiting_changed.emit(wait)

    def wait_for(self, wait: Wait) -> None:
        """What is under way has come to something else that takes its time."""
        if self.is_busy:
            self.waiting_changed.emit(wait)

    def cancel(self) -> None:
        """Stop what is under way; nothing is heard of it any more."""
        if self._handle is not None:
            self._handle.cancel()
            self._end()

    def _end(self) -> None:
        self._handle = None
        self.busy_changed.emit(False)
        self.waiting_changed.emit(None)
