"""A table as CSV: what Excel, LibreOffice and other programs read alike."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from decimal import Decimal
from typing import IO

from conductor_desktop.services.export.sheet import Columns, Sheet, Value, texts_among
from conductor_desktop.services.export.text import defuse, has_formula, plain_amount

_LINE_END = "\r\n"


def write_csv(sheet: Sheet, file: IO[bytes]) -> None:
    """UTF-8 with the mark Excel knows it by, commas, every text in quotes, days as ISO.

    Raises ``OSError`` and ``Cancelled``.
    """
    file.write(codecs.BOM_UTF8)
    file.write(_lines([[title] for title, _ in sheet.headings]))
    for columns in sheet.blocks():
        file.write(_lines(columns))


def _lines(columns: Columns) -> bytes:
    rows = zip(*map(_cells, columns), strict=True)
    return "".join([f"{','.join(row)}{_LINE_END}" for row in rows]).encode("utf-8")


def _cells(values: Sequence[Value]) -> list[str]:
    """The cells of one column."""
    texts = texts_among(values)
    if not texts:
        return [_bare(value) for value in values]
    if has_formula(texts) or '"' in "".join(texts):
        return [_quoted(value) if isinstance(value, str) else _bare(value) for value in values]
    return [f'"{value}"' if isinstance(value, str) and value else _bare(value) for value in values]


def _quoted(text: str) -> str:
    doubled = defuse(text).replace('"', '""')
    return f'"{doubled}"' if text else ""


def _bare(value: Value) -> str:
    if value is None:
        return ""
    return plain_amount(value) if isinstance(value, Decimal) else str(value)
