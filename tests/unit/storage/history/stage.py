"""A history file to write into, and stretches to write."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conductor_desktop.storage.history.schema import MIGRATIONS, bring_up_to_date
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName

NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
LIVE, SECOND = ProfileName.LIVE, ProfileName("live-2")
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def stretch(
    key: int,
    *,
    minutes: float = 0.0,
    lasts: float = 1.0,
    profile: ProfileName = LIVE,
    phase: str = "healthy",
    cause: str | None = None,
    said: str | None = None,
    code: str | None = None,
) -> Stretch:
    """From ``minutes`` after ``NOW`` on, for ``lasts`` minutes."""
    began = NOW + timedelta(minutes=minutes)
    until = began + timedelta(minutes=lasts)
    return Stretch(key, profile, began, until, phase, cause, said, code)


def many(count: int) -> list[Stretch]:
    """One after the other, good and bad."""
    return [
        stretch(key, minutes=key, phase="action_needed", cause="quickbooks_closed")
        if key % 2
        else stretch(key, minutes=key)
        for key in range(count)
    ]


def write_file(path: Path, version: int, statements: Sequence[str] = ()) -> None:
    """A file as version ``version`` left it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        bring_up_to_date(connection, MIGRATIONS[:version])
        for statement in statements:
            connection.execute(statement)


def ask(path: Path, statement: str) -> object:
    """The first value of the answer of a file that nobody else has open."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        row = connection.execute(statement).fetchone()
        return None if row is None else row[0]
