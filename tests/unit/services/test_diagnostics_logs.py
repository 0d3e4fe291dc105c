"""A log of any size, of anything, that others change, with anything beside it: a bundle."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.services.diagnostics import Bundle
from conductor_desktop.services.diagnostics.errors import BundleWouldLeak
from conductor_desktop.services.diagnostics.log_tail import log_tail
from conductor_desktop.storage.listing import MOST_LOOKED_AT
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.work import CancelToken
from tests.unit.services.diagnostics_world import KEY, WHEN, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "home")


def collected(world: World) -> Bundle:
    return world.service().collect(CancelToken())


def text_of(bundle: Bundle, name: str) -> str:
    [file] = [file for file in bundle.files if file.name == name]
    return file.data.decode()


class Counted:
    """``most`` is how many entries of one folder somebody has looked at at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.most = 0
        real, counted = os.scandir, self

        class Scan:
            def __init__(self, *path: Any) -> None:
                self._entries = real(*path)
                self._seen = 0

            def __iter__(self) -> Iterator[Any]:
                for entry in self._entries:
                    self._seen += 1
                    counted.most = max(counted.most, self._seen)
                    yield entry

            def __enter__(self) -> Scan:
                return self

            def __exit__(self, *_: object) -> None:
                self._entries.close()

        monkeypatch.setattr(os, "scandir", Scan)


def on_opening(monkeypatch: pytest.MonkeyPatch, name: str, do: Callable[[Path], object]) -> None:
    """Somebody else does it to the file of this name between its being found and being opened."""
    real = Path.open

    def open_(self: Path, *rest: Any, **more: Any) -> Any:
        if self.name == name:
            do(self)
        return real(self, *rest, **more)

    monkeypatch.setattr(Path, "open", open_)


def on_reading(monkeypatch: pytest.MonkeyPatch, name: str, do: Callable[[Path], object]) -> None:
    """Somebody else does it between its being opened and being read."""
    real = Path.open

    def open_(self: Path, *rest: Any, **more: Any) -> Any:
        file = real(self, *rest, **more)
        if self.name != name:
            return file
        path, size = self, os.fstat(file.fileno()).st_size

        class Watched:
            def __enter__(self) -> Watched:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
                return size if whence == os.SEEK_END else file.seek(offset)

            def read(self, most: int) -> bytes:
                do(path)
                data: bytes = file.read(most)
                return data

        return Watched()

    monkeypatch.setattr(Path, "open", open_)


def test_a_gigabyte_of_logs_costs_what_its_end_costs(world: World) -> None:
    log = world.home.logs / "app.log"
    with log.open("wb") as file:
        file.truncate(1_000_000_000)
        file.seek(0, os.SEEK_END)
        file.write(b"\nthe last line\n")
    bundle = collected(world)
    assert text_of(bundle, "logs/app.log").endswith("the last line\n")
    assert sum(len(file.data) for file in bundle.files) < 100_000
    log.unlink()


@pytest.mark.parametrize(
    "log",
    [
        b"\xff\xfe\x00\x01" * 5000,
        b"\0" * 3_000_000,
        b"x" * 10_000_000,
        b"\n" * 1_000_000,
        b"x\n" * 500_000,
        "\u2028\u202e\x1b[31m\r\n".encode() * 2000,
        b"\xe2\x80",
        b'{"a": ' * 100_000,
    ],
    ids=[
        "binary",
        "zeros",
        "one line",
        "empty lines",
        "short lines",
        "controls",
        "half a letter",
        "deep",
    ],
)
def test_a_log_of_anything_is_readable_afterwards(world: World, log: bytes, tmp_path: Path) -> None:
    (world.home.logs / "app.log").write_bytes(log)
    service = world.service()
    bundle = service.collect(CancelToken())
    text = text_of(bundle, "logs/app.log")
    assert bundle.failures == ()
    assert len(text) < 9_000_000
    assert all(line.isprintable() or "\t" in line for line in text.split("\n"))
    assert service.write(bundle, tmp_path / "x.zip").exists()


def test_a_file_of_the_log_that_is_held_costs_that_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world.home.logs / "app.log.1").write_text("older\n")
    world.log("newer\n")
    real = Path.open

    def held(self: Path, *rest: Any, **more: Any) -> Any:
        if self.name == "app.log.1":
            raise PermissionError(errno.EACCES, "It is held")
        return real(self, *rest, **more)

    monkeypatch.setattr(Path, "open", held)
    text = text_of(collected(world), "logs/app.log")
    assert text == "(app.log.1 could not be read: It is held)\nnewer\n"


def test_a_log_that_cannot_be_read_at_all_costs_its_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.log("newer\n")
    real = Path.open

    def held(self: Path, *rest: Any, **more: Any) -> Any:
        if self.name == "app.log":
            raise PermissionError(errno.EACCES, "It is held")
        return real(self, *rest, **more)

    monkeypatch.setattr(Path, "open", held)
    failures = {one.file: one.reason for one in collected(world).failures}
    assert failures["logs/app.log"] == "It is held"


def tail(world: World) -> str:
    """The log alone, which other files of a bundle are made of at the same time."""
    return log_tail(world.home.logs, WHEN, 2_000_000)


