"""A place in the main window whose screen comes a moment later, once its parts are loaded."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from conductor_desktop.ui.parts.texts import title
from conductor_desktop.ui.theme import UNIT


class LateScreen(QWidget):
    """Shows its title until ``fill`` puts the real screen in."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading
        self._heading = title(heading, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(UNIT * 4, UNIT * 3, UNIT * 4, UNIT * 3)
        self._column.addWidget(self._heading)
        self._column.addStretch(1)

    def fill(self, screen: QWidget) -> None:
        """Put the screen in, once."""
        while self._column.count():
            self._column.takeAt(0)
        self._heading.deleteLater()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(screen)
        self.setFocusProxy(screen)
