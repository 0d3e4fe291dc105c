"""The list of steps at the left: where one is, what is done, what is to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.parts.texts import muted
from conductor_desktop.ui.theme import UNIT, colours, sized_font

STEP_NAMES = {
    SetupStep.WELCOME: "Welcome",
    SetupStep.CHECKS: "Check this PC",
    SetupStep.END_USER: "Who is this for?",
    SetupStep.CONNECT: "Connect",
    SetupStep.VERIFY: "Verify",
}


class Stepper(QWidget):
    """Shows the steps of setup; not clickable, Back and Next lead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(UNIT * 26)
        self._rows = [
            _Row(number, name, self) for number, name in enumerate(STEP_NAMES.values(), 1)
        ]
        self._brand = QLabel("Conductor Desktop", self)
        self._brand.setFont(sized_font(12, bold=True))
        self._hint = muted("About ten minutes, and you can stop and come back at any time.", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 2, UNIT * 3)
        column.setSpacing(UNIT // 2)
        column.addWidget(self._brand)
        column.addSpacing(UNIT * 2)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        column.addWidget(self._hint)

    def show_step(self, step: SetupStep) -> None:
        """Mark everything before ``step`` as done and ``step`` as current."""
        steps = list(STEP_NAMES)
        current = steps.index(step) if step in STEP_NAMES else len(steps)
        for index, row in enumerate(self._rows):
            row.show_state(done=index < current, current=index == current)


class _Row(QWidget):
    def __init__(self, number: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._disc = _Disc(number, self)
        self._name = QLabel(name, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, UNIT // 2, 0, UNIT // 2)
        row.setSpacing(UNIT * 3 // 2)
        row.addWidget(self._disc)
        row.addWidget(self._name, 1)
        self._text = name

    def show_state(self, *, done: bool, current: bool) -> None:
        self._disc.show_state(done=done, current=current)
        self._name.setProperty("kind", "strong" if current else "" if done else "muted")
        self._name.style().unpolish(self._name)
        self._name.style().polish(self._name)
        state = "done" if done else "current step" if current else "to come"
        self.setAccessibleName(f"{self._text}: {state}")


class _Disc(QWidget):
    """A number in a ring; filled when current, a tick when done."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._done = self._current = False
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(26, 26)

    def show_state(self, *, done: bool, current: bool) -> None:
        self._done, self._current = done, current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._done:
            from conductor_desktop.ui.parts.marks import Mark, paint_mark  # not at the first paint

            paint_mark(painter, Mark.OK, QRectF(1, 1, 24, 24))
            return
        edge = scheme.accent if self._current else scheme.border_strong
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(scheme.accent if self._current else scheme.surface))
        painter.drawEllipse(QRectF(2, 2, 22, 22))
        painter.setPen(QColor(scheme.accent_text if self._current else scheme.muted))
        painter.setFont(sized_font(9, bold=True))
        painter.drawText(QRectF(2, 2, 22, 22), Qt.AlignmentFlag.AlignCenter, str(self._number))
