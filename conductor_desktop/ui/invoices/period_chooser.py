"""The drop-down list of periods."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QWidget

from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.theme import UNIT, colours


class PeriodChooser(QComboBox):
    """Draws its own arrow: a combo box with a border from a style sheet has none that fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoicesPeriod")
        self.setAccessibleName("Period")
        for period in Period:
            self.addItem(period.value)

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return list(Period)[self.currentIndex()]

    def choose(self, period: Period) -> None:
        """Choose ``period`` without telling anybody."""
        self.setCurrentIndex(list(Period).index(period))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours().muted), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = self.width() - UNIT * 2.0, self.height() / 2.0
        corners = [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
        painter.drawPolyline(QPolygonF(corners))
