"""Has noted down how the connection stands, as it is watched, away from the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from conductor_desktop.services.connection.watch import Watch
from conductor_desktop.services.history.recorder import Recorder
from conductor_desktop.services.history.service import History
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.tasks import Pool, TaskRunner
from conductor_desktop.work import CancelToken


class KeepsHistory(Protocol):
    """``services.history.service.HistoryService`` as it is used here."""

    def look(self, cancel: CancelToken, reach: timedelta | None) -> History: ...

    def keep(self, rows: Iterable[Stretch]) -> tuple[str, ...]: ...


class Recording(QObject):
    """``provider`` runs on the worker thread that writes files, one thing at a time."""

    kept = Signal()  # something was added
    told = Signal(str)  # what the person has to know, once

    def __init__(
        self,
        provider: Callable[[], KeepsHistory],
        profile: ProfileName,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.provider = provider
        self._runner = runner
        self._recorder = Recorder(profile)

    def see(self, watch: Watch) -> None:
        """Something may have changed; ``watch`` was last seen at its own moment."""
        rows = self._recorder.see(watch, watch.seen)
        if rows:
            self._keep(rows, self._on_kept)

    def bring_up_to_now(self) -> None:
        """Write what goes on as far as it was seen: it is read next, or this is the end of it."""
        if self._recorder.under_way:
            self._keep(self._recorder.under_way, self._tell)

    def _keep(self, rows: tuple[Stretch, ...], then: Callable[[object], None]) -> None:
        provider = self.provider
        handle = self._runner.submit(lambda _task: provider().keep(rows), Pool.FILES)
        handle.succeeded.connect(then)

    def _on_kept(self, notices: object) -> None:
        self._tell(notices)
        self.kept.emit()

    def _tell(self, notices: object) -> None:
        for notice in notices if isinstance(notices, tuple) else ():
            self.told.emit(notice)
