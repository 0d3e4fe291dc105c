"""Beside the auth page: what QuickBooks and the Web Connector will ask, and what is done."""

from __future__ import annotations

import enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.texts import body, subtitle
from conductor_desktop.ui.theme import UNIT, colours, sized_font


class GuideStep(enum.Enum):
    """What a person goes through, in order, as it is written on the screen."""

    DOWNLOAD = "On the page, download the connection file."
    WEB_CONNECTOR = "The Web Connector asks to add the service: click OK."
    CERTIFICATE = "QuickBooks asks for permission: choose the last answer, then Continue."
    PASSWORD = "Copy the password from the page into the Web Connector."  # noqa: S105 - words
    CONNECTED = "The first answer from QuickBooks arrives."


class Guide(QWidget):
    """The steps; only evidence ticks them, never a click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[GuideStep, StatusMark] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addWidget(subtitle("What happens next", self))
        for step in GuideStep:
            column.addLayout(self._row(step))
            if step is GuideStep.CERTIFICATE:
                column.addWidget(CertificatePicture(self))

    def tick(self, step: GuideStep) -> None:
        """There is evidence that ``step`` has happened."""
        self._marks[step].set_mark(Mark.OK)

    def reset(self) -> None:
        """A new attempt: nothing has happened yet."""
        for mark in self._marks.values():
            mark.set_mark(Mark.UNKNOWN)

    def is_ticked(self, step: GuideStep) -> bool:
        return self._marks[step].mark is Mark.OK

    def _row(self, step: GuideStep) -> QHBoxLayout:
        mark = StatusMark(Mark.UNKNOWN, 18, self)
        self._marks[step] = mark
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(body(step.value, self), 1)
        return row


class CertificatePicture(QWidget):
    """A drawing of QuickBooks' permission window, the answer to choose made unmissable."""

    _ANSWERS = (
        "No",
        "Yes, ask each time",
        "Yes, when this file is open",
        "Yes, always; even if\nQuickBooks is not running",
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Drawing of QuickBooks' permission window. Choose the last answer: "
            "Yes, always; even if QuickBooks is not running."
        )

    def sizeHint(self) -> QSize:
        return QSize(UNIT * 30, 148)

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(scheme.border_strong), 1))
        painter.setBrush(QColor(scheme.window))
        painter.drawRoundedRect(frame, 6, 6)
        painter.setFont(sized_font(8.5, bold=True))
        painter.setPen(QColor(scheme.muted))
        painter.drawText(
            frame.adjusted(10, 6, -10, 0),
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
            "QuickBooks asks, for example:",
        )
        top = 30.0
        for number, answer in enumerate(self._ANSWERS):
            last = number == len(self._ANSWERS) - 1
            height = 40.0 if last else 23.0
            self._paint_answer(painter, QRectF(8, top, frame.width() - 16, height), answer, last)
            top += height

    def _paint_answer(self, painter: QPainter, box: QRectF, answer: str, chosen: bool) -> None:
        scheme = colours()
        if chosen:
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QPen(QColor(scheme.accent if chosen else scheme.border_strong), 1.5))
        painter.setBrush(QColor(scheme.surface))
        centre = box.center().y()
        painter.drawEllipse(QRectF(box.left() + 8, centre - 6, 12, 12))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            painter.drawEllipse(QRectF(box.left() + 11, centre - 3, 6, 6))
        painter.setPen(QColor(scheme.text if chosen else scheme.muted))
        painter.setFont(sized_font(9, bold=chosen))
        painter.drawText(
            box.adjusted(28, 0, -4, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            answer,
        )
