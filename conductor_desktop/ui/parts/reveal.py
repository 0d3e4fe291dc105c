"""Opens the system's file manager at a file."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def show_in_folder(path: Path) -> bool:
    """Open the folder of ``path``, with the file selected where the system can; False if not."""
    if sys.platform == "win32":
        # Two arguments, so that a path with spaces is quoted without its "/select,":
        # the Explorer does not understand the two quoted as one.
        return QProcess.startDetached("explorer.exe", ["/select,", str(path)])[0]
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
