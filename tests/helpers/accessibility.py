"""What a screen reader gets to hear of a window, asked through Qt's own interface."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
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
