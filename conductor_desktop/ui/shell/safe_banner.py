"""The band that says what safe mode is, on every window, with the ways out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMainWindow, QWidget

from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import body
from conductor_desktop.ui.theme import UNIT

_WHY = {
    Care.STARTS_FAIL: "Safe mode, because Conductor Desktop ended twice soon after its start.",
    Care.WANTED: "Safe mode, because Conductor Desktop was started with it.",
}
_WHAT = (
    "Your connections are all there. Nothing is watched by itself, nothing stays beside the clock, "
    "and web pages open in your browser."
)


class SafeBanner(QFrame):
    """Two lines at the top of a window, with what can be done beside them."""

    normal_start_wanted = Signal()
    support_wanted = Signal()

    def __init__(self, care: Care, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("safeBanner")
        text = f"{_WHY.get(care, _WHY[Care.WANTED])} {_WHAT}"
        self.setAccessibleName(text)
        support = link_button("Save a support bundle", "safeSupport", self)
        support.clicked.connect(self.support_wanted)
        normal = link_button("Start normally", "safeNormal", self)
        normal.setToolTip("Closes this window and starts the app again")
        normal.clicked.connect(self.normal_start_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT // 2, UNIT, UNIT // 2)
        row.addWidget(body(text, self), 1)
        row.addWidget(support)
        row.addWidget(normal)


def put_on_top(banner: SafeBanner, window: QMainWindow) -> None:
    """Above everything else in ``window``, and said aloud."""
    central = window.centralWidget()
    layout = central.layout() if central is not None else None
    if isinstance(layout, QBoxLayout):
        layout.insertWidget(0, banner)
    announce(banner, banner.accessibleName())
