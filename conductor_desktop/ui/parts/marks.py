"""A state as a shape and a colour, so that it is told apart without colour too."""

from __future__ import annotations

import enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor_desktop.ui.theme import colours


class Mark(enum.Enum):
    """The value is what a screen reader says."""

    OK = "all right"
    LOOK = "worth a look"
    STOP = "needs fixing"
    UNKNOWN = "could not tell"
    BUSY = "working on it"
    WAITING = "not yet"
    PAUSED = "paused"


class StatusMark(QWidget):
    """Paints one mark: ticked disc, triangle, crossed octagon, ringed dash, dots, empty ring,
    two bars in a ring."""

    def __init__(self, mark: Mark, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(mark.value)

    @property
    def mark(self) -> Mark:
        return self._mark

    def set_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._mark = mark
        self.setAccessibleName(mark.value)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self._mark, QRectF(self.rect()))


def paint_mark(painter: QPainter, mark: Mark, box: QRectF) -> None:
    """Paint ``mark`` inside ``box``; also used by the tray icon and by tables."""
    side = min(box.width(), box.height())
    painter.save()
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / 20, side / 20)
    _PAINTERS[mark](painter)
    painter.restore()


def _fill(painter: QPainter, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))


def _stroke(painter: QPainter, colour: str, width: float = 2.0) -> None:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_ok(painter: QPainter) -> None:
    scheme = colours()
    _fill(painter, scheme.ok)
    painter.drawEllipse(QRectF(1, 1, 18, 18))
    _stroke(painter, scheme.surface, 2.2)
    painter.drawPolyline(QPolygonF([QPointF(5.8, 10.4), QPointF(8.8, 13.4), QPointF(14.2, 7.2)]))


def _paint_look(painter: QPainter) -> None:
    scheme = colours()
    _fill(painter, scheme.look)
    _stroke_join = QPen(QColor(scheme.look), 2)
    _stroke_join.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(_stroke_join)
    painter.drawPolygon(QPolygonF([QPointF(10, 2.5), QPointF(18.2, 17), QPointF(1.8, 17)]))
    _stroke(painter, scheme.surface, 2.2)
    painter.drawLine(QPointF(10, 7.5), QPointF(10, 11.5))
    painter.drawPoint(QPointF(10, 14.6))


def _paint_stop(painter: QPainter) -> None:
    scheme = colours()
    _fill(painter, scheme.stop)
    corners = [(6, 1), (14, 1), (19, 6), (19, 14), (14, 19), (6, 19), (1, 14), (1, 6)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    _stroke(painter, scheme.surface, 2.2)
    painter.drawLine(QPointF(6.8, 6.8), QPointF(13.2, 13.2))
    painter.drawLine(QPointF(13.2, 6.8), QPointF(6.8, 13.2))


def _paint_unknown(painter: QPainter) -> None:
    scheme = colours()
    _stroke(painter, scheme.unknown, 2.0)
    painter.drawEllipse(QRectF(2, 2, 16, 16))
    painter.drawLine(QPointF(6.5, 10), QPointF(13.5, 10))


def _paint_busy(painter: QPainter) -> None:
    _fill(painter, colours().muted)
    for x in (4.0, 10.0, 16.0):
        painter.drawEllipse(QPointF(x, 10), 1.9, 1.9)


def _paint_waiting(painter: QPainter) -> None:
    _stroke(painter, colours().border_strong, 1.6)
    painter.drawEllipse(QRectF(2, 2, 16, 16))


def _paint_paused(painter: QPainter) -> None:
    scheme = colours()
    _stroke(painter, scheme.unknown, 2.0)
    painter.drawEllipse(QRectF(2, 2, 16, 16))
    for x in (8.0, 12.0):
        painter.drawLine(QPointF(x, 7.2), QPointF(x, 12.8))


_PAINTERS = {
    Mark.OK: _paint_ok,
    Mark.LOOK: _paint_look,
    Mark.STOP: _paint_stop,
    Mark.UNKNOWN: _paint_unknown,
    Mark.BUSY: _paint_busy,
    Mark.WAITING: _paint_waiting,
    Mark.PAUSED: _paint_paused,
}
