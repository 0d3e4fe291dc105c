"""Invoices as text that a spreadsheet takes in as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conductor_desktop.ui.invoices.columns import COLUMNS, Kind
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts import copying


def as_lines(
    model: InvoicesModel, rows: Iterable[int], columns: Sequence[int], *, with_titles: bool
) -> str:
    """A line for each row, in these columns. See ``parts.copying``."""
    return copying.as_lines(
        ([model.text_at(row, column) for column in columns] for row in rows),
        [COLUMNS[column].kind is Kind.TEXT for column in columns],
        [COLUMNS[column].title for column in columns] if with_titles else (),
    )
