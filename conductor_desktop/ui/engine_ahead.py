"""Loads the web engine before the page that needs it, while the person reads the pages before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.gradually import Gradually
from conductor_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.ui.providers import Providers


class EngineAhead(QObject):
    """Once in the life of the app, by the steps of the guided setup."""

    def __init__(self, providers: Providers, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._providers = providers
        self._runner = runner
        self._loading: Gradually | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether it is loaded by now, or about to be."""
        return self._loading is not None

    def see(self, step: SetupStep) -> None:
        """The person is on ``step`` now."""
        if self._providers.policies().only_in_browser:
            return  # maybe because the engine is what does not run on this PC
        if step is SetupStep.CHECKS and self._loading is None:
            # Two pages on it is needed at once. Its large files are read away from the window,
            # which would stand still for the disk.
            handle = self._runner.submit(lambda task: self._providers.warm_up(task.token))
            handle.succeeded.connect(self._load)
        elif step is SetupStep.CONNECT:
            self._load()  # while the link is on its way

    def stop(self) -> None:
        """The app ends: no further piece of it."""
        if self._loading is not None:
            self._loading.stop()

    def _load(self) -> None:
        if self._loading is None:
            self._loading = Gradually(self._providers.engine_pieces(), self)
            self._loading.start()
