"""Does what a person's hands do: finds what is on the screen, clicks it, types into it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

Finder = Callable[[], bool]

# A click for which the pointer has not come over a menu may be the end of the one that opened it.
_MOVES = 8
_LOOKS_AT_REST = 3
# A person who sees nothing happen clicks again.
_PATIENCE_SECONDS = 4.0


class NotOnScreen(Exception):
    """What should be clicked is not there, or hidden, or disabled."""


def find(name: str) -> QWidget | None:
    """The visible widget of this object name in any open window."""
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        if window.objectName() == name:
            return window
        for widget in window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
    return None


def sees(name: str) -> Finder:
    """Whether it is on the screen."""
    return lambda: find(name) is not None


def is_in_front(name: str) -> Finder:
    """Whether the window of this object name has the keyboard."""

    def check() -> bool:
        window = find(name)
        return window is not None and window.isActiveWindow()

    return check


def can_click(name: str) -> Finder:
    """Whether it is on the screen and enabled."""

    def check() -> bool:
        widget = find(name)
        return widget is not None and widget.isEnabled()

    return check


def reads(name: str, part: str) -> Finder:
    """Whether the label ``name``, or a label inside it, shows ``part``."""

    def check() -> bool:
        widget = find(name)
        if widget is None:
            return False
        labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
        return any(
            isinstance(label, QLabel) and label.isVisible() and part in label.text()
            for label in labels
        )

    return check


def click(name: str) -> QWidget:
    """Press and release the left button in the middle of it; a radio's middle is its dot."""
    widget = find(name)
    if widget is None:
        raise NotOnScreen(f"“{name}” is not on the screen")
    if not widget.isEnabled():
        raise NotOnScreen(f"“{name}” cannot be clicked now")
    spot = widget.rect().center()
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        spot = QPoint(min(12, spot.x()), spot.y())
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot)
    return widget


def write(name: str, text: str) -> None:
    """Click into a field, select what is there, and type over it."""
    widget = click(name)
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)


def click_header(name: str, title: str) -> None:
    """Click a column's header in the table ``name``."""
    table = find(name)
    if not isinstance(table, QTableView):
        raise NotOnScreen(f"there is no table “{name}”")
    header, model = table.horizontalHeader(), table.model()
    for column in range(model.columnCount()):
        if model.headerData(column, Qt.Orientation.Horizontal) == title:
            table.scrollTo(model.index(0, column))
            x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
            spot = QPoint(x, header.height() // 2)
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
            return
    raise NotOnScreen(f"the table has no column “{title}”")


def choose(name: str, text: str) -> bool:
    """Click ``text`` in the open list of the combo box ``name``; False while it is not open."""
    box = find(name)
    if not isinstance(box, QComboBox):
        raise NotOnScreen(f"there is no choice “{name}”")
    row = box.findText(text)
    if row < 0:
        raise NotOnScreen(f"“{name}” has no “{text}”")
    view = box.view()
    if not view.isVisible():
        return False
    spot = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseMove(view.viewport(), spot)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    return box.currentText() == text


def can_pick(entry: str) -> Finder:
    """Whether an open menu has the entry of this object name."""
    return lambda: _entry(entry) is not None


def pick(entry: str) -> None:
    """Click an entry of the menu that is open."""
    found = _entry(entry)
    if found is None:
        raise NotOnScreen(f"no open menu has “{entry}”")
    menu, action = found
    spot = menu.actionGeometry(action).center()
    for step in range(_MOVES):
        QTest.mouseMove(menu, spot - QPoint(_MOVES - 1 - step, 0))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=spot)


def _entry(name: str) -> tuple[QMenu, QAction] | None:
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and menu.isVisible():
            for action in menu.actions():
                if action.objectName() == name:
                    return menu, action
    return None


def click_row(name: str, row: int) -> None:
    """Click a row in the list or table ``name``."""
    view, spot = _row(name, row)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def double_click_row(name: str, row: int) -> None:
    """Open a row of the list or table ``name``."""
    view, spot = _row(name, row)
    # As a mouse does it: Qt takes the second press for one that belongs to the first.
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def _row(name: str, row: int) -> tuple[QAbstractItemView, QPoint]:
    view = find(name)
    if not isinstance(view, QAbstractItemView) or row >= view.model().rowCount():
        raise NotOnScreen(f"there is no row {row + 1} in “{name}”")
    return view, view.visualRect(view.model().index(row, 0)).center()


