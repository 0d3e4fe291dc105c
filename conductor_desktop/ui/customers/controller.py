"""The state of the Customers page: asks for them, and says how complete what is here is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import AppError, InternalError, NotSetUp
from conductor_desktop.services.customers import CustomerList, CustomerProgress
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.parts.arrivals import Arrivals
from conductor_desktop.ui.parts.exporter import Exporter
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported

log = logging.getLogger(__name__)


class CustomerSource(Protocol):
    """What ``services.customers.CustomersService`` does for this page."""

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        """Read all customers; blocks, raises ``AppError`` and ``Cancelled``."""


# Asked on the UI thread at every load, so it must not block. None is "not set up yet".
SourceProvider = Callable[[], CustomerSource | Unavailable | None]


@dataclass(frozen=True)
class Loaded:
    """How far a load is. ``remaining`` is Conductor's own estimate, None when it gave none."""

    count: int
    remaining: int | None

    @property
    def expected(self) -> int | None:
        return None if self.remaining is None else self.count + self.remaining


@dataclass(frozen=True)
class Seen:
    """The rows a person sees, from top to bottom; ``note`` says which when others are hidden."""

    found: CustomerList
    note: str | None = None

    @property
    def complete(self) -> bool:
        return self.found.complete

    def __len__(self) -> int:
        return len(self.found.customers)

    def write(self, target: Path, today: date, cancel: CancelToken) -> Exported:
        """Blocks."""
        from conductor_desktop.services.export.customer_sheet import CustomerSheet
        from conductor_desktop.services.export.service import write_sheet

        return write_sheet(CustomerSheet(self.found, self.note, cancel), target, cancel)


class CustomersController(QObject):
    """Loads into ``model``. A newer load replaces the older, whose late answers are not heard."""

    state_changed = Signal(object)  # a State
    loaded_changed = Signal(object)  # a Loaded, while LOADING

    def __init__(
        self,
        source: SourceProvider,
        runner: TaskRunner,
        model: CustomersModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._runner = runner
        self.model = model
        self.exporter = Exporter(runner, self)
        self._handle: TaskHandle | None = None
        self._loaded = Loaded(0, None)
        self._arrivals = Arrivals[CustomerProgress](self)
        self._arrivals.came.connect(self._on_came)
        self._state = State(Phase.EMPTY_START)
        self.reset()

    @property
    def state(self) -> State:
        return self._state

    @property
    def loaded(self) -> Loaded:
        """How far the latest load came."""
        return self._loaded

    def seen(self) -> Seen:
        """The shown rows as they are now, and whether they are all there are."""
        model, note = self.model, None
        if model.is_filtered:
            shown, count = model.shown_count, len(model.customers)
            note = f"Filtered by “{model.filter_words}”: {shown:,} of {count:,} customers."
        is_complete = self._state.phase is Phase.READY
        return Seen(CustomerList(tuple(model.shown()), is_complete, self._state.problem), note)

    def reset(self) -> None:
        """Forget everything, and look again whether there is anything to ask (another profile)."""
        self._start_over()
        if self._available() is not None:
            self._go(State(Phase.EMPTY_START))

    def load(self) -> None:
        """Read all of them from the start; rows appear as they arrive."""
        self._start_over()
        source = self._available()
        if source is None:
            return

        def work(task: Task) -> CustomerList:
            return source.load(task.report, task.token)

        handle = self._runner.submit(work)
        handle.progressed.connect(self._arrivals.add)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        self._handle = handle
        self._go(State(Phase.LOADING))

    def cancel(self) -> None:
        """Stop loading and keep the rows that are here."""
        if self._handle is not None:
            self._arrivals.hand_over()
            self._stop()
            self._go(State(Phase.CANCELLED))

    def _available(self) -> CustomerSource | None:
        source = self._source()
        if source is None:
            source = Unavailable.not_set_up("customers")
        if isinstance(source, Unavailable):
            self._go(State(Phase.UNAVAILABLE, unavailable=source))
            return None
        return source

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._arrivals.drop()

    def _start_over(self) -> None:
        self._stop()
        self._loaded = Loaded(0, None)
        self.model.clear()

    def _on_came(self, value: object) -> None:
        progress = cast(CustomerProgress, value)
        self._loaded = Loaded(progress.loaded, progress.remaining)
        if progress.restarted:
            self.model.clear()
        self.model.append(progress.new)
        self.loaded_changed.emit(self._loaded)

    def _on_succeeded(self, value: object) -> None:
        found = cast(CustomerList, value)
        self._arrivals.hand_over()
        self._handle = None
        if list(self.model.customers) != list(found.customers):
            self.model.replace(found.customers)
        if not found.complete:
            self._end_early(found.problem or InternalError())
            return
        self._loaded = Loaded(len(found.customers), 0)
        self._go(State(Phase.READY if found.customers else Phase.NO_ROWS))

    def _on_failed(self, value: object) -> None:
        problem = cast(AppError, value)
        self._arrivals.hand_over()
        self._handle = None
        if isinstance(problem, NotSetUp):
            self._go(State(Phase.UNAVAILABLE, unavailable=Unavailable.because(problem)))
        else:
            self._end_early(problem)

    def _end_early(self, problem: AppError) -> None:
        log.info("customers stopped early: %s", problem.title)
        phase = Phase.PARTIAL if self.model.customers else Phase.FAILED
        self._go(State(phase, problem))

    def _go(self, state: State) -> None:
        self._state = state
        self.state_changed.emit(state)
