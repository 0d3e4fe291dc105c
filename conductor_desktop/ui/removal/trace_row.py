"""One place where something of the connection is, was, or may be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from conductor_desktop.services.removal import Standing, Trace
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, muted, selectable
from conductor_desktop.ui.theme import UNIT

_MARK_SIZE = 20

# What is still there is not yet gone; what cannot be seen is never shown as done.
_MARKS = {
    Standing.THERE: Mark.WAITING,
    Standing.GONE: Mark.OK,
    Standing.STAYS: Mark.LOOK,
    Standing.CANNOT_SEE: Mark.UNKNOWN,
}


class TraceRow(QWidget):
    """Mark, title, what was found, and numbered steps while there is something to do."""

    def __init__(self, trace: Trace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"trace-{trace.place}")
        self.mark = _MARKS[trace.standing]
        name = body(trace.title, self)
        name.setProperty("kind", "strong")
        texts = QVBoxLayout()
        texts.setSpacing(UNIT // 4)
        texts.addWidget(name)
        texts.addWidget(selectable(muted(trace.found, self)))
        for number, step in enumerate(trace.steps, 1):
            texts.addLayout(self._step(f"{number}." if len(trace.steps) > 1 else "", step))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(StatusMark(self.mark, _MARK_SIZE, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setAccessibleName(f"{trace.title}: {self.mark.value}. {trace.found}")

    def _step(self, number: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, UNIT // 2, 0, 0)
        row.setSpacing(UNIT)
        if number:
            label = body(number, self)
            label.setFixedWidth(UNIT * 2)  # the texts stand below each other, whatever the digits
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(selectable(body(text, self)), 1)
        return row
