"""The note of where the open window listens, which anything may have become of."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from conductor_desktop.storage.open_window import Address, OpenWindow, new_server_name

FOLDER = "\\\\.\\pipe\\" if sys.platform == "win32" else "/tmp/ü/"


@pytest.fixture
def place(tmp_path: Path) -> OpenWindow:
    return OpenWindow.of(tmp_path, sandbox=False)


def test_what_is_announced_is_read_until_it_is_over(place: OpenWindow) -> None:
    address = Address(os.getpid(), FOLDER + new_server_name())
    with place.announced(address):
        assert place.read() == address
    assert place.read() is None


def test_no_two_windows_listen_under_one_name() -> None:
    assert new_server_name() != new_server_name()


def test_the_sandbox_has_files_of_its_own(tmp_path: Path, place: OpenWindow) -> None:
    sandbox = OpenWindow.of(tmp_path, sandbox=True)
    assert len({place.lock, place.address_file, sandbox.lock, sandbox.address_file}) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="of user ids")
def test_another_user_of_the_folder_has_files_of_their_own(
    tmp_path: Path, place: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: uid + 1)
    assert OpenWindow.of(tmp_path, sandbox=False) != place


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\0" * 80,
        b"12\n",
        b"0\n/tmp/conductor-desktop-" + b"0" * 32 + b"\n",
        b"12345678901\n/tmp/conductor-desktop-" + b"0" * 32 + b"\n",
        b"12\n/tmp/conductor-desktop-" + b"0" * 32,  # still being written
        b"12\n/tmp/conductor-desktop-" + b"0" * 31 + b"\n",
        b"12\n/home/me/books.qbw\n",  # nothing that a start could be made to remove
        b"12\n" + b"/" * 2000 + b"conductor-desktop-" + b"0" * 32 + b"\n",
    ],
)
def test_anything_else_in_its_place_is_no_address(place: OpenWindow, written: bytes) -> None:
    place.address_file.write_bytes(written)
    assert place.read() is None


def test_a_folder_in_its_place_is_no_address(place: OpenWindow) -> None:
    place.address_file.mkdir()
    assert place.read() is None
