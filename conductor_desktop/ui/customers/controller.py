"""The state of the Customers page: asks for them, and says how complete what is here is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.errors import InternalError
from conductor_desktop.services.customers import CustomerList, CustomerProgress
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.parts.books_controller import BooksController
from conductor_desktop.ui.parts.loading import Loaded, Phase, State, Unavailable
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


class CustomerSource(Protocol):
    """What ``services.customers.CustomersService`` does for this page."""

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        """Read all customers; blocks, raises ``AppError`` and ``Cancelled``."""


SourceProvider = Callable[[], CustomerSource | Unavailable | None]


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


class CustomersController(BooksController[CustomerSource, CustomerList]):
    """Loads into ``model``, and says how complete what is there is."""

    loaded_changed = Signal(object)  # a Loaded, while LOADING

    def __init__(
        self,
        source: SourceProvider,
        runner: TaskRunner,
        model: CustomersModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("customers", source, runner, parent)
        self.model = model
        self._loaded = Loaded(0, None)
        self.reset()

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
        is_complete = self.state.phase is Phase.READY
        return Seen(CustomerList(tuple(model.shown()), is_complete, self.state.problem), note)

    def load(self) -> None:
        """Read all of them from the start; rows appear as they arrive."""
        self._stop()
        self._forget()
        self._read(lambda source, task: source.load(task.report, task.token))

    def _forget(self) -> None:
        self._loaded = Loaded(0, None)
        self.model.clear()

    def _has_some(self) -> bool:
        return bool(self.model.customers)

    def _on_came(self, value: object) -> None:
        progress = cast(CustomerProgress, value)
        self._loaded = Loaded(progress.loaded, progress.remaining)
        if progress.restarted:
            self.model.clear()
        self.model.append(progress.new)
        self.loaded_changed.emit(self._loaded)

    def _on_found(self, found: CustomerList) -> None:
        if list(self.model.customers) != list(found.customers):
            self.model.replace(found.customers)
        if not found.complete:
            self._end_early(found.problem or InternalError())
            return
        self._loaded = Loaded(len(found.customers), 0)
        self._go(State(Phase.READY if found.customers else Phase.NO_ROWS))
