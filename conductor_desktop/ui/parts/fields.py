"""Fields that need a little more than Qt gives them."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton


def offer_clearing(field: QLineEdit) -> None:
    """A button in ``field`` that empties it, with a name: Qt's own has only a picture."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName("Clear")
