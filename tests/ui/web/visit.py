"""One auth view in a process of its own: ``python -m tests.ui.web.visit`` with a job on stdin.

For what only a fresh process shows: what the environment does, what is left on the disk, what
the engine says on stderr, and addresses that need the engine told where they are.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TypedDict

import psutil

from conductor_desktop.ui.web import engine


class Job(TypedDict):
    """``until`` is a script to become true before the view is looked at; ``flags`` Chromium's."""

    url: str
    port: int | None
    folder: str
    until: str
    flags: str


class Seen(TypedDict):
    removed: list[str]
    phase: str
    title: str
    bar: str
    is_locked: bool
    listeners: int


def visit(job: Job) -> Seen:
    removed = engine.strip_environment(os.environ)
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"--disable-gpu {job['flags']}"

    from PySide6.QtWidgets import QApplication

    from conductor_desktop.secret import Secret
    from conductor_desktop.services.trusted_hosts import CONDUCTOR_DOMAIN
    from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
    from conductor_desktop.ui.web.policy import AuthPolicy

    app = QApplication(sys.argv[:1])
    hosts = frozenset[str]() if job["port"] else frozenset({CONDUCTOR_DOMAIN})
    view = engine.create_auth_view(AuthPolicy(hosts, job["port"]), Path(job["folder"]))
    view.show()

    from conductor_desktop.ui.web.origin_bar import OriginBar
    from conductor_desktop.ui.web.page import AuthPage

    page, bar = view.findChild(AuthPage), view.findChild(OriginBar)
    assert page is not None
    assert bar is not None

    def ask() -> None:
        page.runJavaScript(job["until"], 0, lambda is_so: app.quit() if is_so else ask())

    def on_state(state: LoadState) -> None:
        if state.phase is LoadPhase.LOADED:
            ask()
        elif state.phase is LoadPhase.FAILED:
            app.quit()

    view.load_state_changed.connect(on_state)
    view.open(Secret(job["url"]))
    app.exec()
    assert view.state is not None
    seen = Seen(
        removed=list(removed),
        phase=view.state.phase,
        title=view.state.title,
        bar=bar.text,
        is_locked=bar.is_locked,
        listeners=_listeners(),
    )
    view.close_view()
    return seen


def _listeners() -> int:
    """How many ports this process and its children listen on."""
    found = 0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):  # the engine ends helpers as it likes
            sockets = process.net_connections("inet")
            found += sum(1 for socket in sockets if socket.status == psutil.CONN_LISTEN)
    return found


if __name__ == "__main__":
    print(json.dumps(visit(json.load(sys.stdin))))
