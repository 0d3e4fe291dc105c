"""The Connection screen as a person sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.services.checks import Answer, CheckResult, Owner, Remedy
from conductor_desktop.services.connection import ConnectionState
from conductor_desktop.services.connection.schedule import proof_lasts
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.connection.pc import PcController
from conductor_desktop.ui.connection.screen import ConnectionScreen
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.connection.fakes import NOW, Clock, FakeChecks, FakeConnection, report, result

PROOF_IS_FRESH = proof_lasts(in_front=True)


class Desk:
    """The whole screen on fake services."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner) -> None:
        self.service: FakeConnection | None = FakeConnection()
        self.clock = Clock()
        self.checks = FakeChecks(result())
        self.controller = ConnectionController(
            lambda: self.service,
            lambda: self.checks,
            runner,
            vendor="Acme Field Service",
            now=lambda: self.clock.now,
            clock=lambda: self.clock.monotonic,
        )
        self.screen = ConnectionScreen(self.controller, PcController(lambda: self.checks, runner))
        qtbot.addWidget(self.screen)
        self._qtbot = qtbot
        self._runner = runner

    def open(self) -> None:
        """Show the screen and let everything it asks for be answered."""
        self.screen.resize(880, 680)
        self.screen.show()
        self._qtbot.waitExposed(self.screen)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self._runner.is_idle)

    def label(self, name: str) -> str:
        """What a label says; "" while it is not there to be seen."""
        found = self.screen.findChild(QLabel, name)
        assert found is not None, name
        return found.text() if found.isVisible() else ""

    def mark(self) -> Mark:
        return self.screen.mark

    def button(self, name: str) -> QPushButton:
        found = self.screen.findChild(QPushButton, name)
        assert found is not None, name
        return found

    @property
    def connection(self) -> FakeConnection:
        assert self.service is not None
        return self.service


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner) -> Desk:
    return Desk(qtbot, runner)


def test_showing_the_screen_looks_without_bothering_quickbooks(desk: Desk) -> None:
    desk.open()
    assert desk.connection.calls == ["passive"]
    assert desk.checks.runs == 1
    assert desk.label("connectionHeadline") == "Last known good 12 minutes ago"
    assert desk.label("connectionProof") == "Last proven 12 minutes ago: Cedar & Finch answered"
    assert desk.mark() is Mark.UNKNOWN


@pytest.mark.parametrize(
    "state",
    [
        ConnectionState.NOT_SET_UP,
        ConnectionState.STARTED,
        ConnectionState.NEEDS_ATTENTION,
        ConnectionState.KEY_PROBLEM,
        ConnectionState.UNKNOWN,
    ],
)
def test_a_proven_state_is_shown_in_its_words(desk: Desk, state: ConnectionState) -> None:
    desk.connection.passive_answer = report(state, owner=Owner.YOU)
    desk.open()
    assert desk.label("connectionHeadline") == f"Headline of {state}"
    assert desk.label("connectionExplanation") == "What it means."
    assert desk.label("connectionNextStep") == "What to do."
    assert desk.label("connectionTurn") == "Whose turn: you"
    assert desk.label("connectionProof").startswith("Since ")
    assert desk.mark() is not Mark.OK
    assert desk.button("connectionCheck").isVisible()
    assert nameless(desk.screen) == []


def test_check_now_asks_counts_the_seconds_and_turns_green(desk: Desk) -> None:
    desk.open()
    click(desk.button("connectionCheck"))
    assert desk.screen.seconds.isActive()
    desk.clock.pass_(12)
    desk.screen.seconds.timeout.emit()
    assert desk.label("connectionHeadline") == "Asking QuickBooks… 12 s"
    assert desk.label("connectionExplanation") == "This can take up to 60 seconds."
    assert desk.mark() is Mark.BUSY
    assert not desk.button("connectionCheck").isVisible()
    desk.connection.answer()
    desk.settle()
    assert desk.mark() is Mark.OK
    assert not desk.screen.seconds.isActive()
    assert desk.label("connectionProof") == (
        "Last proven just now: Cedar & Finch answered in 0.4 s"
    )


