"""A drawing of what gets connected: QuickBooks, the Web Connector, Conductor, your software."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor_desktop.ui.theme import UNIT, colours, sized_font

_BOX_HEIGHT = 92.0
_WIDEST_BOX = 190.0
_GAP = 46.0


class HowItWorks(QWidget):
    """Four boxes and the arrows between them; the first two stand on this PC."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Drawing: QuickBooks and its Web Connector, both on this PC, are connected to "
            "Conductor, and Conductor to the software you use."
        )

    def sizeHint(self) -> QSize:
        return QSize(UNIT * 80, 148)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = min(_WIDEST_BOX, (self.width() - 3 * _GAP - 2 * UNIT) / 4)
        boxes = [
            QRectF(UNIT + index * (width + _GAP), 38, width, _BOX_HEIGHT) for index in range(4)
        ]
        _paint_pc(painter, boxes[0].united(boxes[1]).adjusted(-UNIT, -30, UNIT, UNIT))
        for box, (name, icon) in zip(boxes, _PARTS, strict=True):
            _paint_box(painter, box, name, icon)
        for left, right in itertools.pairwise(boxes):
            _paint_arrow(painter, left, right)


def _paint_pc(painter: QPainter, box: QRectF) -> None:
    scheme = colours()
    pen = QPen(QColor(scheme.border_strong), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(QColor(scheme.muted))
    painter.setFont(sized_font(8.5, bold=True))
    painter.drawText(box.adjusted(12, 7, 0, 0), Qt.AlignmentFlag.AlignTop, "This PC")


def _paint_box(painter: QPainter, box: QRectF, name: str, icon: Callable[[QPainter], None]) -> None:
    scheme = colours()
    painter.setPen(QPen(QColor(scheme.border), 1))
    painter.setBrush(QColor(scheme.surface))
    painter.drawRoundedRect(box, 8, 8)
    painter.save()
    painter.translate(box.center().x() - 16, box.top() + 14)
    painter.setPen(QPen(QColor(scheme.accent), 2))
    painter.setBrush(QColor(scheme.accent_soft))
    icon(painter)
    painter.restore()
    painter.setPen(QColor(scheme.text))
    painter.setFont(sized_font(9.5))
    painter.drawText(
        box.adjusted(4, 54, -4, -6),
        int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
        name,
    )


def _paint_arrow(painter: QPainter, left: QRectF, right: QRectF) -> None:
    colour = QColor(colours().accent)
    middle = left.center().y()
    start, end = left.right() + 7, right.left() - 7
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QPointF(start + 6, middle), QPointF(end - 6, middle))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for tip, back in ((start, 8.0), (end, -8.0)):
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(tip, middle),
                    QPointF(tip + back, middle - 5),
                    QPointF(tip + back, middle + 5),
                ]
            )
        )


def _paint_ledger(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(4, 1, 24, 30), 3, 3)
    for y in (9, 15, 21):
        painter.drawLine(QPointF(10, y), QPointF(22, y))


def _paint_plug(painter: QPainter) -> None:
    painter.drawLine(QPointF(11, 2), QPointF(11, 9))
    painter.drawLine(QPointF(21, 2), QPointF(21, 9))
    painter.drawRoundedRect(QRectF(6, 9, 20, 12), 4, 4)
    painter.drawLine(QPointF(16, 21), QPointF(16, 31))


def _paint_cloud(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(1, 14, 30, 13), 6.5, 6.5)
    painter.drawChord(QRectF(7, 5, 17, 18), 0, 180 * 16)


def _paint_window(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2, 4, 28, 24), 3, 3)
    painter.drawLine(QPointF(2, 11), QPointF(30, 11))


_PARTS: tuple[tuple[str, Callable[[QPainter], None]], ...] = (
    ("QuickBooks", _paint_ledger),
    ("Web Connector", _paint_plug),
    ("Conductor", _paint_cloud),
    ("The software you use", _paint_window),
)