@pytest.mark.parametrize("gone", ["app.log.1", "app.log"])
def test_a_file_of_the_log_that_is_deleted_before_it_is_read_costs_that_file(
    world: World, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    (world.home.logs / "app.log.1").write_text("older\n")
    world.log("newer\n")
    on_opening(monkeypatch, gone, Path.unlink)
    kept = "newer\n" if gone == "app.log.1" else "older\n"
    assert tail(world) == f"({gone} could not be read: No such file or directory)\n{kept}"


def test_a_log_that_is_gone_before_it_is_read_costs_one_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world.log("newer\n")

    def gone(_path: Path) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    on_opening(monkeypatch, "app.log", gone)
    service = world.service()
    bundle = service.collect(CancelToken())
    failures = {one.file: one.reason for one in bundle.failures}
    assert failures["logs/app.log"] == "No such file or directory"
    with zipfile.ZipFile(service.write(bundle, tmp_path / "x.zip")) as archive:
        assert archive.testzip() is None
        assert b"logs/app.log: No such file or directory" in archive.read("summary.txt")


@pytest.mark.parametrize("left", [0, 50, 300_000, None])
def test_a_log_that_is_cut_or_deleted_while_it_is_read_gives_whole_lines(
    world: World, monkeypatch: pytest.MonkeyPatch, left: int | None
) -> None:
    line = f"{'x' * 99}\n"
    (world.home.logs / "app.log.1").write_text(line * 5)
    log = world.home.logs / "app.log"
    log.write_text(line * 50_000)

    def shrink(path: Path) -> None:
        if left is None:
            path.unlink()
        else:
            os.truncate(path, left)

    on_reading(monkeypatch, "app.log", shrink)
    lines = tail(world).splitlines(keepends=True)
    assert set(lines) <= {line, "(a line of 0 characters was left out)\n"}
    assert log.exists() is (left is not None)


def test_a_drive_that_fails_in_the_middle_of_a_file_costs_that_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world.home.logs / "app.log.1").write_text("older\n")
    world.log("newer\n")

    def fail(_path: Path) -> None:
        raise OSError(errno.EIO, "The device is gone")

    on_reading(monkeypatch, "app.log.1", fail)
    assert tail(world) == "(app.log.1 could not be read: The device is gone)\nnewer\n"


def test_a_roll_over_in_the_middle_loses_nothing_that_is_there_still(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (world.home.logs / "app.log.1").write_text("older\n")
    world.log("newer\n")

    def roll_over(path: Path) -> None:
        monkeypatch.undo()
        path.replace(path.with_name("app.log.2"))
        path.with_name("app.log").replace(path)

    on_opening(monkeypatch, "app.log.1", roll_over)
    assert "newer\n" in tail(world)


@pytest.mark.parametrize("value", [KEY, "sk_live_51HqPlAnTeDw8_0123456789abcdef"])
def test_a_secret_that_a_roll_over_cut_in_two_is_taken_out(
    world: World, tmp_path: Path, value: str
) -> None:
    """As a program does it that counts bytes and not lines."""
    for cut in (1, 8, len(value) // 2, len(value) - 8, len(value) - 1):
        (world.home.logs / "app.log.1").write_text(f"first\nsaid {value[:cut]}")
        (world.home.logs / "app.log").write_text(f"{value[cut:]} aloud\nlast\n")
        service = world.service()
        bundle = service.collect(CancelToken())
        text = text_of(bundle, "logs/app.log")
        assert text.startswith("first\nsaid ‹")
        assert text.endswith("› aloud\nlast\n")
        assert service.write(bundle, tmp_path / "x.zip").exists()


def test_a_secret_in_the_last_line_of_one_file_and_the_first_of_the_next_stops_the_export(
    world: World, tmp_path: Path
) -> None:
    """Neither half looks like anything; the last gate knows it in pieces."""
    telling = KEY.removeprefix("sk_conductor_")
    (world.home.logs / "app.log.1").write_text(f"first\n{telling[:17]}\n")
    (world.home.logs / "app.log").write_text(f"{telling[17:]}\nlast\n")
    service = world.service()
    bundle = service.collect(CancelToken())
    with pytest.raises(BundleWouldLeak, match=r"logs/app\.log"):
        service.write(bundle, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def crowd(folder: Path, count: int) -> None:
    """So many empty files; names of one are made faster than files."""
    first = folder / "the-first-of-many"
    first.touch()
    for n in range(count):
        name = folder / f"{'crash' if n % 2 else 'stranger'}-{n}.txt"
        if n % 10_000:
            os.link(first, name)
        else:
            name.touch()
            first = name


@pytest.mark.slow
def test_a_hundred_thousand_files_beside_the_log_cost_next_to_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        crowd(world.home.logs, 100_000)
    except OSError:
        pytest.skip("no such links here")
    world.log("ours\n")
    looked_at = Counted(monkeypatch)
    start_logging(world.home, world.redactor).stop()
    assert 0 < looked_at.most <= MOST_LOOKED_AT
    looked_at.most = 0
    service = world.service()
    bundle = service.collect(CancelToken())
    assert looked_at.most < 1000
    assert "ours\n" in text_of(bundle, "logs/app.log")
    assert bundle.failures == ()
    path = service.write(bundle, world.home.logs)
    assert looked_at.most <= MOST_LOOKED_AT
    assert zipfile.is_zipfile(path)
    assert list(world.home.logs.glob(".conductor-*")) == []


def test_links_and_strangers_in_the_log_folder_are_left_alone(world: World, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a stranger's")
    try:
        (world.home.logs / "app.log.2").symlink_to(secret)
    except OSError:
        pytest.skip("no right to make links here")
    for name in ("core.dmp", "x.qwc", "invoices.csv", "crash-1.txt", "app.log.bak", "other.log"):
        (world.home.logs / name).write_text("a stranger's")
    world.log("ours\n")
    bundle = collected(world)
    assert text_of(bundle, "logs/app.log") == "ours\n"
    assert not any(b"a stranger" in file.data for file in bundle.files)
