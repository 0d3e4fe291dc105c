"""A table as CSV: what Excel, LibreOffice and other programs read alike."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from decimal import Decimal

from conductor_desktop.services.export.table import COLUMNS, Table, Value
from conductor_desktop.services.export.text import defuse

_LINE_END = "\r\n"


def csv_bytes(table: Table) -> bytes:
    """UTF-8 with the mark Excel knows it by, commas, every text in quotes, days as ISO."""
    lines = [_line(column.title for column in COLUMNS), *map(_line, table.rows)]
    return codecs.BOM_UTF8 + (_LINE_END.join(lines) + _LINE_END).encode("utf-8")


def _line(values: Iterable[Value]) -> str:
    return ",".join(map(_cell, values))


def _cell(value: Value) -> str:
    match value:
        case None | "":
            return ""
        case str():
            quoted = defuse(value).replace('"', '""')
            return f'"{quoted}"'
        case Decimal():
            # The sign of "-0.00" means nothing, and would look like something.
            return format(value or value.copy_abs(), "f")
        case _:
            return value.isoformat()
