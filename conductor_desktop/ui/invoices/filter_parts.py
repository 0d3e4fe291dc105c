"""A filter as its parts: apart by blanks, but for blanks in quotes and around a sign."""

from __future__ import annotations

import re
from typing import NamedTuple

# A value with blanks stands in quotes: customer="Ana's Bakery". "> 500" is meant like ">500", and
# "balance > 0" like "balance>0".
_PART = re.compile(
    r'[a-z]+(?:>=|<=|[:=<>])"(?:[^"]|"")*"(?!\S)'
    r"|(?:(?:date|due|status|subtotal|tax|total|paid|balance)\s+)?(?:>=|<=|>|<|=)\s+[^\s<>=]\S*"
    r"|\S+",
    re.IGNORECASE,
)
_GAPS = re.compile(r"^([a-z]*)\s*(>=|<=|>|<|=)\s+", re.IGNORECASE)
_ASKS = re.compile(r"(?P<column>[a-z]*)(?P<sign>>=|<=|[:=<>])(?P<value>.*)", re.IGNORECASE)


class Asked(NamedTuple):
    """One part that has a sign in it; ``column`` is "" where it begins with the sign."""

    column: str
    sign: str
    value: str


def parts(text: str) -> list[str]:
    """The parts of ``text``; put together with blanks between them they mean the same."""
    return [_without_gap(part) for part in _PART.findall(text)]


def asked(part: str) -> Asked | None:
    """``part`` taken apart; ``None`` for a word to be found."""
    match = _ASKS.fullmatch(part)
    return None if match is None else Asked(match["column"].lower(), match["sign"], match["value"])


def quoted(value: str) -> str:
    """``value`` so that blanks in it do not part it."""
    return '"{}"'.format(value.replace('"', '""'))


def unquoted(value: str) -> str:
    """What stands in quotes, and other values as they are."""
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        return value[1:-1].replace('""', '"')
    return value


def _without_gap(part: str) -> str:
    return _GAPS.sub(r"\1\2", part)
