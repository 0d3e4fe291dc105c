"""Opens the whole app, hides its window, and says what the minutes after that cost.

Reads from stdin where the sandbox is and how many minutes to wait; prints what it took as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from conductor_desktop.app import App
from conductor_desktop.app_windows import AppWindows
from conductor_desktop.assets import asset
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.once import Once
from conductor_desktop.secret import Secret
from conductor_desktop.services.checks import PcChecks
from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.tour.hands import sees

_SETTLED_MS = 20_000  # everything that is done once at start is over
_LOOK_MS = 100
_PATIENCE_MS = 60_000


class WatchingApp(App):
    """The app of somebody whose connection is set up, on a PC that is described."""

    def __init__(self, home: str, access: Access, end_user_id: str, minutes: float) -> None:
        super().__init__(CommonOptions(home=home), secrets=SessionStore)
        self.windows = Once(lambda: WatchedWindows(self))
        self.access = access
        self.minutes = minutes
        self.meter: Meter | None = None
        self.looks = 0
        profile = Profile(
            mode=Mode.API_KEYS,
            base_url=access.base_url,
            end_user=EndUserRef(end_user_id, "cust-1", "office@big.example", "Big Co."),
            setup_step=SetupStep.DONE,
        )
        self.run.store().save(Settings(profiles={ProfileName.LIVE: profile}))

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        self.looks += 1
        return super().checks(described_pc or asset("pcs/sandbox.json"))


class WatchedWindows(AppWindows):
    """Those of the app above; the meter begins with its desk."""

    def __init__(self, app: WatchingApp) -> None:
        super().__init__(app.run, app)
        self._app = app

    def desk(self, messages: Messages | None = None) -> Desk:
        self.run.session().use(self._app.access)
        desk = super().desk(messages)
        self._app.meter = Meter(self._app, desk, self._app.minutes)
        return desk


class Meter(QObject):
    """Waits until the window is whole, hides it, and then measures."""

    def __init__(self, app: WatchingApp, desk: Desk, minutes: float) -> None:
        super().__init__()
        self._app = app
        self._desk = desk
        self.figures: dict[str, float] = {}
        self._is_whole = sees("connectionScreen")
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._begin)
        self._end = QTimer(self, singleShot=True, interval=round(minutes * 60_000))
        self._end.timeout.connect(self._measure)
        self._too_late = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._too_late.timeout.connect(lambda: QApplication.exit(1))
        self._too_late.start()

    def _look(self) -> None:
        if self._is_whole():
            self._looking.stop()
            self._too_late.stop()
            QApplication.setQuitOnLastWindowClosed(False)
            self._desk.window.hide()
            self._settled.start()

    def _begin(self) -> None:
        self._began = time.perf_counter()
        self._cpu = _cpu_seconds()
        self._looks = self._app.looks
        self._end.start()

    def _measure(self) -> None:
        self.figures = {
            "seconds": time.perf_counter() - self._began,
            "cpu_seconds": _cpu_seconds() - self._cpu,
            "looks": float(self._app.looks - self._looks),
        }
        QApplication.exit(0)


def _cpu_seconds() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)


def main() -> int:
    given = json.loads(sys.stdin.readline())
    access = Access(given["base_url"], Secret(given["secret_key"]))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        app = WatchingApp(home, access, given["end_user_id"], given["minutes"])
        try:
            code = app.run_window(None)
        finally:
            app.close()
    if code or app.meter is None or not app.meter.figures:
        print("The window did not come, or went too early.", file=sys.stderr)
        return 1
    print(json.dumps(app.meter.figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
