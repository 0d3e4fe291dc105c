"""Ctrl-C ends the app by way of its event loop, whenever it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui.application import BENCH_VARIABLE, follow_end_requests
from conductor_desktop.ui.end_requests import EndRequests


def exit_code_of(qapp: QApplication, requests: EndRequests) -> int:
    timer = follow_end_requests(qapp, requests)
    try:
        return qapp.exec()
    finally:
        timer.stop()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_request_that_came_before_the_event_loop_ends_it(
    qapp: QApplication, number: signal.Signals, code: int
) -> None:
    with EndRequests() as requests:
        signal.raise_signal(number)
        assert exit_code_of(qapp, requests) == code


def test_a_request_that_comes_later_ends_it_as_well(qapp: QApplication) -> None:
    with EndRequests() as requests:
        QTimer.singleShot(0, qapp, lambda: signal.raise_signal(signal.SIGINT))
        assert exit_code_of(qapp, requests) == 130


def test_a_second_request_does_not_wait() -> None:
    with EndRequests():
        signal.raise_signal(signal.SIGINT)
        handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert handlers == [signal.SIG_DFL] * 2


def test_afterwards_signals_go_where_they_went_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with EndRequests() as requests:
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
    assert requests.exit_code is None


def run_until(line: str, number: signal.Signals, temp: Path, *words: str) -> tuple[int, str]:
    """Send the signal to the app once it says ``line``; its exit code and what else it said."""
    environ = os.environ | {"TMPDIR": str(temp), BENCH_VARIABLE: "first-paint"}
    with subprocess.Popen(
        [sys.executable, "-m", "conductor_desktop", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environ,
    ) as process:
        assert process.stdout is not None
        said = ""
        while line not in said and (more := process.stdout.readline()):
            said += more
        process.send_signal(number)
        said += process.stdout.read()
    return process.returncode, said


no_signals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot send these to another process"
)


@no_signals
@pytest.mark.slow
def test_the_window_closes_on_ctrl_c(tmp_path: Path) -> None:
    code, said = run_until("first-paint", signal.SIGINT, tmp_path, "--sandbox")
    assert (code, "Traceback" in said) == (130, False)


@no_signals
@pytest.mark.slow
def test_a_tour_that_is_told_to_end_takes_its_folder_away(tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    words = ("tour", "--output", str(tmp_path / "tour"))
    code, said = run_until("Three doors", signal.SIGTERM, temp, *words)
    assert (code, "Traceback" in said) == (143, False)
    assert not list(temp.glob("conductor-desktop-*"))
