"""Puts a window where the person sees it, wherever it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def bring_to_front(window: QWidget) -> None:
    """Out of the taskbar or out of hiding, before all others, and with the keyboard.

    A dialog that has to be answered first gets the keyboard.
    """
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    dialog = QApplication.activeModalWidget()
    for each in (window, dialog) if dialog is not None else (window,):
        each.raise_()
        each.activateWindow()
