"""Opens the Support page on a PC with a gigabyte of logs, or with a check that never answers.

    python -m build.bench.support_page logs|hanging

Prints as JSON how long it takes until the page is painted, until the first file is in it, and until
a key has taken a tick away after that; how many files are there after a second; and for how long
the window stands still until all is collected.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from build.bench.invoices_worker import Ticks
from build.bench.support_worker import write_log
from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.services.checks import CheckReport, CheckResult, PcChecks
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.ui.support.controller import Stage, SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.theme import wear_theme
from conductor_desktop.work import CancelToken

_PATIENCE_MS = 60_000

Measured = dict[str, float]


class _Hanging(PcChecks):
    """A PC that does not answer, whoever asks it to stop."""

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport:
        threading.Event().wait(_PATIENCE_MS / 1000)
        return super().run(on_result, cancel)


class _HangingApp(App):
    def checks(self, described_pc: Path | None = None) -> PcChecks:
        found = super().checks(described_pc)
        found.__class__ = _Hanging
        return found


class _Watch(QObject):
    """Notes when each thing is seen for the first time, in seconds from the click."""

    def __init__(self, controller: SupportController, screen: SupportScreen) -> None:
        super().__init__()
        self._began = time.perf_counter()
        self.seen: Measured = {}
        self.come = 0
        self._controller, self._screen = controller, screen
        files = screen.findChild(QListWidget, "supportFiles")
        if files is None:
            raise LookupError("the page has no list of files")
        self._files = files
        screen.viewport().installEventFilter(self)
        controller.arrived.connect(self._on_arrived)
        self._second = QTimer(self, singleShot=True, interval=1000)
        self._second.timeout.connect(lambda: self.seen.setdefault("in_a_second", self.come))
        self._second.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.note("painted")
        return False

    def note(self, what: str) -> None:
        self.seen.setdefault(what, time.perf_counter() - self._began)

    def _on_arrived(self, _one: object) -> None:
        self.come += 1
        if self.come == 1:
            self.note("first")
            QTest.keyClick(self._files, Qt.Key.Key_Down)
            QTest.keyClick(self._files, Qt.Key.Key_Space)
            if self._files.item(1).checkState() is Qt.CheckState.Unchecked:
                self.note("usable")


def opened(app: App) -> Measured:
    """The page on the screen until all is collected."""
    runner = TaskRunner()
    controller = SupportController(app.diagnostics, runner)
    screen = SupportScreen(controller, app.run.home().root)
    ticks = Ticks()
    done = QEventLoop()
    watch = _Watch(controller, screen)
    controller.stage_changed.connect(
        lambda stage: done.quit() if stage in (Stage.READY, Stage.FAILED) else None
    )
    QTimer.singleShot(_PATIENCE_MS, done.quit)
    ticks.start()
    screen.resize(1024, 640)
    screen.show()
    done.exec()
    ticks.stop()
    watch.note("all")
    watch.seen.setdefault("in_a_second", watch.come)  # all of it took less
    runner.shutdown()
    screen.hide()
    return {**watch.seen, "stall_ms": ticks.longest_ms}


def measure(kind: str) -> Measured:
    qt = QApplication([])
    wear_theme(qt)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = _HangingApp if kind == "hanging" else App
        app = made(CommonOptions(home=folder, sandbox=True), secrets=SessionStore)
        try:
            # As it is behind a window: everything is loaded, and the connection is watched.
            app.connection().passive(CancelToken())
            app.diagnostics()
            if kind == "logs":
                write_log(Path(folder) / "logs" / "app.log.1")
            return opened(app)
        finally:
            app.close()


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])), flush=True)
