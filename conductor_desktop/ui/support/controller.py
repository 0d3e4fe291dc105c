"""Collects the support bundle and writes it, off the UI thread."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.collectors import USUAL_DAYS
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

GOOD_FOR_SECONDS = 300.0
"""Whoever comes back to the page within this time finds it as it was."""


class MakesBundle(Protocol):
    """``services.diagnostics.DiagnosticsService`` as this screen uses it."""

    def collect(
        self,
        cancel: CancelToken,
        *,
        log_days: int = USUAL_DAYS,
        arrived: Callable[[BundleFile | Failure], None] = lambda _one: None,
    ) -> Bundle: ...

    def write(self, bundle: Bundle, path: Path) -> Path: ...


class Stage(enum.Enum):
    """Where the bundle is on its way."""

    NOTHING = enum.auto()
    COLLECTING = enum.auto()
    READY = enum.auto()
    STOPPED = enum.auto()
    FAILED = enum.auto()


class SupportController(QObject):
    """``provider`` runs on a worker thread. What is saved is what was collected, and
    nothing else."""

    stage_changed = Signal(object)  # a Stage
    arrived = Signal(object)  # a BundleFile or a Failure, while collecting
    failed = Signal(object)  # an AppError: nothing could be collected
    saving_changed = Signal(bool)
    saved = Signal(object)  # the Path of the written file
    not_saved = Signal(object)  # an AppError

    def __init__(
        self,
        provider: Callable[[], MakesBundle],
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._collected_at = 0.0
        self._provider = provider
        self._runner = runner
        self._stage = Stage.NOTHING
        self._bundle: Bundle | None = None
        self._log_days = USUAL_DAYS
        self._collecting: TaskHandle | None = None
        self._saving: TaskHandle | None = None

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def bundle(self) -> Bundle | None:
        """What will be written; None unless the stage is ``READY``."""
        return self._bundle

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written right now."""
        return self._saving is not None

    def collect_once(self) -> None:
        """Collect unless that is being done, or has been not long ago.

        What was stopped or has failed waits for somebody to ask.
        """
        is_old = (
            self._stage is Stage.READY and self._clock() - self._collected_at > GOOD_FOR_SECONDS
        )
        if self._stage is Stage.NOTHING or is_old:
            self.collect()

    def collect(self) -> None:
        """Collect anew; what was collected before is dropped."""
        if self._collecting is not None:
            self._collecting.cancel()
        provider, days = self._provider, self._log_days
        self._bundle = None
        self._collecting = self._runner.submit(
            lambda task: provider().collect(task.token, log_days=days, arrived=task.report)
        )
        self.destroyed.connect(self._collecting.cancel)
        self._collecting.progressed.connect(self.arrived)
        self._collecting.succeeded.connect(self._on_collected)
        self._collecting.failed.connect(self._on_failed)
        self._go(Stage.COLLECTING)

    def collect_days(self, log_days: int) -> None:
        """Collect anew, with so many days of the app's log, and so from now on."""
        self._log_days = log_days
        self.collect()

    def stop(self) -> None:
        """Wait no longer for what is being collected; what has come is dropped."""
        if self._collecting is not None:
            self._collecting.cancel()
            self._collecting = None
            self._go(Stage.STOPPED)

    def save(self, path: Path, left_out: Collection[str] = ()) -> None:
        """Write the collected bundle to ``path``, without ``left_out``; one writing at a time."""
        if self._bundle is None or self.is_saving:
            return
        bundle = self._bundle.without(left_out)
        provider = self._provider
        self._saving = self._runner.submit(lambda task: provider().write(bundle, path), Pool.FILES)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_not_saved)
        self.saving_changed.emit(True)

    def _go(self, stage: Stage) -> None:
        self._stage = stage
        self.stage_changed.emit(stage)

    def _on_collected(self, bundle: Bundle) -> None:
        self._collecting = None
        self._bundle = bundle
        self._collected_at = self._clock()
        self._go(Stage.READY)

    def _on_failed(self, error: AppError) -> None:
        self._collecting = None
        self._go(Stage.FAILED)
        self.failed.emit(error)

    def _on_saved(self, path: Path) -> None:
        self._saving = None
        self.saving_changed.emit(False)
        self.saved.emit(path)

    def _on_not_saved(self, error: AppError) -> None:
        self._saving = None
        self.saving_changed.emit(False)
        self.not_saved.emit(error)
