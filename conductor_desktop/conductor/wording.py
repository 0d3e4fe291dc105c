"""Makes what others say fit to be shown, and says lengths of time as people do."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable

LONGEST_TEXT = 2000
"""Characters of somebody else's text that are shown."""


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """Somebody else's text, made fit to show: one line, no control or direction characters."""
    clean = "".join(_visible(character) for character in text[: longest * 2])
    line = " ".join(clean.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(character: str) -> str:
    return " " if unicodedata.category(character).startswith("C") else character


_UNITS = (("day", 86_400, 172_800), ("hour", 3600, 7200), ("minute", 60, 90))


def in_words(seconds: float, whole: Callable[[float], int] = math.ceil) -> str:
    """A length of time as people say it, in ``whole`` units, which are rounded up otherwise."""
    for unit, length, longest_in_smaller_ones in _UNITS:
        if seconds > longest_in_smaller_ones:
            return _counted(whole(seconds / length), unit)
    return _counted(whole(seconds), "second")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
