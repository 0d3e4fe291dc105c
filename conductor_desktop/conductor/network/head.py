"""Reads the head of an answer more strictly than the standard library does.

That one takes six megabytes of headers, takes NUL for a letter and the end of the connection for
the end of the head, and stops reading headers without a word at a line that is none.
"""

from __future__ import annotations

import http.client
import re
from typing import IO, Any

_LARGEST_HEAD = 64 * 1024
_MOST_LINES = 100
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class GarbledHead(http.client.HTTPException):
    """Something answered, but not in HTTP."""


class StrictAnswer(http.client.HTTPResponse):
    """For ``HTTPConnection.response_class``."""

    def begin(self) -> None:
        """Raises ``GarbledHead`` beside what the original raises, and ``ConnectionResetError``
        when the head breaks off.
        """
        stream = self.fp
        head: Any = _Head(stream)  # reading a head takes no more than its two methods
        self.fp = head
        try:
            super().begin()
        finally:
            if self.fp is head:
                self.fp = stream


class _Head:
    """The lines up to the first empty one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = 0
        self._lines = 0

    def readline(self, limit: int = -1) -> bytes:
        line = self._stream.readline(limit)
        is_first = self._size == 0
        self._size += len(line)
        self._lines += 1
        if self._size > _LARGEST_HEAD or self._lines > _MOST_LINES:
            raise GarbledHead("too large")
        if is_first and not line:
            return line  # not a word: the original has an error of its own for that
        if not line.endswith(b"\n") and not (is_first and _is_something_else(line)):
            raise ConnectionResetError("the head broke off")
        text = line.rstrip(b"\r\n")
        if _CONTROL.search(text):
            raise GarbledHead("control characters")
        if text and not is_first and not _is_header(text):
            raise GarbledHead("a line that is no header")
        return line

    def close(self) -> None:
        self._stream.close()


def _is_something_else(line: bytes) -> bool:
    return not line.startswith(b"HTTP/"[: len(line)])


def _is_header(text: bytes) -> bool:
    return b":" in text or text[:1] in b" \t" or text.startswith(b"HTTP/")
