"""What the drawings of other programs' windows have in common: a frame, a caption, our colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from conductor_desktop.ui.theme import UNIT, colours, sized_font

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class DrawnWindow(QWidget):
    """As wide as there is room; ``spoken`` is what a screen reader says instead."""

    def __init__(self, caption: str, height: int, spoken: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(spoken)

    def sizeHint(self) -> QSize:
        return QSize(UNIT * 30, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(scheme.border_strong), 1))
        painter.setBrush(QColor(scheme.window))
        painter.drawRoundedRect(frame, 6, 6)
        caption = QRectF(frame.left() + 10, frame.top() + 4, frame.width() - 20, 20)
        write(painter, caption, self._caption, scheme.muted, points=8.5, bold=True)
        self.paint_inside(painter, frame.adjusted(8, 27, -8, -4))

    def paint_inside(self, painter: QPainter, box: QRectF) -> None:
        """What the window shows, below its caption."""
        raise NotImplementedError


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    *,
    points: float = 9.0,
    bold: bool = False,
) -> None:
    """One text at the left of ``box``, in its middle."""
    painter.setPen(QColor(colour))
    painter.setFont(sized_font(points, bold=bold))
    painter.drawText(box, _LEFT, text)


def highlight(painter: QPainter, box: QRectF) -> None:
    """The frame around what is to be chosen or filled in."""
    scheme = colours()
    painter.setPen(QPen(QColor(scheme.accent), 2))
    painter.setBrush(QColor(scheme.accent_soft))
    painter.drawRoundedRect(box, 5, 5)


def paint_number(painter: QPainter, centre: QPointF, number: int) -> None:
    """A small disc with the number of a step."""
    scheme = colours()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.accent))
    painter.drawEllipse(centre, 7.5, 7.5)
    painter.setPen(QColor(scheme.accent_text))
    painter.setFont(sized_font(8, bold=True))
    around = QRectF(centre.x() - 8, centre.y() - 8, 16, 16)
    painter.drawText(around, Qt.AlignmentFlag.AlignCenter, str(number))
