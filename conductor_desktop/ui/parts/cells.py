"""Draws cells that are a line of text and no more: as Qt does, dot by dot, in half the time.

Qt asks the style sheet about every part of every cell and lays out its text twice: a page of
150 cells took 26 ms, more than a frame has at 60 a second, and takes 14 (measured).
"""

from __future__ import annotations

import functools
import string
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex

# Combining Qt's enumerations takes longer than drawing a short text; so does asking twice.
_TEXT = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_HOW = (Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip).value  # what fits no way, stays
_ENABLED = QStyle.StateFlag.State_Enabled.value
_ACTIVE = QStyle.StateFlag.State_Active.value
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value

_MOST_FITTED = 5000  # texts and widths
_PRINTED = string.ascii_letters + string.digits + string.punctuation
_ROOMY = QRect(0, 0, 1000, 100)  # of a narrow cell the style would cut what it leaves free


class Cells(QStyledItemDelegate):
    """For the columns of ``view`` that have no colour, mark or box of their own.

    Text of one line, aligned alike in a whole column. Call ``forget`` when font or style changed.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._fitted = functools.lru_cache(_MOST_FITTED)(self._fit)
        self.forget()

    def forget(self) -> None:
        """Measure anew before the next cell is drawn."""
        self._margins: tuple[int, int] | None = None
        self._flags: dict[int, int] = {}
        self._pens: dict[tuple[int, int], QPen] = {}
        self._widest = 0  # of the letters of ASCII, in pixels
        self._fitted.cache_clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        state = option.state.value
        if state & _FOCUSED:  # with a line around it; there is one such cell
            super().paint(painter, option, index)
            return
        text = index.data(_TEXT)
        if not text:  # and the ground is the row's
            return
        left, right = self._margins or self._measure(option)
        x, y, width, height = cast("tuple[int, int, int, int]", option.rect.getRect())
        width -= left + right
        column = index.column()
        flags = self._flags.get(column) or self._read_flags(index)
        if not text.isascii() or len(text) * self._widest > width:
            text = self._fitted(text, width)
        painter.setPen(self._pen(option.palette, state))
        painter.drawText(x + left, y, width, height, flags, text)

    def _pen(self, palette: QPalette, state: int) -> QPen:
        key = (palette.cacheKey(), state & (_ENABLED | _ACTIVE | _SELECTED))
        pen = self._pens.get(key)
        if pen is None:
            is_selected = state & _SELECTED
            role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
            pen = self._pens[key] = QPen(palette.color(_group(state), role))
        return pen

    def _read_flags(self, index: _Index) -> int:
        alignment = index.data(_ALIGNMENT)
        flags = (_LEFT if alignment is None else int(alignment)) | _HOW
        self._flags[index.column()] = flags
        return flags

    def _measure(self, option: QStyleOptionViewItem) -> tuple[int, int]:
        """What the style leaves free on the left and on the right of a text."""
        cell, style = QStyleOptionViewItem(option), self._view.style()
        cell.features = QStyleOptionViewItem.ViewItemFeature.HasDisplay
        cell.text = _PRINTED
        cell.rect = _ROOMY
        text = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, cell, self._view)
        inner = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._view) + 1
        self._margins = text.left() + inner, _ROOMY.right() - text.right() + inner
        self._widest = max(map(self._view.fontMetrics().horizontalAdvance, _PRINTED))
        return self._margins

    def _fit(self, text: str, width: int) -> str:
        metrics = self._view.fontMetrics()
        return metrics.elidedText(text, self._view.textElideMode(), width)


def _group(state: int) -> QPalette.ColorGroup:
    if not state & _ENABLED:
        return QPalette.ColorGroup.Disabled
    return QPalette.ColorGroup.Normal if state & _ACTIVE else QPalette.ColorGroup.Inactive
