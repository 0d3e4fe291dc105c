"""Writes the rows a person sees to a file, off the UI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.errors import AppError
from conductor_desktop.services.invoices import InvoicePreview, totals_of
from conductor_desktop.ui.tasks import Pool, Task, TaskHandle, TaskRunner

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


@dataclass(frozen=True)
class Seen:
    """Rows from top to bottom; ``note`` says which they are when a filter hides others."""

    invoices: Sequence[InvoiceRow]
    complete: bool
    problem: AppError | None = None
    note: str | None = None


class InvoiceExporter(QObject):
    """One file at a time."""

    began = Signal(int)  # how many invoices are being written
    written = Signal(object)  # an Exported
    failed = Signal(object)  # an AppError
    cancelled = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handle: TaskHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written right now."""
        return self._handle is not None

    def export(self, seen: Seen, target: Path, today: date) -> None:
        """Write what is seen to ``target``, unless a file is being written already."""
        if self.is_busy:
            return

        def work(task: Task) -> Exported:
            from conductor_desktop.services.export.service import export_invoices

            rows = tuple(seen.invoices)
            preview = InvoicePreview(rows, seen.complete, seen.problem, totals_of(rows))
            return export_invoices(preview, target, today=today, note=seen.note, cancel=task.token)

        self._handle = self._runner.submit(work, Pool.FILES)
        self._handle.succeeded.connect(self._on_succeeded)
        self._handle.failed.connect(self._on_failed)
        self.began.emit(len(seen.invoices))

    def cancel(self) -> None:
        """Stop writing; what was in the file before stays."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
            self.cancelled.emit()

    def _on_succeeded(self, value: object) -> None:
        self._handle = None
        self.written.emit(cast("Exported", value))

    def _on_failed(self, value: object) -> None:
        self._handle = None
        self.failed.emit(value)
