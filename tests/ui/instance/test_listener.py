"""The open window hears other starts of the app, and only them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from conductor_desktop.services.setup_file import SUFFIX
from conductor_desktop.storage.open_window import OpenWindow, new_server_name
from conductor_desktop.ui.instance import listener as module
from conductor_desktop.ui.instance.listener import Listener
from conductor_desktop.ui.instance.messages import ANSWER, LONGEST_BYTES, Request, written

WAIT_MS = 30_000
ASKING = written(Request(None))


@pytest.fixture
def place(tmp_path: Path) -> OpenWindow:
    return OpenWindow.of(tmp_path, sandbox=False)


@pytest.fixture
def asked() -> list[Path | None]:
    return []


@pytest.fixture
def listener(
    qtbot: QtBot, qapp: QObject, place: OpenWindow, asked: list[Path | None]
) -> Iterator[Listener]:
    owner = QObject()
    listener = Listener(place, (SUFFIX,), owner)
    listener.asked.connect(asked.append)
    listener.start()
    yield listener
    listener.stop()


class Caller:
    """Somebody who connects to the window."""

    def __init__(self, qtbot: QtBot, place: OpenWindow) -> None:
        self._qtbot = qtbot
        address = place.read()
        assert address is not None
        self.socket = QLocalSocket()
        self.socket.connectToServer(address.server)
        assert self.socket.waitForConnected(WAIT_MS)

    def say(self, words: bytes) -> None:
        self.socket.write(words)
        self.socket.flush()

    @property
    def is_cut_off(self) -> bool:
        return self.socket.state() is QLocalSocket.LocalSocketState.UnconnectedState

    def wait_for_answer(self) -> None:
        self._qtbot.waitUntil(lambda: self.socket.bytesAvailable() > 0, timeout=WAIT_MS)
        assert self.socket.readAll().data() == ANSWER

    def wait_for_end(self) -> None:
        self._qtbot.waitUntil(lambda: self.is_cut_off, timeout=WAIT_MS)
        assert self.socket.readAll().data() == b""


@pytest.mark.parametrize("file", [None, Path("/sent/acme.conductor-setup").absolute()])
def test_a_request_is_passed_on_and_answered(
    qtbot: QtBot,
    listener: Listener,
    place: OpenWindow,
    asked: list[Path | None],
    file: Path | None,
) -> None:
    caller = Caller(qtbot, place)
    caller.say(written(Request(file)))
    caller.wait_for_answer()
    assert asked == [file]


def test_a_request_in_pieces_is_one(
    qtbot: QtBot, listener: Listener, place: OpenWindow, asked: list[Path | None]
) -> None:
    whole, pieces = Caller(qtbot, place), Caller(qtbot, place)
    pieces.say(ASKING[:7])
    whole.say(ASKING)
    whole.wait_for_answer()  # so the piece has been heard, or comes with the rest
    pieces.say(ASKING[7:])
    pieces.wait_for_answer()
    assert asked == [None, None]


@pytest.mark.parametrize(
    "words", [b"\0", b"GET / HTTP/1.1\r\n", ASKING[:-1] + b"/etc/passwd\0", ASKING + ASKING]
)
def test_anything_else_is_cut_off_without_an_answer(
    qtbot: QtBot,
    listener: Listener,
    place: OpenWindow,
    asked: list[Path | None],
    words: bytes,
) -> None:
    caller = Caller(qtbot, place)
    caller.say(words)
    caller.wait_for_end()
    assert asked == []


def test_an_endless_path_is_cut_off(
    qtbot: QtBot, listener: Listener, place: OpenWindow, asked: list[Path | None]
) -> None:
    caller = Caller(qtbot, place)
    caller.say(ASKING[:-1] + b"/a" * LONGEST_BYTES)
    caller.wait_for_end()
    assert asked == []


def test_one_who_says_nothing_is_cut_off_in_the_end(
    qtbot: QtBot, listener: Listener, place: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE_MS", 20)
    caller = Caller(qtbot, place)
    caller.wait_for_end()
    assert listener._visitors == []


def test_a_crowd_that_says_nothing_keeps_nobody_out(
    qtbot: QtBot, listener: Listener, place: OpenWindow, asked: list[Path | None]
) -> None:
    crowd = [Caller(qtbot, place) for _ in range(30)]
    caller = Caller(qtbot, place)
    caller.say(ASKING)
    caller.wait_for_answer()
    assert asked == [None]
    assert sum(not one.is_cut_off for one in crowd) < 10
    assert len(listener._visitors) < 10


def test_one_who_hangs_up_before_the_answer_does_no_harm(
    qtbot: QtBot, listener: Listener, place: OpenWindow, asked: list[Path | None]
) -> None:
    hasty = Caller(qtbot, place)
    hasty.say(ASKING)
    hasty.socket.abort()
    caller = Caller(qtbot, place)
    caller.say(ASKING)
    caller.wait_for_answer()
    qtbot.waitUntil(lambda: len(listener._visitors) <= 1, timeout=WAIT_MS)


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe ends with its process")
def test_the_socket_of_one_that_was_killed_is_cleared_away(
    qtbot: QtBot, qapp: QObject, place: OpenWindow, tmp_path: Path
) -> None:
    left = tmp_path / new_server_name()
    left.touch()
    place.address_file.write_bytes(b"1\n" + str(left).encode() + b"\n")
    owner = QObject()
    listener = Listener(place, (SUFFIX,), owner)
    listener.start()
    address = place.read()
    assert address is not None
    assert address.server != str(left)
    listener.stop()
    assert place.read() is None
    assert not left.exists()


def test_without_a_place_to_listen_the_app_goes_on(
    qtbot: QtBot,
    qapp: QObject,
    place: OpenWindow,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(QLocalServer, "listen", lambda _self, _name: False)
    owner = QObject()
    listener = Listener(place, (SUFFIX,), owner)
    listener.start()
    assert place.read() is None
    assert "later starts cannot be heard" in caplog.text
    listener.stop()


def test_without_a_place_to_write_the_app_goes_on(
    qtbot: QtBot, qapp: QObject, place: OpenWindow, caplog: pytest.LogCaptureFixture
) -> None:
    place.address_file.mkdir()
    owner = QObject()
    listener = Listener(place, (SUFFIX,), owner)
    listener.start()
    assert "later starts cannot be told where to ask" in caplog.text
    listener.stop()
