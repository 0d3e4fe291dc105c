"""What keeps the history from being written, told apart by what SQLite and the system say."""

from __future__ import annotations

import enum
import errno
import sqlite3


class Trouble(enum.Enum):
    """Why nothing gets into the file."""

    HELD = "another program holds the file"
    FULL = "the disk is full"
    REFUSED = "the file or its folder cannot be written"
    NEWER = "a newer version has written the file"
    BROKEN = "the file is damaged"


_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_REFUSED = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
}


def trouble_of(error: sqlite3.Error | OSError) -> Trouble:
    """What to call it. Whatever is wrong with the statements is the fault of the file."""
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno == errno.ENOSPC else Trouble.REFUSED
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Trouble.FULL
    if code in _HELD:
        return Trouble.HELD
    return Trouble.REFUSED if code in _REFUSED else Trouble.BROKEN
