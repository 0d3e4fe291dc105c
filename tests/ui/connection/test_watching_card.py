"""Where a pause and quiet hours are asked for, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.profiles import QuietHours
from conductor_desktop.ui.connection.watching_card import WatchingCard, pauses
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.connection.fakes import NOW

NIGHTS = QuietHours(time(19), time(7), frozenset(range(7)))


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[WatchingCard]:
    card = WatchingCard(lambda: NOW)
    qtbot.addWidget(card)
    card.resize(800, 300)
    card.show()
    qtbot.waitExposed(card)
    yield card
    for menu in card.findChildren(QMenu):
        menu.close()


def button(card: WatchingCard, name: str) -> QPushButton:
    found = card.findChild(QPushButton, name)
    assert found is not None
    return found


def box(card: WatchingCard, name: str) -> QCheckBox:
    found = card.findChild(QCheckBox, name)
    assert found is not None
    return found


def field(card: WatchingCard, name: str) -> QComboBox:
    found = card.findChild(QComboBox, name)
    assert found is not None
    return found


def told(card: WatchingCard, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert found is not None
    return found.text()


def choose(card: WatchingCard, name: str) -> None:
    (menu,) = card.findChildren(QMenu)
    action = menu.findChild(QAction, name)
    assert action is not None
    action.trigger()


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("pauseHour", NOW + timedelta(hours=1)),
        ("pauseHours", NOW + timedelta(hours=4)),
        ("pauseOpen", None),
    ],
)
def test_a_pause_is_chosen_from_a_menu(
    card: WatchingCard, name: str, until: datetime | None
) -> None:
    wanted: list[datetime | None] = []
    card.pause_wanted.connect(wanted.append)
    click(button(card, "watchingPause"))
    choose(card, name)
    assert wanted == [until]


def test_until_tomorrow_is_until_the_morning_here() -> None:
    (until,) = (until for name, _, until in pauses(NOW) if name == "pauseMorning")
    assert until is not None
    local = until.astimezone()
    assert (local.hour, local.minute) == (7, 0)
    assert local.date() == NOW.astimezone().date() + timedelta(days=1)
    assert until.tzinfo is UTC


def test_in_a_pause_the_button_ends_it_and_the_keyboard_stays(card: WatchingCard) -> None:
    ended: list[bool] = []
    card.resume_wanted.connect(lambda: ended.append(True))
    button(card, "watchingPause").setFocus()
    card.show_rest("Paused until 14:00", None)
    assert told(card, "watchingTold").startswith("Paused until 14:00. ")
    assert QApplication.focusWidget() is button(card, "watchingResume")
    press(button(card, "watchingResume"), Qt.Key.Key_Space)
    assert ended == [True]
    card.show_rest("", None)
    assert QApplication.focusWidget() is button(card, "watchingPause")


def test_in_quiet_hours_it_is_said_that_nobody_is_asked(card: WatchingCard) -> None:
    card.show_rest("", NIGHTS, "Quiet until 07:00")
    said = told(card, "watchingTold")
    assert said.startswith("Quiet until 07:00. This PC is looked at, and nobody is asked")
    assert "every few minutes" not in said


def test_quiet_hours_are_set_and_changed_and_ended(card: WatchingCard) -> None:
    wanted: list[QuietHours | None] = []
    card.quiet_hours_wanted.connect(wanted.append)
    press(box(card, "quietOn"), Qt.Key.Key_Space)
    assert wanted == [NIGHTS]
    field(card, "quietStart").setCurrentText("20:30")
    assert wanted[-1] == QuietHours(time(20, 30), time(7), frozenset(range(7)))
    press(box(card, "quietDay6"), Qt.Key.Key_Space)
    assert wanted[-1] == QuietHours(time(20, 30), time(7), frozenset(range(6)))
    assert "on the next day" in told(card, "quietTold")
    press(box(card, "quietOn"), Qt.Key.Key_Space)
    assert wanted[-1] is None
    assert not field(card, "quietStart").isVisible()
    assert nameless(card) == []


def test_without_a_day_there_are_none_and_it_says_so(card: WatchingCard) -> None:
    monday = QuietHours(time(12), time(13), frozenset({0}))
    card.show_rest("", monday)
    wanted: list[QuietHours | None] = []
    card.quiet_hours_wanted.connect(wanted.append)
    press(box(card, "quietDay0"), Qt.Key.Key_Space)
    assert wanted == [None]
    assert told(card, "quietTold").startswith("Choose at least one day")
    card.show_rest("", None)
    assert box(card, "quietOn").isChecked()  # it is still being chosen


def test_what_is_shown_is_not_told_back(card: WatchingCard) -> None:
    wanted: list[QuietHours | None] = []
    card.quiet_hours_wanted.connect(wanted.append)
    card.show_rest("", NIGHTS)
    card.show_rest("", QuietHours(time(12), time(12, 45), frozenset({1})))
    assert wanted == []
    assert field(card, "quietEnd").currentText() == "12:45"
    assert [box(card, f"quietDay{day}").isChecked() for day in range(3)] == [False, True, False]
