"""What a screen stands on: a heading and a column that scrolls when the window is small."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
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
        inside = _Inside(self)
        self.column = QVBoxLayout(inside)
        self.column.setSpacing(UNIT * 2)
        self._heading = title(heading, inside)
        self.column.addWidget(self._heading)
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._on_range_changed(0, 0)

    def set_heading(self, heading: str) -> None:
        """Another heading, for what has become something else."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)

    def _on_range_changed(self, _lowest: int, highest: int) -> None:
        """The scroll bar comes out of the margin, so that nothing moves when it appears."""
        bar = self.verticalScrollBar().sizeHint().width() if highest else 0
        self.column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4 - bar, UNIT * 4)


class _Inside(QWidget):
    """As high as its texts are at this width.

    Without it the page scrolls although everything fits: the layout's own minimum is that of
    the narrowest lines its texts could be broken into.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(_WIDEST)

    def minimumSizeHint(self) -> QSize:
        layout, around = self.layout(), self.parentWidget()
        if layout is None or around is None:
            return super().minimumSizeHint()
        width = min(around.width(), _WIDEST)
        return QSize(0, layout.totalHeightForWidth(width))
