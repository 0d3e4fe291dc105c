"""The page of the auth flow, and under it the panel about the connection file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT

_GAP = UNIT * 3 // 2
_COMES = "The page comes here as soon as there is a link."
_ELSEWHERE = "The page opens in your browser."


class FlowArea(QWidget):
    """The panel is as high as what it says, and at most half: then it scrolls by itself.

    It comes and goes under the page, so that nothing on the page moves under somebody's hand.
    """

    def __init__(self, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QFrame(self)
        self._page.setProperty("kind", "sheet")
        self._empty = muted("", self._page)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place = QVBoxLayout(self._page)
        self._place.setContentsMargins(1, 1, 1, 1)  # inside its frame
        self._place.addWidget(self._empty)
        self._panel = panel
        panel.setParent(self)
        panel.installEventFilter(self)
        self.promise(comes_here=True)

    def promise(self, *, comes_here: bool) -> None:
        """Say where the page is to be expected while there is none."""
        self._empty.setText(_COMES if comes_here else _ELSEWHERE)

    def put(self, view: QWidget) -> None:
        """Show ``view``, which stays whose it is, where the page belongs."""
        self._empty.hide()
        self._place.addWidget(view)

    def take(self, view: QWidget) -> None:
        """``view`` goes."""
        self._place.removeWidget(view)
        self._empty.show()

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
