"""Where a bundle comes from: the dialog to choose one, or a file that was dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from conductor_desktop.ui.opened_bundle.banner import OtherPcBanner
from conductor_desktop.ui.opened_bundle.controller import OpenedBundleController
from conductor_desktop.ui.opened_bundle.screen import OpenedBundleScreen
from conductor_desktop.ui.tasks import TaskRunner


class OpenedBundles(QObject):
    """The screen, ``widget`` with the band above it, and the way onto it."""

    chosen = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._controller = OpenedBundleController(runner, self)
        banner = OtherPcBanner()
        self.screen = OpenedBundleScreen(self._controller, banner)
        self.screen.another_wanted.connect(self.choose)
        self.widget = QWidget()
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(banner)
        column.addWidget(self.screen, 1)
        self.widget.setFocusProxy(self.screen)

    def choose(self) -> None:
        """Ask which one; nothing happens when the dialog is left."""
        dialog = QFileDialog(self._parent, "Open a support bundle")
        dialog.setObjectName("openBundleDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The system's own dialog cannot be driven where there is no desktop.
        is_headless = QGuiApplication.platformName() == "offscreen"
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, is_headless)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Support bundle (*.zip)")
        downloads = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DownloadLocation
        )
        dialog.setDirectory(downloads)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def open(self, path: Path) -> None:
        """Show this one, once it has been read."""
        self._controller.open(path)
        self.chosen.emit()
