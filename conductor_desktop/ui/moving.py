"""From one connection to another: what is under way ends first, so that nothing gets mixed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.tasks import Pool, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.storage.names import ProfileName
    from conductor_desktop.ui.providers import Providers

_LAST_ANSWER_SECONDS = 3.0

Move = Callable[[], object]
Then = Callable[[], None]


class Moving(QObject):
    """One move at a time; a second click on the way changes nothing.

    However it ends, a fresh window is needed: the old one had its work taken away.
    """

    failed = Signal(object)  # AppError
    over = Signal()  # whoever opened the fresh window is through

    def __init__(
        self, sessions: Sessions, providers: Providers, runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._providers = providers
        self._runner = runner
        self._then: Then | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a fresh window is on its way."""
        return self._then is not None

    def to_another(self, then: Then) -> None:
        """To one that is only begun."""
        self._start(self._begin_another, then)

    def to(self, name: ProfileName, then: Then) -> None:
        """To one that there is."""
        self._start(lambda: self._sessions.switch(name), then)

    def reconnect(self, then: Then) -> None:
        """Through the guided setup, back to the same."""
        self._start(lambda: self._providers.setup().reconnect(), then)

    def leave_setup(self, then: Then, *, for_later: bool) -> None:
        """From one that is being set up to the one before."""
        self._start(lambda: self._providers.setup().leave(for_later=for_later), then)

    def leave_sandbox(self, then: Then) -> None:
        """To one that is not made up."""
        self._start(self._sessions.leave_sandbox, then)

    def leave_removed(self, then: Then) -> None:
        """To what is left."""
        self._start(self._stop_what_was_left, then)

    def _begin_another(self) -> None:
        self._sessions.refresh()
        self._sessions.begin_another()

    def _stop_what_was_left(self) -> None:
        if not self._sessions.current.is_sandbox:
            self._providers.stop_sandbox()

    def _start(self, move: Move, then: Then) -> None:
        """Have ``move`` change which connection is in use, away from the UI thread."""
        if self._then is not None:
            return
        self._then = then
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
        then, self._then = self._then, None
        if then is not None:
            then()
        self.over.emit()

    def _on_failed(self, error: object) -> None:
        self._then = None
        self.failed.emit(error)
        self.over.emit()
