"""The strip of the last days with what it stands for: a summary, its days, and what is what."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from conductor_desktop.services.history.day_words import NAMES, summary
from conductor_desktop.services.history.standing import Standing
from conductor_desktop.services.history.strip import share_of
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT, colours
from conductor_desktop.ui.timeline.controller import TimelineController
from conductor_desktop.ui.timeline.patterns import paint_standing
from conductor_desktop.ui.timeline.strip import Strip


class StripCard(Card):
    """Reads the history whenever it comes onto the screen. ``name`` is the strip's object name."""

    trouble_chosen = Signal(object)  # the date of a day with trouble, clicked or entered

    def __init__(
        self, name: str, controller: TimelineController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Card")
        self._controller = controller
        self._summary = _one_line("", f"{name}Summary", self)
        self._first = _one_line("", f"{name}First", self)
        self._last = _one_line("Today", f"{name}Last", self)
        self._told = muted("", self)
        self._told.setObjectName(f"{name}Day")
        self.strip = Strip(name, self)
        self._build()
        self.strip.day_shown.connect(self._on_day_shown)
        self.strip.trouble_chosen.connect(self.trouble_chosen)
        controller.add_viewer(self)
        controller.changed.connect(self._render)
        self._render()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(subtitle("The last 30 days", self), 1)
        head.addWidget(self._summary)
        below = QHBoxLayout()
        below.setSpacing(UNIT * 2)
        below.addWidget(self._first)
        below.addStretch(1)
        for standing, text in NAMES.items():
            entry = QHBoxLayout()
            entry.setSpacing(UNIT * 3 // 4)
            entry.addWidget(_Swatch(standing, self))
            entry.addWidget(_one_line(text, f"{self.strip.objectName()}{standing}", self))
            below.addLayout(entry)
        below.addStretch(1)
        below.addWidget(self._last)
        self.column.setSpacing(UNIT // 2)
        self.column.addLayout(head)
        self.column.addWidget(self.strip)
        self.column.addLayout(below)
        self.column.addWidget(self._told)

    def _render(self) -> None:
        history = self._controller.history
        days = history.days if history is not None else ()
        self.strip.show_days(days)
        self._summary.setText(summary(share_of(days)) if days else "")
        self._first.setText(f"{days[0].day.day} {days[0].day:%B}" if days else "")

    def _on_day_shown(self, column: int) -> None:
        self._told.setText(self.strip.days_model.text_at(column))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._controller.refresh()


def _one_line(text: str, name: str, parent: QWidget) -> QLabel:
    label = muted(text, parent)
    label.setObjectName(name)
    label.setWordWrap(False)
    return label


class _Swatch(QWidget):
    """A small square that shows what a standing looks like."""

    def __init__(self, standing: Standing, parent: QWidget) -> None:
        super().__init__(parent)
        self._standing = standing
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(14, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint_standing(painter, self._standing, box)
        painter.setPen(QPen(QColor(colours().border_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
