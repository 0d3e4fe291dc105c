"""Looks for setup files, and into the one that was chosen, away from the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.setup.watching import downloads_folder
from conductor_desktop.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.setup import SetupService

log = logging.getLogger(__name__)


class SetupFiles(QObject):
    """Nothing is taken in here. Files may lie on a server that is slow or gone: see the pool."""

    found = Signal(object)  # a tuple of FoundFile
    read = Signal(object)  # the Inspection of a file that can be used
    refused = Signal(object)  # AppError: why the chosen one cannot be

    def __init__(
        self, setup: Callable[[], SetupService], runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._finding = OneAtATime(runner, self)
        self._reading = OneAtATime(runner, self)

    def find(self) -> None:
        """Look where vendors' files usually lie."""
        if not self._finding.is_busy:
            self._finding.start(
                lambda _task: self._setup().find_setup_files(downloads_folder()),
                self.found.emit,
                lambda _error: None,
            )

    def look_into(self, path: Path) -> None:
        """Say what the file at ``path`` holds; whatever was looked into before is forgotten."""

        def work(_task: Task) -> object:
            from conductor_desktop.services.setup_file import inspect_setup_file, refusal

            inspection = inspect_setup_file(path)
            if inspection.file is None:
                log.info("a setup file was given and cannot be used")
                raise refusal(inspection)
            log.info("a setup file was given and can be used")
            return inspection

        self._reading.start(work, self.read.emit, self.refused.emit)

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._finding.cancel()
        self._reading.cancel()
