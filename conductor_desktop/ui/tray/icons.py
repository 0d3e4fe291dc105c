"""The tray icon of each state: a shape as well as a colour, drawn for each size by itself.

The taskbar may be light or dark whatever the app is, and nobody tells an icon which. So each colour
stands out from both, and what is drawn on it is white.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap, QPolygonF

from conductor_desktop.ui.parts.marks import Mark

SIZES = (16, 20, 24, 28, 32, 40, 48, 64)
"""In pixels: what Windows asks for from 100 to 400 %."""
COLOURS = {
    "ok": "#1f8f4e",
    "look": "#c27400",
    "stop": "#d0342c",
    "busy": "#0b858a",
    "still": "#75808b",
}
_GRID = 16.0
_INK = "#ffffff"


def tray_icon(mark: Mark) -> QIcon:
    """``mark`` in every size in which it may be asked for."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(QPixmap.fromImage(picture(mark, size)))
    return icon


def picture(mark: Mark, size: int) -> QImage:
    """``mark`` in a square of ``size`` pixels."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    _PAINTERS[mark](painter)
    painter.end()
    return image


def _fill(painter: QPainter, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS[colour]))


def _ink(painter: QPainter, width: float = 2.0, colour: str = _INK) -> None:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _ok(painter: QPainter) -> None:
    _fill(painter, "ok")
    painter.drawEllipse(QRectF(0, 0, 16, 16))
    _ink(painter)
    painter.drawPolyline(QPolygonF([QPointF(4.4, 8.3), QPointF(7, 10.9), QPointF(11.6, 5.6)]))


def _look(painter: QPainter) -> None:
    colour = QColor(COLOURS["look"])
    edge = QPen(colour, 2)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(edge)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(8, 1.6), QPointF(15, 14.4), QPointF(1, 14.4)]))
    _ink(painter)
    painter.drawLine(QPointF(8, 6), QPointF(8, 9))
    painter.drawPoint(QPointF(8, 12.4))


def _stop(painter: QPainter) -> None:
    _fill(painter, "stop")
    near, far = 4.6, 11.4
    corners = [(near, 0), (far, 0), (16, near), (16, far), (far, 16), (near, 16)]
    corners += [(0, far), (0, near)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    _ink(painter)
    painter.drawLine(QPointF(5.2, 5.2), QPointF(10.8, 10.8))
    painter.drawLine(QPointF(10.8, 5.2), QPointF(5.2, 10.8))


def _busy(painter: QPainter) -> None:
    _fill(painter, "busy")
    painter.drawRoundedRect(QRectF(0, 1, 16, 14), 4, 4)
    _fill_ink(painter)
    for x in (4.0, 8.0, 12.0):
        painter.drawEllipse(QPointF(x, 8), 1.3, 1.3)


def _unknown(painter: QPainter) -> None:
    _ink(painter, 2.0, COLOURS["still"])
    painter.drawEllipse(QRectF(1, 1, 14, 14))
    painter.drawLine(QPointF(5.2, 8), QPointF(10.8, 8))


def _paused(painter: QPainter) -> None:
    _fill(painter, "still")
    painter.drawEllipse(QRectF(0, 0, 16, 16))
    _fill_ink(painter)
    for x in (5.0, 9.0):
        painter.drawRect(QRectF(x, 4, 2, 8))


def _fill_ink(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_INK))


_PAINTERS: dict[Mark, Callable[[QPainter], None]] = {
    Mark.OK: _ok,
    Mark.LOOK: _look,
    Mark.STOP: _stop,
    Mark.BUSY: _busy,
    Mark.UNKNOWN: _unknown,
    Mark.WAITING: _unknown,
    Mark.PAUSED: _paused,
}
