"""Opens the system's own programs: the file manager at a file, whatever an address is for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication


def show_in_folder(path: Path) -> bool:
    """Open the folder of ``path``, with the file selected where the system can; False if not."""
    if sys.platform == "win32":
        # Two arguments, so that a path with spaces is quoted without its "/select,":
        # the Explorer does not understand the two quoted as one.
        return QProcess.startDetached("explorer.exe", ["/select,", str(path)])[0]
    if QGuiApplication.platformName() == "offscreen":
        return False  # there is no desktop to show it on
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def open_link(address: str) -> bool:
    """Give ``address`` to the program that the system has for it; False where there is none."""
    return QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))
