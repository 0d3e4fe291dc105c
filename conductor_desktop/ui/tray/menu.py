"""The menu of the tray icon: how it is, and what can be done without opening the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from conductor_desktop.ui.parts.support_way import WORDS
from conductor_desktop.ui.tray.words import LONGEST_LINE, cut

Pauses = Callable[[], Sequence[tuple[str, str, datetime | None]]]
"""How long it may be paused from now on: a name, the words, and until when (UTC)."""


class TrayMenu(QMenu):
    """Says what was chosen; of the connection it knows what it is told."""

    check_wanted = Signal()
    pause_wanted = Signal(object)  # until then (UTC), or None: until it is resumed
    resume_wanted = Signal()
    open_wanted = Signal()
    support_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, pauses: Pauses) -> None:
        super().__init__()
        self.setObjectName("trayMenu")
        self.setAccessibleName("Conductor Desktop")
        self._pauses = pauses
        self._state = self._action("trayState", "")
        self._state.setEnabled(False)
        self.addSeparator()
        self._check = self._action("trayCheck", "Check now")
        self._check.triggered.connect(self.check_wanted)
        self._pause = self.addMenu("Pause")
        self._pause.setObjectName("trayPause")
        self._pause.triggered.connect(self._on_pause)
        self._resume = self._action("trayResume", "Resume")
        self._resume.triggered.connect(self.resume_wanted)
        self.addSeparator()
        opening = self._action("trayOpen", "Open Conductor Desktop")
        opening.triggered.connect(self.open_wanted)
        self.setDefaultAction(opening)
        self._action("traySupport", WORDS).triggered.connect(self.support_wanted)
        self._action("trayQuit", "Quit").triggered.connect(self.quit_wanted)
        self.aboutToShow.connect(self._offer_pauses)
        self._offer_pauses()

    def show_state(self, state: str, *, can_check: bool, is_paused: bool) -> None:
        """``state`` in words; ``can_check``: QuickBooks can be asked, and is not just now."""
        self._state.setText(cut(state, LONGEST_LINE).replace("&", "&&"))
        self._check.setEnabled(can_check)
        self._pause.menuAction().setVisible(not is_paused)
        self._resume.setVisible(is_paused)

    def _offer_pauses(self) -> None:
        """Anew each time: “until tomorrow” is another day tomorrow."""
        self._pause.clear()
        for name, text, until in self._pauses():
            action = QAction(text, self._pause)
            action.setObjectName(f"tray-{name}")
            action.setData(until)
            self._pause.addAction(action)

    def _on_pause(self, action: QAction) -> None:
        self.pause_wanted.emit(action.data())

    def _action(self, name: str, text: str) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        return action
