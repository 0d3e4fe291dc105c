"""One bar of the ageing strip: an age, what is open at it, and how much of the most that is."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from conductor_desktop.services.currencies import decimals_of
from conductor_desktop.services.invoices import Age, AgeSum
from conductor_desktop.ui.parts.digits import tabular
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.theme import UNIT, colours, sized_font

_PADDING = UNIT
_TRACK = UNIT
_LEAST = 3.0  # of a bar, so that a cent is seen


class AgeBar(QAbstractButton):
    """A button that stays down while only its age is shown. The older, the denser its stripes."""

    def __init__(self, age: Age, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.age = age
        self._amount = ""
        self._share = 0.0
        self.setObjectName(f"invoicesAge{age.value}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._small = sized_font(9.0)
        self._medium = tabular(sized_font(9.0, bold=True))
        self._large = tabular(sized_font(10.0, bold=True))

    @property
    def amount(self) -> str:
        """What is open, as a person reads it."""
        return self._amount

    def show_sum(
        self, one: AgeSum, most: Decimal, currency: str, formats: Formats, *, complete: bool
    ) -> None:
        """``most`` is the largest amount of all ages; it fills its bar."""
        self._amount = formats.money(one.open, decimals_of(currency))
        self._share = float(abs(one.open) / most) if most else 0.0
        self.setEnabled(bool(one.count) or self.isChecked())
        count = "1 invoice" if one.count == 1 else f"{formats.count(one.count)} invoices"
        so_far = "" if complete else " so far"
        words = f"{self.age.words}, {currency}: {self._amount} open in {count}{so_far}"
        self.setText(words)
        self.setAccessibleName(words)
        todo = "Click to show all again" if self.isChecked() else "Click to show only these"
        self.setToolTip(f"{words}. {todo}." if self.isEnabled() else words)
        self.updateGeometry()
        self.update()

    def written_in(self, room: int) -> tuple[QFont, str]:
        """The amount in ``room`` pixels: rather in small figures than not whole."""
        for font in (self._large, self._medium, self._small):
            if QFontMetrics(font).horizontalAdvance(self._amount) <= room:
                return font, self._amount
        cut = QFontMetrics(self._small).elidedText(self._amount, Qt.TextElideMode.ElideMiddle, room)
        return self._small, cut

    def sizeHint(self) -> QSize:
        return self._size(UNIT * 16)

    def minimumSizeHint(self) -> QSize:
        return self._size(UNIT * 11)

    def _size(self, width: int) -> QSize:
        lines = 2 * self.fontMetrics().height()
        return QSize(width, lines + _TRACK + 2 * _PADDING + UNIT // 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = self.isChecked()
        ground = scheme.accent_soft if is_chosen else scheme.surface
        if self.underMouse() and self.isEnabled() and not is_chosen:
            ground = scheme.raised
        strong = is_chosen or self.hasFocus()
        painter.setPen(QPen(QColor(scheme.accent if strong else scheme.border), 2 if strong else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        inner = QRectF(self.rect()).adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        line = self.fontMetrics().height()
        painter.setFont(self._small)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(inner, _TOP_LEFT, self.age.label)
        font, shown = self.written_in(int(inner.width()))
        painter.setFont(font)
        painter.setPen(QColor(scheme.text if self.isEnabled() else scheme.muted))
        below = inner.adjusted(0, line, 0, 0)
        painter.drawText(below, _TOP_LEFT, shown)
        self._paint_bar(
            painter, QRectF(inner.left(), inner.bottom() - _TRACK, inner.width(), _TRACK)
        )
        if is_chosen:
            _paint_tick(painter, QPointF(inner.right() - UNIT, inner.top() + UNIT))

    def _paint_bar(self, painter: QPainter, track: QRectF) -> None:
        scheme = colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.unknown_soft))
        painter.drawRoundedRect(track, 3, 3)
        if not self._share:
            return
        bar = QRectF(track)
        bar.setWidth(max(_LEAST, track.width() * self._share))
        painter.setBrush(QColor(_colour(self.age)))
        painter.drawRoundedRect(bar, 3, 3)
        if self.age is not Age.CURRENT:
            _paint_stripes(painter, bar, spacing=UNIT * 2.0 / self.age.value)


_TOP_LEFT = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


def _colour(age: Age) -> str:
    scheme = colours()
    if age is Age.CURRENT:
        return scheme.ok
    return scheme.stop if age is Age.OLDER else scheme.look


def _paint_stripes(painter: QPainter, bar: QRectF, spacing: float) -> None:
    painter.save()
    painter.setClipRect(bar)
    painter.setPen(QPen(QColor(colours().surface), 1.2))
    at = bar.left()
    while at < bar.right() + bar.height():
        painter.drawLine(QPointF(at, bar.top()), QPointF(at - bar.height(), bar.bottom()))
        at += spacing
    painter.restore()


def _paint_tick(painter: QPainter, middle: QPointF) -> None:
    painter.setPen(QPen(QColor(colours().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [QPointF(-4, 0), QPointF(-1, 3), QPointF(4, -4)]
    painter.drawPolyline(QPolygonF([middle + corner for corner in corners]))
