"""Looks again and again at this PC while somebody is connecting, away from the UI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.connect_watch import ConnectWatch
    from conductor_desktop.services.connection_file import ConnectionFile
    from conductor_desktop.services.setup import SetupService

# A download is told at the second look after it came, when it has not changed any more.
LOOK_EVERY_MS = 1500


class Watching(QObject):
    """``file`` is what was taken so far, and ``handed_over`` whether the Web Connector got it.

    ``tried``: it was to be handed over and is to be added by hand.
    """

    seen = Signal(object)  # Sight

    def __init__(
        self, setup: Callable[[], SetupService], runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._work = OneAtATime(runner, self)
        self._watch: ConnectWatch | None = None
        self.file: ConnectionFile | None = None
        self.handed_over = False
        self.tried = False
        # A look may wait for a server that is gone, and cannot be stopped: there is one at a time.
        self._turn = threading.Lock()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_active(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        """From now on; what there is already is not new."""
        if not self.is_active:
            self._watch = None
            self._timer.start()
            self._look()

    def stop(self) -> None:
        """Look no more, and forget what was seen."""
        self._timer.stop()
        self._work.cancel()
        self._watch = None
        self.take(None)

    def take(self, file: ConnectionFile | None) -> None:
        """Look for what becomes of ``file`` from now on."""
        self.file = file
        self.handed_over = False
        self.tried = False

    def _look(self) -> None:
        if self._work.is_busy:
            return
        file, handed_over, tried = self.file, self.handed_over, self.tried

        def work(_task: Task) -> object:
            if not self._turn.acquire(blocking=False):
                return None
            try:
                watch = self._watch or self._setup().watch(downloads_folder())
                return watch, file, watch.look(file, handed_over=handed_over, tried=tried)
            finally:
                self._turn.release()

        # Not among the files: a folder on a server that is gone would hold up what is to be kept.
        self._work.start(work, self._on_seen, lambda _error: None)

    def _on_seen(self, answer: object) -> None:
        if answer is None:
            return
        assert isinstance(answer, tuple)  # noqa: S101 - what the work returned
        self._watch, file, sight = answer
        # Of a file that another one has replaced meanwhile there is nothing to tell any more.
        self.seen.emit(sight if file is self.file else sight.without_file)


def downloads_folder() -> Path | None:
    """Where browsers save by default: on Windows the known folder, wherever it was moved to."""
    name = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(name) if name else None
