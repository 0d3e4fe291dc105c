"""An exception inside Qt's callbacks fails the test that caused it, with this project's settings.

Qt itself swallows such an exception: without the capture, a slot that raises would pass.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROBES = """
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from PySide6.QtWidgets import QWidget

class Source(QObject):
    happened = Signal()

class Window(QWidget):
    def showEvent(self, event):
        raise RuntimeError("in a virtual method")

def fail(*_):
    raise RuntimeError("in a callback")

def test_slot(qtbot):
    source = Source()
    source.happened.connect(fail)
    source.happened.emit()

def test_timer(qtbot):
    timer = QTimer(singleShot=True)
    timer.timeout.connect(fail)
    with qtbot.waitSignal(timer.timeout):
        timer.start(0)

def test_virtual_method(qtbot):
    window = Window()
    qtbot.addWidget(window)
    window.show()

def test_warning_of_qt(qtbot):
    qWarning("something is not right")

def test_nothing_wrong(qtbot):
    source = Source()
    source.happened.connect(lambda: None)
    source.happened.emit()
"""


@pytest.mark.slow
def test_an_exception_in_a_qt_callback_fails_its_test(tmp_path: Path) -> None:
    probes = tmp_path / "test_probes.py"
    probes.write_text(PROBES, "utf-8")

    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", *settings, str(probes)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    verdicts = re.findall(r"^(FAILED|PASSED) \S+::(\w+)", run.stdout, re.MULTILINE)
    outcomes = {name: verdict for verdict, name in verdicts}
    assert outcomes == {
        "test_slot": "FAILED",
        "test_timer": "FAILED",
        "test_virtual_method": "FAILED",
        "test_warning_of_qt": "FAILED",
        "test_nothing_wrong": "PASSED",
    }, run.stdout + run.stderr
