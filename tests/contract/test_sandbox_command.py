"""``conductor-desktop sandbox`` as a process of its own."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from conductor_desktop.cli.main import run as main
from conductor_desktop.sandbox.faults.catalogue import FAULTS
from tests.unit.cli.stage import Stage


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "conductor_desktop", "sandbox", *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False)


@contextlib.contextmanager
def serving(ready: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command, once it says that it listens; its stderr so far comes along."""
    flags = 0
    if sys.platform == "win32":
        # Ctrl-Break reaches a process group; without its own it would reach the tests as well.
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    process = subprocess.Popen(
        command("--ready-file", str(ready), *arguments),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        creationflags=flags,
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        for line in process.stderr:
            said.append(line)
            if "Ctrl-C" in line:
                break
        yield process, said
    finally:
        process.kill()
        process.communicate()


def stop(process: subprocess.Popen[str]) -> str:
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.terminate()
    return process.communicate()[1]


def test_the_ready_file_leads_to_a_connected_end_user(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    words = ("--company", "Ash & Elm", "--invoices", "7", "--end-users", "3")
    with serving(ready, *words) as (process, _):
        access = json.loads(ready.read_text(encoding="utf-8"))
        assert set(access) == {
            "baseUrl",
            "secretKey",
            "publishableKey",
            "endUserId",
            "controlToken",
        }
        headers = {
            "Authorization": f"Bearer {access['secretKey']}",
            "Conductor-End-User-Id": access["endUserId"],
        }
        prefix = f"{access['baseUrl']}/quickbooks-desktop"
        company = requests.get(f"{prefix}/company", headers=headers, timeout=30).json()
        assert company["companyName"] == "Ash & Elm"
        page = requests.get(f"{prefix}/invoices", headers=headers, timeout=30).json()
        assert len(page["data"]) == 7
        end_users = requests.get(f"{access['baseUrl']}/end-users", headers=headers, timeout=30)
        assert len(end_users.json()["data"]) == 3
        assert process.poll() is None


def test_it_says_where_it_listens_and_what_to_paste(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serving(ready) as (process, said):
        access = json.loads(ready.read_text(encoding="utf-8"))
        text = "".join(said)
        assert all(value in text for value in access.values())
        assert "from conductor import Conductor" in text
        assert "conductor-node" in text
        stop(process)
        assert process.stdout is not None
        assert process.stdout.closed or process.stdout.read() == ""


def test_a_polite_kill_ends_it_well_and_takes_the_ready_file_away(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serving(ready) as (process, _):
        assert ready.exists()
        rest = stop(process)
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    with serving(tmp_path / "ready.json") as (process, _):
        process.send_signal(signal.SIGINT)
        rest = process.communicate()[1]
    assert process.returncode == 0
    assert "Traceback" not in rest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_only_this_user_can_read_the_ready_file(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serving(ready):
        assert stat.S_IMODE(ready.stat().st_mode) == 0o600


def test_a_port_in_use_is_one_plain_message_and_exit_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "is in use" in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--invoices", "-1"], "cannot be -1"),
        (["--port", "70000"], "cannot be 70000"),
        (["--fault", "gremlins"], "key-rejected"),
        (["--company", ""], "company name"),
        (["--cursor-seconds", "-1"], "cannot be -1"),
        (["--cursor-seconds", "nan"], "cannot be nan"),
        (["--fault", '{"fault": "slow", "seconds": -1}'], "$.seconds"),
        (["--fault", '{"fault": "slow"'], "order for a fault"),
        (["--fault", '{"fault": "reset", "seconds": 1}'], "takes no “seconds”"),
        (["--fault", "reset", "--fault", '{"fault": "slow", "colour": 1}'], "`colour`"),
        (["--latency-ms", "-5"], "cannot be -5"),
    ],
)
def test_options_that_cannot_work_are_one_message_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["sandbox", *arguments], Stage().compose) == 2
    said = capsys.readouterr().err
    assert says in said
    assert len(said.strip().splitlines()) == 1


def test_as_a_process_it_says_and_returns_the_same() -> None:
    result = run("--port", "70000")
    assert result.returncode == 2
    assert "cannot be 70000" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_catalogue_of_faults_is_listed_and_nothing_is_served(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sandbox", "--list-faults"], Stage().compose) == 0
    said = capsys.readouterr()
    assert all(f"  {name} " in said.out for name in FAULTS)
    assert said.err == ""


def test_an_unwritable_ready_file_is_one_message_and_exit_2(tmp_path: Path) -> None:
    result = run("--ready-file", str(tmp_path / "no" / "such" / "folder.json"))
    assert result.returncode == 2
    assert "ready file" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_ready_file_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serving(ready):
        before = ready.read_text(encoding="utf-8")
        result = run("--ready-file", str(ready))
        assert (result.returncode, "in use" in result.stderr) == (2, True)
        assert ready.read_text(encoding="utf-8") == before
    with serving(ready):  # what a killed one left behind is no hindrance
        assert ready.read_text(encoding="utf-8") != before


def test_a_folder_in_the_ready_files_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ready").mkdir()
    assert run("--ready-file", str(tmp_path / "ready")).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ready"]


def test_a_fault_is_there_from_the_start(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with serving(ready, "--fault", "key-rejected"):
        access = json.loads(ready.read_text(encoding="utf-8"))
        answer = requests.get(
            f"{access['baseUrl']}/end-users",
            headers={"Authorization": f"Bearer {access['secretKey']}"},
            timeout=30,
        )
        assert answer.status_code == 401


STARTER = """
import subprocess, sys

sandbox = [sys.executable, "-m", "conductor_desktop", "sandbox", "--ready-file"]
staying = subprocess.Popen(
    [*sandbox, sys.argv[1], "--keep-running"],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.PIPE,
    text=True,
)
for line in staying.stderr:
    if "Ctrl-C" in line:
        break
print("there", flush=True)
subprocess.Popen([*sandbox, sys.argv[2]]).wait()
"""
"""Starts one sandbox that is told to stay, and one whose stderr is its own."""


def test_it_ends_with_the_program_that_started_it_unless_told_to_stay(tmp_path: Path) -> None:
    kept, bound = tmp_path / "kept.json", tmp_path / "bound.json"
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(kept), str(bound)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    started: list[psutil.Process] = []
    try:
        assert starter.stdout is not None
        assert starter.stderr is not None
        starter.stdout.readline()  # the one that stays is there
        for line in starter.stderr:
            if "Ctrl-C" in line:
                break
        address = urlsplit(json.loads(bound.read_text("utf-8"))["baseUrl"])
        started = psutil.Process(starter.pid).children()
        starter.kill()  # without a chance to say goodbye to anybody
        # Until nobody is left to say anything; only then is the end of the starter itself noted.
        last_words = starter.communicate(timeout=60)[1]
        assert "The program that started the sandbox has ended." in last_words
        assert not bound.exists()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.hostname, address.port), timeout=30)

        access = json.loads(kept.read_text("utf-8"))
        headers = {"Authorization": f"Bearer {access['secretKey']}"}
        answer = requests.get(f"{access['baseUrl']}/end-users", headers=headers, timeout=30)
        assert answer.status_code == 200
    finally:
        for process in started:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        starter.kill()
        starter.communicate()
