"""What the page copies is a password: no history keeps it, and it does not stay for long.

Imports no QtWebEngine; the engine puts what a page copies onto Qt's own clipboard.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from conductor_desktop.secret import Secret
from conductor_desktop.ui.private_clipboard import PrivateClipboard, is_private

# As long as the whole step takes: pasted later than expected it is still there.
SECONDS = 600.0


class CopiesOfPage(PrivateClipboard):
    """Takes over whatever text is copied while ``page`` has the keyboard; goes with it."""

    def __init__(self, page: QWidget, seconds: float = SECONDS) -> None:
        super().__init__(page, seconds)
        self._page = page
        self._board = QGuiApplication.clipboard()
        self._board.dataChanged.connect(self._on_copied)

    def _on_copied(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self._page.isAncestorOf(focused):
            return  # somebody else did; no widget has the keyboard while another program has it
        data: QMimeData | None = self._board.mimeData()  # none once it was cleared
        if data is not None and data.hasText() and not is_private(data):
            self.copy(Secret(data.text()))
