"""Closing the window, and coming back: with a tray, without one, and while one comes and goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.profiles import InBackground, Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.shell.window import MainWindow
from conductor_desktop.ui.tour.hands import can_click, click, find, sees
from tests.helpers.accessibility import nameless
from tests.helpers.fake_tray import FakeTray
from tests.helpers.hands import press
from tests.helpers.running_app import RunningApp
from tests.ui.tray.conftest import Opens


def stored(home: Path) -> Settings:
    return SettingsStore(home / "settings.json").load().settings


def is_watching(running: RunningApp) -> bool:
    """Whether the connection is looked at from time to time."""
    connection = running.desk.life.background()._connection
    return connection is not None and connection.ticks.isActive()


def main_window(running: RunningApp) -> MainWindow:
    assert isinstance(running.window, MainWindow)
    return running.window


# ---- closing


def test_closing_for_the_first_time_explains_itself_and_closes_nothing(opens: Opens) -> None:
    running = opens()
    running.window.close()
    assert running.window.isVisible()
    assert sees("closingExplained")()
    dialog = find("closingExplained")
    assert dialog is not None
    assert nameless(dialog) == []


def test_once_understood_it_goes_out_of_sight_and_goes_on(
    opens: Opens, home: Path, exits: list[int]
) -> None:
    running = opens()
    running.window.close()
    click("closingGoOn")
    assert running.window.isHidden()
    assert is_watching(running)
    assert exits == []
    running.settle()
    assert stored(home).in_background == InBackground(is_explained=True)


def test_it_is_explained_once_in_a_life(opens: Opens) -> None:
    running = opens()
    running.window.close()
    click("closingGoOn")
    running.settle()
    running.end()
    again = opens()
    again.window.close()
    assert again.window.isHidden()
    assert find("closingExplained") is None


def test_quit_is_right_there(opens: Opens, home: Path, exits: list[int]) -> None:
    running = opens()
    running.window.close()
    click("closingQuit")
    assert exits == [0]
    running.settle()
    assert stored(home).in_background.is_explained
    running.window.close()  # as whatever comes after the event loop does
    assert running.window.isHidden()
    assert find("closingExplained") is None


def test_escape_leaves_everything_as_it_was(opens: Opens, home: Path, exits: list[int]) -> None:
    running = opens()
    running.window.close()
    dialog = find("closingExplained")
    assert dialog is not None
    press(dialog, Qt.Key.Key_Escape)
    assert running.window.isVisible()
    assert find("closingExplained") is None
    assert exits == []
    running.settle()
    assert not stored(home).in_background.is_explained


def test_out_of_sight_quickbooks_is_left_in_peace_and_asked_more_rarely(
    opens: Opens, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    running.wait_for("connectionScreen")
    connection = running.desk.life.background()._connection
    assert connection is not None
    assert connection.watch.in_front
    running.window.close()
    assert not connection.watch.in_front
    FakeTray.newest.clicked.emit()
    assert connection.watch.in_front


def test_where_the_window_was_is_kept_when_it_goes_out_of_sight(
    opens: Opens, home: Path, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    assert stored(home).window_geometry is None
    running.window.close()
    running.settle()
    assert stored(home).window_geometry == main_window(running).geometry_to_save()


def test_whoever_does_not_want_that_ends_the_app_by_closing(opens: Opens) -> None:
    running = opens(chosen=InBackground(keeps_watching=False))
    assert running.window.close()


def test_without_a_tray_closing_ends_the_app(opens: Opens) -> None:
    running = opens(has_tray=False)
    assert running.window.close()
    assert find("closingExplained") is None


def test_when_the_session_ends_no_window_refuses(opens: Opens, explained: InBackground) -> None:
    running = opens(chosen=explained)
    app = QApplication.instance()
    assert app is not None
    running.desk.life.background()._on_about_to_quit()  # Qt does, first
    assert running.window.close()


def test_control_q_ends_the_app_whatever_was_chosen(
    opens: Opens, exits: list[int], explained: InBackground
) -> None:
    running = opens(chosen=explained)
    press(running.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert exits == [0]


# ---- coming back


@pytest.mark.parametrize("how", ["click", "menu", "another start"])
def test_the_window_comes_back(opens: Opens, explained: InBackground, how: str) -> None:
    running = opens(chosen=explained)
    running.window.close()
    if how == "click":
        FakeTray.newest.clicked.emit()
    elif how == "menu":
        FakeTray.newest.pick("trayOpen")
    else:
        running.desk.come_to_front()
    assert running.window.isVisible()
    assert not running.window.isMinimized()


def test_a_click_on_a_notice_leads_to_the_connection(opens: Opens, explained: InBackground) -> None:
    running = opens(chosen=explained)
    click("navSupport")
    running.window.close()
    FakeTray.newest.message_clicked.emit()
    assert running.window.isVisible()
    assert main_window(running).current_screen == "connection"


def test_when_the_tray_is_gone_a_hidden_window_waits_in_the_taskbar_until_it_is_back(
    opens: Opens, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    tray = FakeTray.newest
    running.window.close()
    tray.goes()
    assert running.window.isMinimized()
    tray.comes()
    assert running.window.isHidden()


def test_a_window_that_is_open_is_left_alone_when_the_tray_goes_and_comes(
    opens: Opens, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    FakeTray.newest.goes()
    FakeTray.newest.comes()
    assert running.window.isVisible()
    assert not running.window.isMinimized()


def test_without_the_tray_that_was_there_closing_ends_the_app(
    opens: Opens, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    FakeTray.newest.goes()
    assert running.window.close()


# ---- starting out of sight


def test_started_in_the_tray_no_window_is_shown_and_it_watches(opens: Opens) -> None:
    running = opens(out_of_sight=True)
    assert running.window.isHidden()
    assert is_watching(running)
    FakeTray.newest.clicked.emit()
    running.wait_for("connectionScreen")


def test_started_in_a_tray_that_is_still_to_come_it_waits_in_the_taskbar(opens: Opens) -> None:
    running = opens(out_of_sight=True, has_tray=False)
    assert running.window.isMinimized()
    FakeTray.newest.comes()
    assert running.window.isHidden()


# ---- the icon


def test_the_icon_says_how_it_is(opens: Opens) -> None:
    opens()
    assert FakeTray.newest.text.startswith("Conductor Desktop\n")
    assert not FakeTray.newest.icon.isNull()


def test_the_menu_checks_pauses_and_resumes(opens: Opens) -> None:
    running = opens()
    running.settle()
    tray = FakeTray.newest
    connection = running.desk.life.background()._connection
    assert connection is not None
    tray.pick("tray-pauseOpen")
    assert connection.is_paused
    assert tray.text.endswith("Paused until you resume")
    assert tray.action("trayState").text() == "Paused until you resume"
    tray.pick("trayResume")
    assert not connection.is_paused
    tray.pick("trayCheck")
    assert connection.is_busy
    assert not tray.action("trayCheck").isEnabled()
    running.settle()


def test_quit_in_the_menu_ends_the_app(
    opens: Opens, exits: list[int], explained: InBackground
) -> None:
    running = opens(chosen=explained)
    running.window.close()
    FakeTray.newest.pick("trayQuit")
    assert exits == [0]


def test_while_another_window_is_open_there_is_no_icon(opens: Opens) -> None:
    running = opens()
    tray = FakeTray.newest
    running.press("setupAgain")
    running.wait_for("welcomePage")
    assert not tray.is_shown
    running.press("setupBack")
    running.wait(lambda: tray.is_shown)
    assert FakeTray.newest is tray


def test_a_window_that_gives_way_to_another_one_is_really_closed(
    opens: Opens, explained: InBackground
) -> None:
    running = opens(chosen=explained)
    before = running.window
    running.press("setupAgain")
    running.wait_for("welcomePage")
    assert before.isHidden()
    assert running.window is not before


def test_in_the_sandbox_the_icon_says_so(opens: Opens, home: Path) -> None:
    store = SettingsStore(home / "settings.json")
    running = opens()
    profile = stored(home).profiles[ProfileName.LIVE]
    running.end()
    sandbox = ProfileName.SANDBOX
    store.save(Settings(active_profile=sandbox, profiles={sandbox: profile}))
    opens()
    assert FakeTray.newest.text.startswith("Conductor Desktop (sandbox)\n")
    assert find("startWithWindows") is None or not can_click("startWithWindows")()


def test_the_status_file_goes_with_the_watching_and_not_with_the_window(
    opens: Opens, explained: InBackground, home: Path
) -> None:
    file = home / "status.json"
    running = opens(chosen=explained)
    running.wait(file.exists)
    running.window.close()
    file.unlink(missing_ok=True)  # and is written again, for it goes on being watched
    FakeTray.newest.pick("tray-pauseOpen")
    running.wait(file.exists)
    running.end()
    assert not file.exists()
