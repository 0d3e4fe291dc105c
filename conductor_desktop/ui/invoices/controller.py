"""The state of the Invoices screen: asks for invoices, and says how complete what is here is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.conductor.models import Invoice
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import AppError, InternalError, NotSetUp
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress, busy_estimate
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.opener import InvoiceOpener
from conductor_desktop.ui.invoices.seen import Seen
from conductor_desktop.ui.parts.arrivals import Arrivals
from conductor_desktop.ui.parts.exporter import Exporter
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)


class InvoiceSource(Protocol):
    """What ``services.invoices.InvoicesService`` does for this screen."""

    def load(
        self,
        query: InvoiceQuery,
        limit: int | None,
        on_progress: Callable[[InvoiceProgress], None],
        cancel: CancelToken,
    ) -> InvoicePreview:
        """Read all invoices of ``query``; blocks, raises ``AppError`` and ``Cancelled``."""

    def open(self, invoice_id: str, cancel: CancelToken) -> Invoice:
        """One invoice as it is in QuickBooks now; blocks and raises alike."""


# Asked on the UI thread at every load, so it must not block: a source may open the credential store
# in ``load``, and raise ``NotSetUp`` there. None is "not set up yet".
SourceProvider = Callable[[], InvoiceSource | Unavailable | None]


@dataclass(frozen=True)
class Loaded:
    """How far a load is. ``remaining`` is Conductor's own estimate, None when it gave none;
    ``seconds_left`` is how long these will take, None when nobody can say.
    """

    count: int
    remaining: int | None
    seconds_left: float | None = None
    breaks: int = 0  # how often it broke off and has been started over

    @property
    def pace(self) -> float | None:
        """How many come in a second, None when nobody can say."""
        if not self.remaining or not self.seconds_left:
            return None
        return self.remaining / self.seconds_left

    @property
    def expected(self) -> int | None:
        return None if self.remaining is None else self.count + self.remaining


class InvoicesController(QObject):
    """Loads into ``model``. A newer load replaces the older, whose late answers are not heard."""

    state_changed = Signal(object)  # a State
    loaded_changed = Signal(object)  # a Loaded, while LOADING

    def __init__(
        self,
        source: SourceProvider,
        runner: TaskRunner,
        model: InvoicesModel,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._clock = clock
        self._began = clock()
        self._pace: float | None = None
        self._total: int | None = None
        self.runner = runner
        self.model = model
        self.exporter = Exporter(runner, self)
        self.opener = InvoiceOpener(self._opens, runner, self)
        self._handle: TaskHandle | None = None
        self._arrivals = Arrivals[InvoiceProgress](self)
        self._arrivals.came.connect(self._on_came)
        self._query = InvoiceQuery()
        self._loaded = Loaded(0, None)
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
        model = self.model
        note = None
        if model.is_filtered:
            shown, count = model.shown_count, len(model.invoices)
            note = f"Filtered by “{model.filter_words}”: {shown:,} of {count:,} invoices."
        is_complete = self._state.phase is Phase.READY
        return Seen(tuple(model.shown()), is_complete, self._state.problem, note)

    @property
    def estimate(self) -> str:
        """How long QuickBooks will be busy with everything, as far as this window has seen."""
        return busy_estimate(self._total, self._pace)

    def reset(self) -> None:
        """Forget everything, and look again whether there is anything to ask (another profile)."""
        self._stop()
        self.opener.close()
        self.model.choose_age(None)  # its currency is one of these books
        self._pace = self._total = None
        self._start_over()
        source = self._available()
        if source is not None:
            self._go(State(Phase.EMPTY_START))

    def load(self, query: InvoiceQuery) -> None:
        """Read the invoices of ``query`` from the start; rows appear as they arrive."""
        self._stop()
        self.opener.close()
        self._query = query
        self._start_over()
        source = self._available()
        if source is None:
            return

        def work(task: Task) -> InvoicePreview:
            return source.load(query, None, task.report, task.token)

        self._began = self._clock()
        handle = self.runner.submit(work)
        handle.progressed.connect(self._arrivals.add)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        self._handle = handle
        self._go(State(Phase.LOADING))

    def reload(self) -> None:
        """The latest query again."""
        self.load(self._query)

    def cancel(self) -> None:
        """Stop loading and keep the rows that are here."""
        if self._handle is not None:
            self._arrivals.hand_over()
            self._stop()
            self._go(State(Phase.CANCELLED))

    def _opens(self) -> InvoiceSource | None:
        source = self._source()
        return None if isinstance(source, Unavailable) else source

    def _available(self) -> InvoiceSource | None:
        source = self._source()
        if source is None:
            source = Unavailable.not_set_up("invoices")
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
        self._loaded = Loaded(0, None)
        self.model.clear()

    def _on_came(self, value: object) -> None:
        progress = cast(InvoiceProgress, value)
        self._loaded = Loaded(
            progress.loaded, progress.remaining, progress.seconds_left, progress.breaks
        )
        self._learn(self._loaded)
        if progress.restarted:
            self.model.clear()
        self.model.append(progress.new)
        self.loaded_changed.emit(self._loaded)

    def _learn(self, loaded: Loaded) -> None:
        self._pace = loaded.pace or self._pace
        if self._query == InvoiceQuery() and loaded.expected is not None:
            self._total = loaded.expected

    def _on_succeeded(self, value: object) -> None:
        preview = cast(InvoicePreview, value)
        self._arrivals.hand_over()
        self._handle = None
        if list(self.model.invoices) != list(preview.invoices):
            self.model.replace(preview.invoices)
        if not preview.complete:
            self._end_early(preview.problem or InternalError())
            return
        self._loaded = Loaded(len(preview.invoices), 0)
        self._learn(self._loaded)
        seconds = self._clock() - self._began
        if self._pace is None and preview.invoices and seconds > 0:
            # With the start of QuickBooks in it, so everything takes rather less than more.
            self._pace = len(preview.invoices) / seconds
        self._go(State(Phase.READY if preview.invoices else Phase.NO_ROWS))

    def _on_failed(self, value: object) -> None:
        problem = cast(AppError, value)
        self._arrivals.hand_over()
        self._handle = None
        if isinstance(problem, NotSetUp):
            self._go(State(Phase.UNAVAILABLE, unavailable=Unavailable.because(problem)))
        else:
            self._end_early(problem)

    def _end_early(self, problem: AppError) -> None:
        log.info("invoices stopped early: %s", problem.title)
        phase = Phase.PARTIAL if self.model.invoices else Phase.FAILED
        self._go(State(phase, problem))

    def _go(self, state: State) -> None:
        self._state = state
        if state.phase is not Phase.LOADING:
            self.model.prepare()
        self.state_changed.emit(state)
