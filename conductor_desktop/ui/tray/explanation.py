"""What is said once, when the window is closed for the first time: that the app goes on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from conductor_desktop.ui.parts.buttons import plain_button, primary_button
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.texts import body, subtitle
from conductor_desktop.ui.theme import UNIT
from conductor_desktop.ui.tray.icons import tray_icon

_SIZE = 40
_TITLE = "Conductor Desktop goes on watching"
_TEXT = (
    "Its icon stays beside the clock. It shows how the connection is, and says so when something "
    "needs somebody.",
    "Click the icon to open this window again. To end the app, choose Quit from the icon’s menu, "
    "or press Ctrl+Q here.",
)


class ExplanationDialog(QDialog):
    """Opened over the window that was to be closed; Esc leaves everything as it is."""

    understood = Signal()
    quit_wanted = Signal()

    def __init__(self, mark: Mark, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("closingExplained")
        self.setWindowTitle("Conductor Desktop")
        self.setAccessibleName(_TITLE)
        self.setAccessibleDescription(" ".join(_TEXT))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel(self)
        picture.setAccessibleName("The icon beside the clock")
        picture.setPixmap(tray_icon(mark).pixmap(QSize(_SIZE, _SIZE), self.devicePixelRatioF()))
        go_on = primary_button("Go on watching", "closingGoOn", self)
        go_on.setDefault(True)
        go_on.clicked.connect(self._on_understood)
        leave = plain_button("Quit", "closingQuit", self)
        leave.clicked.connect(self._on_quit)
        texts = QVBoxLayout()
        texts.setSpacing(UNIT)
        texts.addWidget(subtitle(_TITLE, self))
        for paragraph in _TEXT:
            texts.addWidget(body(paragraph, self))
        texts.addSpacing(UNIT)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(go_on)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        texts.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(UNIT * 3, UNIT * 3, UNIT * 3, UNIT * 3)
        row.setSpacing(UNIT * 2)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        width = UNIT * 62
        self.setFixedSize(width, row.heightForWidth(width))
        go_on.setFocus()

    def _on_understood(self) -> None:
        self.accept()
        self.understood.emit()

    def _on_quit(self) -> None:
        self.accept()
        self.quit_wanted.emit()
