"""Asks about the connection off the UI thread and keeps what is known."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from conductor_desktop.conductor.errors import EndUserNotFound
from conductor_desktop.errors import AppError
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.words import StateText
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

_LOOK_UP_SECONDS = 0.1
_STOPPED = "You stopped the check. What you see is from before."


class AsksConnection(Protocol):
    """``services.connection.ConnectionService`` as this screen uses it."""

    def passive(self, cancel: CancelToken) -> ConnectionReport: ...

    def active(self, cancel: CancelToken) -> ConnectionReport: ...


Provider = Callable[[], AsksConnection | None]
Ask = Callable[[AsksConnection, CancelToken], ConnectionReport]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ConnectionController(QObject):
    """``provider`` runs on a worker thread; None means this PC has no way to ask Conductor."""

    changed = Signal()  # anything a screen shows
    report_changed = Signal(object)  # a ConnectionReport
    busy_changed = Signal(bool)  # whether QuickBooks is being asked
    mark_changed = Signal(object)  # a Mark, for the sidebar

    def __init__(
        self,
        provider: Provider,
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        vendor: str = "",
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._provider = provider
        self._runner = runner
        self._vendor = vendor
        self._now = now
        self._clock = clock
        self._passive: TaskHandle | None = None
        self._active: TaskHandle | None = None
        self._asked_at = 0.0
        self._report: ConnectionReport | None = None
        self._failure: AppError | None = None
        self._has_access = True
        self._note = ""
        self._mark: Mark | None = None
        self._turn = threading.Lock()
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.setTimerType(Qt.TimerType.PreciseTimer)
        # A second more than the proof lives, so that it is never found to be still young.
        self._expiry.setInterval(int(words.PROOF_IS_FRESH.total_seconds() + 1) * 1000)
        self._expiry.timeout.connect(self.drop_old_proof)

    @property
    def report(self) -> ConnectionReport | None:
        """The latest answer; None before the first one."""
        return self._report

    @property
    def is_busy(self) -> bool:
        """Whether QuickBooks is being asked right now."""
        return self._active is not None

    @property
    def needs_reconnect(self) -> bool:
        """Whether the step "Connect" mends it; the key and the EndUser are all right then."""
        report = self._report
        if self._failure is not None or report is None:
            return False
        return report.state in words.NEEDS_CONNECT and report.code != EndUserNotFound.guide_code

    @property
    def note(self) -> str:
        """A remark about how the shown state came to be; mostly ""."""
        return self._note

    @property
    def text(self) -> StateText:
        """What is true now, in words; times are relative to now."""
        if self.is_busy:
            return words.of_asking(int(self._clock() - self._asked_at), self._known())
        return self._known() or words.LOOKING

    def set_vendor(self, name: str) -> None:
        """Who can help; "" when no setup file said so."""
        self._vendor = name
        self._tell()

    def check_now(self) -> None:
        """Really ask QuickBooks. One question at a time: while one runs, nothing happens."""
        if self.is_busy:
            return
        self._drop_passive()
        self._note = ""
        self._asked_at = self._clock()
        self._active = self._submit(lambda service, cancel: service.active(cancel))
        self._active.succeeded.connect(self._on_answer)
        self._active.failed.connect(self._on_failed)
        self.busy_changed.emit(True)
        self._tell()

    def refresh(self) -> None:
        """Look at what is known without bothering QuickBooks; yields to a running check."""
        if self.is_busy:
            return
        self._drop_passive()
        self._passive = self._submit(lambda service, cancel: service.passive(cancel))
        self._passive.succeeded.connect(self._on_looked)
        self._passive.failed.connect(self._on_failed)

    def cancel(self) -> None:
        """Stop waiting for QuickBooks; its late answer is not shown."""
        if self._active is None:
            return
        self._active.cancel()
        self._active = None
        self._note = _STOPPED if self._known() else ""
        self.busy_changed.emit(False)
        self._tell()
        if self._known() is None:
            self.refresh()

    def drop_old_proof(self) -> None:
        """Look again once the proof behind a green state has grown old."""
        report = self._report
        if report and _was_proof(report) and not words.is_proven(report, self._now()):
            self._tell()
            self.refresh()

    def _submit(self, ask: Ask) -> TaskHandle:
        provider, turn = self._provider, self._turn

        def work(task: Task) -> ConnectionReport | None:
            # The service is used by one thread at a time, and a check that was cancelled may
            # take a moment to let go of it.
            while not turn.acquire(timeout=_LOOK_UP_SECONDS):
                task.token.raise_if_cancelled()
            try:
                task.token.raise_if_cancelled()
                service = provider()
                return None if service is None else ask(service, task.token)
            finally:
                turn.release()

        handle = self._runner.submit(work)
        self.destroyed.connect(handle.cancel)
        return handle

    def _known(self) -> StateText | None:
        if not self._has_access:
            return words.of_no_access(self._vendor)
        if self._failure is not None:
            return words.of_error(self._failure)
        if self._report is not None:
            return words.of_report(self._report, self._now(), self._vendor)
        return None

    def _on_answer(self, report: ConnectionReport | None) -> None:
        self._end()
        self._take(report)

    def _on_looked(self, report: ConnectionReport | None) -> None:
        self._passive = None
        held = self._report
        keeps_proof = held is not None and words.is_proven(held, self._now())
        if report is not None and keeps_proof and _is_no_news(report):
            return
        self._note = ""
        self._take(report)

    def _on_failed(self, error: AppError) -> None:
        self._passive = None
        self._end()
        self._failure = error
        self._tell()

    def _end(self) -> None:
        if self._active is not None:
            self._active = None
            self.busy_changed.emit(False)

    def _take(self, report: ConnectionReport | None) -> None:
        self._failure = None
        self._has_access = report is not None
        self._report = report
        self._expiry.stop()
        if report is not None:
            if _was_proof(report):
                self._expiry.start()
            self.report_changed.emit(report)
        self._tell()

    def _drop_passive(self) -> None:
        if self._passive is not None:
            self._passive.cancel()
            self._passive = None

    def _tell(self) -> None:
        self.changed.emit()
        mark = self.text.mark
        if mark is not self._mark:
            self._mark = mark
            self.mark_changed.emit(mark)


def _was_proof(report: ConnectionReport) -> bool:
    return report.state is ConnectionState.CONNECTED and report.active


def _is_no_news(report: ConnectionReport) -> bool:
    """A cheap look that found nothing wrong says less than a proof does."""
    return report.state in (ConnectionState.CONNECTED, ConnectionState.LAST_KNOWN_GOOD)
