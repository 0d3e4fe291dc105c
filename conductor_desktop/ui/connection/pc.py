"""Runs the PC checks off the UI thread for the card on the Connection screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from conductor_desktop.services.checks import CheckReport, CheckResult, Remedy
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken


class RunsPcChecks(Protocol):
    """``services.checks.PcChecks`` as this screen uses it."""

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport: ...

    def carry_out(self, remedy: Remedy) -> bool: ...


class PcController(QObject):
    """``provider`` runs on a worker thread; a newer run makes the older one's answers void."""

    started = Signal()
    result_added = Signal(object)  # a CheckResult, as soon as it is known
    finished = Signal(object)  # the CheckReport that is shown from now on
    checked = Signal(object)  # the CheckReport of a run that somebody asked for
    failed = Signal(object)  # an AppError
    remedy_done = Signal(object)  # bool: whether the click on a row's button helped

    def __init__(
        self,
        provider: Callable[[], RunsPcChecks],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._provider = provider
        self._runner = runner
        self._handle: TaskHandle | None = None
        self._has_run = False
        self._shown: CheckReport | None = None

    def check_once(self) -> None:
        """Check unless that has been done before."""
        if not self._has_run:
            self.check_again()

    def check_again(self) -> None:
        """Check from the start."""
        if self._handle is not None:
            self._handle.cancel()
        self._has_run = True
        provider = self._provider
        self._handle = self._runner.submit(lambda task: _run(provider, task))
        self.destroyed.connect(self._handle.cancel)
        self._handle.progressed.connect(self.result_added)
        self._handle.succeeded.connect(self._on_finished)
        self._handle.failed.connect(self._on_failed)
        self.started.emit()

    def take(self, report: CheckReport) -> None:
        """What a look in passing has found: only what differs from what is shown is news.

        Rows that such a look leaves out, as those of the way to Conductor, stay as they are.
        """
        if self._handle is not None or self._shown is None:
            return
        shown = {row.id: row for row in self._shown.results}
        news = [row for row in report.results if _differs(row, shown.get(row.id))]
        gone = set(report.hidden) & shown.keys()
        if not news and not gone:
            return
        for row in news:
            # A look in passing counts its own rows only, and a row keeps its place.
            place = shown[row.id].place if row.id in shown else row.place
            shown[row.id] = replace(row, place=place)
            self.result_added.emit(shown[row.id])
        left = [row for row in shown.values() if row.id not in gone]
        self._show(CheckReport.of(sorted(left, key=lambda row: row.place), report.hidden))

    def carry_out(self, remedy: Remedy) -> None:
        """Do what a row offers."""
        provider = self._provider
        handle = self._runner.submit(lambda _task: provider().carry_out(remedy))
        handle.succeeded.connect(self.remedy_done)
        handle.failed.connect(self.failed)

    def _on_finished(self, report: CheckReport) -> None:
        self._handle = None
        self._show(report)
        self.checked.emit(report)

    def _show(self, report: CheckReport) -> None:
        self._shown = report
        self.finished.emit(report)

    def _on_failed(self, error: object) -> None:
        self._handle = None
        self.failed.emit(error)


def _differs(row: CheckResult, shown: CheckResult | None) -> bool:
    """In what a person reads; that it took another time, or says so, is no news."""
    return shown is None or _told(row) != _told(shown)


def _told(row: CheckResult) -> tuple[object, ...]:
    return row.answer, row.sign, row.codes, row.action, row.remedy


def _run(provider: Callable[[], RunsPcChecks], task: Task) -> CheckReport:
    return provider().run(task.report, task.token)
