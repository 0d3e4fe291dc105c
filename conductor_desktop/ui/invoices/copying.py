"""Cells as text that a spreadsheet takes in as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conductor_desktop.services.export.text import clean, defuse
from conductor_desktop.ui.invoices.columns import COLUMNS, Kind
from conductor_desktop.ui.invoices.model import InvoicesModel


def as_lines(
    model: InvoicesModel, rows: Iterable[int], columns: Sequence[int], *, with_titles: bool
) -> str:
    """A line for each row, its cells apart by tabs, uncut. Text never turns into a formula."""
    lines = [[COLUMNS[column].title for column in columns]] if with_titles else []
    lines += [[_cell(model.text_at(row, column), column) for column in columns] for row in rows]
    return "\n".join("\t".join(line) for line in lines)


def _cell(text: str, column: int) -> str:
    if COLUMNS[column].kind is not Kind.TEXT:
        return text
    text = defuse(clean(text))
    # Only at its beginning does a quotation mark mean something.
    return '"{}"'.format(text.replace('"', '""')) if text.startswith('"') else text
