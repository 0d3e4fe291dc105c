"""A window beside another one, for what that one has no room for; it goes with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QVBoxLayout, QWidget

from conductor_desktop.ui.instance.front import bring_to_front
from conductor_desktop.ui.theme import UNIT


class SideWindow(QDialog):
    """Holds one widget. Esc closes it, and the other window stays usable meanwhile."""

    def __init__(self, name: str, heading: str, content: QWidget, beside: QMainWindow) -> None:
        super().__init__(beside)
        self.setObjectName(name)
        self.setWindowTitle(f"Conductor Desktop: {heading}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self).activated.connect(self.close)
        self.setMinimumSize(UNIT * 90, UNIT * 60)
        self.resize(QSize(UNIT * 120, UNIT * 88).boundedTo(beside.screen().availableSize()))


def come_up_again(name: str, beside: QMainWindow) -> bool:
    """Bring the one of that name to the front; False where it is not open."""
    shown = beside.findChild(SideWindow, name)
    if shown is not None:
        bring_to_front(shown)
    return shown is not None
