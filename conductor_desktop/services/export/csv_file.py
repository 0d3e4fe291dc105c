"""A table as CSV: what Excel, LibreOffice and other programs read alike."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from decimal import Decimal
from typing import IO

from conductor_desktop.services.export.sheet import Sheet, Value
from conductor_desktop.services.export.text import defuse

_LINE_END = "\r\n"


def write_csv(sheet: Sheet, file: IO[bytes]) -> None:
    """UTF-8 with the mark Excel knows it by, commas, every text in quotes, days as ISO.

    Raises ``OSError`` and ``Cancelled``.
    """
    file.write(codecs.BOM_UTF8 + _line(title for title, _ in sheet.headings))
    for row in sheet.rows():
        file.write(_line(row))


def _line(values: Iterable[Value]) -> bytes:
    return (",".join(map(_cell, values)) + _LINE_END).encode("utf-8")


def _cell(value: Value) -> str:
    if not value and not isinstance(value, Decimal):
        return ""
    if isinstance(value, str):
        quoted = defuse(value).replace('"', '""')
        return f'"{quoted}"'
    if isinstance(value, Decimal):
        # The sign of "-0.00" means nothing, and would look like something.
        return format(value or value.copy_abs(), "f")
    return value.isoformat()
