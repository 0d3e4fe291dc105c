"""When a person is told of a trouble: once, late enough, and never of what passes by itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.services.connection.watch import Phase, Shown, Tick
from conductor_desktop.services.notices.machine import (
    GAP_SECONDS,
    LASTING_SECONDS,
    NOT_AGAIN_FOR,
    NOT_AT_ONCE_AGAIN_FOR,
    Notices,
    step,
)
from conductor_desktop.services.notices.notice import Effect, Show, Withdraw, trouble_in
from conductor_desktop.storage.profiles import Told
from tests.unit.services.watched import Watched, random_event

HOUR = 3600.0

Look = Callable[[], tuple[Effect, ...]]


class Listener:
    """A watched connection, and whoever hears of it."""

    def __init__(self) -> None:
        self.watched = Watched()
        self.notices = Notices()
        self.heard: list[Effect] = []
        self.is_quiet = False
        self.is_paused = False

    @property
    def titles(self) -> list[str]:
        return [effect.notice.title for effect in self.heard if isinstance(effect, Show)]

    def look(self) -> tuple[Effect, ...]:
        self.notices, effects = step(
            self.notices,
            self.watched.watch,
            self.watched.now,
            is_quiet=self.is_quiet,
            is_paused=self.is_paused,
        )
        self.heard += effects
        return effects

    def sees(self, pc: str, seconds: float) -> None:
        """The PC is like this for so long, and is looked at every 15 seconds."""
        for _ in range(int(seconds // 15)):
            self.watched.shows(pc)
            self.look()
            self.watched.monotonic += 15
        self.watched.shows(pc)
        self.look()

    def is_answered(self, name: str, proven_ago: float | None = None) -> None:
        """QuickBooks or Conductor was asked on a click, or because somebody looks.

        While it is paused, or in quiet hours, nobody is asked only because somebody looks.
        """
        if name == "works":
            self.watched.click(name)
        else:
            self.watched.happens(Shown(in_front=True))
            if self.watched.watch.asked is not None:
                self.watched.answers(name, proven_ago)
        self.look()

    def starts_again(self) -> None:
        """Another run of the app, which knows only what was kept."""
        seconds = self.watched.monotonic
        self.watched = Watched(monotonic=seconds)
        self.notices = Notices(told=self.notices.told)


@pytest.fixture
def listener() -> Listener:
    listener = Listener()
    listener.is_answered("works")
    return listener


CLOSED, DIALOG = "Web Connector closed", "dialog"


def test_a_trouble_is_told_once_it_has_lasted_and_only_once(listener: Listener) -> None:
    listener.sees(CLOSED, LASTING_SECONDS - 15)
    assert listener.heard == []
    listener.sees(CLOSED, 4 * HOUR)
    assert listener.titles == ["The Web Connector is closed"]


def test_it_says_what_to_do_and_whose_turn_it_is(listener: Listener) -> None:
    listener.sees(CLOSED, 600)
    (effect,) = listener.heard
    assert isinstance(effect, Show)
    told = listener.watched.watch.told
    assert told is not None
    assert effect.notice.text == told.next_step
    assert effect.notice.owner is told.owner
    assert not effect.notice.is_good_news


def test_what_is_over_before_it_has_lasted_is_never_told(listener: Listener) -> None:
    for _ in range(20):
        listener.sees(CLOSED, LASTING_SECONDS - 30)
        listener.sees("all well", 30)
        listener.is_answered("works")
    assert listener.heard == []


def test_when_it_works_again_the_notice_goes_and_that_is_said_once(listener: Listener) -> None:
    listener.sees("all well", HOUR)  # then the proof is old
    listener.sees(CLOSED, 600)
    listener.heard.clear()
    listener.sees("all well", 60)
    assert listener.heard == [Withdraw()]  # nobody has asked QuickBooks yet
    listener.is_answered("works")
    listener.sees("all well", HOUR)
    assert listener.titles == ["“Acme” works again"]
    assert len(listener.heard) == 2


def test_what_quickbooks_answered_before_the_trouble_is_no_good_news(listener: Listener) -> None:
    listener.sees(CLOSED, LASTING_SECONDS + 15)
    listener.heard.clear()
    listener.sees("all well", 120)
    assert listener.watched.watch.phase is Phase.HEALTHY  # by the answer from before
    assert listener.heard == [Withdraw()]
    listener.is_answered("works")
    assert listener.titles == ["“Acme” works again"]


def test_without_a_trouble_that_was_told_nothing_works_again(listener: Listener) -> None:
    listener.sees(CLOSED, 120)
    listener.is_answered("works")
    assert listener.heard == []


@pytest.mark.parametrize(
    "answer", ["too slow", "status 429", "status 503", "garbled", "worked 2 hours ago"]
)
def test_what_passes_by_itself_is_not_told(listener: Listener, answer: str) -> None:
    for _ in range(60):
        listener.is_answered(answer)
        listener.sees("all well", 60)
    assert listener.heard == []


def test_what_hides_behind_another_cause_is_not_told(listener: Listener) -> None:
    listener.sees("Web Connector closed, no network", 120)
    for _ in range(10):
        listener.is_answered("no network")
        listener.sees("Web Connector closed, no network", 60)
    assert listener.titles == ["This PC is offline"]


def test_another_cause_of_the_same_event_takes_the_notices_place_when_it_lasts(
    listener: Listener,
) -> None:
    listener.sees(CLOSED, 600)
    for _ in range(5):
        listener.sees(DIALOG, 60)
        listener.sees(CLOSED, 60)
    assert len(listener.titles) == 1
    listener.sees(DIALOG, 600)
    assert listener.titles == ["The Web Connector is closed", "A QuickBooks window is waiting"]
    assert Withdraw() not in listener.heard


def test_what_was_told_of_an_event_is_not_told_of_it_again(listener: Listener) -> None:
    for name in (CLOSED, DIALOG, CLOSED, DIALOG, CLOSED):
        listener.sees(name, 600)
    assert len(listener.titles) == 2
    assert listener.heard[-1] == Withdraw()  # the one that is there now was told before


def test_in_quiet_hours_it_waits_and_is_told_afterwards(listener: Listener) -> None:
    listener.is_quiet = True
    listener.sees(CLOSED, 8 * HOUR)
    assert listener.heard == []
    listener.is_quiet = False
    listener.look()
    assert listener.titles == ["The Web Connector is closed"]


def test_in_quiet_hours_good_news_are_kept_to_oneself(listener: Listener) -> None:
    listener.sees(CLOSED, 600)
    listener.is_quiet = True
    listener.is_answered("works")
    assert listener.heard[1:] == [Withdraw()]
    listener.is_quiet = False
    listener.is_answered("works")
    assert listener.heard[2:] == []


def test_while_paused_nothing_is_told_and_what_was_is_taken_back(listener: Listener) -> None:
    listener.sees(CLOSED, 600)
    listener.is_paused = True
    listener.sees(CLOSED, HOUR)
    assert listener.heard[1:] == [Withdraw()]
    listener.is_paused = False
    listener.is_answered("works")
    assert listener.heard[2:] == []


@pytest.mark.parametrize(("hours", "times"), [(1, 1), (23, 1), (25, 2)])
def test_after_a_restart_the_same_trouble_is_told_again_only_on_another_day(
    listener: Listener, hours: float, times: int
) -> None:
    listener.sees(CLOSED, 600)
    listener.watched.monotonic += hours * HOUR
    listener.starts_again()
    listener.sees(CLOSED, 600)
    assert len(listener.titles) == times


def test_what_was_told_before_a_restart_works_again(listener: Listener) -> None:
    listener.sees(CLOSED, 600)
    listener.starts_again()
    listener.sees(CLOSED, 600)
    listener.is_answered("works")
    assert listener.titles[1:] == ["“Acme” works again"]


def test_a_moment_of_trouble_after_a_restart_brings_no_good_news(listener: Listener) -> None:
    listener.sees(CLOSED, 600)
    listener.starts_again()
    listener.sees(CLOSED, 60)
    listener.is_answered("works")
    assert len(listener.heard) == 1


def test_what_comes_and_goes_all_day_is_told_once_an_hour_at_most(listener: Listener) -> None:
    for _ in range(int(6 * HOUR / 1200)):
        listener.sees(CLOSED, 600)
        listener.is_answered("works")
        listener.sees("all well", 600)
    told = [title for title in listener.titles if "closed" in title]
    assert 4 <= len(told) <= 6


def test_sleep_is_not_trouble_that_lasts(listener: Listener) -> None:
    listener.sees(CLOSED, 120)
    listener.watched.monotonic += 8 * HOUR
    listener.sees(CLOSED, LASTING_SECONDS - 15)
    assert listener.heard == []


def test_waking_up_is_no_good_news(listener: Listener) -> None:
    listener.is_answered("worked 2 hours ago")
    listener.sees(CLOSED, 600)
    listener.watched.monotonic += 8 * HOUR
    listener.watched.happens(Tick())  # nobody has looked at the PC since it woke up
    assert listener.look() == ()


def test_where_conductor_may_not_be_asked_a_trouble_of_the_pc_ends_as_well() -> None:
    listener = Listener()
    listener.sees("all well", 60)
    listener.sees(CLOSED, 600)
    assert listener.titles == ["The Web Connector is closed"]
    listener.sees("all well", 60)
    assert listener.heard[1:] == [Withdraw()]
    assert all(told.is_over for told in listener.notices.told.values())


def test_a_pc_that_nobody_has_looked_at_lately_is_not_taken_for_well(listener: Listener) -> None:
    listener.sees("all well", HOUR)
    listener.sees(CLOSED, 600)
    listener.heard.clear()
    for _ in range(20):  # every look fails
        listener.watched.monotonic += 15
        listener.watched.happens(Tick())
        listener.look()
    assert listener.heard == []


def test_a_clock_that_was_wrong_does_not_keep_a_trouble_quiet(listener: Listener) -> None:
    in_a_year = listener.watched.now.wall + timedelta(days=365)
    listener.sees(CLOSED, 15)
    name = trouble_in(listener.watched.watch)
    assert name is not None
    listener.notices = Notices(told={name: Told(in_a_year)})
    listener.sees(CLOSED, 600)
    assert len(listener.titles) == 1


def test_a_connection_that_is_gone_needs_somebody(listener: Listener) -> None:
    for _ in range(10):
        listener.is_answered("EndUser unknown")
        listener.sees("all well", 45)
    assert listener.watched.stands() is Phase.UNCONFIGURED
    assert len(listener.titles) == 1


def test_where_only_guesses_are_left_the_likeliest_is_told(listener: Listener) -> None:
    for _ in range(10):
        listener.is_answered("not active")
        listener.sees("silent for 3 hours, sleeps", 45)
    (effect,) = listener.heard
    assert isinstance(effect, Show)
    assert effect.notice.text.startswith("Most likely: ")


def test_what_was_told_long_ago_is_forgotten(listener: Listener) -> None:
    old = Told(listener.watched.now.wall - timedelta(days=30), is_over=True)
    listener.notices = Notices(told={"something": old})
    listener.sees(CLOSED, 600)
    assert list(listener.notices.told) == ["web_connector_closed"]


# ---- whatever happens


def run(
    seed: int, stretches: int, look: Callable[[Listener, Look], tuple[Effect, ...]]
) -> Listener:
    """A day in stretches: mostly one PC as it stays for a while, and sometimes anything."""
    dice = random.Random(f"notices {seed}")
    listener = Listener()
    listener.look = partial(look, listener, listener.look)  # type: ignore[method-assign]
    listener.watched.seed = seed
    for _ in range(stretches):
        roll = dice.random()
        if roll < 0.08:
            listener.starts_again()
        elif roll < 0.16:
            listener.is_quiet = not listener.is_quiet
        elif roll < 0.22:
            listener.is_paused = not listener.is_paused
        elif roll < 0.4:
            listener.is_answered(dice.choice(("works", "not active", "no network", "too slow")))
        elif roll < 0.5:
            listener.watched.happens(random_event(listener.watched, dice))
            listener.look()
        else:
            pc = dice.choice((CLOSED, DIALOG, "all well", "no network", "QuickBooks closed"))
            listener.sees(pc, dice.choice((15.0, 120.0, 330.0, 900.0)))
    return listener


@given(st.integers())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_a_notice_has_its_reason(seed: int) -> None:
    told_at: dict[str, tuple[float, float]] = {}
    told_any = False

    def look(listener: Listener, really: Look) -> tuple[Effect, ...]:
        nonlocal told_any
        before = listener.notices
        effects = really()
        shows = [effect.notice for effect in effects if isinstance(effect, Show)]
        assert len(shows) <= 1
        if shows:
            assert not listener.is_quiet
            assert not listener.is_paused
        if not shows:
            return effects
        (notice,) = shows
        if notice.is_good_news:
            assert told_any
            assert before.telling is not None or before.owes_good_news
            assert listener.watched.stands() is Phase.HEALTHY
            return effects
        trouble = trouble_in(listener.watched.watch)
        assert trouble is not None
        assert before.since is not None
        assert before.seen is not None
        now = listener.watched.monotonic
        assert now - before.since >= LASTING_SECONDS
        assert now - before.seen <= GAP_SECONDS
        last = told_at.get(trouble)
        by_wall = listener.watched.by_wall
        if last is not None and last[1] == by_wall:  # told by the same clock
            known = before.told.get(trouble)
            again = NOT_AT_ONCE_AGAIN_FOR if known and known.is_over else NOT_AGAIN_FOR
            assert known is None or now - last[0] >= again.total_seconds()
        told_at[trouble] = now, by_wall
        told_any = True
        return effects

    listener = run(seed, 40, look)
    # What was taken back was said before; and nothing is said of what nobody was told of.
    withdrawn = sum(isinstance(effect, Withdraw) for effect in listener.heard)
    assert withdrawn == 0 or told_any


@given(st.integers())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_second_look_at_the_same_says_nothing_more(seed: int) -> None:
    def look(listener: Listener, really: Look) -> tuple[Effect, ...]:
        effects = really()
        before = listener.notices
        assert really() == ()
        assert listener.notices == before
        return effects

    run(seed, 20, look)


def test_random_runs_do_tell_something() -> None:
    heard = [run(seed, 40, lambda _listener, look: look()).heard for seed in range(10)]
    shown = [effect.notice for one in heard for effect in one if isinstance(effect, Show)]
    assert {notice.is_good_news for notice in shown} == {True, False}
