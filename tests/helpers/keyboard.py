"""Hands that have no mouse: Tab, arrows, Space and Enter, sent to whatever has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.running_app import WAIT_MS

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

_FARTHEST = 60  # more stops no page has


class Keyboard:
    """Never touches a widget but by keys."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    @property
    def place(self) -> str:
        """The object name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """To what has the keyboard, as the system would."""
        for _ in range(times):
            QTest.keyClick(self._target(), key)

    def write(self, text: str) -> None:
        """Over whatever stands in the field that has the keyboard."""
        QTest.keyClick(self._target(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self._target(), text)

    def tab_to(self, name: str) -> None:
        """Until the widget of this name has the keyboard; fails where Tab never comes there."""
        stops = []
        for _ in range(_FARTHEST):
            if self.place == name:
                return
            self.press(Qt.Key.Key_Tab)
            stops.append(self.place)
        raise AssertionError(f"Tab does not lead to “{name}”, but to {stops}")

    def tab_to_element(self, element: str) -> None:
        """The same for an element of the page in the view, wherever the keyboard is."""
        for _ in range(_FARTHEST):
            if self._active_element() == element:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to “{element}” on the page")

    def _active_element(self) -> str:
        """The id of what has the keyboard on the page; "" where the page has not got it."""
        target = QApplication.focusWidget()
        view = _view_around(target)
        if view is None:
            return ""
        answers: list[object] = []
        # Asked after the key has been dealt with: the page hears of both in this order.
        view.page().runJavaScript("document.activeElement?.id ?? ''", answers.append)
        self._qtbot.waitUntil(lambda: len(answers) == 1, timeout=WAIT_MS)
        return str(answers[0])

    def _target(self) -> QWidget:
        target = QApplication.focusWidget() or QApplication.activeWindow()
        assert target is not None, "no window has the keyboard"
        return target


def _view_around(widget: QWidget | None) -> QWebEngineView | None:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    while widget is not None:
        if isinstance(widget, QWebEngineView):
            return widget
        widget = widget.parentWidget()
    return None
