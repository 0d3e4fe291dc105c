"""Why there is no window is said where a person reads it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from conductor_desktop.app import App, compose
from conductor_desktop.app_windows import AppWindows
from conductor_desktop.cli.main import run
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import HomeNotWritable, InternalError
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.turns import holding
from conductor_desktop.ui.failed_start import command
from conductor_desktop.ui.instance import later
from conductor_desktop.ui.instance.later import DoesNotAnswer
from conductor_desktop.work import CancelToken


@pytest.fixture
def said(qapp: QApplication) -> Iterator[list[str]]:
    """What is read in the box, which is closed then."""
    read: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            read.extend((box.text(), box.informativeText()))
            assert box.textFormat() is Qt.TextFormat.PlainText
            box.close()

    eyes = QTimer()
    eyes.timeout.connect(look)
    eyes.start(5)
    yield read
    eyes.stop()


def test_without_a_console_it_is_said_in_a_box(
    said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(later, "COMING_OR_GOING_SECONDS", 0.0)
    lock = OpenWindow.of(tmp_path, sandbox=False).lock
    app = App(CommonOptions(home=str(tmp_path)))
    with (
        holding(lock, seconds=0.0, cancel=CancelToken()),
        pytest.raises(DoesNotAnswer),
    ):
        app.run_window(None)
    app.close()
    assert said[0] == "Conductor Desktop does not answer"
    assert "Task Manager" in said[1]
    assert command(sys.executable, ["--home", str(tmp_path)]) in said[1]


def break_down(_windows: AppWindows) -> None:
    raise RuntimeError("for mary.poppins@big.example")


def test_a_bug_at_the_start_names_the_log_the_bundle_and_the_command(
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(AppWindows, "require_allowed", break_down)
    home = tmp_path / "a home"
    app = App(CommonOptions(home=str(home), sandbox=True))
    with pytest.raises(InternalError):
        app.run_window(None)
    app.close()
    assert said[0] == "Something went wrong inside the app"
    assert f"“{home / 'logs' / 'app.log'}”" in said[1]
    assert f"“{home / 'exports'}”" in said[1]
    assert command(sys.executable, ["--home", str(home), "--sandbox"]) in said[1].split("\n\n")
    assert "poppins" not in said[1]
    log = (home / "logs" / "app.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "poppins" not in log
    assert "unexpected error" in caplog.text
    caplog.clear()


def test_a_folder_that_cannot_be_used_leads_to_no_bundle_in_it(
    said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    (tmp_path / "file").write_text("in the way")
    app = App(CommonOptions(home=str(tmp_path / "file")))
    with pytest.raises(HomeNotWritable):
        app.run_window(None)
    app.close()
    assert said[0] == "Cannot write to the app's folder"
    assert "diagnostics" not in said[1]


def test_the_line_that_is_told_makes_a_bundle(tmp_path: Path) -> None:
    home = tmp_path / "a home"
    line = command(sys.executable, ["--home", str(home), "--sandbox"])
    program, *words = shlex.split(line)
    assert program == "conductor-desktop"
    assert run(words, compose) == 0
    [bundle] = (home / "exports").iterdir()
    assert bundle.name.startswith("conductor-desktop-diag-")


def test_an_installed_program_is_told_with_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    line = command(str(tmp_path / "Conductor Desktop" / "ConductorDesktop.exe"))
    program, *words = shlex.split(line, posix=sys.platform != "win32")
    assert Path(program.strip('"')) == tmp_path / "Conductor Desktop" / "conductor-desktop.exe"
    assert words == ["diagnostics"]
