"""A history that cannot be read or written costs the history at most, and is told of once."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conductor_desktop.storage.errors import HistoryNotRemoved
from conductor_desktop.storage.history import file as history_file
from conductor_desktop.storage.history.schema import MIGRATIONS
from conductor_desktop.storage.history.store import HistoryStore, Kept
from tests.unit.storage.history.stage import EVER, LIVE, NOW, ask, many, stretch, write_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder / "history.sqlite3"


def put_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("history.sqlite3.corrupt-*"))


# ---- damaged

_HEADER = 100  # SQLite counts there how often it was opened to be written


def all_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled_over(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:-100] = b"\xa5" * (len(data) - 4196)
    path.write_bytes(data)


def some_text(path: Path) -> None:
    path.write_text("this is no database at all, and longer than a header " * 50)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").write_text("of somebody")


def without_its_table(path: Path) -> None:
    ask(path, "DROP TABLE stretch")


def with_another_table(path: Path) -> None:
    ask(path, "DROP TABLE stretch")
    ask(path, "CREATE TABLE stretch (key, number, profile, began)")


def of_no_version(path: Path) -> None:
    ask(path, "PRAGMA user_version = -7")


DAMAGES = [
    all_zeros,
    cut_off,
    scribbled_over,
    some_text,
    a_folder,
    without_its_table,
    with_another_table,
    of_no_version,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_kept_beside_a_new_one_and_told_of_once(
    path: Path, damage: Callable[[Path], None]
) -> None:
    HistoryStore(path).keep(many(300))
    damage(path)
    before = None if path.is_dir() else path.read_bytes()
    store = HistoryStore(path)
    store.keep([stretch(9001)])
    assert store.since(LIVE, EVER) == (stretch(9001),)
    (kept,) = put_aside(path)
    if before is not None:
        assert kept.read_bytes()[_HEADER:] == before[_HEADER:]
    (notice,) = store.notices()
    assert kept.name in notice
    store.keep([stretch(9002, minutes=1)])
    assert store.notices() == ()
    assert len(HistoryStore(path).since(LIVE, EVER)) == 2


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_survived_by_whoever_only_reads(
    path: Path, damage: Callable[[Path], None]
) -> None:
    HistoryStore(path).keep(many(300))
    damage(path)
    store = HistoryStore(path)
    assert store.since(LIVE, EVER) == ()
    assert len(store.notices()) == 1


def test_damage_while_the_app_runs_costs_what_was_in_the_file_alone(path: Path) -> None:
    store = HistoryStore(path)
    store.keep(many(300))
    some_text(path)
    store.keep([stretch(299, minutes=299, lasts=30), stretch(9001, minutes=400)])
    assert [one.key for one in store.since(LIVE, EVER)] == [299, 9001]


def test_only_the_newest_damaged_files_are_kept(path: Path) -> None:
    for number in range(7):
        path.write_text(f"damaged for the {number}. time, with enough of it to be read " * 3)
        HistoryStore(path).keep([stretch(number)])
    kept = put_aside(path)
    assert len(kept) == 3
    assert any("the 6. time" in file.read_text() for file in kept)


def test_rows_that_nobody_writes_are_left_out(path: Path) -> None:
    times = ((0, 2**62), (-(2**62), 5), (5, 6))
    insert = "INSERT INTO stretch (key, profile, began, until, phase) VALUES "
    rows = [
        f"{insert} ({key}, 'live', {began}, {until}, 'healthy')"
        for key, (began, until) in enumerate(times, 1)
    ]
    write_file(path, 1, rows)
    store = HistoryStore(path)
    assert [one.key for one in store.since(LIVE, EVER)] == [3]
    assert store.notices() == ()


def test_a_damaged_file_that_nobody_may_move_is_told_of_once_and_memory_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("no database at all " * 100)

    def held(_path: Path, _to: Path) -> None:
        raise PermissionError("another program has it")

    store = HistoryStore(path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        patch.setattr("conductor_desktop.storage.atomic._PAUSES", ())
        store.keep([stretch(1)])
        assert store.since(LIVE, EVER) == (stretch(1),)
        assert store.kept_of(LIVE) is Kept.SOMETHING
        (notice,) = store.notices()
        assert "cannot be put aside" in notice
    store.keep([stretch(2, minutes=1)])
    assert len(HistoryStore(path).since(LIVE, EVER)) == 2
    (kept,) = put_aside(path)
    assert kept.read_text().startswith("no database")


# ---- of a newer version


def test_a_file_of_a_newer_version_is_left_alone_and_history_kept_in_memory(path: Path) -> None:
    write_file(path, len(MIGRATIONS), [f"PRAGMA user_version = {len(MIGRATIONS) + 1}"])
    before = path.read_bytes()
    store = HistoryStore(path)
    store.keep([stretch(1)])
    store.keep([stretch(2, minutes=1)])
    assert [one.key for one in store.since(LIVE, EVER)] == [1, 2]
    (notice,) = store.notices()
    assert "newer version" in notice
    assert put_aside(path) == []
    store.forget(LIVE)
    assert store.since(LIVE, EVER) == ()
    assert store.kept_of(LIVE) is Kept.CANNOT_SEE
    assert path.read_bytes() == before


# ---- not writable at the moment


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program has it, and lets nobody in."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE stretch SET until = until")
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_file, "_HELD_SECONDS", 0.0)


def test_what_cannot_be_written_while_another_program_has_the_file_is_written_later(
    path: Path, impatient: None
) -> None:
    store = HistoryStore(path)
    store.keep([stretch(1)])
    with held(path):
        store.keep([stretch(2, minutes=1)])
        assert store.notices() == ()  # a virus scanner holds it for a moment, too
        store.keep([stretch(3, minutes=2)])
        assert stretch(3, minutes=2) in store.since(LIVE, EVER)
        (notice,) = store.notices()
        assert "Another program holds" in notice
        store.keep([stretch(3, minutes=2, lasts=9)])
        assert store.notices() == ()
    store.keep([stretch(4, minutes=20)])
    assert [one.key for one in HistoryStore(path).since(LIVE, EVER)] == [1, 2, 3, 4]
    assert store.notices() == ()


def test_what_a_full_disk_refuses_is_written_once_there_is_room(path: Path) -> None:
    pages = [1000]

    def connect(path: Path) -> sqlite3.Connection:
        connection = history_file.connect(path)
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")
        return connection

    store = HistoryStore(path, connect=connect)
    store.keep([stretch(-1)])
    pages[0] = 1
    store.keep(many(2000))
    (notice,) = store.notices()
    assert "The disk is full" in notice
    assert len(store.since(LIVE, EVER)) == 2001
    store.keep([stretch(9001, minutes=9001)])
    assert store.notices() == ()
    assert len(HistoryStore(path).since(LIVE, EVER)) == 1  # all of it or nothing
    pages[0] = 1000
    store.keep([stretch(9002, minutes=9002)])
    assert len(HistoryStore(path).since(LIVE, EVER)) == 2003


def test_a_deleted_file_is_made_anew_and_the_stretch_that_is_under_way_is_whole(path: Path) -> None:
    store = HistoryStore(path)
    store.keep([stretch(1), stretch(2, minutes=1)])
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    assert store.since(LIVE, EVER) == ()
    grown = stretch(2, minutes=1, lasts=60)
    store.keep([grown])
    assert HistoryStore(path).since(LIVE, EVER) == (grown,)
    assert store.notices() == ()


def test_a_folder_that_cannot_be_written_is_told_once_and_written_later(tmp_path: Path) -> None:
    in_its_place = tmp_path / "home"
    in_its_place.write_text("a file, where the folder is to be")
    path = in_its_place / "history.sqlite3"
    store = HistoryStore(path)
    store.keep([stretch(1)])
    store.keep([stretch(2, minutes=1)])
    (notice,) = store.notices()
    assert "cannot be written" in notice
    assert [one.key for one in store.since(LIVE, EVER)] == [1, 2]
    in_its_place.unlink()
    store.keep([stretch(3, minutes=2)])
    assert [one.key for one in HistoryStore(path).since(LIVE, EVER)] == [1, 2, 3]


def refusing(path: Path) -> sqlite3.Connection:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY
    raise error


def test_a_file_that_can_only_be_read_is_read(path: Path) -> None:
    kept = many(50)
    HistoryStore(path).keep(kept)
    store = HistoryStore(path, connect=refusing)
    store.keep([stretch(9001, minutes=99)])
    assert store.since(LIVE, EVER) == (*kept, stretch(9001, minutes=99))
    assert len(store.notices()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such files")
def test_a_device_in_the_place_of_the_file_is_survived(path: Path) -> None:
    path.symlink_to("/dev/full")
    store = HistoryStore(path)
    store.keep([stretch(1)])
    assert store.since(LIVE, EVER) == (stretch(1),)
    assert len(store.notices()) == 1


def test_memory_has_an_end_too(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    store = HistoryStore(tmp_path / "home" / "history.sqlite3", now=lambda: NOW)
    for start in range(0, 12_000, 1000):
        store.keep([stretch(key, minutes=key) for key in range(start, start + 1000)])
    left = store.since(LIVE, EVER)
    assert len(left) == 5000
    assert left[-1].key == 11_999


# ---- removing in trouble


def test_what_cannot_be_removed_now_is_said_and_can_be_tried_again(
    path: Path, impatient: None
) -> None:
    store = HistoryStore(path)
    store.keep([stretch(1)])
    with held(path):
        assert store.kept_of(LIVE) is Kept.CANNOT_SEE
        with pytest.raises(HistoryNotRemoved) as failed:
            store.forget(LIVE)
        assert "another program holds the file" in failed.value.explanation
    assert store.kept_of(LIVE) is Kept.SOMETHING
    store.forget(LIVE)
    assert store.kept_of(LIVE) is Kept.NOTHING
