"""Draws what is overdue or unreadable so that it is seen without telling colours apart."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from conductor_desktop.ui.invoices.model import LOOK_ROLE
from conductor_desktop.ui.parts.cells import Cells
from conductor_desktop.ui.parts.marks import Mark, paint_mark
from conductor_desktop.ui.theme import UNIT, colours

_Index = QModelIndex | QPersistentModelIndex

MARK_SIZE = UNIT * 2


class OverdueCells(Cells):
    """Draws a cell of such an invoice in the colour for "worth a look", with a mark if asked."""

    def __init__(self, view: QAbstractItemView, *, with_mark: bool = False) -> None:
        super().__init__(view)
        self._with_mark = with_mark
        self._icons: dict[str, QIcon] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.data(LOOK_ROLE):
            QStyledItemDelegate.paint(self, painter, option, index)
        else:
            super().paint(painter, option, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if not index.data(LOOK_ROLE):
            return
        colour = colours().look
        palette: QPalette = option.palette
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            palette.setColor(role, QColor(colour))
        option.palette = palette
        if self._with_mark:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(MARK_SIZE, MARK_SIZE)
            option.icon = self._icon(colour)

    def warm_up(self) -> None:
        """Draw the mark before it is needed."""
        self._icon(colours().look)

    def _icon(self, colour: str) -> QIcon:
        if colour not in self._icons:
            self._icons[colour] = _mark_icon(Mark.LOOK)
        return self._icons[colour]


def _mark_icon(mark: Mark) -> QIcon:
    icon = QIcon()
    for scale in (1, 2):
        side = MARK_SIZE * scale
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, mark, QRectF(0, 0, MARK_SIZE, MARK_SIZE))
        painter.end()
        icon.addPixmap(pixmap)
        # Without one of its own, a selected row would get a tinted one.
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
