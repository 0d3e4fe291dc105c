"""Ties what a person may choose of the background to the card and the question on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from conductor_desktop.services.own_start import Starting
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tray.card import BackgroundCard, StartQuestion
from conductor_desktop.ui.tray.starts import StartController

if TYPE_CHECKING:
    from conductor_desktop.storage.profiles import InBackground
    from conductor_desktop.ui.connection.controller import ConnectionController
    from conductor_desktop.ui.connection.screen import ConnectionScreen
    from conductor_desktop.ui.tasks import TaskRunner
    from conductor_desktop.ui.tray.starts import StartsWithWindows
    from conductor_desktop.ui.tray.system_tray import SystemTray


class KeepsChoices(Protocol):
    """``Background`` as it is used here."""

    tray: SystemTray

    @property
    def chosen(self) -> InBackground: ...

    def choose(self, **choice: Any) -> None: ...

    def end(self) -> None: ...


class Choices(QObject):
    """Of one window. Without ``start`` nothing is said of starting with Windows."""

    def __init__(
        self,
        background: KeepsChoices,
        screen: ConnectionScreen,
        connection: ConnectionController,
        start: StartsWithWindows | None,
        runner: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._connection = connection
        self._starting: Starting | None = None
        self._card = BackgroundCard(screen, offers_start=start is not None)
        self._card.keeping_wanted.connect(self._on_keeping)
        self._card.quit_wanted.connect(background.end)
        self._card.shown.connect(self._show)
        screen.add_card(self._card)
        background.tray.came.connect(self._show)
        background.tray.went.connect(self._show)
        self._start: StartController | None = None
        self._question: StartQuestion | None = None
        if start is not None:
            self._start = StartController(start, runner, self)
            self._start.found.connect(self._on_found)
            self._start.failed.connect(self._card.show_error)
            self._card.starting_wanted.connect(self._on_starting)
            self._card.windows_settings_wanted.connect(self._start.open_settings)
            if not background.chosen.is_start_asked:
                self._question = StartQuestion(screen)
                self._question.answered.connect(self._on_answered)
                screen.show_below_the_state(self._question)
                connection.changed.connect(self._ask)
        if self._card.isVisible():
            self._show()

    def _show(self) -> None:
        tray, chosen = self._background.tray, self._background.chosen
        self._card.show_keeping(keeps=chosen.keeps_watching, has_tray=tray.is_there)
        if self._start is not None:
            self._start.look()

    def _on_keeping(self, wanted: bool) -> None:
        self._background.choose(keeps_watching=wanted)

    def _on_starting(self, wanted: bool) -> None:
        self._end_question()
        if self._start is not None:
            self._start.turn(on=wanted)

    def _on_found(self, starting: Starting) -> None:
        self._starting = starting
        self._card.show_starting(starting)
        self._ask()

    def _ask(self) -> None:
        """Once it works, where nobody has decided it already and nothing else has to be done."""
        question = self._question
        if question is None:
            return
        mark = self._connection.text.mark
        if self._starting is not Starting.NO or mark in (Mark.STOP, Mark.LOOK):
            question.clear()
        elif question.isHidden() and mark is Mark.OK:
            question.ask()

    def _on_answered(self, wanted: bool) -> None:
        self._end_question()
        if wanted:
            self._on_starting(wanted)

    def _end_question(self) -> None:
        question, self._question = self._question, None
        if question is not None:
            question.clear()
            self._background.choose(is_start_asked=True)
