"""A drawing of QuickBooks' permission window, the answer to choose made unmissable."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor_desktop.ui.theme import UNIT, colours, sized_font


class PermissionPicture(QWidget):
    """The four answers of QuickBooks, as it words them, with the last one chosen."""

    _ANSWERS = (
        "No",
        "Yes, ask each time",
        "Yes, when this file is open",
        "Yes, always; even if\nQuickBooks is not running",
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Drawing of QuickBooks' permission window. Choose the last answer: "
            "Yes, always; even if QuickBooks is not running."
        )

    def sizeHint(self) -> QSize:
        return QSize(UNIT * 30, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(scheme.border_strong), 1))
        painter.setBrush(QColor(scheme.window))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setFont(sized_font(8.5, bold=True))
        painter.setPen(QColor(scheme.muted))
        painter.drawText(
            frame.adjusted(10, 6, -10, 0),
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
            "QuickBooks asks, for example:",
        )
        top = 27.0
        for number, answer in enumerate(self._ANSWERS):
            last = number == len(self._ANSWERS) - 1
            height = 38.0 if last else 20.0
            self._paint_answer(painter, QRectF(8, top, frame.width() - 16, height), answer, last)
            top += height

    def _paint_answer(self, painter: QPainter, box: QRectF, answer: str, chosen: bool) -> None:
        scheme = colours()
        if chosen:
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QPen(QColor(scheme.accent if chosen else scheme.border_strong), 1.5))
        painter.setBrush(QColor(scheme.surface))
        centre = box.center().y()
        painter.drawEllipse(QRectF(box.left() + 8, centre - 6, 12, 12))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            painter.drawEllipse(QRectF(box.left() + 11, centre - 3, 6, 6))
        painter.setPen(QColor(scheme.text if chosen else scheme.muted))
        painter.setFont(sized_font(9, bold=chosen))
        painter.drawText(
            box.adjusted(28, 0, -4, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            answer,
        )
