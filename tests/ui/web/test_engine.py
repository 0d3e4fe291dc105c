"""The door to the engine is cheap, and says so when nobody is home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.web import engine
from conductor_desktop.ui.web.policy import AuthPolicy
from tests.ui.web.test_engine_environment import HOSTILE, pretend


def refusal(folder: Path) -> engine.EngineMissing:
    with pytest.raises(engine.EngineMissing) as caught:
        engine.create_auth_view(AuthPolicy(), folder)
    assert "Open in my browser" in caught.value.next_step
    return caught.value


def forget_what_tests_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("QTWEBENGINE")]:
        monkeypatch.delenv(name)


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


def test_an_engine_that_does_not_load_is_an_error_with_a_way_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    monkeypatch.setitem(sys.modules, "conductor_desktop.ui.web.view", None)
    for piece in engine.loading_pieces():
        piece()  # says nothing yet
    assert refusal(tmp_path).details == {"reason": "ModuleNotFoundError"}


def test_an_engine_that_is_not_whole_is_not_touched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    monkeypatch.setattr(engine, "missing_file", lambda: "QtWebEngineProcess.exe")
    assert refusal(tmp_path).details == {"reason": "QtWebEngineProcess.exe is missing"}


@pytest.mark.parametrize("name", ["QTWEBENGINE_DISABLE_SANDBOX", "QTWEBENGINE_CHROMIUM_FLAGS"])
def test_a_released_build_refuses_an_engine_opened_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qapp: QApplication,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    forget_what_tests_set(monkeypatch)
    pretend(monkeypatch, root=False, frozen=True)
    monkeypatch.setenv(name, HOSTILE[name])
    assert refusal(tmp_path).details == {"reason": "opened by the environment"}
    assert f"THE WEB ENGINE IS NOT USED: the environment changes it (['{name}'])" in caplog.text


def test_a_released_build_started_as_root_goes_on_in_the_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    # The engine would end the whole program there.
    pretend(monkeypatch, root=True, frozen=True)
    forget_what_tests_set(monkeypatch)
    assert refusal(tmp_path).details == {"reason": "started as root"}


def test_loaded_in_pieces_the_engine_is_there_and_has_started(tmp_path: Path) -> None:
    """In a process of its own, for here it is there already."""
    script = """
import sys
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from conductor_desktop.ui.web import engine
from conductor_desktop.ui.web.engine_environment import strip_environment
strip_environment(__import__("os").environ)
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


def test_no_piece_starts_an_engine_that_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end the program."""
    started: list[bool] = []
    monkeypatch.setattr(engine, "missing_file", lambda: "icudtl.dat")
    monkeypatch.setattr(engine, "_start", lambda: started.append(True))
    for piece in engine.loading_pieces():
        piece()
    assert started == []
