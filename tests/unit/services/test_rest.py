"""While it is paused, and in quiet hours, nothing is asked by itself; then it goes on gently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from conductor_desktop.services.connection.due import seconds_to_next
from conductor_desktop.services.connection.kept_rest import KeptRest
from conductor_desktop.services.connection.rest import Pause, Rest, Resting, covers
from conductor_desktop.services.connection.watch import (
    Moment,
    Paused,
    Phase,
    Question,
    QuietSet,
    Resumed,
    Shown,
    Tick,
    Watch,
)
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.profiles import QuietHours, Settings
from tests.helpers.given_conductor import NOW
from tests.unit.services.watched import Watched

HOUR = 3600.0
DAILY = frozenset(range(7))
NIGHTS = QuietHours(time(19), time(7), DAILY)
LUNCH = QuietHours(time(12), time(13), frozenset(range(5)))
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - the clock on the wall


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """``day`` 0 is a Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.mark.parametrize(
    ("hours", "local", "is_quiet"),
    [
        (LUNCH, at(0, 11, 59), False),
        (LUNCH, at(0, 12), True),
        (LUNCH, at(0, 12, 59), True),
        (LUNCH, at(0, 13), False),
        (LUNCH, at(5, 12, 30), False),
        (NIGHTS, at(0, 18, 59), False),
        (NIGHTS, at(0, 19), True),
        (NIGHTS, at(1, 3), True),
        (NIGHTS, at(1, 7), False),
        # The night belongs to the day on which it begins.
        (replace(NIGHTS, days=frozenset({4})), at(4, 23), True),
        (replace(NIGHTS, days=frozenset({4})), at(5, 3), True),
        (replace(NIGHTS, days=frozenset({4})), at(4, 3), False),
        (replace(NIGHTS, days=frozenset({6})), at(7, 3), True),
        # All day long.
        (QuietHours(time(0), time(0), frozenset({5, 6})), at(5, 0), True),
        (QuietHours(time(0), time(0), frozenset({5, 6})), at(6, 23, 59), True),
        (QuietHours(time(0), time(0), frozenset({5, 6})), at(7, 0), False),
    ],
)
def test_quiet_hours_go_by_the_clock_on_the_wall(
    hours: QuietHours, local: datetime, is_quiet: bool
) -> None:
    assert covers(hours, local) is is_quiet


@pytest.mark.parametrize(
    ("from_utc", "minutes"),
    # In spring the hour from 2 to 3 is not shown, in autumn it is shown twice.
    [(datetime(2026, 3, 28, 22, tzinfo=UTC), 30), (datetime(2026, 10, 24, 21, tzinfo=UTC), 120)],
)
def test_where_the_clock_changes_an_hour_is_quiet_as_often_as_it_is_shown(
    from_utc: datetime, minutes: int
) -> None:
    berlin, hours = ZoneInfo("Europe/Berlin"), QuietHours(time(1, 30), time(2, 45), DAILY)
    quiet = 0
    for minute in range(8 * 60):
        wall = from_utc + timedelta(minutes=minute)
        ahead = wall.astimezone(berlin).utcoffset()
        assert ahead is not None
        quiet += Rest(quiet=hours).at(wall, Moment(0, wall, ahead).local) is Resting.QUIET
    assert quiet == minutes


def pause(watched: Watched, seconds: float | None) -> None:
    until = None if seconds is None else watched.now.wall + timedelta(seconds=seconds)
    watched.happens(Paused(until))


def test_in_a_pause_nothing_is_asked_by_itself_and_showing_it_asks_nothing(
    watched: Watched,
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=10)
    watched.asks.clear()
    pause(watched, None)
    watched.passes(4 * HOUR)
    watched.happens(Shown(in_front=True))
    assert watched.asks == []
    assert watched.watch.resting is Resting.PAUSED


@pytest.mark.parametrize("before", ["worked 2 hours ago", "not reached"])
def test_no_pause_turns_anything_red(watched: Watched, before: str) -> None:
    watched.notes(before)
    pause(watched, None)
    for _ in range(100):
        watched.passes(300)
        assert not watched.stands().is_red


def test_a_click_asks_in_a_pause_all_the_same(watched: Watched) -> None:
    pause(watched, 8 * HOUR)
    watched.click("works")
    assert watched.stands() is Phase.HEALTHY
    assert watched.watch.resting is Resting.PAUSED
    watched.click("not active")
    assert watched.stands() is Phase.ACTION_NEEDED


def checks_after(watched: Watched, moment: float) -> list[float]:
    return [
        when - moment
        for when, ask in watched.asks
        if when >= moment and ask.question.is_of_conductor
    ]


def test_after_a_pause_that_somebody_ends_there_is_one_check_a_moment_later(
    watched: Watched,
) -> None:
    watched.notes("worked 2 hours ago", proven_ago=10)
    pause(watched, None)
    watched.passes(8 * HOUR)
    moment = watched.monotonic
    assert watched.happens(Resumed()) == ()
    watched.passes(40, tick=1.0)
    (check,) = checks_after(watched, moment)
    assert 5 <= check <= 21
    assert watched.watch.rest == Rest()


def test_a_pause_ends_by_itself_with_one_check_a_moment_later(watched: Watched) -> None:
    watched.notes("worked 2 hours ago", proven_ago=10)
    pause(watched, HOUR)
    watched.passes(HOUR - 1)
    moment = watched.monotonic + 1
    assert watched.watch.resting is Resting.PAUSED
    watched.passes(40, tick=1.0)
    (check,) = checks_after(watched, moment)
    assert 5 <= check <= 21
    assert watched.watch.rest == Rest()


