"""A web view in a process of its own: ``python -m tests.ui.web.visit`` with a job on stdin.

For what only a fresh process shows: what the environment and the arguments do, what is left on the
disk, whom the engine talks to, and addresses that need the engine told where they are.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psutil

if TYPE_CHECKING:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtGui import QColor
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget

ROOT = Path(__file__).parents[3]


class Job(TypedDict, total=False):
    """``until`` is a script to become true before the view is looked at.

    ``arguments`` follow the program's name, ``flags`` are Chromium's. ``plain``: not our view but
    a bare one, which nobody has hardened, as what a test says no to should be seen there.
    ``colour`` has to be painted in the middle of the view before it is closed.
    """

    urls: list[str]
    port: int | None
    folder: str
    until: str
    flags: str
    arguments: list[str]
    plain: bool
    colour: str


class Page(TypedDict):
    """What became of one address."""

    phase: str
    title: str
    reason: str
    bar: str
    is_locked: bool


class Seen(TypedDict):
    pages: list[Page]
    listeners: int


def run_visit(job: Job, environment: Mapping[str, str]) -> tuple[Seen, str]:
    """What was seen, and what the process said on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.web.visit"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **{n: v for n, v in os.environ.items() if not n.startswith("QTWEBENGINE")},
            **environment,
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: Seen = json.loads(done.stdout)
    return seen, done.stderr


def visit(job: Job) -> Seen:
    """Our view, started as the app starts it."""
    from conductor_desktop.opening.before_qt import before_qt

    sys.argv[1:] = job.get("arguments", [])
    arguments = before_qt()
    if job.get("flags"):
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = job["flags"]

    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QColor

    from conductor_desktop.secret import Secret
    from conductor_desktop.services.trusted_hosts import CONDUCTOR_DOMAIN
    from conductor_desktop.ui.application import start_application
    from conductor_desktop.ui.web.engine import create_auth_view
    from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
    from conductor_desktop.ui.web.policy import AuthPolicy

    start_application(arguments)
    loop = QEventLoop()  # not the application's own, whose end is the end of the view
    port = job.get("port")
    hosts = frozenset[str]() if port else frozenset({CONDUCTOR_DOMAIN})
    view = create_auth_view(AuthPolicy(hosts, port), Path(job["folder"]) / "files")
    view.show()

    from conductor_desktop.ui.web.origin_bar import OriginBar
    from conductor_desktop.ui.web.page import AuthPage

    page, bar = view.findChild(AuthPage), view.findChild(OriginBar)
    assert page is not None
    assert bar is not None

    def on_state(state: LoadState) -> None:
        if state.phase is LoadPhase.LOADED:
            _quit_when(loop, page, job["until"])
        elif state.phase is LoadPhase.FAILED:
            loop.quit()

    view.load_state_changed.connect(on_state)
    pages = []
    for url in job["urls"]:
        view.open(Secret(url))
        loop.exec()
        state = view.state
        assert state is not None
        pages.append(
            Page(
                phase=state.phase,
                title=state.title,
                reason=state.reason,
                bar=bar.text,
                is_locked=bar.is_locked,
            )
        )
    if "colour" in job:
        wanted = QColor(job["colour"])
        timer = QTimer(view)
        timer.timeout.connect(lambda: loop.quit() if _middle_of(view) == wanted else None)
        timer.start(20)
        loop.exec()
        timer.stop()
    seen = Seen(pages=pages, listeners=_listeners())
    view.close_view()
    return seen


def plain_visit(job: Job) -> Seen:
    """A view as Qt makes it, with the environment and the arguments as they came."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # it does not start otherwise
    sys.argv[1:] = job.get("arguments", [])

    import shiboken6
    from PySide6.QtCore import QEventLoop, QUrl
    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv)
    loop = QEventLoop(app)
    profile, view = QWebEngineProfile(), QWebEngineView()
    page = QWebEnginePage(profile)
    view.setPage(page)
    view.show()
    page.loadFinished.connect(lambda _works: _quit_when(loop, page, job["until"]))
    for url in job["urls"]:
        page.load(QUrl(url))
        loop.exec()
    seen = Seen(pages=[], listeners=_listeners())
    for part in (page, view, profile):
        shiboken6.delete(part)
    return seen


def _quit_when(loop: QEventLoop, page: QWebEnginePage, script: str) -> None:
    def on_answer(is_so: object) -> None:
        if is_so:
            loop.quit()
        else:
            _quit_when(loop, page, script)

    page.runJavaScript(script, 0, on_answer)


def _middle_of(view: QWidget) -> QColor:
    image = view.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def _listeners() -> int:
    """How many ports this process and its children can be reached at, by TCP or by UDP."""
    found = 0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):  # the engine ends helpers as it likes
            for one in process.net_connections("inet"):
                found += one.status == psutil.CONN_LISTEN or (
                    one.status == psutil.CONN_NONE and not one.raddr
                )
    return found


if __name__ == "__main__":
    given: Job = json.load(sys.stdin)
    print(json.dumps(plain_visit(given) if given.get("plain") else visit(given)))
