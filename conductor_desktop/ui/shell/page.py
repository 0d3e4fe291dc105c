"""What a screen stands on: a heading and a column that scrolls when the window is small."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.texts import title
from conductor_desktop.ui.theme import UNIT

_WIDEST = 1120  # longer lines are hard to read


class Page(QScrollArea):
    """Add widgets to ``column``; the heading stands there already."""

    def __init__(self, name: str, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(heading)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDEST)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 4)
        self.column.setSpacing(UNIT * 2)
        self.column.addWidget(title(heading, inside))
        self.setWidget(inside)
