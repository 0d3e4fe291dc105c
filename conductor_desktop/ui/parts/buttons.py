"""Buttons by weight: one primary per page, the rest plain, links for side roads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget


class _Button(QPushButton):
    """Enter presses it as Space does; Qt's own do that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # held down, it would go on pressing
            self.click()


def primary_button(text: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """The one thing to do next. ``name`` is the object name tests and the tour find it by."""
    button = plain_button(text, name, parent)
    button.setProperty("kind", "primary")
    return button


def plain_button(text: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """Anything else one can do here."""
    button = _Button(text, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button


def link_button(text: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """A side road, shown as a link but reached by keyboard like any button."""
    button = plain_button(text, name, parent)
    button.setProperty("kind", "link")
    button.setFlat(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def set_kind(button: QPushButton, kind: str) -> None:
    """Give it another weight: "primary" or "plain"."""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
