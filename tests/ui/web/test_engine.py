"""The door to the engine is cheap, clears the environment, and says so when nobody is home."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.web import engine
from conductor_desktop.ui.web.policy import AuthPolicy
from conductor_desktop.work import Cancelled, CancelToken

HOSTILE = {
    "QTWEBENGINE_REMOTE_DEBUGGING": "9222",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port=9222 --no-sandbox",
    "QTWEBENGINE_DISABLE_SANDBOX": "1",
    "QTWEBENGINEPROCESS_PATH": "/tmp/evil",
    "qtwebengine_locales_path": "/tmp/evil",
}


def pretend(monkeypatch: pytest.MonkeyPatch, *, root: bool, frozen: bool) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)


def test_importing_the_door_imports_no_qt() -> None:
    script = (
        "import sys, conductor_desktop.ui.web.engine, conductor_desktop.ui.web.policy,"
        "conductor_desktop.ui.web.load_state;"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_environment_is_cleared_and_what_was_there_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(monkeypatch, root=False, frozen=False)
    environ = {**HOSTILE, "QT_QPA_PLATFORM": "offscreen", "PATH": "/bin"}
    assert engine.strip_environment(environ) == tuple(sorted(HOSTILE))
    assert environ == {"QT_QPA_PLATFORM": "offscreen", "PATH": "/bin"}


@pytest.mark.parametrize(
    ("root", "frozen", "is_off"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_the_engines_sandbox_is_off_for_root_from_source_alone(
    monkeypatch: pytest.MonkeyPatch, root: bool, frozen: bool, is_off: bool
) -> None:
    pretend(monkeypatch, root=root, frozen=frozen)
    environ = dict(HOSTILE)
    engine.strip_environment(environ)
    assert environ == ({"QTWEBENGINE_DISABLE_SANDBOX": "1"} if is_off else {})


def test_off_linux_the_sandbox_stays_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, root=True, frozen=False)
    monkeypatch.setattr(sys, "platform", "win32")
    environ: dict[str, str] = {}
    engine.strip_environment(environ)
    assert environ == {}


def test_the_engine_is_there_and_can_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine.engine_available()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not engine.engine_available()


def test_an_engine_that_does_not_load_is_an_error_with_a_way_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    monkeypatch.setitem(sys.modules, "conductor_desktop.ui.web.view", None)
    with pytest.raises(engine.EngineMissing) as caught:
        engine.create_auth_view(AuthPolicy(), tmp_path)
    assert "Open in my browser" in caught.value.next_step


@pytest.mark.parametrize("name", ["QTWEBENGINE_DISABLE_SANDBOX", "QTWEBENGINE_CHROMIUM_FLAGS"])
def test_a_released_build_refuses_an_engine_opened_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication, name: str
) -> None:
    engine.strip_environment(os.environ)
    pretend(monkeypatch, root=False, frozen=True)
    monkeypatch.setenv(name, HOSTILE[name])
    with pytest.raises(engine.EngineMissing) as caught:
        engine.create_auth_view(AuthPolicy(), tmp_path)
    assert caught.value.details == {"reason": "opened by the environment"}


def test_a_released_build_started_as_root_goes_on_in_the_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    # The engine would end the whole program there.
    pretend(monkeypatch, root=True, frozen=True)
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.delenv("QTWEBENGINE_CHROMIUM_FLAGS", raising=False)
    with pytest.raises(engine.EngineMissing) as caught:
        engine.create_auth_view(AuthPolicy(), tmp_path)
    assert caught.value.details == {"reason": "started as root"}


def test_loaded_in_pieces_the_engine_is_there_and_has_started(tmp_path: Path) -> None:
    """In a process of its own, for here it is there already."""
    script = """
import sys
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from conductor_desktop.ui.web import engine
engine.strip_environment(__import__("os").environ)
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
app = QApplication([])
pieces = list(engine.loading_pieces())
assert not any(name.startswith("PySide6.QtWebEngine") for name in sys.modules)
for piece in pieces:
    before = set(sys.modules)
    piece()
assert set(sys.modules) == before, "the last one only starts what is loaded"
assert "conductor_desktop.ui.web.view" in sys.modules
import psutil
print(len(pieces), len(psutil.Process().children()) > 0)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.split()[1:] == ["True"], done.stderr
    assert int(done.stdout.split()[0]) > 3


def test_pieces_that_do_not_load_leave_it_to_the_view_to_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    monkeypatch.setitem(sys.modules, "conductor_desktop.ui.web.view", None)
    for piece in engine.loading_pieces():
        piece()
    with pytest.raises(engine.EngineMissing):
        engine.create_auth_view(AuthPolicy(), tmp_path)


def test_warming_up_reads_the_engine_and_stops_when_told() -> None:
    assert engine.warm_up(CancelToken()) > 150_000_000  # the library alone is 200 MB
    cancelled = CancelToken()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        engine.warm_up(cancelled)
