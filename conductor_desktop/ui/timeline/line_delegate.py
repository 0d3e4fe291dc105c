"""Paints one line of the timeline: its time, its mark, a rail along an outage, and its words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from conductor_desktop.ui.parts.marks import paint_mark
from conductor_desktop.ui.theme import UNIT, colours, sized_font
from conductor_desktop.ui.timeline.lines import Kind, Line
from conductor_desktop.ui.timeline.model import TimelineModel

HEIGHT = 30
_MARK = 16
_PADDING = UNIT * 3 // 2
_SHORT = "00:00"


class LineDelegate(QStyledItemDelegate):
    """All lines have one height, so that ten thousand are laid out at once."""

    def __init__(self, model: TimelineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(UNIT * 30, max(HEIGHT, QFontMetrics(_plain()).height() + UNIT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        box = QRectF(option.rect)
        state = option.state
        place, line = self._model.place_at(index.row()), self._model.line_at(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, state)
        if place.kind is Kind.DAY:
            self._paint_day(painter, box, line)
        else:
            self._paint_line(painter, box, line, place.kind)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        scheme = colours()
        inside = box.adjusted(1, 1, -1, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(inside, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(scheme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, 5, 5)

    def _paint_day(self, painter: QPainter, box: QRectF, line: Line) -> None:
        painter.setPen(QColor(colours().text))
        _write(painter, box.adjusted(_PADDING, 0, -_PADDING, 0), line.text, _bold())
        painter.setPen(QPen(QColor(colours().border), 1))
        y = box.bottom() - 0.5
        painter.drawLine(QPointF(box.left() + _PADDING, y), QPointF(box.right() - _PADDING, y))

    def _paint_line(self, painter: QPainter, box: QRectF, line: Line, kind: Kind) -> None:
        scheme = colours()
        font = _plain()
        time_width = QFontMetricsF(font).horizontalAdvance(_SHORT) + UNIT
        left = box.left() + _PADDING
        wide = QFontMetricsF(font).horizontalAdvance(line.time)
        mark = QRectF(left + time_width + UNIT, box.center().y() - _MARK / 2, _MARK, _MARK)
        self._paint_rail(painter, box, mark, kind)
        text, said = line.text, line.time
        if wide > time_width:  # the end on another day: its date goes into the words
            text, said = f"{line.time} {line.text}", ""
        painter.setPen(QColor(scheme.muted))
        _write(painter, QRectF(left, box.top(), time_width, box.height()), said, font)
        if line.mark is not None:
            paint_mark(painter, line.mark, mark)
        is_quiet = kind in (Kind.BREAK, Kind.END)
        painter.setPen(QColor(scheme.muted if is_quiet else scheme.text))
        start = mark.right() + UNIT * 3 / 2
        _write(painter, QRectF(start, box.top(), box.right() - start, box.height()), text, font)

    def _paint_rail(self, painter: QPainter, box: QRectF, mark: QRectF, kind: Kind) -> None:
        if kind is Kind.BREAK:
            return
        painter.setPen(QPen(QColor(colours().border), 2))
        x = mark.center().x()
        if kind is not Kind.FIRST:
            painter.drawLine(QPointF(x, box.top()), QPointF(x, mark.top() - 1))
        if kind is not Kind.END:
            painter.drawLine(QPointF(x, mark.bottom() + 1), QPointF(x, box.bottom()))


def _write(painter: QPainter, box: QRectF, text: str, font: QFont) -> None:
    painter.setFont(font)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _plain() -> QFont:
    font = sized_font(10.0)
    font.setFeature(QFont.Tag("tnum"), 1)  # times stand under each other
    return font


def _bold() -> QFont:
    return sized_font(10.0, bold=True)
