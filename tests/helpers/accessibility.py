"""What a screen reader gets to hear of a window, asked through Qt's own interface."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QWidget


def accessible_name(widget: QWidget) -> str:
    """What a screen reader says this widget is."""
    interface = QAccessible.queryAccessibleInterface(widget)
    # mypy knows the interface as never None; for a widget without one Qt does answer None.
    return interface.text(QAccessible.Text.Name) if interface else ""


def focusable(root: QWidget) -> list[QWidget]:
    """Every visible widget under ``root`` that the Tab key can reach; ``root`` is shown."""
    return [
        widget
        for widget in [root, *root.findChildren(QWidget)]
        if widget.isVisibleTo(root)
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def nameless(root: QWidget) -> list[str]:
    """Controls a person can reach by keyboard without hearing what they are; none, please."""
    return [
        f"{type(widget).__name__} {widget.objectName() or '(no object name)'}"
        for widget in focusable(root)
        if not accessible_name(widget).strip()
    ]


_ROLES = QAccessible.Role
_CONTROLS = frozenset(
    {
        _ROLES.Button,
        _ROLES.ButtonMenu,
        _ROLES.CheckBox,
        _ROLES.ComboBox,
        _ROLES.EditableText,
        _ROLES.Graphic,
        _ROLES.Link,
        _ROLES.List,
        _ROLES.ListItem,
        _ROLES.MenuItem,
        _ROLES.PageTab,
        _ROLES.ProgressBar,
        _ROLES.RadioButton,
        _ROLES.Slider,
        _ROLES.SpinBox,
        _ROLES.Table,
        _ROLES.Tree,
    }
)


def unnamed(window: QWidget) -> list[str]:
    """Controls in the tree a screen reader walks through that it cannot call anything.

    Unlike ``nameless`` it goes by what is told to a screen reader, not by what Tab reaches.
    """
    root = QAccessible.queryAccessibleInterface(window)
    return [f"{role.name} without a name in {path}" for role, path in _unnamed(root, "window")]


def _unnamed(node: QAccessibleInterface, path: str) -> Iterator[tuple[QAccessible.Role, str]]:
    role = node.role()
    state = node.state()
    if state.invisible:
        return
    name = node.text(QAccessible.Text.Name).strip()
    is_control = role in _CONTROLS or state.focusable
    if is_control and not name:
        yield role, path
    thing = node.object()
    if thing is not None and thing.inherits("QWebEngineView"):
        return  # what is in the page is its maker's, and asking from here crashes (6.11.3)
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from _unnamed(child, f"{path} > {name or role.name}")


class Listener:
    """A screen reader that is there and notes what it is told to say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[str] = []
        monkeypatch.setattr(QAccessible, "isActive", lambda: True)
        monkeypatch.setattr(QAccessible, "updateAccessibility", self._hear)

    def _hear(self, event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            self.said.append(event.message())
