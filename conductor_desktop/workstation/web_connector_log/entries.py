"""Where the entries of the log start: ``YYYYMMDD.HH:MM:SS UTC<tab>: Class.method() : message``.

An entry is one line or several, and may start anywhere in a line, because two are sometimes
written without a line break between them. A block of the log is searched as bytes and as a whole,
never line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

MOST_BYTES = 64 * 1024
"""What an entry is judged by; the rest of a longer one is passed over."""
LONGEST_START = 64
"""An entry that starts closer than this to the end of a block may not be seen as one yet."""
HEADER = b"Log file initialized at "
"""What a log begins with when it is created; the lines of the header have no time before them."""
STAMP_BYTES = len(b"20250304.15:00:01")
"""How long the time is with which an entry starts."""
SOURCE = rb"[ \t]{0,4}+: ?+[A-Za-z0-9_.]{1,150}+\(\) : \*{0,99}+ ?"
"""A pattern for what is between ``UTC`` and the message; stars before a message say nothing."""
LONGEST_SOURCE = 300
"""What it matches is shorter, even with ``UTC`` and with 30 bytes of the message."""

_START = re.compile(rb" UTC(?<=[0-9]{8}\.[0-9]{2}:[0-9]{2}:[0-9]{2} UTC)[ \t]{0,4}:")


def next_start(block: bytes, at: int, stop: int) -> int:
    """Where the first entry starts that starts at ``at`` or later; ``stop`` if none does."""
    header = block.find(HEADER, at, stop)
    return next_stamp(block, at, stop if header < 0 else header)


def next_stamp(block: bytes, at: int, stop: int) -> int:
    """As ``next_start``, where no header can be."""
    match = _START.search(block, at + STAMP_BYTES, stop)
    return match.start() - STAMP_BYTES if match else stop


def last_stamp(block: bytes, at: int, stop: int) -> int:
    """Where the last entry starts that starts at ``at`` or later; -1 if none does.

    Where a header can be, that may be later.
    """
    lowest = at + STAMP_BYTES
    utc = block.rfind(b" UTC", lowest, stop)
    while utc >= 0:
        if _START.match(block, utc, stop):
            return utc - STAMP_BYTES
        utc = block.rfind(b" UTC", lowest, utc)
    return -1


def time_of(block: bytes, start: int) -> datetime | None:
    """The time of the entry that starts there; ``None`` for a header."""
    return moment(block[start : start + STAMP_BYTES])


# Asked about the same few times again and again.
@lru_cache(maxsize=512)
def moment(stamp: bytes) -> datetime | None:
    """The time that an entry starts with; ``None`` where that is none."""
    try:
        text = stamp.decode()
        if text[8] == "." and text[11] == text[14] == ":" and text[:8].isdecimal():
            return datetime.fromisoformat(text + "Z")
    except (ValueError, IndexError):
        pass
    return None


def finds(block: bytes, needle: bytes, start: int, stop: int) -> Iterator[int]:
    """Every place where ``needle`` is."""
    at = block.find(needle, start, stop)
    while at >= 0:
        yield at
        at = block.find(needle, at + 1, stop)


def count(block: bytes, start: int, stop: int) -> int:
    """About how many entries there are: nothing is decided by it, so nothing is verified."""
    return block.count(b" UTC\t:", start, stop)
