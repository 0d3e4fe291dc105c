"""What befalls an app that watches for days: sleep, clocks, networks, and a folder that goes."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from conductor_desktop.services.connection import Proof
from conductor_desktop.services.connection.kept_rest import KeptRest
from conductor_desktop.services.connection.rest import Pause, Rest
from conductor_desktop.services.connection.status_file import StatusFile, status_tree
from conductor_desktop.services.connection.watch import (
    Answered,
    Clicked,
    Moment,
    Paused,
    PcSeen,
    Phase,
    Tick,
)
from conductor_desktop.services.history.service import HistoryService
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import ProfileName
from tests.helpers.given_conductor import NOW
from tests.helpers.profiles import sessions_in
from tests.unit.services.watched import Watched, pc

HOUR = 3600.0
GOOD = "worked 2 hours ago"


@pytest.fixture
def watched() -> Watched:
    return Watched()


def asked_after(watched: Watched, moment: float) -> list[float]:
    """When Conductor was asked, in seconds after ``moment``."""
    return [at - moment for at, ask in watched.asks if at > moment and ask.question.is_of_conductor]


def lives(watched: Watched, seconds: float, answer: str, *, on: str = "all well") -> None:
    """Time goes by, this PC is looked at, and everything that is asked is answered so."""
    end = watched.monotonic + seconds
    while watched.monotonic < end:
        watched.passes(1.0, tick=1.0)
        if watched.watch.asked is not None:
            watched.answers(answer, 1.0 if answer == GOOD else None)
        if watched.watch.looking is not None:
            watched.happens(PcSeen(pc(on), watched.watch.looking.number))


# ---- sleep


@pytest.mark.parametrize("seconds", [61.0, 8 * HOUR])
def test_where_the_lid_closes_during_a_question_there_is_one_check_after_waking(
    watched: Watched, seconds: float
) -> None:
    watched.notes(GOOD, proven_ago=1)
    (ask,) = watched.happens(Clicked())
    watched.monotonic += seconds
    woke = watched.monotonic
    watched.happens(Tick())
    # The line broke while it slept, and that is told as soon as it is awake.
    watched.happens(Answered(ask.number, watched.report("not reached")))
    lives(watched, 40, GOOD)
    first, *more = asked_after(watched, woke)
    assert first <= 21
    assert more == []
    assert watched.stands() is Phase.HEALTHY


def test_waking_up_without_a_network_it_recovers_by_itself_and_without_a_burst(
    watched: Watched,
) -> None:
    watched.notes(GOOD, proven_ago=1)
    watched.monotonic += 8 * HOUR
    woke = watched.monotonic
    watched.happens(Tick())
    lives(watched, 60, "no network", on="no network")
    tried = asked_after(watched, woke)
    assert 1 <= len(tried) <= 6
    assert tried[0] >= 5
    assert watched.stands() is Phase.OFFLINE
    lives(watched, 60, GOOD)
    assert watched.stands() is Phase.HEALTHY


# ---- starting without a network


@pytest.mark.parametrize("answer", ["no network", "sign-in page", "not reached"])
def test_an_app_that_starts_offline_recovers_within_two_minutes_of_the_network(
    answer: str,
) -> None:
    watched = Watched()
    watched.notes(answer)
    lives(watched, HOUR, answer)
    assert watched.stands() is Phase.OFFLINE
    lives(watched, 121, GOOD)
    assert watched.stands() is Phase.HEALTHY


# ---- clocks


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_set_by_a_day_makes_one_look_and_ages_that_are_right(
    watched: Watched, days: int
) -> None:
    lives(watched, 2 * HOUR, GOOD)
    moment = watched.monotonic
    watched.by_wall += days * 86_400
    lives(watched, 40, GOOD)
    assert len(asked_after(watched, moment)) == 1
    told = watched.watch.told
    assert told is not None
    assert told.last_proof_at is not None
    assert timedelta() <= watched.now.wall - told.last_proof_at < timedelta(minutes=1)


def test_in_another_time_zone_a_pause_ends_at_the_same_moment() -> None:
    until = NOW + timedelta(hours=1)
    rest = Rest(Pause(until))
    for hours in (-8, 0, 9):
        ahead = timedelta(hours=hours)
        before = Moment(0, until - timedelta(seconds=1), ahead)
        after = Moment(0, until, ahead)
        assert rest.at(before.wall, before.local) is not None
        assert rest.at(after.wall, after.local) is None


# ---- the folder of the app


def test_a_folder_that_is_deleted_while_the_app_runs_comes_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    sessions = sessions_in(home)
    rest, status = KeptRest(sessions), StatusFile(home / "status.json")
    history = HistoryService(HistoryStore(home / "history.sqlite3"), ProfileName.LIVE)
    watched = Watched()
    watched.happens(Paused(NOW + timedelta(hours=1)))
    sessions.update_settings(lambda settings: settings.changed(ProfileName.LIVE))
    history.keep(())
    shutil.rmtree(home)

    rest.change(watched.watch.rest)
    rest.save()
    status.write(status_tree(watched.watch, ProfileName.LIVE), NOW)
    sessions.current.remember_proof(Proof("Cedar & Finch", NOW))
    history.keep(())

    again = sessions_in(home)
    assert again.settings.paused_until == NOW + timedelta(hours=1)
    assert again.settings.of(ProfileName.LIVE).company_name == "Cedar & Finch"
    assert status.read(NOW) is not None
