"""What is known by the codes that an entry has somewhere in its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from conductor_desktop.workstation.web_connector_log.entries import (
    MOST_BYTES,
    last_stamp,
    next_stamp,
    time_of,
)
from conductor_desktop.workstation.web_connector_log.events import Event, Kind

_CODE = re.compile(rb"QBWC[0-9]{4}(?![0-9])")
_HEX = re.compile(rb"0x8[0-9A-Fa-f]{7}(?![0-9A-Fa-f])")
_DECIMAL = re.compile(rb"-21[0-9]{8}(?![0-9])")
# What may be one of them: only the entry, by itself, says where the last digit is. An x is
# searched for faster than a 0, because it is rare.
_HINTS = tuple(
    re.compile(hint) for hint in (rb"QBWC[0-9]{4}", rb"x8(?<=0x8)[0-9A-Fa-f]{7}", rb"-21[0-9]{8}")
)
# From here on an entry quotes what was sent or received.
_QUOTED = re.compile(rb"XML dump follows|<\?(?:xml|qbxml)\b|<QBXML\b", re.IGNORECASE)
_MEANINGS = {
    "0x80040420": Kind.ACCESS_REFUSED,
    "QBWC1012": Kind.VENDOR_UNREACHABLE,
    "QBWC1040": Kind.PASSWORD_REFUSED,
}


def findings(text: bytes, before: datetime | None) -> Iterator[tuple[int, Event]]:
    """Such events of the entries in ``text``, and where their entries end.

    The rest of an entry may come first; ``before`` is its time.
    """
    at = 0
    for hit in _hits(text):
        if hit < at:
            continue  # in an entry that was read
        lowest = max(at, hit - MOST_BYTES)
        entry = last_stamp(text, lowest, hit)
        at = next_stamp(text, hit, len(text))
        if entry >= 0:
            time = time_of(text, entry)
            if time is None:
                continue
        elif lowest == 0:
            entry, time = 0, before
        else:
            continue  # beyond what its entry is judged by
        event = _told_by(text[entry:at][:MOST_BYTES], time)
        if event:
            yield at, event


def _hits(text: bytes) -> list[int]:
    """Where something is that its entry has to be read for."""
    return sorted(match.start() for hint in _HINTS for match in hint.finditer(text))


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
