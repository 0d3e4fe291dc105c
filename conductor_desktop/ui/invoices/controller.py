"""The state of the Invoices screen: asks for invoices, and says how complete what is here is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.conductor.models import Invoice
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import InternalError
from conductor_desktop.services.invoices import InvoicePreview, InvoiceProgress, busy_estimate
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.opener import InvoiceOpener
from conductor_desktop.ui.invoices.seen import Seen
from conductor_desktop.ui.parts.books_controller import BooksController
from conductor_desktop.ui.parts.loading import Loaded, Phase, State, Unavailable
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken


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


SourceProvider = Callable[[], InvoiceSource | Unavailable | None]


@dataclass(frozen=True)
class InvoicesLoaded(Loaded):
    """``seconds_left`` is how long the remaining ones will take, None when nobody can say."""

    seconds_left: float | None = None
    breaks: int = 0  # how often it broke off and has been started over

    @property
    def pace(self) -> float | None:
        """How many come in a second, None when nobody can say."""
        if not self.remaining or not self.seconds_left:
            return None
        return self.remaining / self.seconds_left


class InvoicesController(BooksController[InvoiceSource, InvoicePreview]):
    """Loads into ``model``, and says how complete what is there is."""

    loaded_changed = Signal(object)  # an InvoicesLoaded, while LOADING

    def __init__(
        self,
        source: SourceProvider,
        runner: TaskRunner,
        model: InvoicesModel,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("invoices", source, runner, parent)
        self._clock = clock
        self._began = clock()
        self._pace: float | None = None
        self._total: int | None = None
        self.model = model
        self.opener = InvoiceOpener(self._opens, runner, self)
        self._query = InvoiceQuery()
        self._loaded = InvoicesLoaded(0, None)
        self.reset()

    @property
    def loaded(self) -> InvoicesLoaded:
        """How far the latest load came."""
        return self._loaded

    def seen(self) -> Seen:
        """The shown rows as they are now, and whether they are all there are."""
        model = self.model
        note = None
        if model.is_filtered:
            shown, count = model.shown_count, len(model.invoices)
            note = f"Filtered by “{model.filter_words}”: {shown:,} of {count:,} invoices."
        is_complete = self.state.phase is Phase.READY
        return Seen(tuple(model.shown()), is_complete, self.state.problem, note)

    @property
    def estimate(self) -> str:
        """How long QuickBooks will be busy with everything, as far as this window has seen."""
        return busy_estimate(self._total, self._pace)

    def load(self, query: InvoiceQuery) -> None:
        """Read the invoices of ``query`` from the start; rows appear as they arrive."""
        self._stop()
        self._query = query
        self._start_over()
        self._began = self._clock()
        self._read(lambda source, task: source.load(query, None, task.report, task.token))

    def reload(self) -> None:
        """The latest query again."""
        self.load(self._query)

    def _opens(self) -> InvoiceSource | None:
        source = self._source()
        return None if isinstance(source, Unavailable) else source

    def _forget(self) -> None:
        self.model.choose_age(None)  # its currency is one of these books
        self._pace = self._total = None
        self._start_over()

    def _has_some(self) -> bool:
        return bool(self.model.invoices)

    def _start_over(self) -> None:
        self.opener.close()
        self._loaded = InvoicesLoaded(0, None)
        self.model.clear()

    def _on_came(self, value: object) -> None:
        progress = cast(InvoiceProgress, value)
        self._loaded = InvoicesLoaded(
            progress.loaded, progress.remaining, progress.seconds_left, progress.breaks
        )
        self._learn(self._loaded)
        if progress.restarted:
            self.model.clear()
        self.model.append(progress.new)
        self.loaded_changed.emit(self._loaded)

    def _learn(self, loaded: InvoicesLoaded) -> None:
        self._pace = loaded.pace or self._pace
        if self._query == InvoiceQuery() and loaded.expected is not None:
            self._total = loaded.expected

    def _on_found(self, found: InvoicePreview) -> None:
        if list(self.model.invoices) != list(found.invoices):
            self.model.replace(found.invoices)
        if not found.complete:
            self._end_early(found.problem or InternalError())
            return
        self._loaded = InvoicesLoaded(len(found.invoices), 0)
        self._learn(self._loaded)
        seconds = self._clock() - self._began
        if self._pace is None and found.invoices and seconds > 0:
            # With the start of QuickBooks in it, so everything takes rather less than more.
            self._pace = len(found.invoices) / seconds
        self._go(State(Phase.READY if found.invoices else Phase.NO_ROWS))

    def _go(self, state: State) -> None:
        if state.phase is not Phase.LOADING:
            self.model.prepare()
        super()._go(state)
