"""How long something took, the way a person says it."""

from __future__ import annotations


def took(seconds: float) -> str:
    """``0.4 s``, ``12 s``; nobody takes nothing, so a blink is "under 0.1 s"."""
    if seconds < 0.1:
        return "under 0.1 s"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
