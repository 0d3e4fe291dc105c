"""Walks through the guided setup as a person would, in a process of its own, and times it.

Reads from stdin what it needs to know of the sandbox, and prints what it took as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from build.bench.setup import STALL
from conductor_desktop.app import App
from conductor_desktop.app_windows import AppWindows
from conductor_desktop.assets import asset
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.once import Once
from conductor_desktop.services.checks import PcChecks
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.ui.desk import Desk
from conductor_desktop.ui.gradually import Gradually
from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.end_user_list import EndUserList
from conductor_desktop.ui.tour.camera import Watchdog
from conductor_desktop.ui.tour.hands import (
    Finder,
    NotOnScreen,
    WebHands,
    can_click,
    click,
    click_row,
    find,
    sees,
    write,
)

_LOOK_EVERY_MS = 5
_PATIENCE_SECONDS = 60.0
_SEARCH = "office"

Walk = Iterator[Finder]


@dataclass(frozen=True)
class Sandbox:
    """Where it is, and how many EndUsers it has."""

    base_url: str
    secret_key: str
    publishable_key: str
    end_users: int


class MeasuredApp(App):
    """The app as it starts by a double click, on a PC that is described, and led by a script.

    What looks at a real PC is loaded all the same, as the checks have it loaded there.
    """

    def __init__(self, options: CommonOptions, sandbox: Sandbox) -> None:
        super().__init__(options, secrets=SessionStore)
        self.windows = Once(lambda: LedWindows(self))
        self.sandbox = sandbox
        self.script: Script | None = None

    def checks(self, described_pc: Path | None = None) -> PcChecks:
        import conductor_desktop.workstation.this_pc  # noqa: F401

        return super().checks(described_pc or asset("pcs/sandbox.json"))


class LedWindows(AppWindows):
    """Those of the app above; the script begins with its desk."""

    def __init__(self, app: MeasuredApp) -> None:
        super().__init__(app.run, app)
        self._app = app

    def desk(self, messages: Messages | None = None) -> Desk:
        desk = super().desk(messages)
        self._app.script = Script(self._app.sandbox, desk)
        self._app.script.start()
        return desk


class Script(QObject):
    """Each step is timed and has its longest stall, from the window's first paint to the proof."""

    def __init__(self, sandbox: Sandbox, desk: Desk) -> None:
        super().__init__()
        self._sandbox = sandbox
        self._desk = desk
        self._page = WebHands()
        self._watchdog = Watchdog()
        self._walk = self._whole()
        self._wait_for: Finder | None = None
        self._step = "start"
        self._began = time.perf_counter()
        self.figures: dict[str, float] = {}
        self.is_complete = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._watchdog.start()
        self._timer.start()

    def _look(self) -> None:
        try:
            if time.perf_counter() - self._began > _PATIENCE_SECONDS:
                raise NotOnScreen("it took too long")
            if self._wait_for is None or self._wait_for():
                self._go_on()
        except NotOnScreen as problem:
            print(f"Step “{self._step}” did not happen: {problem}.", file=sys.stderr)
            QApplication.exit(1)

    def _go_on(self) -> None:
        self._wait_for = next(self._walk, None)
        if self._wait_for is None:
            self._end_step("")
            self.is_complete = True
            QApplication.exit(0)

    def _end_step(self, following: str) -> None:
        self.figures[f"{STALL} {self._step}"] = self._watchdog.longest_ms
        self._watchdog.longest_ms = 0.0
        self._step = following

    def _clock(self, name: str) -> Callable[[], None]:
        """Starts a clock; what is returned stops it, when it is first called."""
        began = time.perf_counter()

        def stop() -> None:
            self.figures.setdefault(name, time.perf_counter() - began)

        return stop

    def _whole(self) -> Walk:
        yield sees("welcomePage")
        self._end_step("welcome")
        yield from self._welcome()
        self._end_step("checks")
        yield from self._checks()
        self._end_step("who")
        yield from self._who()
        self._end_step("connect")
        yield from self._connect()
        self._end_step("walk")
        yield from self._follow()

    def _welcome(self) -> Walk:
        yield can_click("doorKeys")
        click("doorKeys")
        yield sees("secretKey")
        write("secretKey", self._sandbox.secret_key)
        write("publishableKey", self._sandbox.publishable_key)
        yield can_click("setupNext")
        click("setupNext")

    def _checks(self) -> Walk:
        yield sees("checksPage")
        yield can_click("setupNext")

    def _who(self) -> Walk:
        stop = self._clock("list_seconds")
        click("setupNext")
        yield sees("endUserPage")
        click("doorExisting")
        yield lambda: self._is_listed(stop)
        for end in range(1, len(_SEARCH) + 1):  # one letter after the other, as people type
            write("endUserSearch", _SEARCH[:end])
            yield sees("endUserList")
        click_row("endUserList", 0)
        yield can_click("setupNext")

    def _is_listed(self, stop: Callable[[], None]) -> bool:
        entries = find("endUserExisting")
        if isinstance(entries, EndUserList) and entries.total >= self._sandbox.end_users:
            stop()
            return True
        return False

    def _connect(self) -> Walk:
        click("doorNew")
        write("endUserCompany", "Big Construction Co.")
        write("endUserEmail", "office@big.example")
        yield self._has_engine  # nobody types that fast
        yield can_click("setupNext")
        stop = self._clock("connect_seconds")
        click("setupNext")
        yield sees("connectPage")
        page = find("connectPage")
        assert isinstance(page, ConnectPage)  # noqa: S101 - it has just been seen
        page.page_moved.connect(stop)
        yield lambda: "connect_seconds" in self.figures
        yield self._page.can_click("begin")

    def _has_engine(self) -> bool:
        loading = self._desk.findChild(Gradually)
        return loading is not None and loading.is_done

    def _follow(self) -> Walk:
        for element in ("begin", "download-file", "authorise", "choice-always"):
            yield self._page.can_click(element)
            self._page.click(element)
        yield self._page.can_click("certificate-continue")
        self._page.click("certificate-continue")
        yield sees("verifyDone")


def main() -> int:
    sandbox = Sandbox(**json.loads(sys.stdin.readline()))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        app = MeasuredApp(CommonOptions(home=home, base_url=sandbox.base_url), sandbox)
        try:
            code = app.run_window(None)
        finally:
            app.close()
    script = app.script
    if code or script is None or not script.is_complete:
        return code or 1
    print(json.dumps(script.figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
