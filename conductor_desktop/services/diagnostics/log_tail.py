"""The newest lines of the app's log, however large or broken its files are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.storage.log_lines import printable
from conductor_desktop.storage.logs import log_files

_LONGEST_LINE = 64 * 1024
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def log_tail(folder: Path, since: datetime, largest_bytes: int) -> str:
    """Whole lines, from the first one on that is not older than ``since``.

    At most ``largest_bytes``; empty lines are left out. Raises ``OSError`` when no file can be
    read.
    """
    text, notes = _end_of_log(folder, largest_bytes)
    lines = [*notes, *map(_bounded, _young(text, since))]
    return "".join(f"{line}\n" for line in lines) or "(the log is empty)\n"


def lines_with(needle: bytes, folder: Path, since: datetime, largest_bytes: int) -> Iterator[str]:
    """Those of the same lines that hold ``needle``; the others cost next to nothing."""
    text, _ = _end_of_log(folder, largest_bytes)
    place = text.find(needle)
    while place >= 0:
        begin, end = text.rfind(b"\n", 0, place) + 1, text.find(b"\n", place)
        line = text[begin : end if end >= 0 else len(text)]
        stamp = _STAMP.match(line)
        if stamp is None or stamp[0] >= _stamp(since):
            yield _bounded(line)
        place = text.find(needle, end) if end >= 0 else -1


def _young(text: bytes, since: datetime) -> Iterator[bytes]:
    oldest, is_old, begin = _stamp(since), True, 0
    while begin < len(text):
        end = text.find(b"\n", begin)
        end = len(text) if end < 0 else end
        line = text[begin:end]
        if is_old:
            stamp = _STAMP.match(line)
            # A line without a time goes with the one before it.
            is_old = stamp[0] < oldest if stamp else begin > 0
        if not is_old:
            yield line
        begin = end + 1


def _stamp(moment: datetime) -> bytes:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S").encode()


def _end_of_log(folder: Path, largest_bytes: int) -> tuple[bytes, list[str]]:
    """The text, and what is to be said of files that could not be read."""
    pieces: list[bytes] = []
    missing: list[OSError] = []
    notes: list[str] = []
    room, cut = largest_bytes, False
    for path in reversed(log_files(folder)):
        try:
            data, is_part = _end_of(path, room)
        except OSError as error:  # rolled over meanwhile, or held by another program
            missing.append(error)
            notes.append(f"({path.name} could not be read: {error.strerror})")
            continue
        pieces.insert(0, data)
        room -= len(data)
        cut = cut or is_part
        if is_part or room <= 0:
            break
    if missing and not pieces:
        raise missing[0]
    text = b"".join(pieces)
    if cut:  # the first line has lost its beginning
        begin = text.find(b"\n") + 1
        notes += [] if begin else [_left_out(len(text))]
        text = text[begin or len(text) :]
    return _without_empty_lines(text), notes


def _without_empty_lines(text: bytes) -> bytes:
    # An expression would hold up every other thread while it looks through all of it.
    while b"\n\n" in text:
        text = text.replace(b"\n\n", b"\n")
    return text.lstrip(b"\n")


def _end_of(path: Path, room: int) -> tuple[bytes, bool]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - room))
        return file.read(room), size > room


def _bounded(data: bytes) -> str:
    line = data.decode("utf-8", "replace")
    # Our own lines are never this long; somebody else's is dropped whole, since a cut could
    # leave half a secret that nothing recognises.
    if len(line) > _LONGEST_LINE + 100:
        return _left_out(len(line))
    return line if line.isprintable() else printable(line)


def _left_out(length: int) -> str:
    return f"(a line of {length:,} characters was left out)"
