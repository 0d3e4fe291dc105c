"""What is kept of the connections comes back, in order, by profile, and no longer than promised."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.storage.history.rows import KEPT_FOR
from conductor_desktop.storage.history.store import HistoryStore, Kept
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.paths import AppHome
from tests.unit.storage.history.stage import EVER, LIVE, NOW, SECOND, ask, many, stretch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return AppHome(tmp_path / "home").history_file


@pytest.fixture
def store(path: Path) -> HistoryStore:
    return HistoryStore(path, now=lambda: NOW)


def test_what_is_kept_comes_back_after_a_restart(path: Path, store: HistoryStore) -> None:
    kept = [
        stretch(1, phase="healthy"),
        stretch(2, minutes=1, phase="action_needed", cause="dialog_waiting", code="0x80040414"),
        stretch(3, minutes=2, phase="degraded", said="TOO_SLOW"),
    ]
    store.keep(kept)
    assert HistoryStore(path).since(LIVE, EVER) == tuple(kept)
    assert store.notices() == ()


def test_without_a_file_there_is_no_history_and_none_is_made_by_looking(path: Path) -> None:
    store = HistoryStore(path)
    assert store.since(LIVE, EVER) == ()
    assert store.kept_of(LIVE) is Kept.NOTHING
    store.keep([])
    assert not path.exists()


def test_the_order_is_the_one_in_which_it_was_seen_whatever_the_clock_said(
    store: HistoryStore,
) -> None:
    store.keep([stretch(1, minutes=60)])
    store.keep([stretch(2, minutes=0)])  # the clock was set back
    assert [one.key for one in store.since(LIVE, EVER)] == [1, 2]


def test_a_stretch_grows_and_stays_one(path: Path, store: HistoryStore) -> None:
    store.keep([stretch(1), stretch(2, minutes=1)])
    grown = stretch(1, lasts=30)
    store.keep([grown])
    assert HistoryStore(path).since(LIVE, EVER) == (grown, stretch(2, minutes=1))


def test_each_connection_has_a_history_of_its_own(store: HistoryStore) -> None:
    ours, theirs = stretch(1), stretch(2, profile=SECOND)
    sandbox = stretch(3, profile=ProfileName.SANDBOX)
    store.keep([ours, theirs, sandbox])
    assert store.since(LIVE, EVER) == (ours,)
    assert store.since(SECOND, EVER) == (theirs,)
    assert store.since(ProfileName.SANDBOX, EVER) == (sandbox,)


def test_what_ended_before_is_left_out_and_what_reaches_into_it_is_not(store: HistoryStore) -> None:
    store.keep([stretch(1, lasts=10), stretch(2, minutes=10, lasts=10), stretch(3, minutes=20)])
    since = NOW + timedelta(minutes=15)
    assert [one.key for one in store.since(LIVE, since)] == [2, 3]


def test_it_is_written_ahead_and_only_this_user_may_read_it(
    path: Path, store: HistoryStore
) -> None:
    store.keep([stretch(1)])
    assert ask(path, "PRAGMA journal_mode") == "wal"
    assert path.stat().st_mode & 0o077 == 0


# ---- for how long


def test_what_is_older_than_is_kept_goes(path: Path) -> None:
    clock = [NOW]
    store = HistoryStore(path, now=lambda: clock[0])
    store.keep([stretch(1)])
    clock[0] += KEPT_FOR - timedelta(days=1)
    young = replace(stretch(2), began=clock[0], until=clock[0])
    store.keep([young])
    assert [one.key for one in store.since(LIVE, EVER)] == [1, 2]
    clock[0] += timedelta(days=2)
    store.keep([replace(stretch(3), began=clock[0], until=clock[0])])
    assert [one.key for one in store.since(LIVE, EVER)] == [2, 3]


def test_a_clock_that_is_years_ahead_does_not_empty_the_history(path: Path) -> None:
    HistoryStore(path, now=lambda: NOW).keep([stretch(1)])
    store = HistoryStore(path, now=lambda: NOW + timedelta(days=4000))
    store.keep([stretch(2, minutes=5)])
    assert [one.key for one in store.since(LIVE, EVER)] == [1, 2]


def test_the_oldest_go_when_it_gets_too_large(path: Path) -> None:
    limit = 200 * 1024
    store = HistoryStore(path, now=lambda: NOW, largest_bytes=limit)
    stretches = many(6000)
    for start in range(0, len(stretches), 1000):
        store.keep(stretches[start : start + 1000])
    kept = store.since(LIVE, EVER)
    assert kept[-1] == stretches[-1]
    assert 1000 < len(kept) < 6000
    assert list(kept) == stretches[-len(kept) :]
    assert path.stat().st_size <= limit
    assert store.notices() == ()


# ---- removing


def test_a_forgotten_connection_leaves_no_trace_and_takes_no_other_along(
    path: Path, store: HistoryStore
) -> None:
    ours = [replace(one, code="0xCANARY") for one in many(500)]
    theirs = stretch(9000, profile=SECOND)
    store.keep([*ours, theirs])
    aside = path.with_name(f"{path.name}.corrupt-20260101T000000Z")
    aside.write_bytes(b"0xCANARY")
    store.forget(LIVE)
    assert store.since(LIVE, EVER) == ()
    assert store.kept_of(LIVE) is Kept.NOTHING
    assert store.since(SECOND, EVER) == (theirs,)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"0xCANARY" not in left


def test_forgetting_what_was_never_known_makes_no_file(path: Path, store: HistoryStore) -> None:
    store.forget(LIVE)
    assert not path.exists()


def test_what_is_of_somebody_else_goes_when_the_profile_becomes_anothers(path: Path) -> None:
    store = HistoryStore(path, now=lambda: NOW)
    store.belongs_to(LIVE, "big")
    theirs = stretch(2, profile=SECOND)
    store.keep([stretch(1), theirs])
    again = HistoryStore(path, now=lambda: NOW)
    again.belongs_to(LIVE, "big")
    assert len(again.since(LIVE, EVER)) == 1
    again.belongs_to(LIVE, "cedar")
    assert again.since(LIVE, EVER) == ()
    assert again.since(SECOND, EVER) == (theirs,)
    again.keep([stretch(3)])
    assert HistoryStore(path).since(LIVE, EVER) == (stretch(3),)


def test_what_was_noted_before_anybody_was_named_is_theirs(path: Path) -> None:
    HistoryStore(path).keep([stretch(1)])
    store = HistoryStore(path)
    store.belongs_to(LIVE, "big")
    assert store.since(LIVE, EVER) == (stretch(1),)


def test_what_waits_in_memory_goes_as_well(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where the folder is to be")
    store = HistoryStore(tmp_path / "home" / "history.sqlite3")
    store.belongs_to(LIVE, "big")
    store.keep([stretch(1)])
    store.belongs_to(LIVE, "cedar")
    assert store.since(LIVE, EVER) == ()


def test_a_forgotten_connection_may_be_set_up_again_for_anybody(path: Path) -> None:
    store = HistoryStore(path)
    store.belongs_to(LIVE, "big")
    store.keep([stretch(1)])
    store.forget(LIVE)
    store.keep([stretch(2)])
    store.belongs_to(LIVE, "cedar")
    assert store.since(LIVE, EVER) == (stretch(2),)


def test_looking_whose_it_is_makes_no_file(path: Path) -> None:
    store = HistoryStore(path)
    store.belongs_to(LIVE, "big")
    assert store.since(LIVE, EVER) == ()
    assert not path.exists()


# ---- everything at once


def test_threads_that_write_and_read_at_once_lose_nothing(store: HistoryStore) -> None:
    def write(first: int) -> None:
        for key in range(first, first + 20):
            store.keep([stretch(key, minutes=key)])
            store.since(LIVE, EVER)

    threads = [threading.Thread(target=write, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.since(LIVE, EVER)) == 80


def test_two_processes_with_the_same_home_lose_nothing(path: Path) -> None:
    one, other = HistoryStore(path), HistoryStore(path)
    one.keep([stretch(1)])
    other.keep([stretch(2, minutes=1)])
    one.keep([stretch(3, minutes=2)])
    assert [row.key for row in other.since(LIVE, EVER)] == [1, 2, 3]


moments = st.integers(0, 250_000_000_000_000).map(lambda at: EVER + timedelta(milliseconds=at))
words = st.none() | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)


@settings(max_examples=50, deadline=None)
@given(moments, moments, st.text("abc_", min_size=1), words, words, words)
def test_whatever_is_kept_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    began: datetime,
    until: datetime,
    phase: str,
    cause: str | None,
    said: str | None,
    code: str | None,
) -> None:
    path = tmp_path_factory.mktemp("home") / "history.sqlite3"
    given_one = replace(
        stretch(2**62), began=began, until=until, phase=phase, cause=cause, said=said, code=code
    )
    HistoryStore(path).keep([given_one])
    assert HistoryStore(path).since(LIVE, EVER) == (given_one,)
