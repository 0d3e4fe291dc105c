"""The rows a person sees, to be written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.errors import AppError
from conductor_desktop.services.invoices import InvoicePreview
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.services.export.service import Exported


@dataclass(frozen=True)
class Seen:
    """Rows from top to bottom; ``note`` says which they are when a filter hides others.

    ``columns`` are the keys of those that are shown, from left to right; ``None`` for all there
    are.
    """

    invoices: Sequence[InvoiceRow]
    complete: bool
    problem: AppError | None = None
    note: str | None = None
    columns: tuple[str, ...] | None = None

    def with_all_columns(self) -> Seen:
        """The same rows with every column, shown or not."""
        return replace(self, columns=None)

    def __len__(self) -> int:
        return len(self.invoices)

    def write(self, target: Path, today: date, cancel: CancelToken) -> Exported:
        from conductor_desktop.services.export.service import export_invoices

        rows = tuple(self.invoices)
        preview = InvoicePreview(rows, self.complete, self.problem)
        return export_invoices(
            preview, target, today=today, note=self.note, cancel=cancel, columns=self.columns
        )
