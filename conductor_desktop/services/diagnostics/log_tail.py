"""The newest lines of the app's log, however large or broken its files are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.storage.logs import log_files, printable

_LONGEST_LINE = 64 * 1024
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def log_tail(folder: Path, since: datetime, largest_bytes: int) -> str:
    """At most ``largest_bytes`` of whole lines. Raises ``OSError`` when no file can be read."""
    text = "".join(f"{line}\n" for line in log_lines(folder, since, largest_bytes))
    return text if text.strip() else "(the log is empty)\n"


def log_lines(folder: Path, since: datetime, largest_bytes: int) -> Iterator[str]:
    """The same line by line, from the first one on that is not older than ``since``."""
    oldest, is_old = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), None
    for line in _end_of_log(folder, largest_bytes):
        if is_old is not False:
            stamp = _STAMP.match(line)
            # A line without a time goes with the one before it.
            is_old = stamp[0] < oldest if stamp else is_old
        if not is_old:
            yield _bounded(line)


def _end_of_log(folder: Path, largest_bytes: int) -> Iterator[str]:
    pieces: list[bytes] = []
    room, cut = largest_bytes, False
    for path in reversed(log_files(folder)):
        data, is_part = _end_of(path, room)
        pieces.insert(0, data)
        room -= len(data)
        cut = cut or is_part
        if is_part or room <= 0:
            break
    text = b"".join(pieces)
    pieces.clear()
    begin = text.find(b"\n") + 1 if cut else 0  # the first line has lost its beginning
    if cut and not begin:
        yield _left_out(len(text))
        return
    while begin < len(text):
        end = text.find(b"\n", begin)
        end = len(text) if end < 0 else end
        yield text[begin:end].decode("utf-8", "replace")
        begin = end + 1


def _end_of(path: Path, room: int) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - room))
        return file.read(room), size > room


def _bounded(line: str) -> str:
    # Our own lines are never this long; somebody else's is dropped whole, since a cut could
    # leave half a secret that nothing recognises.
    return printable(line) if len(line) <= _LONGEST_LINE + 100 else _left_out(len(line))


def _left_out(length: int) -> str:
    return f"(a line of {length:,} characters was left out)"
