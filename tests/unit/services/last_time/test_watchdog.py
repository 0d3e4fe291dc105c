"""A window that stands still has written where, and a stopped program has not. Real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor_desktop.storage.paths import AppHome
from conductor_desktop.work import CancelToken
from tests.helpers.leaks import leaks

ROOT = Path(__file__).parents[4]
CANARY = "Planted-Canary-0123456789"
PLACE = "stand_still_in_here"

Start = Callable[[str, AppHome], "subprocess.Popen[str]"]

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="of Unix signals and its C library")


@pytest.fixture
def home(tmp_path: Path) -> AppHome:
    return AppHome(tmp_path / "home")


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts one that stands still; whatever is left at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(how: str, home: AppHome) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.standing_still", str(home.root), how],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        started.append(process)
        assert heard(process) == "ready"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def say(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def end(process: subprocess.Popen[str]) -> None:
    say(process)
    _, error = process.communicate()
    assert (process.returncode, error) == (0, "")


def until(fact: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for it, for as long as the process lives."""
    while not fact():
        assert process.poll() is None
        CancelToken().wait(0.01)


def note(home: AppHome, process: subprocess.Popen[str]) -> str:
    return (home.logs / f"hang-window-{process.pid}.txt").read_text(encoding="utf-8")


def log(home: AppHome) -> str:
    path = home.logs / "app.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize("how", ["waits", pytest.param("holds", marks=on_posix)])
def test_where_it_stands_is_in_a_file_while_it_stands(
    start: Start, home: AppHome, how: str
) -> None:
    process = start(how, home)
    until(lambda: PLACE in note(home, process), process)
    text = note(home, process)
    assert "seconds" in text or "Timeout" in text
    assert CANARY not in text


def test_once_it_goes_on_that_is_in_the_log_and_the_file_is_empty(
    start: Start, home: AppHome
) -> None:
    process = start("waits", home)
    until(lambda: PLACE in note(home, process), process)
    say(process)
    assert heard(process) == "back"
    until(lambda: "did not answer for" in log(home), process)
    assert note(home, process) == ""
    end(process)
    assert log(home).count("did not answer for") == 1
    assert PLACE in log(home)
    assert [path.name for path in home.logs.iterdir()] == ["app.log"]
    assert leaks([home.root], {"key": CANARY}) == []


@pytest.mark.slow
def test_a_computation_that_lets_nobody_in_is_told_of(start: Start, home: AppHome) -> None:
    process = start("computes", home)
    assert heard(process) == "back"
    until(lambda: PLACE in log(home), process)
    end(process)
    assert "did not answer for" in log(home)


def test_one_that_is_heard_of_writes_nothing(start: Start, home: AppHome) -> None:
    """For as long as it takes another one to notice that it stands still."""
    lives = start("beats", home)
    other = AppHome(home.root.with_name("other"))
    still = start("waits", other)
    until(lambda: PLACE in note(other, still), still)
    say(lives)
    assert heard(lives) == "back"
    end(lives)
    assert "did not answer" not in log(home)


def test_a_fault_that_was_outlived_is_in_the_log_and_no_crash(start: Start, home: AppHome) -> None:
    """Windows tells of every one, before somebody deals with it."""
    lives = start("beats", home)
    [crash] = home.logs.glob("crash-*.txt")
    with crash.open("ab") as file:
        file.write(b"Windows fatal exception: access violation\n\nin somewhere_dealt_with\n")
    until(lambda: "somewhere_dealt_with" in log(home), lives)
    assert "WARNING" in log(home)
    assert crash.read_bytes() == b""
    say(lives)
    assert heard(lives) == "back"
    end(lives)


@on_posix
def test_a_program_that_was_stopped_is_none_that_stands_still(start: Start, home: AppHome) -> None:
    """As by a debugger, or by a PC that sleeps."""
    stopped = start("beats", home)
    stopped.send_signal(signal.SIGSTOP)
    other = AppHome(home.root.with_name("other"))
    still = start("waits", other)
    until(lambda: PLACE in note(other, still), still)
    stopped.send_signal(signal.SIGCONT)
    until(lambda: "was stopped, or the PC asleep" in log(home), stopped)
    assert note(home, stopped) == ""
    say(stopped)
    assert heard(stopped) == "back"
    end(stopped)
    assert "did not answer" not in log(home)
