"""The history file: opened for each piece of work, so that it may vanish or come back between."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.storage.atomic import patiently, private
from conductor_desktop.storage.history.schema import BrokenFile, bring_up_to_date, refuse_newer

log = logging.getLogger(__name__)

Connect = Callable[[Path], sqlite3.Connection]

_MOST_PUT_ASIDE = 3
_HELD_SECONDS = 1.0
_BESIDE = ("-wal", "-shm")
"""What SQLite keeps next to a file while it is in use."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that leaves transactions to whoever uses it, from whatever thread."""
    return sqlite3.connect(
        path, timeout=_HELD_SECONDS, isolation_level=None, check_same_thread=False
    )


class HistoryFile:
    """Raises ``NewerFile``, ``BrokenFile``, ``sqlite3.Error`` and ``OSError``; may block 1 s."""

    def __init__(self, path: Path, connect: Connect = connect) -> None:
        self._path = path
        self._connect = connect
        self._is_checked = False

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self._path.exists()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The file as this version writes it, made or brought up to date if need be."""
        if self._path.is_dir():
            raise BrokenFile("a folder")
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._path.exists():
            with open(self._path, "ab", opener=private):
                pass  # what SQLite makes by itself, everybody on the PC may read
        with contextlib.closing(self._connect(self._path)) as connection:
            refuse_newer(connection)
            self._check_once(connection)
            # Before anything is in it, or it is too late.
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            bring_up_to_date(connection)
            yield connection

    @contextmanager
    def opened_as_it_is(self) -> Iterator[sqlite3.Connection]:
        """To read where nothing can be written, not even what SQLite puts beside it."""
        address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        reading = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        with contextlib.closing(reading) as connection:
            yield connection

    def put_aside(self) -> str:
        """Rename what cannot be used, and keep the newest few of those; the new name."""
        kept = self._path.with_name(f"{self._aside}{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
        patiently(lambda: self._path.rename(kept))
        for end in _BESIDE:
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + end).rename(kept.with_name(kept.name + end))
        log.warning("%s was not usable and is now %s", self._path.name, kept.name)
        self._is_checked = False
        self.drop_put_aside(keep=_MOST_PUT_ASIDE)
        return kept.name

    def drop_put_aside(self, *, keep: int = 0) -> None:
        """Delete what was put aside, but for the ``keep`` newest."""
        found = [
            path
            for path in self._path.parent.glob(f"{self._aside}*")
            if not path.name.endswith(_BESIDE)
        ]
        for old in sorted(found, reverse=True)[keep:]:
            for end in ("", *_BESIDE):
                with contextlib.suppress(OSError):
                    old.with_name(old.name + end).unlink()

    @property
    def _aside(self) -> str:
        return f"{self._path.name}.corrupt-"

    def _check_once(self, connection: sqlite3.Connection) -> None:
        """Look through all of it, the first time that it is used."""
        if self._is_checked:
            return
        found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",):
            raise BrokenFile("damaged inside")
        self._is_checked = True