def test_cancel_brings_back_what_was_known(desk: Desk) -> None:
    desk.open()
    click(desk.button("connectionCheck"))
    click(desk.button("connectionCancel"))
    assert desk.label("connectionHeadline") == "Last known good 12 minutes ago"
    assert desk.label("connectionNote") == "You stopped the check. What you see is from before."
    assert not desk.button("connectionCancel").isVisible()
    desk.connection.answer()
    desk.settle()
    assert desk.label("connectionHeadline") == "Last known good 12 minutes ago"


def test_check_and_cancel_work_from_the_keyboard_in_one_place(qtbot: QtBot, desk: Desk) -> None:
    desk.open()
    desk.screen.activateWindow()
    qtbot.waitUntil(desk.screen.isActiveWindow)
    desk.button("connectionCheck").setFocus()
    press(desk.button("connectionCheck"), Qt.Key.Key_Space)
    cancel = desk.button("connectionCancel")
    assert QGuiApplication.focusObject() is cancel
    press(cancel, Qt.Key.Key_Space)
    assert QGuiApplication.focusObject() is desk.button("connectionCheck")
    desk.connection.answer()
    desk.settle()


def test_the_focus_is_not_taken_from_elsewhere_when_a_check_ends(qtbot: QtBot, desk: Desk) -> None:
    desk.open()
    desk.screen.activateWindow()
    qtbot.waitUntil(desk.screen.isActiveWindow)
    click(desk.button("connectionCheck"))
    desk.button("pcRecheck").setFocus()
    desk.connection.answer()
    desk.settle()
    assert QGuiApplication.focusObject() is desk.button("pcRecheck")


def test_times_grow_older_by_the_minute(desk: Desk) -> None:
    desk.open()
    desk.clock.pass_(60)
    desk.screen.minutes.timeout.emit()
    assert desk.label("connectionProof").startswith("Last proven 13 minutes ago")


def test_a_minute_later_an_old_proof_is_dropped(desk: Desk) -> None:
    desk.open()
    click(desk.button("connectionCheck"))
    desk.connection.answer()
    desk.settle()
    desk.clock.run(PROOF_IS_FRESH.total_seconds(), desk.screen.minutes.timeout.emit)
    assert desk.mark() is Mark.UNKNOWN
    desk.settle()
    assert desk.connection.calls[:3] == ["passive", "active", "passive"]
    assert desk.connection.calls.count("active") == 1


def test_no_clock_ticks_while_the_screen_is_hidden(desk: Desk) -> None:
    desk.open()
    assert timedelta(milliseconds=desk.screen.minutes.interval()) == timedelta(minutes=1)
    assert desk.screen.minutes.isActive()
    click(desk.button("connectionCheck"))
    desk.screen.hide()
    assert not desk.screen.minutes.isActive()
    assert not desk.screen.seconds.isActive()
    desk.screen.show()
    assert desk.screen.minutes.isActive()
    assert desk.screen.seconds.isActive()
    desk.connection.answer()
    desk.settle()


def test_a_check_started_from_elsewhere_does_not_start_a_hidden_clock(desk: Desk) -> None:
    desk.controller.check_now()
    assert not desk.screen.seconds.isActive()
    desk.connection.answer()
    desk.settle()


