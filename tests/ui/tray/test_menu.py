"""The menu of the tray icon: what can be chosen, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.tray.menu import TrayMenu

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Pauses:
    """An hour from whenever it is, and for good."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> list[tuple[str, str, datetime | None]]:
        until = self.now + timedelta(hours=1)
        return [("pauseHour", "For an hour", until), ("pauseOpen", "Until I resume", None)]


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def menu(qtbot: QtBot, pauses: Pauses) -> TrayMenu:
    menu = TrayMenu(pauses)
    qtbot.addWidget(menu)
    menu.show_state("Connected", can_check=True, is_paused=False)
    return menu


def action(menu: TrayMenu, name: str) -> QAction:
    found = menu.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def texts(menu: TrayMenu) -> list[str]:
    return [one.text() for one in menu.actions() if one.isVisible() and not one.isSeparator()]


def test_the_state_comes_first_and_cannot_be_chosen(menu: TrayMenu) -> None:
    assert texts(menu) == [
        "Connected",
        "Check now",
        "Pause",
        "Open Conductor Desktop",
        "Support bundle…",
        "Quit",
    ]
    assert not action(menu, "trayState").isEnabled()


def test_a_click_on_the_bold_entry_opens_the_window(qtbot: QtBot, menu: TrayMenu) -> None:
    assert menu.defaultAction() is action(menu, "trayOpen")
    with qtbot.waitSignal(menu.open_wanted):
        action(menu, "trayOpen").trigger()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("trayCheck", "check_wanted"), ("trayQuit", "quit_wanted")],
)
def test_each_entry_says_what_was_chosen(
    qtbot: QtBot, menu: TrayMenu, name: str, signal: str
) -> None:
    with qtbot.waitSignal(getattr(menu, signal)):
        action(menu, name).trigger()


def test_while_quickbooks_is_asked_it_cannot_be_asked_again(menu: TrayMenu) -> None:
    menu.show_state("Asking QuickBooks… 3 s", can_check=False, is_paused=False)
    assert not action(menu, "trayCheck").isEnabled()
    menu.show_state("Connected", can_check=True, is_paused=False)
    assert action(menu, "trayCheck").isEnabled()


def test_a_pause_begins_when_it_is_chosen_and_not_when_the_menu_was_made(
    qtbot: QtBot, menu: TrayMenu, pauses: Pauses
) -> None:
    pauses.now += timedelta(hours=5)
    menu.aboutToShow.emit()
    with qtbot.waitSignal(menu.pause_wanted) as wanted:
        action(menu, "tray-pauseHour").trigger()
    assert wanted.args == [NOON + timedelta(hours=6)]


def test_a_pause_without_an_end_is_one_choice(qtbot: QtBot, menu: TrayMenu) -> None:
    with qtbot.waitSignal(menu.pause_wanted) as wanted:
        action(menu, "tray-pauseOpen").trigger()
    assert wanted.args == [None]


def test_while_it_is_paused_it_can_be_resumed_instead(qtbot: QtBot, menu: TrayMenu) -> None:
    menu.show_state("Paused until 14:00", can_check=True, is_paused=True)
    assert texts(menu)[2] == "Resume"
    with qtbot.waitSignal(menu.resume_wanted):
        action(menu, "trayResume").trigger()


def test_what_a_company_is_called_makes_no_shortcut_and_no_endless_line(menu: TrayMenu) -> None:
    menu.show_state("Connected to “A & B”", can_check=True, is_paused=False)
    assert action(menu, "trayState").text() == "Connected to “A && B”"
    menu.show_state("x" * 500, can_check=True, is_paused=False)
    assert action(menu, "trayState").text() == "x" * 59 + "…"
