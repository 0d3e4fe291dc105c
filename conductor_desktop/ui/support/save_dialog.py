"""Asks where the bundle shall go, in the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """``chosen``, a method of a widget, gets the path; nothing happens when the dialog is left."""
    dialog = QFileDialog(parent, "Save the support bundle")
    dialog.setObjectName("supportSaveDialog")
    # The system's own dialog cannot be driven where there is no desktop.
    is_headless = QGuiApplication.platformName() == "offscreen"
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, is_headless)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Support bundle (*.zip)")
    dialog.setDefaultSuffix("zip")
    dialog.setDirectory(str(_documents()))
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _documents() -> Path:
    folder = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    )
    return folder if folder.is_dir() else Path.home()