def test_details_are_folded_away_and_can_be_copied(desk: Desk) -> None:
    desk.connection.passive_answer = report(ConnectionState.UNKNOWN, code="QBD_BUSY")
    desk.open()
    copy = desk.button("connectionDetailsCopy")
    assert not copy.isVisible()
    click(desk.button("connectionDetails"))
    assert copy.isVisible()
    assert desk.button("connectionDetails").text() == "Hide the details"
    click(copy)
    assert QGuiApplication.clipboard().text() == (
        "State: unknown\nChecked at: 2026-03-04 09:05:00 UTC\nRequest ID: req_123\n"
        "Code: QBD_BUSY\nCause: strange_answer"
    )
    assert copy.text() == "Copied"
    assert nameless(desk.screen) == []
    click(desk.button("connectionDetails"))
    assert not copy.isVisible()


def test_new_details_can_be_copied_anew(desk: Desk) -> None:
    desk.open()
    click(desk.button("connectionDetails"))
    click(desk.button("connectionDetailsCopy"))
    desk.connection.passive_answer = report(ConnectionState.BUSY, request_id="req_456")
    desk.controller.refresh()
    desk.settle()
    assert desk.button("connectionDetailsCopy").text() == "Copy the details"
    assert desk.button("connectionDetailsCopy").isVisible()


@pytest.mark.parametrize(
    ("state", "code", "is_reconnect"),
    [
        (ConnectionState.NOT_SET_UP, None, True),
        (ConnectionState.STARTED, None, True),
        (ConnectionState.NOT_ACTIVE, "INTEGRATION_CONNECTION_NOT_ACTIVE", True),
        (ConnectionState.NOT_SET_UP, "RESOURCE_MISSING", False),  # the EndUser itself is gone
        (ConnectionState.KEY_PROBLEM, "API_KEY_INVALID", False),
    ],
)
def test_the_way_to_the_setup_leads_to_the_step_that_helps(
    qtbot: QtBot, desk: Desk, state: ConnectionState, code: str | None, is_reconnect: bool
) -> None:
    desk.open()
    assert not desk.button("connectionSetup").isVisible()
    desk.connection.passive_answer = report(state, code=code)
    desk.controller.refresh()
    desk.settle()
    screen = desk.screen
    wanted = screen.reconnect_requested if is_reconnect else screen.setup_requested
    with qtbot.waitSignal(wanted):
        click(desk.button("connectionSetup"))


def test_the_connection_itself_can_be_made_anew_or_removed(qtbot: QtBot, desk: Desk) -> None:
    desk.open()
    with qtbot.waitSignal(desk.screen.reconnect_requested):
        click(desk.button("reconnect"))
    with qtbot.waitSignal(desk.screen.remove_requested):
        click(desk.button("removeConnection"))


def test_a_pc_with_only_a_link_says_who_can_tell_and_still_checks_itself(desk: Desk) -> None:
    desk.service = None
    desk.open()
    assert not desk.button("connectionCheck").isVisible()
    assert not desk.button("connectionCancel").isVisible()
    assert "Acme Field Service" in desk.label("connectionNextStep")
    assert desk.label("connectionTurn") == "Whose turn: Acme Field Service"
    assert desk.checks.runs == 1
    assert nameless(desk.screen) == []


def test_this_pc_is_checked_again_on_a_click(desk: Desk) -> None:
    desk.open()
    click(desk.button("pcRecheck"))
    desk.settle()
    assert desk.checks.runs == 2


# ---- what this PC shows


def dialog(sentence: str = "A window of QuickBooks is waiting for you.") -> CheckResult:
    return result(
        "quickbooks_dialog",
        Answer.STOP,
        sentence=sentence,
        remedy=Remedy("Bring it to the front", bring_to_front=5120),
    )


