"""Stretches as rows of the history file, and how many of them are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from conductor_desktop.storage.history.schema import transaction
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName

KEPT_FOR = timedelta(days=400)
LARGEST_BYTES = 20 * 1024 * 1024

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LEFT = 0.9
"""What is left of the size once it was too much, so that not every row costs a clearing up."""


def write(connection: sqlite3.Connection, stretches: Iterable[Stretch]) -> None:
    """Add those that are new, and let the others grow."""
    with transaction(connection):
        connection.executemany(
            "INSERT INTO stretch (key, profile, began, until, phase, cause, said, code) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET until = excluded.until",
            (
                (
                    stretch.key,
                    str(stretch.profile),
                    _number(stretch.began),
                    _number(stretch.until),
                    stretch.phase,
                    stretch.cause,
                    stretch.said,
                    stretch.code,
                )
                for stretch in stretches
            ),
        )


def read(connection: sqlite3.Connection, profile: ProfileName, since: datetime) -> list[Stretch]:
    """Those that reach ``since`` or later, in the order in which they were seen."""
    found = connection.execute(
        "SELECT key, began, until, phase, cause, said, code FROM stretch "
        "WHERE profile = ? AND until >= ? ORDER BY number",
        (str(profile), _number(since)),
    )
    stretches = (_stretch(profile, *row) for row in found)
    return [stretch for stretch in stretches if stretch is not None]


def is_any(connection: sqlite3.Connection, profile: ProfileName) -> bool:
    """Whether anything is kept of this profile."""
    one = connection.execute("SELECT 1 FROM stretch WHERE profile = ? LIMIT 1", (str(profile),))
    return one.fetchone() is not None


def delete(connection: sqlite3.Connection, profile: ProfileName) -> None:
    """Remove all of one profile, its bytes too."""
    with transaction(connection):
        connection.execute("DELETE FROM stretch WHERE profile = ?", (str(profile),))
        connection.execute("DELETE FROM owner WHERE profile = ?", (str(profile),))
    _shrink(connection)


def hand_over(connection: sqlite3.Connection, profile: ProfileName, owner: str) -> None:
    """From now on the profile is ``owner``'s; what is there of another one goes."""
    found = connection.execute("SELECT mark FROM owner WHERE profile = ?", (str(profile),))
    before = found.fetchone()
    if before == (owner,):
        return
    if before is not None:
        delete(connection, profile)
    with transaction(connection):
        connection.execute(
            "INSERT INTO owner (profile, mark) VALUES (?, ?) "
            "ON CONFLICT (profile) DO UPDATE SET mark = excluded.mark",
            (str(profile), owner),
        )


def drop_old(connection: sqlite3.Connection, now: datetime) -> None:
    """Remove what is older than is kept.

    Reckoned from the newest row where the clock is ahead of it, because a clock that is a year
    off would else empty the history.
    """
    (newest,) = connection.execute("SELECT max(until) FROM stretch").fetchone()
    if newest is None:
        return
    with transaction(connection):
        last = min(_number(now), newest)
        connection.execute(
            "DELETE FROM stretch WHERE until < ?", (last - KEPT_FOR // _MILLISECOND,)
        )
    _shrink(connection)


def drop_too_many(connection: sqlite3.Connection, largest: int = LARGEST_BYTES) -> None:
    """Remove the oldest while all of it takes more than ``largest`` bytes."""
    used = _bytes_used(connection)
    if used <= largest:
        return
    (count,) = connection.execute("SELECT count(*) FROM stretch").fetchone()
    too_many = count - int(count * _LEFT * largest / used)
    with transaction(connection):
        connection.execute(
            "DELETE FROM stretch WHERE number IN "
            "(SELECT number FROM stretch ORDER BY number LIMIT ?)",
            (too_many,),
        )
    _shrink(connection)


def _bytes_used(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _shrink(connection: sqlite3.Connection) -> None:
    """Give the room of removed rows back to the disk."""
    connection.executescript("PRAGMA incremental_vacuum")  # by execute it gives back one page only
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _stretch(
    profile: ProfileName, key: int, began: object, until: object, *words: object
) -> Stretch | None:
    """None for what this app never writes, such as a time that no calendar has."""
    first, last = _moment(began), _moment(until)
    phase, cause, said, code = (word if isinstance(word, str) else None for word in words)
    if first is None or last is None or phase is None:
        return None
    return Stretch(key, profile, first, last, phase, cause, said, code)


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def _moment(number: object) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=number) if isinstance(number, int) else None
    except OverflowError:
        return None
