"""The newest lines of the app's log, however large or broken its files are."""

from __future__ import annotations

import os
from pathlib import Path

from conductor_desktop.storage.logs import log_files, printable

LARGEST_BYTES = 2_000_000
_LONGEST_LINE = 64 * 1024


def log_tail(folder: Path, largest_bytes: int = LARGEST_BYTES) -> str:
    """At most ``largest_bytes`` of whole lines. Raises ``OSError`` when no file can be read."""
    pieces: list[bytes] = []
    room, cut = largest_bytes, False
    for path in reversed(log_files(folder)):
        data, is_part = _end_of(path, room)
        pieces.insert(0, data)
        room -= len(data)
        cut = cut or is_part
        if is_part or room <= 0:
            break
    text = b"".join(pieces).decode("utf-8", "replace")
    if cut:
        text = text.partition("\n")[2]  # the first line has lost its beginning
    if not text.strip():
        return "(the log is empty)\n"
    return "".join(map(_bounded, text.rstrip("\n").split("\n")))


def _end_of(path: Path, room: int) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - room))
        return file.read(room), size > room


def _bounded(line: str) -> str:
    # Our own lines are never this long; somebody else's is dropped whole, since a cut could
    # leave half a secret that nothing recognises.
    if len(line) <= _LONGEST_LINE + 100:
        return f"{printable(line)}\n"
    return f"(a line of {len(line):,} characters was left out)\n"
