"""Fields that need a little more than Qt gives them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget


def offer_clearing(field: QLineEdit) -> None:
    """A button in ``field`` that empties it, with a name: Qt's own has only a picture."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName("Clear")


def search_by_keys(field: QLineEdit, screen: QWidget, found: QWidget) -> None:
    """Ctrl+F anywhere on ``screen`` leads into ``field``; from there Enter leads to ``found``, and
    Esc empties the field, or does the same where it is empty."""

    def begin() -> None:
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def give_up() -> None:
        if field.text():
            field.clear()
        else:
            found.setFocus()

    field.returnPressed.connect(found.setFocus)
    QShortcut(QKeySequence("Ctrl+F"), screen).activated.connect(begin)
    escape = QShortcut(QKeySequence("Esc"), field)
    escape.setContext(Qt.ShortcutContext.WidgetShortcut)
    escape.activated.connect(give_up)
