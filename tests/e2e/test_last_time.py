"""However the app ends, the next start knows how, says so once, and nothing private is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.storage.open_window import OpenWindow
from tests.helpers.dying_app import CANARY, EMAIL
from tests.helpers.leaks import leaks

ROOT = Path(__file__).parents[2]
WRONG = "Something went wrong last time"

pytestmark = pytest.mark.slow

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends it in another way")


class Run(NamedTuple):
    """How one run of the app went."""

    code: int
    said: str
    error: str


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(home: Path, how: str, *words: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.dying_app", how, "--home", str(home), *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stderr
    return Run(done.returncode, json.loads(lines[0])["said"], done.stderr)


def command(home: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "conductor_desktop", *words, "--home", str(home)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )


def settle(home: Path) -> None:
    """As if the run that is noted there had lasted for a minute."""
    path = OpenWindow.of(home, sandbox=False).runs_file
    path.write_text(json.dumps({**json.loads(path.read_text()), "settled": True}))


def log(home: Path) -> str:
    return (home / "logs" / "app.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("slot", "uncaught error\\nKeyError"),
        ("qt", "Qt gives up for ‹email›"),
        pytest.param("library", "Fatal Python error: Segmentation fault", marks=on_posix),
    ],
)
def test_a_crash_is_in_the_log_without_values_and_said_once(
    home: Path, how: str, words: str
) -> None:
    died = run(home, how)
    assert died.code != 0
    assert died.said == ""
    settle(home)
    after = run(home, "quit")
    assert (after.code, after.said.startswith(WRONG)) == (0, True)
    assert words in log(home)
    assert run(home, "quit").said == ""
    assert leaks([home], {"key": CANARY, "e-mail": EMAIL}) == []
    assert [path.name for path in (home / "logs").iterdir()] == ["app.log"]


def test_an_error_in_a_slot_has_the_exit_code_of_a_bug(home: Path) -> None:
    assert run(home, "slot").code == ExitCode.INTERNAL


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("thread", "uncaught error in a thread\\nKeyError"),
        ("unraisable", "error that could not be raised, of a function"),
    ],
)
def test_what_fails_aside_is_in_the_log_and_ends_nothing(home: Path, how: str, words: str) -> None:
    assert run(home, how).code == 0
    assert words in log(home)
    assert run(home, "quit").said == ""
    assert leaks([home], {"key": CANARY, "e-mail": EMAIL}) == []


@pytest.mark.parametrize("how", ["quit", pytest.param("asked", marks=on_posix), "killed"])
def test_nobody_is_alarmed_by_an_end_that_somebody_wanted(home: Path, how: str) -> None:
    run(home, how)
    settle(home)
    assert run(home, "quit").said == ""
    assert run(home, "quit").said == ""


@on_posix
def test_a_command_that_comes_by_takes_the_crash_into_the_log_and_not_from_the_window(
    home: Path,
) -> None:
    run(home, "library")
    settle(home)
    command(home, "diagnostics", "--output", str(home / "bundle.zip"))
    assert "an earlier run has died" in log(home)
    assert run(home, "quit").said.startswith(WRONG)
    assert log(home).count("an earlier run has died") == 1
    assert run(home, "quit").said == ""


def test_the_sandbox_has_a_history_of_its_own(home: Path) -> None:
    run(home, "slot")
    settle(home)
    assert run(home, "quit", "--sandbox").said == ""
    assert run(home, "quit").said.startswith(WRONG)
