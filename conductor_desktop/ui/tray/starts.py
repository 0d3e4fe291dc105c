"""Asks and changes off the UI thread whether this app starts with Windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.ui.tasks import Pool

if TYPE_CHECKING:
    from conductor_desktop.services.own_start import Starting
    from conductor_desktop.ui.tasks import TaskRunner


class StartsWithWindows(Protocol):
    """``services.own_start.OwnStart`` as it is used here."""

    def look(self) -> Starting: ...

    def turn_on(self) -> Starting: ...

    def turn_off(self) -> Starting: ...

    def open_settings(self) -> bool: ...


class StartController(QObject):
    """``found`` comes after each look and each change, ``failed`` instead where there is none."""

    found = Signal(object)  # Starting
    failed = Signal(object)  # AppError

    def __init__(self, start: StartsWithWindows, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._start = start
        self._runner = runner

    def look(self) -> None:
        """See what Windows has noted: somebody may have changed it there."""
        self._do(self._start.look)

    def turn(self, *, on: bool) -> None:
        """On a person's wish alone."""
        self._do(self._start.turn_on if on else self._start.turn_off)

    def open_settings(self) -> None:
        """Show where Windows has it switched off."""
        self._runner.submit(lambda _task: self._start.open_settings(), Pool.FILES)

    def _do(self, work: Callable[[], Starting]) -> None:
        handle = self._runner.submit(lambda _task: work(), Pool.FILES)
        handle.succeeded.connect(self._on_found)
        handle.failed.connect(self._on_failed)

    def _on_found(self, starting: Starting) -> None:
        self.found.emit(starting)

    def _on_failed(self, error: AppError) -> None:
        self.failed.emit(error)
