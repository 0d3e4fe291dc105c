"""A window opens whole on the screen, on large and on small ones, beside a task bar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.messages import Messages
from conductor_desktop.ui.placing import open_in_the_middle
from conductor_desktop.ui.removal.controller import RemovalController
from conductor_desktop.ui.removal.window import RemovalWindow
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.shell.window import MainWindow, Screen
from conductor_desktop.ui.tasks import TaskRunner

WANTED, SMALLEST = QSize(1136, 736), QSize(880, 512)
SCREENS = {
    "1920 x 1080": QRect(0, 0, 1920, 1032),
    "the second one": QRect(1920, -200, 1280, 984),
    "1366 x 768 at 125 %": QRect(0, 0, 1092, 566),
    "1024 x 640, bar at the left": QRect(60, 0, 964, 640),
}


def main_window() -> QWidget:
    return MainWindow([Screen("connection", "Connection", QWidget())], Messages())


def removal_window() -> QWidget:
    controller = RemovalController(lambda: pytest.fail("nothing is looked at"), TaskRunner())
    return RemovalWindow(controller, "Big Construction Co.", sandbox=False)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(SMALLEST)
    return window


@pytest.mark.parametrize("name", SCREENS)
def test_it_is_whole_on_the_screen_with_its_frame(window: QWidget, name: str) -> None:
    screen = SCREENS[name]
    open_in_the_middle(window, WANTED, screen)
    assert screen.contains(QRect(window.pos(), window.size() + QSize(16, 40)))
    assert abs(window.pos().x() + window.width() // 2 + 8 - screen.center().x()) <= 1


def test_it_is_as_large_as_wanted_where_there_is_room(window: QWidget) -> None:
    open_in_the_middle(window, WANTED, SCREENS["1920 x 1080"])
    assert window.size() == WANTED


def test_a_screen_too_small_for_any_window_changes_nothing(window: QWidget) -> None:
    before = window.pos()
    open_in_the_middle(window, WANTED, QRect(0, 0, 800, 800))
    assert (window.size(), window.pos()) == (WANTED, before)


@pytest.mark.parametrize("kind", [SetupWindow, main_window, removal_window])
def test_every_window_opens_whole_on_a_small_laptop(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: Callable[[], QWidget]
) -> None:
    small = SCREENS["1366 x 768 at 125 %"]
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: small)
    window = kind()
    qtbot.addWidget(window)
    assert small.contains(QRect(window.pos(), window.size() + QSize(16, 40)))
