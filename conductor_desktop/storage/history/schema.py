"""What the history file looks like, and how an older one becomes like that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Migration = tuple[str, ...]

MIGRATIONS: tuple[Migration, ...] = (
    (
        # ``number`` is the order in which it was seen, whatever the clock said. Times are
        # milliseconds since 1970, UTC.
        """
        CREATE TABLE stretch (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            key INTEGER NOT NULL UNIQUE,
            profile TEXT NOT NULL,
            began INTEGER NOT NULL,
            until INTEGER NOT NULL,
            phase TEXT NOT NULL,
            cause TEXT,
            said TEXT,
            code TEXT
        ) STRICT
        """,
        "CREATE INDEX stretch_of_profile ON stretch (profile, until)",
    ),
    (
        # Whose connection a profile was when its history was written: a mark, not a name.
        "CREATE TABLE owner (profile TEXT PRIMARY KEY, mark TEXT NOT NULL) STRICT",
    ),
)
"""Each leads from its place in this list to the next version. What was released stays as it is."""


class NewerFile(Exception):
    """A newer version of the app has written the file."""


class BrokenFile(Exception):
    """It cannot be what this app has written."""


def bring_up_to_date(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Apply what is missing, each step as a whole. Raises ``NewerFile`` and ``sqlite3.Error``."""
    refuse_newer(connection, migrations)
    while (version := version_of(connection)) < len(migrations):
        with transaction(connection):
            if version_of(connection) != version:
                continue  # another process was first
            for statement in migrations[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def refuse_newer(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Raises ``NewerFile`` before anything is changed; then nothing may be."""
    version = version_of(connection)
    if version > len(migrations):
        raise NewerFile(f"version {version}")


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations a file has seen; 0 for an empty one. Raises ``BrokenFile``."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not isinstance(version, int) or version < 0:
        raise BrokenFile("a version that there never was")
    return version


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
