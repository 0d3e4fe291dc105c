"""Opens one invoice: asks QuickBooks for its lines while the list may still be loading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QObject, Signal

from conductor_desktop.conductor.models import Invoice, InvoiceRow
from conductor_desktop.errors import AppError
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken


class OpensInvoices(Protocol):
    """What ``services.invoices.InvoicesService`` does for this."""

    def open(self, invoice_id: str, cancel: CancelToken) -> Invoice:
        """The invoice as it is in QuickBooks now; blocks, raises ``AppError``, ``Cancelled``."""


@dataclass(frozen=True)
class Opened:
    """What is known of the invoice that is open: its row, and more once that has come."""

    row: InvoiceRow
    invoice: Invoice | None = None
    problem: AppError | None = None


class InvoiceOpener(QObject):
    """One invoice at a time: the newest click counts, and late answers are not heard."""

    changed = Signal(object)  # an Opened, or None once it is closed

    def __init__(
        self,
        source: Callable[[], OpensInvoices | None],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._runner = runner
        self._handle: TaskHandle | None = None
        self._opened: Opened | None = None

    @property
    def is_open(self) -> bool:
        """Whether an invoice is shown instead of the list."""
        return self._opened is not None

    def open(self, row: InvoiceRow) -> None:
        """Show ``row`` at once, and the rest of it when it comes."""
        source = self._source()
        if source is None:
            return
        self._stop()

        def work(task: Task) -> Invoice:
            return source.open(row.id, task.token)

        self._handle = self._runner.submit(work)
        self._handle.succeeded.connect(self._on_succeeded)
        self._handle.failed.connect(self._on_failed)
        self._go(Opened(row))

    def again(self) -> None:
        """Ask once more for the one that is open."""
        if self._opened is not None:
            self.open(self._opened.row)

    def close(self) -> None:
        """Back to the list."""
        self._stop()
        if self._opened is not None:
            self._go(None)

    def _stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _on_succeeded(self, value: object) -> None:
        self._handle = None
        invoice = cast(Invoice, value)
        self._go(Opened(invoice, invoice))

    def _on_failed(self, value: object) -> None:
        self._handle = None
        if self._opened is not None:
            self._go(Opened(self._opened.row, problem=cast(AppError, value)))

    def _go(self, opened: Opened | None) -> None:
        self._opened = opened
        self.changed.emit(opened)
