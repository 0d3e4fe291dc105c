"""A drawing of QuickBooks' permission window, the answer to choose made unmissable."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from conductor_desktop.ui.setup.drawn_window import DrawnWindow, highlight, write
from conductor_desktop.ui.theme import colours

_ANSWERS = ("No", "Yes, prompt each time", "Yes, whenever this file is open")
_CHOSEN = "Yes, always; allow access even\nif QuickBooks is not running"
_LINE, _CHOSEN_HEIGHT = 20.0, 38.0


class PermissionPicture(DrawnWindow):
    """The four answers of QuickBooks, much as it words them, with the last one chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "QuickBooks asks, for example:",
            132,
            "Drawing of QuickBooks' permission window. Choose the last answer: "
            "Yes, always; allow access even if QuickBooks is not running.",
            parent,
        )

    def paint_inside(self, painter: QPainter, box: QRectF) -> None:
        top = box.top()
        for answer in _ANSWERS:
            _paint_answer(painter, QRectF(box.left(), top, box.width(), _LINE), answer)
            top += _LINE
        last = QRectF(box.left(), top, box.width(), _CHOSEN_HEIGHT)
        highlight(painter, last)
        _paint_answer(painter, last, _CHOSEN, chosen=True)


def _paint_answer(painter: QPainter, box: QRectF, answer: str, *, chosen: bool = False) -> None:
    scheme = colours()
    painter.setPen(QPen(QColor(scheme.accent if chosen else scheme.border_strong), 1.5))
    painter.setBrush(QColor(scheme.surface))
    centre = box.center().y()
    painter.drawEllipse(QRectF(box.left() + 8, centre - 6, 12, 12))
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawEllipse(QRectF(box.left() + 11, centre - 3, 6, 6))
    words = box.adjusted(28, 0, -4, 0)
    write(painter, words, answer, scheme.text if chosen else scheme.muted, bold=chosen)
