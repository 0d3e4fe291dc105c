"""The state of the Company page: asks QuickBooks about the company, and keeps what it said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.conductor.models import Company
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.company.facts import facts_of
from conductor_desktop.ui.parts.exporter import Exporter
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported

log = logging.getLogger(__name__)


class CompanySource(Protocol):
    """What ``services.company.service.CompanyService`` does for this page."""

    def read(self, cancel: CancelToken) -> Company:
        """What the company file says now; blocks, raises ``AppError`` and ``Cancelled``."""


# Asked on the UI thread at every load, so it must not block. None is "not set up yet".
SourceProvider = Callable[[], CompanySource | Unavailable | None]


@dataclass(frozen=True)
class Seen:
    """The company as it was seen; it is whole or not there at all."""

    company: Company

    @property
    def complete(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(facts_of(self.company))

    def write(self, target: Path, today: date, cancel: CancelToken) -> Exported:
        """Blocks."""
        from conductor_desktop.services.export.company_sheet import CompanySheet
        from conductor_desktop.services.export.service import write_sheet

        return write_sheet(CompanySheet(self.company, cancel), target, cancel)


class CompanyController(QObject):
    """One answer at a time. The one before stays while a newer one is asked for."""

    state_changed = Signal(object)  # a State

    def __init__(
        self, source: SourceProvider, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._runner = runner
        self.exporter = Exporter(runner, self)
        self._handle: TaskHandle | None = None
        self._company: Company | None = None
        self._state = State(Phase.EMPTY_START)
        self.reset()

    @property
    def state(self) -> State:
        return self._state

    @property
    def company(self) -> Company | None:
        """What QuickBooks said last, if it said anything yet."""
        return self._company

    def reset(self) -> None:
        """Forget everything, and look again whether there is anybody to ask (another profile)."""
        self._stop()
        self._company = None
        if self._available() is not None:
            self._go(State(Phase.EMPTY_START))

    def load(self) -> None:
        """Ask QuickBooks."""
        self._stop()
        source = self._available()
        if source is None:
            return

        def work(task: Task) -> Company:
            return source.read(task.token)

        handle = self._runner.submit(work)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        self._handle = handle
        self._go(State(Phase.LOADING))

    def cancel(self) -> None:
        """Stop asking; what was known stays."""
        if self._handle is not None:
            self._stop()
            self._go(State(Phase.CANCELLED))

    def _available(self) -> CompanySource | None:
        source = self._source()
        if source is None:
            source = Unavailable.not_set_up("company’s details")
        if isinstance(source, Unavailable):
            self._go(State(Phase.UNAVAILABLE, unavailable=source))
            return None
        return source

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _on_succeeded(self, value: object) -> None:
        self._handle = None
        self._company = cast(Company, value)
        self._go(State(Phase.READY))

    def _on_failed(self, value: object) -> None:
        self._handle = None
        problem = cast(AppError, value)
        if isinstance(problem, NotSetUp):
            self._go(State(Phase.UNAVAILABLE, unavailable=Unavailable.because(problem)))
        else:
            log.info("the company was not told: %s", problem.title)
            self._go(State(Phase.FAILED, problem))

    def _go(self, state: State) -> None:
        self._state = state
        self.state_changed.emit(state)
