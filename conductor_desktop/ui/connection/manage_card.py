"""What can be done with the connection itself: make it anew, or have it gone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT


class ManageCard(Card):
    """Two rows, each with what it is for and a button that leads there."""

    reconnect_clicked = Signal()
    remove_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manageCard")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(UNIT * 3)
        self._rows.setVerticalSpacing(UNIT * 3 // 2)
        self._rows.setColumnStretch(0, 1)
        reconnect = plain_button("Reconnect…", "reconnect", self)
        reconnect.clicked.connect(self.reconnect_clicked)
        remove = plain_button("Remove this connection…", "removeConnection", self)
        remove.clicked.connect(self.remove_clicked)
        self._add_row(
            "Connect the same company again, for example when QuickBooks or its Web Connector was "
            "installed anew or has lost the password. Nothing else has to be given again.",
            reconnect,
        )
        self._add_row(
            "Take this connection off this PC. You see first what that means, and what is left to "
            "do elsewhere.",
            remove,
        )
        self.column.addWidget(subtitle("This connection", self))
        self.column.addLayout(self._rows)

    def _add_row(self, text: str, button: QPushButton) -> None:
        row = self._rows.rowCount()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._rows.addWidget(muted(text, self), row, 0, middle)
        self._rows.addWidget(button, row, 1, middle)
