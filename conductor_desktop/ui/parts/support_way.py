"""The way to the support bundle from wherever something went wrong in a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

WORDS = "Support bundle…"
BUNDLE_SUFFIX = ".zip"
_NAME = "supportWay"
_PLACE = "supportScreen"
_KEYS = "Ctrl+Shift+B"


def lead_to_support(window: QWidget, lead: Callable[[], None]) -> None:
    """From now on everything in ``window``, and what it opens, leads there by ``lead``."""
    action = QAction(WORDS, window)
    action.setObjectName(_NAME)
    action.setShortcut(QKeySequence(_KEYS))
    action.triggered.connect(lead)
    window.addAction(action)


def support_way(widget: QWidget) -> QAction | None:
    """What leads there from ``widget``; None where nothing does, or where one is there already."""
    around: QWidget | None = widget
    while around is not None and around.objectName() != _PLACE:
        for action in around.actions():
            if action.objectName() == _NAME:
                return action
        around = around.parentWidget()
    return None
