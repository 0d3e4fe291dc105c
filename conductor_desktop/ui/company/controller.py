"""The state of the Company page: asks QuickBooks about the company, and keeps what it said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from conductor_desktop.conductor.models import Company
from conductor_desktop.services.company.facts import facts_of
from conductor_desktop.ui.parts.books_controller import BooksController
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


class CompanySource(Protocol):
    """What ``services.company.service.CompanyService`` does for this page."""

    def read(self, cancel: CancelToken) -> Company:
        """What the company file says now; blocks, raises ``AppError`` and ``Cancelled``."""


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


class CompanyController(BooksController[CompanySource, Company]):
    """One answer at a time. The one before stays while a newer one is asked for."""

    def __init__(
        self, source: SourceProvider, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__("company details", source, runner, parent)
        self._company: Company | None = None
        self.reset()

    @property
    def company(self) -> Company | None:
        """What QuickBooks said last, if it said anything yet."""
        return self._company

    def load(self) -> None:
        """Ask QuickBooks."""
        self._stop()
        self._read(lambda source, task: source.read(task.token))

    def _forget(self) -> None:
        self._company = None

    def _has_some(self) -> bool:
        return False  # it is whole or not there at all

    def _on_found(self, found: Company) -> None:
        self._company = found
        self._go(State(Phase.READY))
