"""Sizes as people say them."""

from __future__ import annotations


def size_words(size: int) -> str:
    """A size as people say it: bytes, KB, MB."""
    if size < 1024:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"
