"""Invoices as text that a spreadsheet takes in as cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.ui.invoices.columns import COLUMNS, Kind
from conductor_desktop.ui.parts import copying
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.work import CancelToken


@dataclass(frozen=True)
class Lines:
    """What of these invoices is to be copied: ``columns`` from left to right, perhaps titled."""

    invoices: Sequence[InvoiceRow]
    columns: Sequence[int]
    formats: Formats
    with_titles: bool

    def text(self, cancel: CancelToken) -> str:
        """A line for each. See ``parts.copying``. Raises ``Cancelled``."""
        columns = [COLUMNS[column] for column in self.columns]

        def rows() -> Iterator[list[str]]:
            for invoice in self.invoices:
                cancel.raise_if_cancelled()
                yield [column.text(invoice, self.formats) for column in columns]

        return copying.as_lines(
            rows(),
            [column.kind is Kind.TEXT for column in columns],
            [column.title for column in columns] if self.with_titles else (),
        )
