"""Where a window opens: whole on the screen, whatever that has room for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)  # what Windows puts around a window, before there is one to measure


def open_in_the_middle(window: QWidget, wanted: QSize, screen: QRect) -> None:
    """As large as ``wanted`` where ``screen``, without its task bar, has room for that.

    A screen that is smaller than the smallest window says nothing, and changes nothing.
    """
    room = screen.size() - _FRAME
    smallest = window.minimumSize()
    fits = room.width() >= smallest.width() and room.height() >= smallest.height()
    size = wanted.boundedTo(room) if fits else wanted
    window.resize(size)
    if fits:
        around = QRect(screen.topLeft(), size + _FRAME)
        around.moveCenter(screen.center())
        window.move(around.topLeft())
