"""A lock between processes, which never stands in the way for good."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conductor_desktop.storage import turns
from conductor_desktop.storage.turns import Taken, holding, taking_turns
from conductor_desktop.work import Cancelled, CancelToken

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


def is_free(path: Path) -> bool:
    """Whether somebody who does not wait gets the lock."""
    try:
        with holding(path, seconds=0.0, cancel=CancelToken()):
            return True
    except Taken:
        return False


def test_another_process_holds_it_until_it_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        assert not is_free(path)
        process.communicate("")
    assert is_free(path)


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path) as process:
        process.kill()
    assert is_free(path)


def test_it_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with taking_turns(path):
        assert not is_free(path)
    assert is_free(path)


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


def test_who_must_not_go_on_without_the_lock_is_told_that_it_is_taken(tmp_path: Path) -> None:
    path, done = tmp_path / "lock", []
    with (
        taking_turns(path),
        pytest.raises(Taken),
        holding(path, seconds=0.05, cancel=CancelToken()),
    ):
        done.append("in spite of it")
    assert done == []


def test_waiting_for_the_lock_can_be_cancelled(tmp_path: Path) -> None:
    path, token = tmp_path / "lock", CancelToken()
    token.cancel()
    with (
        taking_turns(path),
        pytest.raises(Cancelled),
        holding(path, seconds=3600.0, cancel=token),
    ):
        pass


def test_where_there_are_no_locks_it_goes_on_without(tmp_path: Path) -> None:
    done = []
    with holding(tmp_path / "no such folder" / "lock", seconds=0.0, cancel=CancelToken()):
        done.append("no place for it")
    assert done == ["no place for it"]