def click_tab(name: str, title: str) -> None:
    """Click one of the tabs of the row ``name``."""
    tabs = find(name)
    if not isinstance(tabs, QTabBar):
        raise NotOnScreen(f"there are no tabs “{name}”")
    for place in range(tabs.count()):
        if tabs.tabText(place) == title:
            spot = tabs.tabRect(place).center()
            QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=spot)
            return
    raise NotOnScreen(f"“{name}” has no tab “{title}”")


class WebHands:
    """Hands for the page in the embedded view: scripts only look, clicks are real mouse events.

    A person clicks what has come to rest. Chromium drops clicks on a page it has not painted yet,
    and a page may lag behind the size of the view around it; so an element can be clicked when some
    looks in a row find it, painted and in a page as large as the view, at the same spot.
    """

    def __init__(self) -> None:
        self._spots: dict[str, QPoint | None] = {}
        self._seen: dict[str, tuple[QPoint | None, int]] = {}
        self._chosen: set[str] = set()
        self._clicks = 0

    def can_click(self, element: str) -> Finder:
        """Whether the page shows a usable element of this id; looks anew at each call."""
        self._spots.pop(element, None)  # what was seen before may have moved since
        self._seen.pop(element, None)

        def check() -> bool:
            self._look(element)
            return self._spots.get(element) is not None

        return check

    def click(self, element: str) -> None:
        """Click the middle of the element that ``can_click`` has found."""
        spot, view = self._spots.get(element), _web_view()
        # It may lead to another page, of which nothing is known that was seen before.
        self._clicks += 1
        for known in (self._spots, self._seen, self._chosen):
            known.clear()
        if spot is None or view is None:
            raise NotOnScreen(f"the page has no “{element}”")
        # Input belongs to the engine's own widget inside the view, which is its focus proxy.
        target = view.focusProxy() or view
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=spot)

    def click_until(self, element: str, done: Finder) -> Finder:
        """Clicks it until ``done``; looks anew at each call.

        Once more only where nothing came of it for a while, because the page moved just then.
        """
        clicked = -_PATIENCE_SECONDS
        is_there = self.can_click(element)

        def is_done() -> bool:
            nonlocal clicked
            if done():
                return True
            has_patience = time.monotonic() - clicked < _PATIENCE_SECONDS
            if not has_patience and is_there():
                clicked = time.monotonic()
                self.click(element)
            return False

        return is_done

    def is_chosen(self, element: str) -> Finder:
        """Whether this radio button is the chosen one; looks anew at each call."""

        def check() -> bool:
            self._look(element)
            return element in self._chosen

        return check

    def _look(self, element: str) -> None:
        view, clicks = _web_view(), self._clicks
        if view is None:
            return
        script = f"""(() => {{
            const e = document.getElementById({json.dumps(element)});
            if (!e || e.disabled || document.readyState !== 'complete') return '';
            if (!performance.getEntriesByType('paint').length) return '';
            if (innerWidth !== {view.width()} || innerHeight !== {view.height()}) return '';
            e.scrollIntoView({{block: 'center'}});
            const r = e.getBoundingClientRect();
            if (!r.width) return '';
            return JSON.stringify([r.left + r.width / 2, r.top + r.height / 2, !!e.checked]);
        }})()"""

        def found(answer: object) -> None:
            if clicks != self._clicks:
                return
            spot, is_chosen = None, False
            if isinstance(answer, str) and answer:
                x, y, is_chosen = json.loads(answer)
                spot = QPoint(round(x), round(y))
            before, looks = self._seen.get(element, (None, 0))
            looks = looks + 1 if spot is not None and spot == before else 1
            self._seen[element] = spot, looks
            self._spots[element] = spot if looks >= _LOOKS_AT_REST else None
            (self._chosen.add if is_chosen else self._chosen.discard)(element)

        view.page().runJavaScript(script, found)


def _web_view() -> QWebEngineView | None:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    for window in QApplication.topLevelWidgets():
        for view in window.findChildren(QWebEngineView):
            if view.isVisible():
                return view
    return None
