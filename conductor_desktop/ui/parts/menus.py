"""A menu that drops from a button and is gone once something was chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


def drop_menu(name: str, spoken: str, parent: QWidget) -> QMenu:
    """Empty as yet; ``spoken`` is its name for a screen reader."""
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setProperty("kind", "drop")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(spoken)
    # Nothing of a window is to be seen around its round corners.
    menu.setWindowFlags(
        menu.windowFlags()
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.NoDropShadowWindowHint
    )
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return menu
