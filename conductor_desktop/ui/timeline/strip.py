"""The last days side by side, each painted from its morning to its night."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from conductor_desktop.services.history.outline import SLOTS
from conductor_desktop.services.history.standing import Standing
from conductor_desktop.services.history.strip import Day
from conductor_desktop.ui.parts.marks import Mark, paint_mark
from conductor_desktop.ui.theme import UNIT, colours
from conductor_desktop.ui.timeline.days_model import DaysModel
from conductor_desktop.ui.timeline.patterns import paint_standing

_BAR = UNIT * 6
_MARK = 12
_GAP = 2
_HEIGHT = _BAR + _MARK + 3 * _GAP + 2
_LEAST = 4.0
"""How many pixels a minute down takes at the least, for it has to be seen."""


class Strip(QTableView):
    """Arrow keys go from day to day; each is told in words by its tool tip and beside the strip."""

    day_shown = Signal(int)  # the column of the day that the keyboard or the mouse is on
    trouble_chosen = Signal(object)  # the date of a day with trouble, clicked or entered

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "strip")
        self.setAccessibleName("The last 30 days")
        self._days = DaysModel(self)
        self.setModel(self._days)
        self.setItemDelegate(_DayDelegate(self._days, self))
        self._dress()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    @property
    def days_model(self) -> DaysModel:
        return self._days

    def show_days(self, days: tuple[Day, ...]) -> None:
        """Show these instead, with the last one in hand at first."""
        self._days.show_days(days)
        if days and not self.currentIndex().isValid():
            self.setCurrentIndex(self._days.index(0, len(days) - 1))
        elif days:
            self.day_shown.emit(self.currentIndex().column())

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(UNIT * 40)
        self.viewport().setAutoFillBackground(False)
        for header, size in (
            (self.horizontalHeader(), UNIT),
            (self.verticalHeader(), _HEIGHT),
        ):
            header.hide()
            header.setMinimumSectionSize(size)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.day_shown.emit(current.column())

    def _on_chosen(self, index: QModelIndex) -> None:
        day = self._days.days[index.column()]
        if day.had_trouble:
            self.trouble_chosen.emit(day.day)


class _DayDelegate(QStyledItemDelegate):
    """Paints a day from the top, which is midnight, to the bottom, and a mark below trouble."""

    def __init__(self, days: DaysModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._days = days

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(UNIT, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        day = self._days.days[index.column()]
        cell = QRectF(option.rect)
        bar = QRectF(cell.left() + _GAP, cell.top() + _GAP, cell.width() - 2 * _GAP, _BAR)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_day(painter, day, bar)
        if day.had_trouble:
            side = min(_MARK, bar.width())
            mark = QRectF(bar.center().x() - side / 2, bar.bottom() + _GAP, side, side)
            paint_mark(painter, Mark.STOP, mark)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()


def _paint_day(painter: QPainter, day: Day, bar: QRectF) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(bar, 3, 3)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(bar, QColor(colours().surface))  # the rest of today
    # What is down comes last and is never too thin to be seen.
    for stripe in sorted(day.stripes, key=lambda one: one.standing is Standing.DOWN):
        top = bar.top() + bar.height() * stripe.first / SLOTS
        height = bar.height() * (stripe.last - stripe.first) / SLOTS
        if stripe.standing is Standing.DOWN and height < _LEAST:
            top = min(max(bar.top(), top - (_LEAST - height) / 2), bar.bottom() - _LEAST)
            height = _LEAST
        paint_standing(painter, stripe.standing, QRectF(bar.left(), top, bar.width(), height))
    painter.restore()
    painter.setPen(QPen(QColor(colours().border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
