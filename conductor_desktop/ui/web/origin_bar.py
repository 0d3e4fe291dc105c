"""The read-only bar above the page: a lock, and whose page it is. Never the rest of the address."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from conductor_desktop.services.trusted_hosts import LOOPBACK_HOST
from conductor_desktop.ui.theme import UNIT
from conductor_desktop.ui.web.policy import Origin

_THIN = "QProgressBar, QProgressBar::chunk { min-height: 3px; max-height: 3px; border-radius: 0; }"


class LockGlyph(QWidget):
    """A padlock in the colour of the text; its shackle stands open when nothing is encrypted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_closed = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def set_closed(self, is_closed: bool) -> None:
        self._is_closed = is_closed
        self.update()

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = min(self.width(), self.height()) / 16
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(QPen(colour, 1.6 * unit, c=Qt.PenCapStyle.FlatCap))
        left = 4.5 if self._is_closed else 8.5
        painter.drawArc(QRectF(left * unit, 2 * unit, 7 * unit, 8 * unit), 0, 180 * 16)
        for x in (left, left + 7)[: 2 if self._is_closed else 1]:
            painter.drawLine(QPointF(x * unit, 6 * unit), QPointF(x * unit, 8 * unit))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(2.5 * unit, 7.5 * unit, 11 * unit, 7 * unit), unit, unit)


class OriginBar(QWidget):
    """Shows one origin, and a thin line while the page loads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lock = LockGlyph(self)
        self._text = QLabel(self)
        self._text.setObjectName("originText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("loadProgress")
        self._progress.setTextVisible(False)
        self._progress.setStyleSheet(_THIN)
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName("Loading the page")
        # The page below must not jump when the line comes and goes.
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._build()
        self.show_origin(None)
        self.show_progress(None)

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def is_locked(self) -> bool:
        return self._lock.is_closed

    @property
    def progress(self) -> int | None:
        """Percent, or ``None`` when nothing is loading."""
        return self._progress.value() if self._is_loading else None

    def show_origin(self, origin: Origin | None) -> None:
        """Scheme and host of ``origin``; nothing while no page is shown."""
        self._lock.set_closed(origin is not None and origin.scheme == "https")
        self._lock.setVisible(origin is not None)
        self._text.setText(f"{origin.scheme}://{origin.host}" if origin else "")
        self._text.setAccessibleName(_spoken(origin))

    def show_progress(self, percent: int | None) -> None:
        self._is_loading = percent is not None
        self._progress.setValue(percent or 0)
        self._progress.setVisible(self._is_loading)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(UNIT * 3 // 2, UNIT // 2, UNIT * 3 // 2, UNIT // 2)
        row.setSpacing(UNIT)
        row.addWidget(self._lock)
        row.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._progress)


def _spoken(origin: Origin | None) -> str:
    if origin is None:
        return "No page is shown yet"
    if origin.scheme == "https":
        return f"Secure page of {origin.host}"
    return "Page on this computer" if origin.host == LOOPBACK_HOST else f"Page of {origin.host}"
