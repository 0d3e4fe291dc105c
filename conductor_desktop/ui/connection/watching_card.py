"""How the connection is watched: pause it, go on, and when it is to be quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from conductor_desktop.storage.profiles import QuietHours
from conductor_desktop.ui.connection.quiet_editor import QuietEditor
from conductor_desktop.ui.parts.buttons import plain_button
from conductor_desktop.ui.parts.menus import drop_menu
from conductor_desktop.ui.parts.panels import Card
from conductor_desktop.ui.parts.texts import muted, subtitle
from conductor_desktop.ui.theme import UNIT

_RUNNING = (
    "This PC is looked at every 15 seconds, and Conductor is asked every few minutes. QuickBooks "
    "itself is left alone while somebody has it open."
)
_RESTING = "Nothing is looked at by itself. “Check now” still works."
_QUIET = "This PC is looked at, and nobody is asked by itself. “Check now” still works."
_MORNING = 7


class WatchingCard(Card):
    """Says what is wanted; what comes of it is shown by whoever knows it."""

    pause_wanted = Signal(object)  # until then (a datetime in UTC), or None
    resume_wanted = Signal()
    quiet_hours_wanted = Signal(object)  # QuietHours or None

    def __init__(
        self, now: Callable[[], datetime] = lambda: datetime.now(UTC), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self.setObjectName("watchingCard")
        self._told = muted(_RUNNING, self)
        self._told.setObjectName("watchingTold")
        self._pause = plain_button("Pause…", "watchingPause", self)
        self._pause.clicked.connect(self._on_pause)
        self._resume = plain_button("Resume", "watchingResume", self)
        self._resume.clicked.connect(self.resume_wanted)
        self._resume.hide()
        self._quiet = QuietEditor(self)
        self._quiet.changed.connect(self.quiet_hours_wanted)
        row = QHBoxLayout()
        row.setSpacing(UNIT * 3)
        row.addWidget(self._told, 1)
        row.addWidget(self._pause, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._resume, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addWidget(subtitle("Watching", self))
        self.column.addLayout(row)
        self.column.addWidget(self._quiet)

    def show_rest(self, paused: str, hours: QuietHours | None, quiet: str = "") -> None:
        """``paused`` and ``quiet`` say until when, as a heading; "" while it is not."""
        resting = f"{paused}. {_RESTING}" if paused else f"{quiet}. {_QUIET}" if quiet else ""
        self._told.setText(resting or _RUNNING)
        coming, going = (self._resume, self._pause) if paused else (self._pause, self._resume)
        had_focus = going.hasFocus()
        coming.show()
        if had_focus:
            coming.setFocus()
        going.hide()
        self._quiet.show_hours(hours)

    def _on_pause(self) -> None:
        menu = drop_menu("pauseMenu", "Pause", self)
        for name, text, until in pauses(self._now()):
            action = QAction(text, menu)
            action.setObjectName(name)
            action.setData(until)
            menu.addAction(action)
        menu.triggered.connect(self._on_chosen)
        menu.popup(self._pause.mapToGlobal(QPoint(0, self._pause.height() + UNIT // 2)))

    def _on_chosen(self, action: QAction) -> None:
        self.pause_wanted.emit(action.data())


def pauses(now: datetime) -> tuple[tuple[str, str, datetime | None], ...]:
    """How long it may be paused: a name, the words, and until when (UTC)."""
    local = now.astimezone()
    day = local.date() + timedelta(days=1)
    morning = datetime(day.year, day.month, day.day, _MORNING).astimezone()
    return (
        ("pauseHour", "For an hour", now + timedelta(hours=1)),
        ("pauseHours", "For four hours", now + timedelta(hours=4)),
        ("pauseMorning", f"Until tomorrow at {_MORNING:02}:00", morning.astimezone(UTC)),
        ("pauseOpen", "Until I resume", None),
    )