def test_a_window_that_waits_is_seen_without_a_click_and_one_click_helps(desk: Desk) -> None:
    desk.open()
    desk.checks.results = (dialog(),)
    desk.clock.run(15, desk.controller.tick)
    desk.settle()
    assert desk.label("connectionHeadline") == "A QuickBooks window is waiting"
    assert desk.mark() is Mark.LOOK  # it may be gone in a moment
    desk.clock.run(15, desk.controller.tick)
    desk.settle()
    assert desk.mark() is Mark.STOP
    assert desk.label("connectionExplanation") == "A window of QuickBooks is waiting for you."
    assert desk.label("connectionTurn") == "Whose turn: you"
    local = (NOW + timedelta(seconds=15)).astimezone()
    assert desk.label("connectionProof").startswith(f"Since {local:%H:%M}. Last proven")
    help_button = desk.button("connectionRemedy")
    assert help_button.text() == "Bring it to the front"
    click(help_button)
    desk.settle()
    assert desk.checks.carried_out == [Remedy("Bring it to the front", bring_to_front=5120)]
    assert nameless(desk.screen) == []
    desk.checks.results = (result("quickbooks_dialog"),)
    desk.clock.run(15, desk.controller.tick)
    desk.settle()
    assert not help_button.isVisible()
    assert desk.label("connectionHeadline").startswith("Last known good")


def test_the_card_about_this_pc_shows_what_was_seen_in_passing(desk: Desk) -> None:
    desk.open()
    assert desk.label("pcSummary") == "Everything this app can see on this PC is as it should be."
    desk.checks.results = (*desk.checks.results, dialog())
    desk.clock.run(15, desk.controller.tick)
    desk.settle()
    assert desk.label("pcSummary") == "1 needs fixing, 1 is fine."
    assert desk.checks.runs == 1


def test_what_is_only_likely_is_told_with_what_would_tell(desk: Desk) -> None:
    desk.connection.passive_answer = report(ConnectionState.OFFLINE)
    desk.open()
    assert desk.label("connectionHeadline") == "Headline of offline"
    assert desk.label("connectionNextStep") == "Most likely it is one of these two:"
    steps = [label.text() for label in desk.screen.findChildren(QLabel) if label.isVisible()]
    assert any(
        text.startswith("The network keeps Conductor out, if other websites open") for text in steps
    )


def test_a_pc_with_only_a_link_still_tells_what_it_sees(desk: Desk) -> None:
    desk.service = None
    desk.open()
    desk.checks.results = (dialog(),)
    desk.clock.run(30, desk.controller.tick)
    desk.settle()
    assert desk.label("connectionHeadline") == "A QuickBooks window is waiting"
    assert not desk.button("connectionCheck").isVisible()


def test_a_pause_from_the_screen_and_back(desk: Desk) -> None:
    desk.open()
    click(desk.button("watchingPause"))
    (menu,) = desk.screen.findChildren(QMenu)
    action = menu.findChild(QAction, "pauseHour")
    assert action is not None
    action.trigger()
    menu.close()
    assert desk.label("connectionHeadline").startswith("Paused until ")
    assert desk.mark() is Mark.PAUSED
    assert desk.label("watchingTold").startswith("Paused until ")
    click(desk.button("watchingResume"))
    desk.settle()
    assert desk.label("connectionHeadline").startswith("Last known good")


def test_a_pause_ends_where_it_is_said_too(desk: Desk) -> None:
    desk.open()
    assert not desk.button("connectionResume").isVisible()
    desk.controller.pause(None)
    assert desk.label("connectionHeadline") == "Paused until you resume"
    click(desk.button("connectionResume"))
    assert not desk.controller.is_paused
    assert not desk.button("connectionResume").isVisible()
    desk.settle()


def test_a_screen_that_opens_in_a_pause_leaves_this_pc_alone_until_it_ends(desk: Desk) -> None:
    desk.controller.pause(None)
    desk.open()
    assert desk.checks.runs == 0
    assert desk.connection.calls == []
    click(desk.button("watchingResume"))
    desk.settle()
    assert desk.checks.runs == 1


def test_quiet_hours_from_the_screen(desk: Desk) -> None:
    desk.open()
    box = desk.screen.findChild(QCheckBox, "quietOn")
    assert box is not None
    press(box, Qt.Key.Key_Space)
    assert desk.controller.quiet_hours is not None
    assert nameless(desk.screen) == []
