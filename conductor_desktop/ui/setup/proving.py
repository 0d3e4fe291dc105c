"""The step "Verify": asking QuickBooks, stopping that, and why it failed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.tasks import Task

if TYPE_CHECKING:
    from conductor_desktop.services.checks import PcChecks
    from conductor_desktop.services.sessions import Sessions
    from conductor_desktop.services.setup import SetupService


class Proving(QObject):
    """``work`` is what the whole setup does one at a time."""

    started = Signal()
    progressed = Signal(object)  # ProofProgress
    proven = Signal(object)  # ProvenConnection
    failed = Signal(object)  # Failure
    stopped = Signal()  # on a person's click; what QuickBooks says later is not heard
    link_only = Signal(str)  # who can ask instead

    def __init__(
        self,
        sessions: Sessions,
        setup: Callable[[], SetupService],
        checks: Callable[[], PcChecks],
        work: OneAtATime,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._setup = setup
        self._checks = checks
        self._work = work

    def prove(self, accepted: str | None) -> None:
        """Read the company and one invoice; ``accepted`` is the name of one that is right."""
        session = self._sessions.current
        if session.has_only_a_link:
            self.link_only.emit(session.sender)
            return
        self.started.emit()
        self._work.start(
            lambda task: self._prove(task, accepted),
            self._on_outcome,
            self._on_bug,
            on_progress=self.progressed.emit,
            wait=waits.ASKING_QUICKBOOKS,
        )

    def cancel(self) -> None:
        """Stop asking."""
        if self._work.is_busy:
            self._work.cancel()
            self.stopped.emit()

    def _prove(self, task: Task, accepted: str | None) -> object:
        try:
            return self._setup().prove(task.report, task.token, accepted=accepted)
        except AppError as error:
            return self._explained(error, task)

    def _explained(self, error: AppError, task: Task) -> object:
        from conductor_desktop.services.proof_failure import explained, failure_of

        try:
            return explained(error, self._checks(), task.token, datetime.now(UTC))
        except AppError:  # this PC cannot be looked at; what went wrong is known all the same
            return failure_of(error)

    def _on_outcome(self, outcome: object) -> None:
        from conductor_desktop.services.proof_failure import Failure

        (self.failed if isinstance(outcome, Failure) else self.proven).emit(outcome)

    def _on_bug(self, error: object) -> None:
        from conductor_desktop.services.proof_failure import failure_of

        assert isinstance(error, AppError)  # noqa: S101 - what the runner promises
        self.failed.emit(failure_of(error))
