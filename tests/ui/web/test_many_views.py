"""Fifty pages one after the other, opened and closed in every way, leave nothing in the process."""

from __future__ import annotations

import gc
from pathlib import Path

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.engine import create_auth_view
from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
from conductor_desktop.ui.web.policy import AuthPolicy
from tests.helpers.web_site import Answer, WebSite
from tests.ui.web.stage import WAIT_MS

pytestmark = pytest.mark.slow

CYCLES = 50
# What the engine opens and closes as it likes, whoever looks.
COMES_AND_GOES = 12


def handles() -> int:
    """Files, sockets and all else that the process holds open."""
    me = psutil.Process()
    return me.num_handles() if hasattr(me, "num_handles") else me.num_fds()


def is_loaded(state: LoadState) -> bool:
    return state.phase is LoadPhase.LOADED


def cycle(qtbot: QtBot, site: WebSite, folder: Path, turn: int) -> None:
    """One view; every other one is closed while its page is still loading."""
    view = create_auth_view(AuthPolicy(frozenset(), site.port), folder)
    view.show()
    if turn % 2:
        view.open(Secret(site.url("/half")))
        qtbot.waitUntil(lambda: len(site.paths()) == turn + 1, timeout=WAIT_MS)
    else:
        with qtbot.waitSignal(view.load_state_changed, check_params_cb=is_loaded, timeout=WAIT_MS):
            view.open(Secret(site.url("/page")))
    view.close_view()
    shiboken6.delete(view)


def open_and_close(qtbot: QtBot, folder: Path, times: int) -> None:
    with WebSite() as site:  # ends with all its threads and connections
        site.html("/page", "<h1>Hi</h1>")
        site.answers["/half"] = Answer(b"<p>half", unfinished=True)
        for turn in range(times):
            cycle(qtbot, site, folder, turn)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def test_fifty_views_leave_no_handle_thread_or_process(
    qtbot: QtBot, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    me = psutil.Process()
    open_and_close(qtbot, tmp_path, 4)  # what is made once is made
    before = handles(), me.num_threads(), len(me.children(recursive=True))
    open_and_close(qtbot, tmp_path, CYCLES)

    def is_as_before() -> bool:
        now = handles(), me.num_threads(), len(me.children(recursive=True))
        return all(new <= old + COMES_AND_GOES for old, new in zip(before, now, strict=True))

    qtbot.waitUntil(is_as_before, timeout=WAIT_MS)
