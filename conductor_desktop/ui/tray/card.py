"""What the app does while its window is closed, to be chosen; and the way to end it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from conductor_desktop.errors import AppError
from conductor_desktop.services.own_start import Starting
from conductor_desktop.ui.parts.buttons import plain_button, primary_button
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT

_INDENT = 29  # where the words of a check box begin
_KEEPS = "Then an icon stays beside the clock, and says so when something needs somebody."
_NO_TRAY = "This system shows no icons beside the clock, so closing the window ends the app."
_STARTS = "It comes up out of sight when you sign in, and watches."
_TOLD = {
    Starting.NO: _STARTS,
    Starting.YES: _STARTS,
    Starting.ANOTHER: "Another copy of this app is started. Tick this to start the one you see.",
    Starting.SWITCHED_OFF: "It was switched off in the Windows settings, and is switched on there.",
}


class BackgroundCard(Card):
    """Says what is wanted; it shows what is told to be so, and not what was clicked."""

    keeping_wanted = Signal(bool)
    starting_wanted = Signal(bool)
    windows_settings_wanted = Signal()
    quit_wanted = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None, *, offers_start: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("backgroundCard")
        self._keep = QCheckBox("Keep watching after this window is closed", self)
        self._keep.setObjectName("keepWatching")
        self._keep.clicked.connect(self.keeping_wanted)
        self._keep_told = muted("", self)
        self._start = QCheckBox("Start with Windows", self)
        self._start.setObjectName("startWithWindows")
        self._start.clicked.connect(self._on_start)
        self._start_told = muted(_STARTS, self)
        self._start_told.setObjectName("startTold")
        self._settings = plain_button("Windows settings…", "startSettings", self)
        self._settings.clicked.connect(self.windows_settings_wanted)
        self._settings.hide()
        self._problem = MessagePanel("startProblem", self)
        self._starting: Starting | None = None
        end = plain_button("Quit", "quitApp", self)
        end.setAccessibleName("Quit Conductor Desktop")
        end.setToolTip("Ctrl+Q")
        end.clicked.connect(self.quit_wanted)
        rows = QGridLayout()
        rows.setHorizontalSpacing(UNIT * 3)
        rows.setVerticalSpacing(UNIT * 3 // 2)
        rows.setColumnStretch(0, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        rows.addLayout(_choice(self._keep, self._keep_told), 0, 0)
        rows.addWidget(end, 0, 1, middle)
        if offers_start:
            rows.addLayout(_choice(self._start, self._start_told), 1, 0)
            rows.addWidget(self._settings, 1, 1, middle)
        else:
            self._start.hide()
            self._start_told.hide()
        self.column.addWidget(subtitle("While this window is closed", self))
        self.column.addLayout(rows)
        self.column.addWidget(self._problem)

    def show_keeping(self, *, keeps: bool, has_tray: bool) -> None:
        """Whether it goes on, and whether it could."""
        self._keep.setChecked(keeps and has_tray)
        self._keep.setEnabled(has_tray)
        told = _KEEPS if has_tray else _NO_TRAY
        self._keep_told.setText(told)
        self._keep.setAccessibleDescription(told)

    def show_starting(self, starting: Starting) -> None:
        """What Windows has noted."""
        self._starting = starting
        self._problem.clear()
        self._start.setChecked(starting is Starting.YES)
        is_off = starting is Starting.SWITCHED_OFF
        self._start.setEnabled(not is_off)
        self._settings.setVisible(is_off)
        self._start_told.setText(_TOLD[starting])
        self._start.setAccessibleDescription(_TOLD[starting])

    def show_error(self, error: AppError) -> None:
        """It could not be seen or changed: then nothing is claimed."""
        self._start.setChecked(self._starting is Starting.YES)
        self._problem.show_error(error)

    def _on_start(self, wanted: bool) -> None:
        self._start.setChecked(self._starting is Starting.YES)  # until Windows says otherwise
        self.starting_wanted.emit(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()


class StartQuestion(MessagePanel):
    """Asked once: whether it shall start with Windows."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("startQuestion", parent)
        self._yes = primary_button("Start with Windows", "startYes", self)
        self._yes.clicked.connect(self._on_yes)
        self._no = plain_button("No", "startNo", self)
        self._no.setAccessibleName("Do not start with Windows")
        self._no.clicked.connect(self._on_no)
        for button in (self._yes, self._no):
            button.hide()

    def ask(self) -> None:
        """Show it until it is answered."""
        from conductor_desktop.ui.messages import Kind, Message

        question = Message(
            Kind.INFO,
            "Shall Conductor Desktop start with Windows?",
            "Then it watches whenever you are signed in, out of sight, and says so when something "
            "needs somebody. You can change it below at any time.",
        )
        self.show_message(question, buttons=(self._yes, self._no))

    def _on_yes(self) -> None:
        self.clear()
        self.answered.emit(True)

    def _on_no(self) -> None:
        self.clear()
        self.answered.emit(False)


def _choice(box: QCheckBox, told: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(box)
    column.addWidget(told)
    told.setContentsMargins(_INDENT, 0, 0, 0)
    return column