def test_nothing_comes_of_ending_what_has_not_begun(watched: Watched) -> None:
    watched.notes("worked 2 hours ago", proven_ago=10)
    before = watched.watch
    watched.happens(Resumed())
    pause(watched, -1)
    assert watched.watch.schedule == before.schedule
    assert watched.watch.rest == Rest()


def test_sleep_in_a_pause_asks_nothing(watched: Watched) -> None:
    pause(watched, 8 * HOUR)
    watched.monotonic += 2 * HOUR
    watched.passes(300)
    assert watched.asks == []


def evening(watched: Watched) -> None:
    """It is 18:59:30 on the wall; the made-up day has begun at noon."""
    watched.monotonic += 7 * HOUR - 30
    watched.happens(QuietSet(NIGHTS))
    watched.happens(Tick())
    watched.notes("worked 2 hours ago", proven_ago=10)
    assert watched.watch.resting is None


def test_in_quiet_hours_only_this_pc_is_looked_at(watched: Watched) -> None:
    evening(watched)
    watched.passes(30)
    watched.asks.clear()
    watched.passes(11 * HOUR)
    assert watched.watch.resting is Resting.QUIET
    assert {ask.question for _, ask in watched.asks} == {Question.PC}
    watched.shows("Web Connector closed")
    watched.shows("Web Connector closed")
    assert watched.stands() is Phase.ACTION_NEEDED
    watched.click("works")
    assert watched.stands() is Phase.HEALTHY


def test_where_it_was_stuck_the_way_is_not_tried_in_quiet_hours(watched: Watched) -> None:
    evening(watched)
    watched.click("not reached")
    watched.passes(30)
    watched.asks.clear()
    watched.passes(60)
    assert {ask.question for _, ask in watched.asks} <= {Question.PC}


def after_the_night(seed: int) -> float:
    """How long after quiet hours Conductor is asked for the first time."""
    watched = Watched(seed)
    evening(watched)
    watched.happens(Shown(in_front=False))
    watched.passes(12 * HOUR + 30)
    moment = watched.monotonic
    assert watched.watch.resting is None
    watched.passes(HOUR)
    return checks_after(watched, moment)[0]


def test_after_quiet_hours_not_all_pcs_ask_at_the_same_time() -> None:
    found = [after_the_night(seed) for seed in range(16)]
    assert max(found) <= 915
    assert min(found) < 200
    assert max(found) > 700


def test_a_pc_that_wakes_after_quiet_hours_is_looked_at_in_a_moment(watched: Watched) -> None:
    evening(watched)
    watched.passes(60)
    assert watched.watch.resting is Resting.QUIET
    watched.monotonic += 13 * HOUR
    woke = watched.monotonic
    watched.happens(Tick())
    watched.passes(30, tick=1.0)
    (check,) = checks_after(watched, woke)
    assert 5 <= check <= 21


def test_a_pause_that_ends_within_quiet_hours_leaves_it_quiet(watched: Watched) -> None:
    evening(watched)
    pause(watched, HOUR)
    watched.passes(2 * HOUR)
    assert watched.watch.resting is Resting.QUIET


def test_a_watch_that_begins_in_a_pause_is_paused() -> None:
    now = Moment(0.0, NOW)
    rest = Rest(Pause(NOW + timedelta(hours=1)))
    assert Watch.starting(now, 1, rest).resting is Resting.PAUSED
    assert Watch.starting(replace(now, wall=NOW + timedelta(hours=2)), 1, rest).resting is None


def test_the_end_of_a_pause_is_what_is_waited_for(watched: Watched) -> None:
    pause(watched, 600)
    assert seconds_to_next(watched.watch, watched.now) == 600
    pause(watched, None)
    assert seconds_to_next(watched.watch, watched.now) is None


def test_it_is_waited_for_whatever_is_next(watched: Watched) -> None:
    watched.click("works")
    schedule = watched.watch.schedule
    next_one = min(schedule.pc, schedule.notes) - watched.monotonic
    assert seconds_to_next(watched.watch, watched.now) == next_one
    watched.monotonic += 100_000
    assert seconds_to_next(watched.watch, watched.now) == 0.0


# ---- kept


class Kept:
    """Settings on a disk that may fail."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.failure: SettingsNotSaved | None = None

    def update_settings(self, change: object) -> None:
        if self.failure is not None:
            raise self.failure
        assert callable(change)
        self.settings = change(self.settings)


def test_a_pause_with_an_end_and_quiet_hours_outlast_a_restart() -> None:
    kept = Kept()
    rest = KeptRest(kept)
    rest.change(Rest(Pause(NOW, since=NOW), NIGHTS))
    rest.save()
    assert KeptRest(kept).now == Rest(Pause(NOW), NIGHTS)


def test_a_pause_without_an_end_ends_with_the_app() -> None:
    kept = Kept()
    rest = KeptRest(kept)
    rest.change(Rest(Pause(None)))
    rest.save()
    assert rest.now == Rest(Pause(None))
    assert KeptRest(kept).now == Rest()


def test_what_cannot_be_kept_holds_for_this_run_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = Kept()
    kept.failure = SettingsNotSaved("settings.json", "the disk is full")
    rest = KeptRest(kept)
    rest.change(Rest(quiet=NIGHTS))
    rest.save()
    assert rest.now.quiet == NIGHTS
    assert "when to rest could not be kept" in caplog.text
