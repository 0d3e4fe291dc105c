"""Watches a made-up connection on a clock that does not wait: an hour in peace, then many changes.

Everything the app does with a change is done: the screen, the timeline's file and the status file.
Reads from stdin how many changes; prints what it took as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from conductor_desktop.assets import asset
from conductor_desktop.services.checks import CheckReport, CheckResult, PcChecks, Purpose, Remedy
from conductor_desktop.services.connection import ConnectionReport, ConnectionState, Said
from conductor_desktop.services.connection.status_file import StatusFile
from conductor_desktop.services.history.service import HistoryService
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.connection.noting import Noting
from conductor_desktop.ui.connection.pc import PcController
from conductor_desktop.ui.connection.screen import ConnectionScreen
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.timeline.recording import Recording
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.described_pc import DescribedPc

_TICK = 15.0
_HOUR = 3600.0
_KINDS = (
    (ConnectionState.CONNECTED, Said.WORKS),
    (ConnectionState.NOT_ACTIVE, Said.NOT_ACTIVE),
    (ConnectionState.CONNECTED, Said.WORKS),
    (ConnectionState.BUSY, Said.TOO_SLOW),
)


class Made:
    """A connection, a PC and a clock, all of them made up."""

    def __init__(self) -> None:
        self.monotonic = 1000.0
        self.answers = 0
        self.looks = 0
        purpose = Purpose("https://api.conductor.is/v1", None, None)
        self._checks = PcChecks(DescribedPc.load(asset("pcs/sandbox.json")), purpose)

    @property
    def now(self) -> datetime:
        return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=self.monotonic)

    def passive(self, cancel: CancelToken) -> ConnectionReport:
        return self._report(ConnectionState.LAST_KNOWN_GOOD, Said.WORKED, active=False)

    def active(self, cancel: CancelToken) -> ConnectionReport:
        state, said = _KINDS[self.answers % len(_KINDS)]
        self.answers += 1
        return self._report(state, said, active=True)

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport:
        self.looks += 1
        return self._checks.look(cancel, way=way)

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport:
        return self._checks.run(on_result, cancel)

    def carry_out(self, remedy: Remedy) -> bool:
        return False

    def _report(self, state: ConnectionState, said: Said, *, active: bool) -> ConnectionReport:
        return ConnectionReport(
            state=state,
            headline=str(state),
            explanation="What it means.",
            next_step="What to do.",
            owner=None,
            checked_at=self.now,
            active=active,
            said=said,
            company="Cedar & Finch",
            last_proof_at=self.now if said.is_good else None,
        )


class Desk:
    """The screen and all that listens to the same controller, as in the app."""

    def __init__(self, home: Path) -> None:
        self.made = Made()
        self.runner = TaskRunner()
        self.controller = ConnectionController(
            lambda: self.made,
            lambda: self.made,
            self.runner,
            now=lambda: self.made.now,
            clock=lambda: self.made.monotonic,
        )
        pc = PcController(lambda: self.made, self.runner)
        self.screen = ConnectionScreen(self.controller, pc)
        store, file = HistoryStore(home / "history.sqlite3"), StatusFile(home / "status.json")
        name = ProfileName.LIVE
        self.recording = Recording(lambda: HistoryService(store, name), name, self.runner)
        self.noting = Noting(lambda: file, name, self.runner)
        self.controller.changed.connect(self._see)

    def _see(self) -> None:
        self.recording.see(self.controller.watch)
        self.noting.see(self.controller.watch)

    def tick(self) -> None:
        self.made.monotonic += _TICK
        self.controller.tick()
        self.settle()

    def click(self) -> None:
        self.made.monotonic += _TICK
        self.controller.check_now()
        self.settle()

    def settle(self) -> None:
        """Until all that was asked is answered and delivered."""
        while not self.runner.is_idle:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _left(name: str) -> dict[str, float]:
    gc.collect()
    process = psutil.Process()
    # Windows has handles, everything else files.
    count = getattr(process, "num_handles", None) or process.num_fds
    handles = count()
    return {
        f"memory_{name}": process.memory_info().rss / 1e6,
        f"threads_{name}": float(process.num_threads()),
        f"handles_{name}": float(handles),
    }


def _hour(desk: Desk) -> dict[str, float]:
    """What an hour costs in which nothing happens, with the window hidden."""
    looks, process = desk.made.looks, psutil.Process()
    before = process.cpu_times()
    for _ in range(int(_HOUR / _TICK)):
        desk.tick()
    after = process.cpu_times()
    return {
        "seconds": _HOUR,
        "cpu_seconds": after.user + after.system - before.user - before.system,
        "looks": float(desk.made.looks - looks),
    }


def main() -> int:
    changes = int(json.loads(sys.stdin.readline())["changes"])
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        desk = Desk(Path(home))
        desk.click()
        figures = _hour(desk)
        desk.screen.show()
        desk.settle()
        for number in range(changes):
            desk.click()
            if number == changes // 10:
                figures |= _left("before")
        figures |= {**_left("after"), "changes": float(changes)}
        desk.runner.shutdown()
    print(json.dumps(figures))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
