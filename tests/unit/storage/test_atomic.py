"""A replaced file is the old one or the new one, whatever happens in between."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from conductor_desktop.storage.atomic import (
    replacing,
    scratch_folder,
    sweep_stale,
    write_atomically,
)
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.settings import SettingsStore


def full_disk(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    with monkeypatch.context() as disk:
        disk.setattr(f"conductor_desktop.storage.atomic.os.{call}", full_disk)
        with pytest.raises(OSError, match="No space"):
            write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_need_not_outlast_a_power_cut_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr("conductor_desktop.storage.atomic.os.fsync", full_disk)
    write_atomically(path, b"new", outlasts_power_cut=False)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit only POSIX has")
def test_a_disk_that_fills_up_midway_leaves_the_old_settings(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    store.save(Settings(window_geometry="old"))
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from conductor_desktop.storage.errors import SettingsNotSaved\n"
        "from conductor_desktop.storage.settings import Settings, SettingsStore\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    SettingsStore(Path(sys.argv[1])).save(Settings(window_geometry='n' * 5000))\n"
        "except SettingsNotSaved as error:\n"
        "    print(error.title)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "settings.json")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "Settings could not be saved"
    assert store.load().settings.window_geometry == "old"
    assert list(tmp_path.glob(".conductor-*")) == []


def test_a_file_held_for_a_moment_is_replaced_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    really_replace, refusals = Path.replace, iter([True, True, True])

    def held(self: Path, target: Path) -> Path:
        if next(refusals, False):
            raise PermissionError(13, "sharing violation")
        return really_replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"


def test_a_file_held_for_good_is_told_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    settings = Settings(window_geometry="old")
    store.save(settings)

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "sharing violation")

    with monkeypatch.context() as busy:
        busy.setattr(Path, "replace", held)
        with pytest.raises(SettingsNotSaved, match="sharing violation"):
            store.save(replace(settings, window_geometry="new"))

    assert store.load().settings == settings
    assert list(tmp_path.glob(".conductor-*")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows files inherit their rights")
def test_a_written_file_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"x")

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"a\nb\r\n\x1a\0")

    assert (tmp_path / "file").read_bytes() == b"a\nb\r\n\x1a\0"


def test_only_what_was_left_behind_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".conductor-0011.tmp"
    running = tmp_path / ".conductor-2233.tmp"
    foreign = tmp_path / "notes.tmp"
    for path in (left, running, foreign):
        path.write_bytes(b"x")
    for path in (left, foreign):
        os.utime(path, (1, 1))

    sweep_stale(tmp_path)

    assert sorted(tmp_path.iterdir()) == sorted([running, foreign])


def test_a_scratch_folder_is_gone_with_what_is_in_it(tmp_path: Path) -> None:
    def fail() -> None:
        with scratch_folder(tmp_path / "a.xlsx") as scratch:
            assert scratch.parent == tmp_path
            (scratch / "row").write_text("x")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_left_behind_is_swept_once_nobody_can_be_at_it(tmp_path: Path) -> None:
    left, running = tmp_path / ".conductor-0011.tmp", tmp_path / ".conductor-2233.tmp"
    for folder in (left, running):
        folder.mkdir()
        (folder / "row").write_text("x")
    os.utime(left, (1, 1))
    a_while_ago = time.time() - 600
    os.utime(running, (a_while_ago, a_while_ago))

    sweep_stale(tmp_path)

    assert list(tmp_path.iterdir()) == [running]


def test_what_is_written_piece_by_piece_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert path.read_bytes() == b"old"
    with replacing(path) as file:
        file.write(b"new")
        file.write(b" whole")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new whole"
    assert list(tmp_path.iterdir()) == [path]


def test_the_settings_store_sweeps_when_it_loads(tmp_path: Path) -> None:
    left = tmp_path / ".conductor-0011.tmp"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))

    SettingsStore(tmp_path / "settings.json").load()

    assert not left.exists()


SAVES_FOR_EVER = """
import sys
from dataclasses import replace
from pathlib import Path
from conductor_desktop.storage.settings import SettingsStore

store = SettingsStore(Path(sys.argv[1]))
settings = store.load().settings
for number in range(1_000_000):
    settings = replace(settings, window_geometry=f"{number}:" + "x" * (number % 7 * 3000))
    store.save(settings)
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_killed_process_never_leaves_settings_that_cannot_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = Settings(window_geometry="0:")
    SettingsStore(path).save(first)

    for saves in range(1, 16):
        with subprocess.Popen(
            [sys.executable, "-c", SAVES_FOR_EVER, str(path)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            last = [int(process.stdout.readline()) for _ in range(saves)][-1]
            process.kill()

        loaded = SettingsStore(path).load()

        assert loaded.notice is None
        assert loaded.settings.installation_id == first.installation_id
        number, _, filling = (loaded.settings.window_geometry or "").partition(":")
        assert int(number) >= last, "what was reported as saved is saved"
        assert filling == "x" * (int(number) % 7 * 3000)
