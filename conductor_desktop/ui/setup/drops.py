"""The one file that somebody drags over the window, if it is of the kind that is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent


def dropped_file(event: QDragEnterEvent | QDropEvent, suffix: str) -> Path | None:
    """The file's path; None for anything else, for several files, and without a ``suffix``."""
    urls = event.mimeData().urls()
    if not suffix or len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == suffix else None
