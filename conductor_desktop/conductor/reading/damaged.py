"""Reads what can be read of an invoice of a list in which something cannot."""

from __future__ import annotations

import msgspec

from conductor_desktop.conductor.models import DamagedInvoiceRow, InvoiceRow
from conductor_desktop.conductor.reading.decoding import wrong_field
from conductor_desktop.struct_types import ready

_FIELDS = {field.encode_name: field for field in msgspec.structs.fields(InvoiceRow)}

# Where there has to be a value, one that means nothing stands for what cannot be read.
_INSTEAD = {"transactionDate": b'"0001-01-01"', "subtotal": b'"0.00"'}


def read_rest(item: msgspec.Raw) -> DamagedInvoiceRow | None:
    """``None`` when nothing but its id can be read, or not even that."""
    try:
        parts = msgspec.json.decode(item, type=ready(dict[str, msgspec.Raw]))
    except msgspec.ValidationError:
        return None
    damage: set[str] = set()
    while (row := _read(parts, damage)) is None:
        if not damage or "id" in damage:
            return None
    readable = (_FIELDS.keys() & parts.keys()) - damage - {"id"}
    if not readable:
        return None
    names = frozenset(_FIELDS[name].name for name in damage)
    return DamagedInvoiceRow(**msgspec.structs.asdict(row), damage=names)


def _read(parts: dict[str, msgspec.Raw], damage: set[str]) -> InvoiceRow | None:
    """The row, or ``None`` after something more was found damaged and taken out of ``parts``."""
    try:
        return msgspec.json.decode(msgspec.json.encode(parts), type=ready(InvoiceRow))
    except msgspec.ValidationError as error:
        path = wrong_field(error, None).field or ""
    name = path.partition(".")[0].partition("[")[0]
    if name not in _FIELDS or name in damage:
        damage.clear()
        return None
    damage.add(name)
    parts.pop(name, None)
    if name in _INSTEAD:
        parts[name] = msgspec.Raw(_INSTEAD[name])
    return None
