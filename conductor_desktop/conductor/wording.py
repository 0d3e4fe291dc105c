"""Makes what others say fit to be shown, and says lengths of time as people do."""

from __future__ import annotations

import math
import unicodedata

LONGEST_TEXT = 2000
"""Characters of somebody else's text that are shown."""


def plain_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """Somebody else's text, made fit to show: one line, no control or direction characters."""
    clean = "".join(_visible(character) for character in text[: longest * 2])
    line = " ".join(clean.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(character: str) -> str:
    return " " if unicodedata.category(character).startswith("C") else character


def in_words(seconds: float) -> str:
    """A length of time, rounded up, as people say it."""
    if seconds <= 90:
        count, unit = math.ceil(seconds), "second"
    else:
        count, unit = math.ceil(seconds / 60), "minute"
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
