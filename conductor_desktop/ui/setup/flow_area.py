"""The page of the auth flow, and under it the panel about the connection file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.theme import UNIT

_GAP = UNIT * 3 // 2


class FlowArea(QWidget):
    """The panel is as high as what it says, and at most half: then it scrolls by itself.

    It comes and goes under the page, so that nothing on the page moves under somebody's hand.
    ``place`` is where the page is put.
    """

    def __init__(self, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QWidget(self)
        self.place = QVBoxLayout(self._page)
        self.place.setContentsMargins(0, 0, 0, 0)
        self._panel = panel
        panel.setParent(self)
        panel.installEventFilter(self)

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        if self._panel.isHidden():
            self._page.setGeometry(0, 0, width, height)
            return
        panel = min(self._panel.heightForWidth(width), height // 2)
        self._panel.setGeometry(0, height - panel, width, panel)
        self._page.setGeometry(0, 0, width, max(height - panel - _GAP, 0))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
