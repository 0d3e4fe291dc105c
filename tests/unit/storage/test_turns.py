"""A lock between processes, which never stands in the way for good."""

from __future__ import annotations

import subprocess
import sys
from io import FileIO
from pathlib import Path

import pytest

from conductor_desktop.storage import turns
from conductor_desktop.storage.turns import taking_turns

HOLD = (
    "import sys\n"
    "from pathlib import Path\n"
    "from conductor_desktop.storage.turns import taking_turns\n"
    "with taking_turns(Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def is_free(path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether somebody who does not wait gets the lock."""
    with monkeypatch.context() as hurried, FileIO(path, "a") as file:
        hurried.setattr(turns, "_LONGEST_WAIT_SECONDS", 0.0)
        try:
            turns._wait_for(file)
        except OSError:
            return False
    return True


def test_another_process_holds_it_until_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        assert not is_free(path, monkeypatch)
        process.communicate("")
    assert is_free(path, monkeypatch)


def test_a_killed_process_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        process.kill()
    assert is_free(path, monkeypatch)


def test_it_is_free_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    with taking_turns(path):
        assert not is_free(path, monkeypatch)
    assert is_free(path, monkeypatch)


def test_a_lock_that_is_held_for_good_or_impossible_is_gone_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_LONGEST_WAIT_SECONDS", 0.0)
    path, done = tmp_path / "lock", []
    with taking_turns(path), taking_turns(path):
        done.append("held by another")
    with taking_turns(tmp_path / "no such folder" / "lock"):
        done.append("no place for it")
    assert done == ["held by another", "no place for it"]


def test_an_error_inside_is_not_swallowed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk full"), taking_turns(tmp_path / "lock"):
        raise OSError("disk full")
