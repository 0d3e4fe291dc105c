"""A drawing of the Web Connector's list: where the password goes, and what is ticked after it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from conductor_desktop.ui.setup.drawn_window import DrawnWindow, highlight, paint_number, write
from conductor_desktop.ui.theme import colours

_ROW_HEIGHT = 28.0
_STEPS = ("Paste it here, press Enter, answer Yes.", "Then tick Auto-Run.")


class PasswordPicture(DrawnWindow):
    """One row of the list, and two things to do in it, in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "In the Web Connector’s list:",
            124,
            "Drawing of the Web Connector's list. First paste the password into the Password box "
            "of the service, press Enter and answer Yes. Then tick the box Auto-Run.",
            parent,
        )

    def paint_inside(self, painter: QPainter, box: QRectF) -> None:
        scheme = colours()
        first, second = box.width() * 0.29, box.width() * 0.61
        for left, heading in ((0.0, "Auto-Run"), (first, "Service"), (second, "Password")):
            column = QRectF(box.left() + left + 6, box.top(), box.width() - left, 16)
            write(painter, column, heading, scheme.muted, points=8)
        row = QRectF(box.left(), box.top() + 18, box.width(), _ROW_HEIGHT)
        painter.setPen(QPen(QColor(scheme.border_strong), 1))
        painter.setBrush(QColor(scheme.surface))
        painter.drawRect(row)
        write(painter, row.adjusted(first + 6, 0, 0, 0), "Conductor", scheme.text)
        cell = row.adjusted(second, 2, -2, -2)
        highlight(painter, cell)
        paint_number(painter, QPointF(cell.left() + 14, cell.center().y()), 1)
        write(painter, cell.adjusted(28, 0, 0, 0), "•••••", scheme.text, bold=True)
        _paint_tick_box(painter, QRectF(row.left() + 8, row.center().y() - 7, 14, 14))
        paint_number(painter, QPointF(row.left() + 36, row.center().y()), 2)
        for number, todo in enumerate(_STEPS):
            line = QRectF(box.left(), row.bottom() + 6 + number * 20, box.width(), 18)
            paint_number(painter, QPointF(line.left() + 8, line.center().y()), number + 1)
            write(painter, line.adjusted(22, 0, 0, 0), todo, scheme.text, bold=True)


def _paint_tick_box(painter: QPainter, box: QRectF) -> None:
    scheme = colours()
    highlight(painter, box)
    painter.setPen(QPen(QColor(scheme.accent), 2))
    painter.drawPolyline(
        [
            box.topLeft() + QPointF(3, 7),
            box.topLeft() + QPointF(6, 10),
            box.topLeft() + QPointF(11, 4),
        ]
    )
