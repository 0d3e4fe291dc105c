"""Names out of a file in a sentence of ours, where they may be of any length and cannot wrap."""

from __future__ import annotations

_MOST = 60


def brief(text: str) -> str:
    """The beginning and the end of ``text``, which for a host says whose it is."""
    half = (_MOST - 1) // 2
    return text if len(text) <= _MOST else f"{text[:half]}…{text[-half:]}"
