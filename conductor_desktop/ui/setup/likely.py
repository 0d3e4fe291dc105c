"""What may be the reason where nothing proves one: the likeliest first, each with its click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import body, muted, selectable, subtitle
from conductor_desktop.ui.theme import UNIT

if TYPE_CHECKING:
    from conductor_desktop.services.connection.diagnosis import Suspect


class LikelyCauses(Card):
    """Hidden while there is none."""

    remedy_wanted = Signal(object)  # a Remedy

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: list[QWidget] = []
        self.column.addWidget(subtitle("What is most likely", self))
        self.hide()

    def show_causes(self, causes: Sequence[Suspect]) -> None:
        """Show these instead."""
        for row in self._rows:
            row.hide()  # or it would shine through the new ones until it is gone
            row.deleteLater()
        self._rows = [self._row(cause) for cause in causes]
        for row in self._rows:
            self.column.addWidget(row)
        self.setVisible(bool(causes))

    def _row(self, cause: Suspect) -> QWidget:
        row = QWidget(self)
        name = body(cause.title, row)
        name.setProperty("kind", "strong")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        column.setSpacing(UNIT // 4)
        column.addWidget(name)
        column.addWidget(selectable(muted(f"It is this one if {cause.told_by}.", row)))
        column.addWidget(selectable(body(cause.next_step, row)))
        if cause.remedy is not None:
            button = plain_button(cause.remedy.label, f"remedy-{cause.id}", row)
            button.clicked.connect(partial(self.remedy_wanted.emit, cause.remedy))
            column.addSpacing(UNIT // 2)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return row
