"""From one connection to another: what is under way ends first, so that nothing gets mixed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.tasks import Pool, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.ui.providers import Providers

_LAST_ANSWER_SECONDS = 3.0

Move = Callable[[], object]


class Moving(QObject):
    """One move at a time; a second click on the way changes nothing.

    However it ends, a fresh window is needed: the old one had its work taken away.
    """

    ended = Signal(bool)  # whether the other connection is in use now
    failed = Signal(object)  # AppError; after ``ended``

    def __init__(
        self, sessions: Sessions, providers: Providers, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._providers = providers
        self._runner = runner
        self._is_under_way = False

    def start(self, move: Move) -> None:
        """Have ``move`` change which connection is in use, away from the UI thread."""
        if self._is_under_way:
            return
        self._is_under_way = True
        # An answer that QuickBooks is asked for in vain costs its user time, and what comes late
        # is of a connection that nobody looks at any more.
        self._runner.cancel_all(Pool.REQUESTS)
        handle = self._runner.submit(lambda _task: self._go(move), Pool.FILES)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)

    def _go(self, move: Move) -> None:
        self._runner.wait_for_end(Pool.REQUESTS, _LAST_ANSWER_SECONDS)
        was_in_sandbox = self._sessions.current.is_sandbox
        try:
            move()
        finally:
            if was_in_sandbox and not self._sessions.current.is_sandbox:
                self._providers.stop_sandbox()

    def _on_succeeded(self, _nothing: object) -> None:
        self._is_under_way = False
        self.ended.emit(True)

    def _on_failed(self, error: object) -> None:
        self._is_under_way = False
        self.ended.emit(False)
        self.failed.emit(error)
