"""One window for each user and home, whoever starts the app again. Real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.storage.open_window import Address, OpenWindow
from conductor_desktop.ui.instance.messages import LONGEST_BYTES, Request, written
from conductor_desktop.work import CancelToken
from tests.helpers.setup_files import FULL, write
from tests.unit.services.diagnostics_world import World

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

# As it is, but that a busy machine fails no test.
PATIENT = ("-m", "tests.helpers.patient_start")

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="of Unix sockets and signals")

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts an app that tells what it does; whatever is left of them at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.window_driver", "--home", str(home), *words],
            cwd=ROOT,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else "it ended"
    facts: dict[str, Any] = json.loads(line)
    return facts


def listening(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    assert told(process) == {"process": process.pid, "did": "listening"}
    return process


def again(
    home: Path, *words: str, python: Sequence[str] = PATIENT, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The app as anybody starts it, to its end."""
    return subprocess.run(
        [sys.executable, *python, "--home", str(home), *words],
        cwd=cwd or ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def address_in(home: Path, *, sandbox: bool = False) -> Address:
    address = OpenWindow.of(home, sandbox=sandbox).read()
    assert address is not None
    return address


def stranger(home: Path) -> socket.socket:
    """A connection of somebody who knows where the window listens."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address_in(home).server)
    return connection


def test_a_second_start_brings_the_window_to_the_front_and_hands_its_file_over(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = listening(start())
    second = again(home)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert told(first) == {"process": first.pid, "did": "front", "file": None}
    assert again(home, str(write(tmp_path, FULL))).returncode == 0
    front = told(first)
    assert front["did"] == "front"
    assert "From Acme Field Service." in front["file"]
    assert first.poll() is None


def test_a_second_start_hands_a_bundle_over_that_somebody_sent(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = listening(start())
    service = World(tmp_path / "other-pc").service()
    bundle = service.write(service.collect(CancelToken()), tmp_path / "customer.zip")
    second = again(home, str(bundle))
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    front = told(first)
    assert front["did"] == "front"
    assert front["file"].startswith("customer.zip. Support code CD-")


def test_a_relative_path_is_of_the_folder_the_second_was_started_in(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = listening(start())
    write(tmp_path, FULL, "ours.CONDUCTOR-SETUP")
    second = again(home, "ours.CONDUCTOR-SETUP", cwd=tmp_path)
    assert second.returncode == 0
    assert "From Acme Field Service." in told(first)["file"]


def test_a_second_start_loads_no_widgets_to_find_out(start: Start, home: Path) -> None:
    listening(start())
    second = again(home, python=("-X", "importtime", *PATIENT))
    assert second.returncode == 0
    assert "PySide6.QtNetwork" in second.stderr
    assert "PySide6.QtWidgets" not in second.stderr
    assert "PySide6.QtGui" not in second.stderr


def test_one_that_was_killed_is_no_obstacle(start: Start, home: Path) -> None:
    first = listening(start())
    before = address_in(home)
    first.kill()
    first.wait()
    second = listening(start())
    assert again(home).returncode == 0
    assert told(second)["did"] == "front"
    now = address_in(home)
    assert (now.process, now.server == before.server) == (second.pid, False)
    assert not Path(before.server).exists()  # nothing of it is left lying about


def test_four_at_once_end_as_one(start: Start) -> None:
    reading, writing = os.pipe()
    several = [start(stdout=writing) for _ in range(4)]
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        said = [json.loads(lines.readline()) for _ in several]
        (first,) = [process for process in several if process.pid == said[0]["process"]]
        others = [process for process in several if process is not first]
        assert [process.wait() for process in others] == [0, 0, 0]
        assert first.poll() is None
        assert {(one["process"], one["did"]) for one in said[1:]} == {(first.pid, "front")}
        first.kill()


def test_the_sandbox_and_another_home_have_windows_of_their_own(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = listening(start())
    sandbox = listening(start("--sandbox"))
    other = listening(start("--home", str(tmp_path / "other")))
    assert again(home, "--sandbox").returncode == 0
    assert told(sandbox)["did"] == "front"
    assert again(tmp_path / "other").returncode == 0
    assert told(other)["did"] == "front"
    assert again(home).returncode == 0
    assert told(first)["did"] == "front"


def test_commands_work_beside_the_window(start: Start, home: Path) -> None:
    first = listening(start())
    status = again(home, "status", "--json")
    assert status.returncode == ExitCode.NOT_SET_UP
    assert json.loads(status.stdout)["state"] == "not_set_up"
    assert first.poll() is None


@on_posix
@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_a_bundle_is_made_beside_a_window_that_hangs_or_was_killed(
    start: Start, home: Path, how: signal.Signals
) -> None:
    first = listening(start())
    first.send_signal(how)
    done = again(home, "diagnostics", "--json")
    assert done.returncode == 0
    told_of = json.loads(done.stdout)
    assert Path(told_of["path"]).is_file()
    assert "logs/app.log" in {file["name"] for file in told_of["files"]}


@on_posix
def test_a_window_that_hangs_is_said_to_and_goes_on_as_before(start: Start, home: Path) -> None:
    first = listening(start())
    first.send_signal(signal.SIGSTOP)
    second = again(home, python=("-m", "conductor_desktop"))
    assert second.returncode == ExitCode.ATTENTION
    assert second.stderr.startswith("Conductor Desktop does not answer.")
    assert "Task Manager" in second.stderr
    first.send_signal(signal.SIGCONT)
    assert again(home).returncode == 0
    assert told(first)["did"] == "front"


@on_posix
def test_one_that_ended_in_order_leaves_no_address(start: Start, home: Path) -> None:
    first = listening(start())
    server = address_in(home).server
    first.send_signal(signal.SIGTERM)
    assert first.wait() == 128 + signal.SIGTERM
    assert OpenWindow.of(home, sandbox=False).read() is None
    assert not Path(server).exists()


@on_posix
def test_no_garbage_ends_the_window_or_keeps_it_from_others(start: Start, home: Path) -> None:
    first = listening(start())
    silent = [stranger(home) for _ in range(20)]
    asking = written(Request(None))
    for garbage in (
        b"\0",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        asking + b"more",
        asking[:-1] + b"relative.conductor-setup\0",
        asking[:-1] + b"/etc/passwd\0",
        asking[:-1] + b"/" * (2 * LONGEST_BYTES),
    ):
        with stranger(home) as connection:
            try:
                connection.sendall(garbage)
                assert connection.recv(100) == b""  # hung up on
            except (BrokenPipeError, ConnectionResetError):
                pass  # before it had listened to all of it
    with stranger(home) as connection:
        connection.sendall(asking[:10])  # and nothing more
        assert again(home).returncode == 0
    assert told(first)["did"] == "front"
    assert first.poll() is None
    for connection in silent:
        connection.close()


@on_posix
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else"
)
def test_another_user_is_not_let_in(start: Start, home: Path) -> None:
    listening(start())
    server = Path(address_in(home).server)
    assert stat.S_IMODE(server.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(OpenWindow.of(home, sandbox=False).address_file.stat().st_mode) == 0o600
    with socket.socket(socket.AF_UNIX) as connection:
        os.seteuid(65534)
        try:
            with pytest.raises(PermissionError):
                connection.connect(str(server))
        finally:
            os.seteuid(0)
