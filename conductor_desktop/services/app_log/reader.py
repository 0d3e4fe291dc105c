"""Reads the app's log as it grows, through every roll-over, and never much of it at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

from conductor_desktop.errors import AppError, Owner
from conductor_desktop.services.app_log.lines import LogLine
from conductor_desktop.storage.log_lines import printable
from conductor_desktop.storage.logs import FILE_NAME, log_files

FIRST_BYTES = 1_000_000
"""The end of the log that is read at first, and at most at once later."""
_LONGEST = 4_000
_CUT = " […cut]"
_KNOWN_BY = 128
_LEFT_OUT = "(lines in between were left out)"


class LogNotReadable(AppError):
    """Its files are there, and the system does not let the app read them."""

    owner = Owner.IT

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The log cannot be read",
            f"The system does not let the app read its own log ({reason}).",
            "Close other programs that may hold the file, and look again.",
            details={"reason": reason},
        )


class _Place(NamedTuple):
    """Up to where one file has been read.

    It is known by its number, whatever its name, and by what stands before ``offset``: the number
    of a file that was deleted is given to the next one.
    """

    device: int
    number: int
    offset: int
    before: bytes


class _New(NamedTuple):
    """What was written since. ``is_cut``: its first line lacks its beginning."""

    data: bytes
    follows: bool
    is_cut: bool


class LogReader:
    """For one thread at a time. ``read`` gives what has been written since it was last called."""

    def __init__(self, folder: Path, *, first_bytes: int = FIRST_BYTES) -> None:
        self._folder = folder
        self._most = first_bytes
        self._place: _Place | None = None
        self._begun = b""  # a line whose end is not written yet

    def read(self) -> list[LogLine]:
        """New lines in the order of the file; at first the end of what there is.

        Raises ``LogNotReadable``.
        """
        try:
            new = self._new()
        except OSError as error:
            raise LogNotReadable(error.strerror or type(error).__name__) from error
        data = self._begun + new.data if new.follows else new.data
        if new.is_cut:
            data = data[data.find(b"\n") + 1 or len(data) :]
        *whole, self._begun = data.split(b"\n")
        if len(self._begun) > self._most:
            self._begun = b""  # nobody writes such lines
        lines = [LogLine.of(_shown(line)) for line in whole if line.strip()]
        return lines if new.follows else [LogLine.of(_LEFT_OUT), *lines]

    def _new(self) -> _New:
        before, room = self._place, self._most
        pieces: list[bytes] = []
        files = log_files(self._folder)
        if not files:
            self._place, self._begun = None, b""
        read: set[tuple[int, int]] = set()
        for path in reversed(files):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue  # it has just got another name
            with file:
                size = file.seek(0, os.SEEK_END)
                here = _place(file, size)
                if here[:2] in read:
                    continue  # the same, under the name that it has just got
                read.add(here[:2])
                is_known = before is not None and _is_at(before, file, size)
                offset = before.offset if before is not None and is_known else 0
                begin = max(offset, size - room)
                file.seek(begin)
                pieces.insert(0, file.read(size - begin))
                if path.name == FILE_NAME:
                    self._place = here
            room -= size - begin
            is_cut = begin > offset
            if is_cut or is_known or room <= 0:
                return _New(b"".join(pieces), is_known and not is_cut, is_cut)
        return _New(b"".join(pieces), before is None or not files, is_cut=False)


def _place(file: BinaryIO, offset: int) -> _Place:
    status = os.fstat(file.fileno())
    file.seek(max(0, offset - _KNOWN_BY))
    return _Place(status.st_dev, status.st_ino, offset, file.read(min(offset, _KNOWN_BY)))


def _is_at(place: _Place, file: BinaryIO, size: int) -> bool:
    return size >= place.offset and _place(file, place.offset) == place


def _shown(data: bytes) -> str:
    line = data.decode("utf-8", "replace")
    line = line if len(line) <= _LONGEST else line[:_LONGEST] + _CUT
    return line if line.isprintable() else printable(line)
