"""The Timeline screen over a real file, with a clock of its own and a watch moved by hand."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.services.history.service import History, HistoryService
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.timeline.controller import TimelineController
from conductor_desktop.ui.timeline.recording import Recording
from conductor_desktop.ui.timeline.screen import TimelineScreen
from conductor_desktop.ui.timeline.strip import Strip
from conductor_desktop.work import CancelToken
from tests.helpers.hands import clear_the_screen
from tests.unit.services.history.written import NINE, history

WAIT_MS = 20_000
_Widget = TypeVar("_Widget", bound=QWidget)


class Service(HistoryService):
    """The real one, which notes how often it was read and on which thread."""

    reads = 0
    failure: Exception | None = None
    threads: set[threading.Thread]

    def look(self, cancel: CancelToken, reach: timedelta | None = None) -> History:
        self.reads += 1
        self.threads.add(threading.current_thread())
        if self.failure is not None:
            raise self.failure
        return super().look(cancel, reach)

    def keep(self, rows: Iterable[Stretch]) -> tuple[str, ...]:
        self.threads.add(threading.current_thread())
        return super().keep(rows)


class Stage:
    """``looks`` happened before; the last of them ends now."""

    def __init__(
        self, qtbot: QtBot, folder: Path, runner: TaskRunner, *looks: tuple[str, float]
    ) -> None:
        self._qtbot = qtbot
        self.runner = runner
        self.now = NINE + timedelta(minutes=sum(minutes for _, minutes in looks))
        self.store = HistoryStore(folder / "history.sqlite3", now=lambda: self.now)
        self.store.keep(history(*looks))
        self.service = Service(self.store, ProfileName.LIVE, now=lambda: self.now)
        self.service.threads = set()
        self.recording = Recording(lambda: self.service, ProfileName.LIVE, runner)
        self.controller = TimelineController(self.recording, runner)
        self.screen = TimelineScreen(self.controller)
        qtbot.addWidget(self.screen)

    def show(self) -> Stage:
        clear_the_screen()
        self.screen.resize(900, 700)
        self.screen.show()
        self._qtbot.waitExposed(self.screen)
        self.screen.activateWindow()
        self._qtbot.waitUntil(self.screen.isActiveWindow)
        self.settle()
        return self

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.runner.is_idle, timeout=WAIT_MS)

    @property
    def lines(self) -> list[str]:
        """What the list says, from top to bottom."""
        model = self.screen.model
        return [model.line_at(row).said for row in range(model.rowCount())]

    @property
    def strip(self) -> Strip:
        return found(self.screen, Strip, "timelineStrip")

    def choose(self, name: str, text: str) -> None:
        found(self.screen, Choice, name).setCurrentText(text)

    def write(self, text: str) -> None:
        found(self.screen, QLineEdit, "timelineFilter").setText(text)

    def button(self, name: str) -> QPushButton:
        return found(self.screen, QPushButton, name)


def found(screen: QWidget, kind: type[_Widget], name: str) -> _Widget:
    widget = screen.findChild(kind, name)
    assert widget is not None, name
    return widget
