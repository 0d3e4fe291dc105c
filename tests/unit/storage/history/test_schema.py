"""A history file of every earlier version is brought up to date, whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conductor_desktop.storage.history.schema import (
    MIGRATIONS,
    NewerFile,
    bring_up_to_date,
    version_of,
)
from conductor_desktop.storage.history.store import HistoryStore
from tests.unit.storage.history.stage import EVER, LIVE, ask, stretch, write_file

# What a version wrote, as it stands in files of people who have used it. Never changed.
_WRITTEN: dict[int, tuple[str, ...]] = {
    0: (),
    1: (
        "INSERT INTO stretch (key, profile, began, until, phase, cause, said, code) VALUES "
        "(7, 'live', 1772582400000, 1772582460000, 'action_needed', 'dialog_waiting', NULL, "
        "'0x80040414')",
        "INSERT INTO stretch (key, profile, began, until, phase, cause, said, code) VALUES "
        "(8, 'live', 1772582460000, 1772582520000, 'healthy', NULL, NULL, NULL)",
    ),
    2: (
        "INSERT INTO stretch (key, profile, began, until, phase, cause, said, code) VALUES "
        "(7, 'live', 1772582400000, 1772582460000, 'action_needed', 'dialog_waiting', NULL, "
        "'0x80040414')",
        "INSERT INTO stretch (key, profile, began, until, phase, cause, said, code) VALUES "
        "(8, 'live', 1772582460000, 1772582520000, 'healthy', NULL, NULL, NULL)",
        "INSERT INTO owner (profile, mark) VALUES ('live', '0123456789abcdef')",
    ),
}

LATER = (
    *MIGRATIONS,
    ("ALTER TABLE stretch ADD COLUMN weather TEXT", "UPDATE stretch SET weather = 'fair'"),
)
BAD = (*MIGRATIONS, ("ALTER TABLE stretch ADD COLUMN weather TEXT", "UPDATE nothing SET a = 1"))


def test_every_version_there_ever_was_is_tried_here() -> None:
    assert set(_WRITTEN) == set(range(len(MIGRATIONS) + 1))


@pytest.mark.parametrize("version", _WRITTEN)
def test_a_file_of_an_earlier_version_keeps_all_it_has(tmp_path: Path, version: int) -> None:
    path = tmp_path / "history.sqlite3"
    write_file(path, version, _WRITTEN[version])
    store = HistoryStore(path)
    new = stretch(99)
    store.keep([new])
    *old, newest = store.since(LIVE, EVER)
    assert newest == new
    assert [one.key for one in old] == ([7, 8] if version else [])
    if old:
        assert old[0].began == datetime(2026, 3, 4, tzinfo=UTC)
        assert (old[0].phase, old[0].cause, old[0].code) == (
            "action_needed",
            "dialog_waiting",
            "0x80040414",
        )
    assert ask(path, "PRAGMA user_version") == len(MIGRATIONS)
    assert store.notices() == ()


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "history.sqlite3"
    write_file(path, 1, _WRITTEN[1])
    return path


def test_a_later_step_changes_what_there_is(first: Path) -> None:
    with contextlib.closing(sqlite3.connect(first, isolation_level=None)) as connection:
        bring_up_to_date(connection, LATER)
        assert version_of(connection) == len(LATER)
    assert ask(first, "SELECT count(*) FROM stretch WHERE weather = 'fair'") == 2


def test_a_step_that_fails_leaves_the_file_as_it_was(first: Path) -> None:
    with contextlib.closing(sqlite3.connect(first, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(connection, BAD)
        assert version_of(connection) == len(MIGRATIONS)
        columns = {row[1] for row in connection.execute("PRAGMA table_info(stretch)")}
    assert "weather" not in columns
    assert len(HistoryStore(first).since(LIVE, EVER)) == 2


def test_a_newer_file_is_refused_and_not_touched(first: Path) -> None:
    ask(first, f"PRAGMA user_version = {len(MIGRATIONS) + 5}")
    before = first.read_bytes()
    connection = sqlite3.connect(first, isolation_level=None)
    with contextlib.closing(connection), pytest.raises(NewerFile):
        bring_up_to_date(connection)
    assert first.read_bytes() == before


def test_two_that_bring_it_up_to_date_at_once_do_it_once(first: Path) -> None:
    at_once, failures = threading.Barrier(2), []

    def work() -> None:
        with contextlib.closing(sqlite3.connect(first, isolation_level=None)) as connection:
            at_once.wait()
            try:
                bring_up_to_date(connection, LATER)
            except sqlite3.Error as error:
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ask(first, "SELECT count(*) FROM stretch WHERE weather = 'fair'") == 2
