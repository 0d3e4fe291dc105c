"""A start that finds another one coming, going or standing still."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conductor_desktop.storage.open_window import Address, OpenWindow, new_server_name
from conductor_desktop.storage.turns import Taken, holding
from conductor_desktop.ui.instance import later
from conductor_desktop.ui.instance.later import DoesNotAnswer, become_first
from conductor_desktop.ui.instance.messages import Request, written
from conductor_desktop.work import CancelToken
from tests.helpers.patient_start import FOR_EVER_SECONDS

unix_sockets = pytest.mark.skipif(sys.platform == "win32", reason="of Unix sockets")


HANG_UP_TWICE = (
    "import socket, sys\n"
    "listener = socket.socket(fileno=int(sys.argv[1]))\n"
    "for _ in range(2):\n"
    "    connection, _ = listener.accept()\n"
    "    connection.recv(1000)\n"
    "    connection.sendall(bytes.fromhex(sys.argv[2]))\n"
    "    connection.close()\n"
)


@pytest.fixture
def place(tmp_path: Path) -> OpenWindow:
    return OpenWindow.of(tmp_path, sandbox=False)


@pytest.fixture
def first(place: OpenWindow) -> Iterator[ExitStack]:
    """Another start that has the lock; closing it ends that one."""
    with ExitStack() as held:
        held.enter_context(holding(place.lock, seconds=0.0, cancel=CancelToken()))
        yield held


def never() -> bool:
    return False


def is_free(place: OpenWindow) -> bool:
    try:
        with holding(place.lock, seconds=0.0, cancel=CancelToken()):
            return True
    except Taken:
        return False


@contextmanager
def somebody_listens(place: OpenWindow) -> Iterator[socket.socket]:
    # A socket's path has to be shorter than those of tests are.
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        server = Path(folder) / new_server_name()
        listener.bind(str(server))
        listener.listen()
        with place.announced(Address(1, str(server))):
            yield listener


def test_the_only_one_is_the_first_until_it_lets_go(place: OpenWindow) -> None:
    with ExitStack() as held:
        assert become_first(place, None, held, never)
        assert not is_free(place)
    assert is_free(place)


def test_it_waits_for_one_that_is_closing_and_takes_its_place(
    place: OpenWindow, first: ExitStack
) -> None:
    looks: list[None] = []

    def close_at_the_third_look() -> bool:
        looks.append(None)
        if len(looks) == 3:
            first.close()
        return False

    with ExitStack() as held:
        assert become_first(place, None, held, close_at_the_third_look)
    assert len(looks) == 3


def test_an_address_of_one_that_was_killed_is_no_obstacle(
    place: OpenWindow, first: ExitStack, tmp_path: Path
) -> None:
    dead = str(tmp_path / new_server_name())

    def close() -> bool:
        first.close()
        return False

    with place.announced(Address(1, dead)), ExitStack() as held:
        assert become_first(place, None, held, close)


def test_whoever_asks_it_to_end_does_not_wait(place: OpenWindow, first: ExitStack) -> None:
    asked = iter([False, False, True])
    with ExitStack() as held:
        assert not become_first(place, None, held, lambda: next(asked))


def test_one_that_comes_and_comes_and_never_is_there_is_told_of(
    place: OpenWindow, first: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "COMING_OR_GOING_SECONDS", 0.0)
    with ExitStack() as held, pytest.raises(DoesNotAnswer):
        become_first(place, None, held, never)


@unix_sockets
def test_one_that_listens_and_says_nothing_is_told_of(
    place: OpenWindow, first: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "ANSWER_SECONDS", 0.05)
    file = tmp_path / "acme.conductor-setup"
    with somebody_listens(place) as listener:
        with ExitStack() as held, pytest.raises(DoesNotAnswer):
            become_first(place, file, held, never)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1000) == written(Request(file))
            assert connection.recv(1000) == b""  # and it has hung up


@unix_sockets
@pytest.mark.parametrize("answer", [b"", b"no, not at all, whoever you may be"])
def test_one_that_hangs_up_is_asked_again_until_it_has_ended(
    place: OpenWindow, first: ExitStack, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "ANSWER_SECONDS", FOR_EVER_SECONDS)
    looks: list[None] = []

    def end_at_the_third_look() -> bool:
        looks.append(None)
        if len(looks) == 3:
            first.close()
        return False

    with somebody_listens(place) as listener, ExitStack() as held:
        # In a process of its own: while the start waits, no other thread of it runs.
        hanging_up = subprocess.Popen(
            [sys.executable, "-c", HANG_UP_TWICE, str(listener.fileno()), answer.hex()],
            pass_fds=[listener.fileno()],
        )
        assert become_first(place, None, held, end_at_the_third_look)
        assert hanging_up.wait() == 0
