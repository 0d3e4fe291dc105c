"""How each standing is painted: by colour, and by a pattern of its own for those who see none."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from conductor_desktop.services.history.standing import Standing
from conductor_desktop.ui.theme import colours

_STRIPES = 6.0
_DOTS = 5.0


def paint_standing(painter: QPainter, standing: Standing, box: QRectF) -> None:
    """Fill ``box``: plain for up, striped for down, dotted for asleep, pale for not known."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.fillRect(box, QColor(_ground(standing)))
    if standing is Standing.DOWN:
        _paint_stripes(painter, box)
    elif standing is Standing.ASLEEP:
        _paint_dots(painter, box)
    painter.restore()


def _ground(standing: Standing) -> str:
    scheme = colours()
    return {
        Standing.UP: scheme.ok,
        Standing.DOWN: scheme.stop,
        Standing.ASLEEP: scheme.surface,
        Standing.UNKNOWN: scheme.unknown_soft,
    }[standing]


def _paint_stripes(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(QColor(colours().surface), 1.4))
    at = box.left() - box.height()
    at -= at % _STRIPES  # the same all over a picture, so that neighbours go on in each other
    while at < box.right():
        painter.drawLine(QPointF(at, box.bottom()), QPointF(at + box.height(), box.top()))
        at += _STRIPES


def _paint_dots(painter: QPainter, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().border_strong))
    y = box.top() - box.top() % _DOTS + _DOTS / 2
    while y < box.bottom():
        x = box.left() + _DOTS / 2
        while x < box.right():
            painter.drawEllipse(QPointF(x, y), 1.1, 1.1)
            x += _DOTS
        y += _DOTS
