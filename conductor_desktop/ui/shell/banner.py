"""The band that says these books are made up, on every window of the sandbox profile."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import link_button
from conductor_desktop.ui.parts.texts import body
from conductor_desktop.ui.theme import UNIT

TEXT = "Sandbox: made-up books. Nothing here touches QuickBooks or your Conductor account."


class SandboxBanner(QFrame):
    """One line at the top of a window, with the way out beside it."""

    leave_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, can_leave: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("sandboxBanner")
        self._leave = link_button("Leave the sandbox", "sandboxLeave", self)
        self._leave.clicked.connect(self.leave_clicked)
        self._leave.setVisible(can_leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 2, UNIT // 2, UNIT, UNIT // 2)
        row.addWidget(body(TEXT, self), 1)
        row.addWidget(self._leave)
