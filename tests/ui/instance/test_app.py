"""Why there is no window is said where a person reads it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from conductor_desktop.app import App
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.turns import holding
from conductor_desktop.ui.instance import later
from conductor_desktop.ui.instance.later import DoesNotAnswer
from conductor_desktop.work import CancelToken


def test_without_a_console_it_is_said_in_a_box(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "COMING_OR_GOING_SECONDS", 0.0)
    monkeypatch.setattr(sys, "stderr", None)
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(box.text())
            said.append(box.informativeText())
            box.close()

    look = QTimer()
    look.timeout.connect(read)
    look.start(5)
    lock = OpenWindow.of(tmp_path, sandbox=False).lock
    app = App(CommonOptions(home=str(tmp_path)))
    with (
        holding(lock, seconds=0.0, cancel=CancelToken()),
        pytest.raises(DoesNotAnswer),
    ):
        app.run_window(None)
    app.close()
    look.stop()
    assert said[0] == "Conductor Desktop does not answer"
    assert "Task Manager" in said[1]
