"""Buttons by weight: one primary per page, the rest plain, links for side roads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget


def primary_button(text: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """The one thing to do next. ``name`` is the object name tests and the tour find it by."""
    button = plain_button(text, name, parent)
    button.setProperty("kind", "primary")
    return button


def plain_button(text: str, name: str, parent: QWidget | None = None) -> QPushButton:
    """Anything else one can do here."""
    button = QPushButton(text, parent)
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
