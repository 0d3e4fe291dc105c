"""Cells as text that a spreadsheet takes in as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conductor_desktop.services.export.text import clean, defuse


def as_lines(
    rows: Iterable[Iterable[str]], is_text: Sequence[bool], titles: Sequence[str] = ()
) -> str:
    """A line for each row, its cells apart by tabs, uncut; ``titles`` above them if there are any.

    ``is_text`` says it of each column: text never turns into a formula.
    """
    lines = [list(titles)] if titles else []
    lines += [
        [_safe(cell) if text else cell for cell, text in zip(row, is_text, strict=True)]
        for row in rows
    ]
    return "\n".join("\t".join(line) for line in lines)


def _safe(text: str) -> str:
    text = defuse(clean(text))
    # Only at its beginning does a quotation mark mean something.
    return '"{}"'.format(text.replace('"', '""')) if text.startswith('"') else text
