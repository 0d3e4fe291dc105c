"""What is known by the codes that an entry has somewhere in its lines."""

from __future__ import annotations

import re
from datetime import datetime

from conductor_desktop.workstation.web_connector_log.entries import (
    MOST_BYTES,
    last_stamp,
    next_stamp,
    time_of,
)
from conductor_desktop.workstation.web_connector_log.events import Event, Kind

Placed = tuple[int, Event]
"""Something that happened, and where its entry starts."""

_CODE = re.compile(rb"QBWC[0-9]{4}(?![0-9])")
_HEX = re.compile(rb"0x8[0-9A-Fa-f]{7}(?![0-9A-Fa-f])")
_DECIMAL = re.compile(rb"-21[0-9]{8}(?![0-9])")
# What may be one of them: only the entry, by itself, says where the last digit is.
_HINTS = tuple(re.compile(p) for p in (rb"QBWC[0-9]{4}", rb"0x8[0-9A-Fa-f]{7}", rb"-21[0-9]{8}"))
# From here on an entry quotes what was sent or received.
_QUOTED = re.compile(rb"XML dump follows|<\?(?:xml|qbxml)\b|<QBXML\b", re.IGNORECASE)
_MEANINGS = {
    "0x80040420": Kind.ACCESS_REFUSED,
    "QBWC1012": Kind.VENDOR_UNREACHABLE,
    "QBWC1040": Kind.PASSWORD_REFUSED,
}


def findings(block: bytes, start: int, stop: int, before: datetime | None) -> list[Placed]:
    """Such events of the entries from ``start`` to ``stop``, and where their entries start.

    The rest of an entry may come first; ``before`` is its time.
    """
    found: list[Placed] = []
    at = start
    for hit in _hits(block, start, stop):
        if hit < at:
            continue  # in an entry that was read
        lowest = max(at, hit - MOST_BYTES)
        entry = last_stamp(block, lowest, hit)
        at = next_stamp(block, hit, stop)
        if entry >= 0:
            time = time_of(block, entry)
            if time is None:
                continue
        elif lowest == start:
            entry, time = start, before
        else:
            continue  # beyond what its entry is judged by
        event = _told_by(block[entry:at][:MOST_BYTES], time)
        if event:
            found.append((entry, event))
    return found


def _hits(block: bytes, start: int, stop: int) -> list[int]:
    """Where something is that its entry has to be read for."""
    return sorted(
        match.start() for pattern in _HINTS for match in pattern.finditer(block, start, stop)
    )


def _told_by(entry: bytes, time: datetime | None) -> Event | None:
    quoted = _QUOTED.search(entry)
    entry = entry[: quoted.start()] if quoted else entry
    code, hresult = _code(entry), _hresult(entry)
    if not code and not hresult:
        return None
    meaning = _MEANINGS.get(hresult or "") or _MEANINGS.get(code or "") or Kind.PROBLEM
    return Event(time, meaning, code, hresult)


def _code(entry: bytes) -> str | None:
    match = _CODE.search(entry)
    return match[0].decode("ascii") if match else None


def _hresult(entry: bytes) -> str | None:
    """As QuickBooks' own messages write it, and not as the signed number that it also is."""
    match = _HEX.search(entry) or _DECIMAL.search(entry)
    number = int(match[0], 0) if match else 0
    return f"0x{number & 0xFFFFFFFF:08X}" if number > 0 or -(2**31) <= number < 0 else None
