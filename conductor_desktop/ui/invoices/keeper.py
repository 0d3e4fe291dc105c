"""Keeps what somebody chose, a moment after the last change and off the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from conductor_desktop.ui.tasks import Pool, TaskRunner

log = logging.getLogger(__name__)

_AFTER_MS = 800  # whoever drags an edge changes its place many times a second

_T = TypeVar("_T")


class Keeper(QObject, Generic[_T]):
    """``read`` says what there is to be kept; ``keep`` writes it to the disk, on the worker thread
    that does so. ``what`` is for the log.
    """

    def __init__(
        self,
        read: Callable[[], _T],
        keep: Callable[[_T], object],
        runner: TaskRunner,
        what: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._keep = keep
        self._runner = runner
        self._what = what
        self._kept = read()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self.keep_now)

    def keep_soon(self) -> None:
        """Something has changed, and may go on changing."""
        self._soon.start()

    def keep_now(self) -> None:
        """Do not wait any longer: the window closes, or nothing has changed for a while."""
        self._soon.stop()
        value, keep = self._read(), self._keep
        if value != self._kept:
            self._kept = value
            handle = self._runner.submit(lambda _task: keep(value), Pool.FILES)
            handle.failed.connect(self._on_not_kept)

    def _on_not_kept(self) -> None:
        """At worst it is chosen once more after a restart."""
        log.warning("%s could not be kept", self._what)
