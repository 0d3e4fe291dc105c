"""The Connection screen's controller, with real threads and a service that waits to be told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import NotSetUp
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.services.connection.pace import Pace
from conductor_desktop.services.connection.rest import Pause, Rest
from conductor_desktop.services.connection.schedule import proof_lasts
from conductor_desktop.storage.profiles import QuietHours
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.connection.fakes import (
    NOW,
    Clock,
    FakeChecks,
    FakeConnection,
    last_known_good,
    proof,
    report,
    result,
)

HOUR = 3600.0


PROOF_IS_FRESH = proof_lasts(in_front=True)


class Desk:
    """A controller, its fake service and clock, and everything it has said."""

    def __init__(self, runner: TaskRunner) -> None:
        self.service = FakeConnection()
        self.checks = FakeChecks(result())
        self.clock = Clock()
        self.has_access = True
        self.network: set[str] = {"192.168.1.5"}
        self.provider_threads: set[threading.Thread] = set()
        self.controller = ConnectionController(
            self._provide,
            lambda: self.checks,
            runner,
            network=lambda: frozenset(self.network),
            now=lambda: self.clock.now,
            clock=lambda: self.clock.monotonic,
        )
        self.reports: list[ConnectionReport] = []
        self.busy: list[bool] = []
        self.marks: list[Mark] = []
        self.controller.report_changed.connect(self.reports.append)
        self.controller.busy_changed.connect(self.busy.append)
        self.controller.mark_changed.connect(self.marks.append)

    def mark(self) -> Mark:
        return self.controller.text.mark

    def _provide(self) -> FakeConnection | None:
        self.provider_threads.add(threading.current_thread())
        return self.service if self.has_access else None


@pytest.fixture
def desk(runner: TaskRunner) -> Desk:
    return Desk(runner)


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Callable[[], None]:
    """Wait until all work is done and delivered."""
    return lambda: qtbot.waitUntil(lambda: runner.is_idle)


def prove(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.check_now()
    desk.service.answer()
    settle()


def test_a_check_asks_quickbooks_and_turns_green(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.check_now()
    assert desk.controller.is_busy
    assert desk.mark() is Mark.BUSY
    desk.service.answer()
    settle()
    assert desk.reports == [proof()]
    assert desk.busy == [True, False]
    assert desk.marks == [Mark.BUSY, Mark.OK]
    assert desk.controller.text.headline == "Headline of connected"


def test_nothing_is_asked_on_the_ui_thread(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.refresh()
    settle()
    prove(desk, settle)
    assert desk.service.calls == ["passive", "active"]
    assert threading.main_thread() not in desk.service.threads | desk.provider_threads


def test_a_cheap_look_does_not_count_as_asking(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.refresh()
    assert not desk.controller.is_busy
    assert desk.controller.text.headline == "Looking at the connection…"
    settle()
    assert desk.busy == []
    assert desk.marks == [Mark.BUSY, Mark.UNKNOWN]
    assert desk.service.calls == ["passive"]


def test_quickbooks_is_asked_one_question_at_a_time(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.check_now()
    desk.controller.check_now()
    desk.controller.refresh()
    desk.service.answer()
    settle()
    assert desk.service.calls == ["active"]


def test_the_seconds_count_from_the_click(desk: Desk) -> None:
    desk.clock.pass_(100)
    desk.controller.check_now()
    desk.clock.pass_(12.7)
    assert desk.controller.text.headline == "Asking QuickBooks… 12 s"
    desk.service.answer()


def test_a_cancelled_check_is_never_shown(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.refresh()
    settle()
    before = desk.controller.text
    desk.controller.check_now()
    desk.controller.cancel()
    assert desk.controller.text == before
    assert desk.controller.note == "You stopped the check. What you see is from before."
    desk.service.answer()
    settle()
    assert desk.controller.text == before
    assert desk.busy == [True, False]
    assert all(shown.state is ConnectionState.LAST_KNOWN_GOOD for shown in desk.reports)


def test_cancelling_reaches_the_service(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    qtbot.waitUntil(lambda: len(desk.service.tokens) == 1)
    desk.controller.cancel()
    assert desk.service.tokens[0].is_cancelled
    desk.service.answer()
    settle()


def test_a_new_check_waits_until_a_cancelled_one_has_let_go(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    qtbot.waitUntil(lambda: len(desk.service.tokens) == 1)
    desk.controller.cancel()  # the service does not listen until it is told to answer
    desk.controller.check_now()
    desk.service.answer()
    settle()
    assert desk.service.calls == ["active", "active"]
    assert not desk.service.overlapped
    assert desk.mark() is Mark.OK


def test_cancelling_the_first_check_falls_back_to_a_cheap_look(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    desk.controller.cancel()
    desk.service.answer()
    settle()
    assert desk.controller.note == ""
    assert desk.controller.text.headline == "Last known good 12 minutes ago"


def test_the_remark_about_a_stopped_check_goes_with_the_next_answer(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.refresh()
    settle()
    desk.controller.check_now()
    desk.controller.cancel()
    desk.controller.refresh()
    desk.service.answer()
    settle()
    assert desk.controller.note == ""


def test_a_cheap_look_does_not_take_a_fresh_proof_away(
    desk: Desk, settle: Callable[[], None]
) -> None:
    prove(desk, settle)
    desk.clock.pass_(60)
    desk.controller.refresh()
    settle()
    assert desk.mark() is Mark.OK
    assert desk.controller.text.headline == "Headline of connected"


def test_a_cheap_look_that_finds_trouble_does(desk: Desk, settle: Callable[[], None]) -> None:
    prove(desk, settle)
    desk.service.passive_answer = report(ConnectionState.OFFLINE)
    desk.controller.refresh()
    settle()
    assert desk.mark() is Mark.LOOK  # once may be nothing
    desk.controller.refresh()
    settle()
    assert desk.mark() is Mark.STOP


def test_green_ends_by_itself_when_the_proof_grows_old(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.start()
    prove(desk, settle)
    desk.controller.refresh()
    settle()
    (expiry,) = (t for t in desk.controller.findChildren(QTimer) if t.isSingleShot())
    assert expiry.isActive()
    assert timedelta(milliseconds=expiry.interval()) < PROOF_IS_FRESH  # something else is due
    desk.clock.run(PROOF_IS_FRESH.total_seconds() - 15, desk.controller.tick)
    assert desk.mark() is Mark.OK
    desk.clock.pass_(15)
    assert desk.mark() is Mark.UNKNOWN  # whether or not a timer was in time
    expiry.timeout.emit()
    assert desk.marks[-1] is Mark.UNKNOWN
    settle()
    assert desk.controller.text.headline.startswith("Last known good")


def test_a_young_proof_is_left_alone(desk: Desk, settle: Callable[[], None]) -> None:
    prove(desk, settle)
    desk.controller.tick()
    settle()
    assert desk.service.calls == ["active"]


def test_without_access_it_says_so_and_asks_nothing(desk: Desk, settle: Callable[[], None]) -> None:
    desk.has_access = False
    desk.controller.set_vendor("Acme Field Service")
    desk.controller.refresh()
    settle()
    assert not desk.controller.text.can_ask
    assert "Acme Field Service" in desk.controller.text.explanation
    assert desk.service.calls == []
    assert desk.reports == []


def test_a_failure_is_shown_and_the_next_answer_replaces_it(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    desk.service.answer(NotSetUp())
    settle()
    assert desk.controller.text.headline == "Not set up yet"
    assert desk.busy == [True, False]
    desk.controller.refresh()
    settle()
    assert desk.controller.text.headline == "Last known good 12 minutes ago"


def test_an_unexpected_error_is_one_sentence(
    desk: Desk, settle: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    desk.service.passive_answer = ZeroDivisionError("a bug")
    desk.controller.refresh()
    settle()
    caplog.clear()
    assert desk.controller.text.headline == "Something went wrong inside the app"


def test_a_check_takes_the_place_of_a_cheap_look(desk: Desk, settle: Callable[[], None]) -> None:
    desk.service.passive_answer = report(ConnectionState.UNKNOWN)
    desk.controller.refresh()
    prove(desk, settle)
    assert desk.reports == [proof()]


def test_work_stops_when_the_screen_is_gone(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    qtbot.waitUntil(lambda: len(desk.service.tokens) == 1)
    shiboken6.delete(desk.controller)
    assert desk.service.tokens[0].is_cancelled
    desk.service.answer()
    settle()


def test_times_are_told_as_of_now(desk: Desk, settle: Callable[[], None]) -> None:
    prove(desk, settle)
    desk.clock.pass_(180)
    assert desk.controller.text.proof.startswith("Last proven 3 minutes ago")
    assert desk.clock.now == NOW + timedelta(seconds=180)


def test_once_started_it_looks_every_15_seconds_whatever_is_shown(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    assert not desk.controller.ticks.isActive()
    desk.controller.start()
    assert desk.controller.ticks.interval() == 15_000
    desk.clock.pass_(15)
    desk.controller.ticks.timeout.emit()
    settle()
    assert desk.checks.looks == [False]
    assert threading.main_thread() not in desk.checks.threads
    for _ in range(60):
        desk.clock.run(15, desk.controller.tick)
        settle()
    # The first comes anywhere in a quarter of an hour, and may be early enough for a second.
    assert desk.service.calls in (["passive"], ["passive"] * 2)


def test_a_look_at_the_pc_that_fails_is_no_trouble_and_is_done_again(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.refresh()
    settle()
    desk.checks.failure = NotSetUp()
    desk.clock.run(30, desk.controller.tick)
    settle()
    assert desk.controller.text.headline.startswith("Last known good")
    desk.checks.failure = None
    desk.clock.run(15, desk.controller.tick)
    settle()
    assert len(desk.checks.looks) >= 2


def test_after_many_ticks_nothing_is_left_over(desk: Desk, settle: Callable[[], None]) -> None:
    for _ in range(40):
        desk.clock.run(15, desk.controller.tick)
        settle()
    before = len(desk.controller.children()), threading.active_count()
    for _ in range(40):
        desk.clock.run(15, desk.controller.tick)
        settle()
    assert (len(desk.controller.children()), threading.active_count()) == before
    assert len(desk.checks.looks) == 80


def test_where_it_gets_stuck_on_the_way_the_way_is_looked_at(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.service.passive_answer = report(ConnectionState.OFFLINE)
    desk.controller.refresh()
    settle()
    desk.clock.run(15, desk.controller.tick)
    settle()
    assert desk.checks.looks == [True]


# ---- rest


def test_in_a_pause_it_says_until_when_and_asks_nothing(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.refresh()
    settle()
    until = NOW + timedelta(hours=2)
    desk.controller.pause(until)
    assert (desk.controller.is_paused, desk.controller.paused_until) == (True, until)
    assert desk.controller.text.headline == f"Paused until {until.astimezone():%H:%M}"
    assert desk.controller.text.proof == "Last known good 12 minutes ago"
    assert desk.mark() is Mark.PAUSED
    desk.clock.run(HOUR, desk.controller.tick)
    desk.controller.refresh()
    settle()
    assert desk.service.calls == ["passive"]
    assert desk.checks.looks == []


@pytest.mark.parametrize("before", [ConnectionState.NOT_ACTIVE, ConnectionState.KEY_PROBLEM])
def test_a_pause_takes_the_red_away_and_says_what_it_was(
    desk: Desk, settle: Callable[[], None], before: ConnectionState
) -> None:
    desk.controller.check_now()
    desk.service.answer(report(before, active=True))
    settle()
    assert desk.mark() is Mark.STOP
    desk.clock.pass_(30)
    desk.controller.pause(None)
    text = desk.controller.text
    assert (text.mark, text.headline) == (Mark.PAUSED, "Paused until you resume")
    assert text.explanation.startswith("When it was last looked at: ")


def test_a_click_in_a_pause_shows_what_came_of_it(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.pause(None)
    desk.clock.pass_(60)
    desk.service.active_answer = proof(desk.clock.now)
    prove(desk, settle)
    assert desk.mark() is Mark.OK
    assert desk.controller.text.rest == "Paused until you resume: nothing is asked by itself."
    assert desk.controller.is_paused


def test_after_a_pause_it_looks_again(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.pause(None)
    desk.clock.run(HOUR, desk.controller.tick)
    desk.controller.resume()
    assert not desk.controller.is_paused
    assert desk.controller.paused == ""
    assert desk.service.calls == []
    desk.service.passive_answer = replace(last_known_good(), checked_at=desk.clock.now)
    desk.clock.run(30, desk.controller.tick)
    settle()
    assert desk.service.calls == ["passive"]
    assert desk.controller.text.headline.startswith("Last known good")


def test_at_night_it_says_until_when_it_is_quiet(desk: Desk, settle: Callable[[], None]) -> None:
    local = NOW.astimezone()
    start, end = local - timedelta(hours=1), local + timedelta(hours=10)
    hours = QuietHours(
        start.time().replace(second=0), end.time().replace(second=0), frozenset(range(7))
    )
    desk.controller.set_quiet_hours(hours)
    assert desk.controller.quiet_hours == hours
    assert not desk.controller.is_paused
    assert desk.controller.text.headline == f"Quiet until {end:%H:%M}"
    desk.clock.run(HOUR, desk.controller.tick)
    settle()
    assert desk.service.calls == []
    assert desk.checks.looks
    prove(desk, settle)
    assert desk.controller.text.rest == f"Quiet until {end:%H:%M}: nothing is asked by itself."


class Kept:
    """What is kept, and what is on the disk."""

    def __init__(self) -> None:
        self.now = Rest()
        self.saved: list[Rest] = []
        self.threads: set[threading.Thread] = set()

    def change(self, rest: Rest) -> None:
        self.now = rest

    def save(self) -> None:
        self.saved.append(self.now)
        self.threads.add(threading.current_thread())


def test_when_to_rest_is_kept_away_from_the_window(
    desk: Desk, runner: TaskRunner, settle: Callable[[], None]
) -> None:
    kept, until = Kept(), NOW + timedelta(hours=1)

    def opened() -> ConnectionController:
        return ConnectionController(
            lambda: desk.service,
            lambda: desk.checks,
            runner,
            kept_rest=kept,
            now=lambda: desk.clock.now,
            clock=lambda: desk.clock.monotonic,
        )

    first = opened()
    first.pause(until)
    settle()
    assert kept.saved == [Rest(Pause(until, since=NOW))]
    assert threading.main_thread() not in kept.threads
    later = opened()
    assert later.paused_until == until
    desk.clock.run(HOUR, later.tick)
    settle()
    assert kept.saved[-1] == Rest()


def test_another_network_is_noticed_and_asked_through_a_moment_later(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.refresh()
    settle()
    desk.clock.run(15, desk.controller.tick)
    settle()
    desk.network = {"10.0.0.7"}
    desk.clock.run(15, desk.controller.tick)
    settle()
    desk.clock.run(30, desk.controller.tick)
    settle()
    assert desk.service.calls == ["passive", "passive"]


def test_while_it_is_down_a_second_click_waits_its_turn_and_says_so(
    desk: Desk, settle: Callable[[], None]
) -> None:
    desk.controller.check_now()
    desk.service.answer(report(ConnectionState.OFFLINE, active=True))
    settle()
    desk.clock.pass_(3)
    desk.controller.check_now()
    assert desk.controller.is_busy
    assert desk.controller.text.headline == "Asking QuickBooks again in 7 s…"
    settle()
    assert desk.service.calls == ["active"]
    desk.clock.pass_(7)
    desk.controller.tick()
    settle()
    assert desk.service.calls == ["active", "active"]
    assert desk.busy == [True, False, True, False]


def test_a_click_that_waits_can_be_taken_back(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.check_now()
    desk.service.answer(report(ConnectionState.OFFLINE, active=True))
    settle()
    desk.controller.check_now()
    desk.controller.cancel()
    assert not desk.controller.is_busy
    desk.clock.pass_(10)
    desk.controller.tick()
    settle()
    assert desk.service.calls.count("active") == 1


def test_what_was_chosen_last_is_kept_although_the_app_ends_right_then(
    desk: Desk, runner: TaskRunner
) -> None:
    kept, until = Kept(), NOW + timedelta(hours=1)
    controller = ConnectionController(
        lambda: desk.service, lambda: desk.checks, runner, kept_rest=kept, now=lambda: NOW
    )
    controller.pause(until)
    runner.shutdown()
    assert kept.saved == [Rest(Pause(until, since=NOW))]


def test_started_out_of_sight_it_says_what_was_known_before(
    desk: Desk, runner: TaskRunner, settle: Callable[[], None]
) -> None:
    def opened(proof_before: datetime | None) -> ConnectionController:
        controller = ConnectionController(
            lambda: desk.service,
            lambda: desk.checks,
            runner,
            proof_before=proof_before,
            now=lambda: desk.clock.now,
            clock=lambda: desk.clock.monotonic,
        )
        controller.start()
        return controller

    assert opened(None).text.headline == "Not asked yet"
    controller = opened(NOW - timedelta(hours=20))
    assert controller.text.headline == "Last known good 20 hours ago"
    assert controller.text.mark is Mark.UNKNOWN
    controller.pause(None)
    assert controller.text.proof == "Last known good 20 hours ago"
    controller.resume()
    controller.refresh()
    assert controller.text == words.LOOKING
    settle()


def test_a_pace_that_changes_while_the_app_runs_counts_from_the_next_tick(
    runner: TaskRunner, settle: Callable[[], None]
) -> None:
    pace = [Pace(back=1200)]
    checks = FakeChecks(result())
    controller = ConnectionController(FakeConnection, lambda: checks, runner, pace=lambda: pace[0])
    assert controller.watch.interval == 1200
    pace[0] = Pace(back=1500)
    controller.tick()
    settle()
    assert controller.watch.interval == 1500
