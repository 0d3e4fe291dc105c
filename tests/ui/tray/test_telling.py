"""A trouble is said beside the clock, or in the window, and what was told is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.services.connection.watch import Paused, Watch
from conductor_desktop.services.session import Session
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.profiles import Profile, Vendor
from conductor_desktop.ui.connection.controller import ConnectionController
from conductor_desktop.ui.messages import Kind, Message, Messages
from conductor_desktop.ui.shell.window import MainWindow, Screen
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.tray.telling import Telling
from tests.helpers.fake_tray import FakeTray
from tests.unit.services.watched import Watched

CLOSED = "Web Connector closed"
TITLE = "The Web Connector is closed"


class Connection(QObject):
    """The controller as far as it is listened to."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.watched = Watched()

    @property
    def watch(self) -> Watch:
        return self.watched.watch

    def sees(self, pc: str, seconds: float) -> None:
        for _ in range(int(seconds // 15) + 1):
            self.watched.monotonic += 15
            self.watched.shows(pc)
            self.changed.emit()

    def works(self) -> None:
        self.watched.click("works")
        self.changed.emit()


class FakeSession:
    """Keeps a profile, or cannot."""

    def __init__(self) -> None:
        self.profile = Profile(vendor=Vendor("Acme"))
        self.can_keep = True

    def update(self, **changes: Any) -> Profile:
        if not self.can_keep:
            raise SettingsNotSaved("settings.json", "the disk is full")
        self.profile = replace(self.profile, **changes)
        return self.profile


class Stage:
    """All that takes part, and the window above whose screen something may be said."""

    def __init__(self, runner: TaskRunner) -> None:
        self.runner = runner
        self.connection = Connection()
        self.session = FakeSession()
        self.menu = QMenu()
        self.parent = QObject()
        self.tray = FakeTray(self.menu, self.parent)
        self.messages = Messages()
        screens = [Screen(name, name.title(), QWidget()) for name in ("connection", "invoices")]
        self.window = MainWindow(screens, self.messages)
        self.telling = self.listen()

    def listen(self) -> Telling:
        return Telling(
            cast(ConnectionController, self.connection),
            cast(Session, self.session),
            self.tray,
            self.messages,
            self.runner,
            self.window,
        )


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    runner = TaskRunner()
    stage = Stage(runner)
    qtbot.addWidget(stage.window)
    stage.window.show()
    elsewhere = QWidget()  # where the person works meanwhile
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)
    stage.connection.works()
    yield stage
    runner.shutdown()


def settle(qtbot: QtBot, stage: Stage) -> None:
    qtbot.waitUntil(lambda: stage.runner.is_idle)


def test_a_trouble_is_said_beside_the_clock(stage: Stage) -> None:
    stage.connection.sees(CLOSED, 600)
    ((title, text),) = [said for said in stage.tray.said if said != ("", "")]
    assert title == TITLE
    assert text.endswith("Whose turn: you.")
    assert stage.window.notice == ""


def test_when_it_is_over_the_notice_is_taken_back_and_that_is_said(stage: Stage) -> None:
    stage.connection.sees(CLOSED, 600)
    stage.tray.said.clear()
    stage.connection.works()
    assert stage.tray.said[0] == ("", "")
    assert stage.tray.said[-1][0] == "“Acme” works again"


def test_without_a_tray_it_is_said_above_the_screen_and_goes_by_itself(stage: Stage) -> None:
    stage.tray.exists = False
    stage.connection.sees(CLOSED, 600)
    assert stage.tray.said == []
    assert stage.window.notice.startswith(TITLE)
    stage.connection.works()
    assert stage.window.notice.startswith("“Acme” works again")


def test_in_the_window_another_cause_takes_the_place_of_the_first(stage: Stage) -> None:
    stage.tray.exists = False
    stage.connection.sees(CLOSED, 600)
    stage.connection.sees("dialog", 600)
    assert stage.window.notice.startswith("A QuickBooks window is waiting")
    assert len(stage.window._notices._waiting) == 1


def test_a_notice_that_waits_behind_another_one_is_taken_back_too(stage: Stage) -> None:
    other = Message(Kind.LOOK, "About your settings", "They could not be read.")
    stage.tray.exists = False
    stage.messages.show(other)
    stage.connection.sees(CLOSED, 600)
    stage.connection.watched.happens(Paused(None))
    stage.connection.changed.emit()
    assert list(stage.window._notices._waiting) == [other]


def test_what_nobody_has_seen_yet_is_taken_back_before_it_is_shown(stage: Stage) -> None:
    messages = Messages()
    stage.telling._messages = messages  # whose window is still to come
    stage.tray.exists = False
    stage.connection.sees(CLOSED, 600)
    stage.connection.works()
    window = MainWindow([Screen("connection", "Connection", QWidget())], messages)
    window.show()
    assert window.notice.startswith("“Acme” works again")
    window.close()


def test_in_a_pause_nothing_is_said(stage: Stage) -> None:
    stage.connection.watched.happens(Paused(None))
    stage.connection.sees(CLOSED, 1200)
    assert stage.tray.said == []


def test_what_was_told_is_kept_and_not_told_again_after_a_restart(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.connection.sees(CLOSED, 600)
    settle(qtbot, stage)
    (told,) = stage.session.profile.told.values()
    assert not told.is_over
    stage.telling.stop()
    stage.tray.said.clear()
    stage.telling = stage.listen()
    stage.connection.sees(CLOSED, 1200)
    assert stage.tray.said == []
    stage.connection.works()
    settle(qtbot, stage)
    assert [one.is_over for one in stage.session.profile.told.values()] == [True]


def test_that_it_cannot_be_kept_takes_nothing_from_the_notice(qtbot: QtBot, stage: Stage) -> None:
    stage.session.can_keep = False
    stage.connection.sees(CLOSED, 600)
    settle(qtbot, stage)
    assert stage.tray.said[-1][0] == TITLE


def test_whoever_stops_listening_hears_no_more_and_takes_back_what_was_said(stage: Stage) -> None:
    stage.tray.exists = False
    stage.connection.sees(CLOSED, 600)
    stage.telling.stop()
    assert stage.window.notice == ""
    stage.connection.sees("dialog", 1200)
    assert stage.window.notice == ""


def test_whoever_works_in_the_window_is_told_there(qtbot: QtBot, stage: Stage) -> None:
    stage.window.show_screen("invoices")
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.connection.sees(CLOSED, 600)
    assert stage.tray.said == []
    assert stage.window.notice.startswith(TITLE)


def test_whoever_looks_at_the_connection_sees_it_there(qtbot: QtBot, stage: Stage) -> None:
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.connection.sees(CLOSED, 600)
    assert stage.tray.said == []
    assert stage.window.notice == ""
    settle(qtbot, stage)
    assert len(stage.session.profile.told) == 1
