"""Has the status file written as the connection is watched, away from the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject

from conductor_desktop.services.connection.status_file import WRITTEN_EVERY, Tree, status_tree
from conductor_desktop.services.connection.watch import Watch
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.tasks import Pool, TaskRunner


class KeepsStatus(Protocol):
    """``services.connection.status_file.StatusFile`` as it is used here."""

    def write(self, tree: Tree, now: datetime) -> None: ...

    def remove(self) -> None: ...


class Noting(QObject):
    """``provider`` runs on the worker thread that writes files, one thing at a time."""

    def __init__(
        self,
        provider: Callable[[], KeepsStatus],
        profile: ProfileName,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._provider = provider
        self._profile = profile
        self._runner = runner
        self._written: tuple[Tree, datetime] | None = None
        self._is_over = False

    def see(self, watch: Watch) -> None:
        """Something may have changed, or only time has passed."""
        if self._is_over:
            return
        tree, now = status_tree(watch, self._profile), watch.seen.wall
        if self._written is not None:
            before, at = self._written
            if tree == before and abs(now - at) < WRITTEN_EVERY:
                return
        self._written = tree, now
        provider = self._provider
        self._runner.submit(lambda _task: provider().write(tree, now), Pool.FILES)

    def stop(self) -> None:
        """Nobody watches any more: what is left would soon be wrong."""
        if not self._is_over:
            self._is_over = True
            provider = self._provider
            self._runner.submit(lambda _task: provider().remove(), Pool.FILES)
