"""A window is brought to the front from wherever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.instance.front import bring_to_front

WAIT_MS = 30_000


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window, other = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(other)
    window.show()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow, timeout=WAIT_MS)
    return window


@pytest.mark.parametrize("away", [QWidget.showMinimized, QWidget.hide, QWidget.show])
def test_it_is_seen_and_has_the_keyboard(
    qtbot: QtBot, window: QWidget, away: Callable[[QWidget], None]
) -> None:
    away(window)
    bring_to_front(window)
    assert window.isVisible()
    assert not window.isMinimized()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)


def test_a_large_window_is_as_large_as_before(qtbot: QtBot, window: QWidget) -> None:
    window.showMaximized()
    window.showMinimized()
    bring_to_front(window)
    assert window.isMaximized()
    assert not window.isMinimized()


def test_a_dialog_over_it_gets_the_keyboard(qtbot: QtBot, window: QWidget) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.open()
    bring_to_front(window)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT_MS)
