"""The service tells what the store holds, of one connection, and soon enough with much of it."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from conductor_desktop.services.history.service import HistoryService, mark_of
from conductor_desktop.services.history.standing import Standing
from conductor_desktop.services.history.story import Outage
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.work import Cancelled, CancelToken
from tests.unit.services.history.written import NINE, history


@pytest.fixture
def store(tmp_path: Path) -> HistoryStore:
    return HistoryStore(tmp_path / "history.sqlite3", now=lambda: NINE)


def service(store: HistoryStore, minutes: float, name: str = "live") -> HistoryService:
    now = NINE + timedelta(minutes=minutes)
    return HistoryService(store, ProfileName(name), now=lambda: now, zone=UTC)


def test_the_days_and_the_newest_first(store: HistoryStore) -> None:
    store.keep(history(("closed", 10), ("up", 60), ("offline", 5), ("up", 25)))
    found = service(store, 100).look(CancelToken())
    assert len(found.days) == 30
    assert found.days[-1].time(Standing.UP) == timedelta(minutes=85)
    assert [entry.event.began for entry in found.entries] == [NINE + timedelta(minutes=70), NINE]
    assert found.since == NINE


def test_an_outage_that_is_older_than_the_strip_is_told(store: HistoryStore) -> None:
    store.keep(history(("closed", 10), ("up", 60 * 24 * 60)))
    found = service(store, 60 * 24 * 60).look(CancelToken())
    assert not any(day.had_trouble for day in found.days)
    assert len(found.entries) == 1


def test_no_more_is_read_than_is_wanted(store: HistoryStore) -> None:
    day = 60.0 * 24
    store.keep(history(("closed", 10), ("up", day * 60), ("offline", 10), ("up", day * 20)))
    of_now = service(store, day * 80 + 20)
    near = of_now.look(CancelToken(), timedelta(days=7))
    assert [entry.titles for entry in near.entries] == [("This PC is offline",)]
    assert sum((one.time(Standing.UP) for one in near.days), timedelta()) > timedelta(days=28)
    assert near.reach == timedelta(days=7)
    far = of_now.look(CancelToken(), timedelta(days=90))
    assert len(far.entries) == len(of_now.look(CancelToken()).entries) == 2
    assert far.days == near.days


def test_nothing_kept_is_nothing_told(store: HistoryStore) -> None:
    found = service(store, 0).look(CancelToken())
    assert (found.entries, found.since) == ((), None)
    assert len(found.days) == 30


def test_another_connection_has_another_history(store: HistoryStore) -> None:
    store.keep(history(("closed", 10)))
    assert service(store, 10, "live-2").look(CancelToken()).entries == ()


def test_it_stops_when_it_is_told_to(store: HistoryStore) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        service(store, 0).look(token)


def test_what_the_person_has_to_know_comes_back_from_keeping(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where the folder is to be")
    broken = service(HistoryStore(tmp_path / "home" / "history.sqlite3"), 0)
    rows = tuple(history(("up", 1)))
    assert len(broken.keep(rows)) == 1
    assert broken.keep(rows) == ()


def test_ten_thousand_changes_are_all_told(store: HistoryStore) -> None:
    store.keep([])
    looks = [("closed", 4.0), ("up", 6.0)] * 5000
    rows = history(*looks)
    for start in range(0, len(rows), 2000):
        store.keep(rows[start : start + 2000])
    found = service(store, 10 * 5000).look(CancelToken())
    assert len(found.entries) == 5000
    assert all(isinstance(entry.event, Outage) for entry in found.entries)
    assert sum((day.time(Standing.UP) for day in found.days), timedelta()) > timedelta(days=17)


def test_set_up_for_another_company_it_begins_anew(store: HistoryStore) -> None:
    def of(end_user_id: str) -> HistoryService:
        mark = mark_of(end_user_id)
        now = NINE + timedelta(minutes=10)
        return HistoryService(store, ProfileName.LIVE, owner=mark, now=lambda: now, zone=UTC)

    of("end_usr_big").keep(history(("closed", 10)))
    assert len(of("end_usr_big").look(CancelToken()).entries) == 1
    assert of("end_usr_cedar").look(CancelToken()).entries == ()


def test_a_mark_tells_nobody_who_it_is() -> None:
    assert mark_of("end_usr_big") == mark_of("end_usr_big") != mark_of("end_usr_cedar")
    assert "big" not in mark_of("end_usr_big")
