"""Keeps the history: in the file when that is possible, in memory until it is."""

from __future__ import annotations

import enum
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from conductor_desktop.storage.errors import HistoryNotRemoved
from conductor_desktop.storage.history import rows
from conductor_desktop.storage.history.file import Connect, HistoryFile, connect
from conductor_desktop.storage.history.notices import Notices
from conductor_desktop.storage.history.schema import BrokenFile, NewerFile
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.history.trouble import Trouble, trouble_of
from conductor_desktop.storage.names import ProfileName

log = logging.getLogger(__name__)

_MOST_WAITING = 5000
_Work = TypeVar("_Work")


class Kept(enum.Enum):
    """Whether the file holds anything of a profile."""

    SOMETHING = enum.auto()
    NOTHING = enum.auto()
    CANNOT_SEE = enum.auto()


class _Unusable(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HistoryStore:
    """Of all connections of this home. Every call blocks; safe to use from any thread."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime] = _utc_now,
        largest_bytes: int = rows.LARGEST_BYTES,
        connect: Connect = connect,
    ) -> None:
        self._file = HistoryFile(path, connect)
        self._now = now
        self._largest = largest_bytes
        self._lock = threading.Lock()
        self._waiting: dict[int, Stretch] = {}
        self._owners: dict[ProfileName, str] = {}
        self._to_hand_over: set[ProfileName] = set()
        self._notices = Notices()
        self._trouble: Trouble | None = None
        self._cleared_on: date | None = None

    def keep(self, stretches: Iterable[Stretch]) -> None:
        """Keep these; one that is known by its key grows. Never raises.

        What cannot be written waits in memory for the next call.
        """
        with self._lock:
            for stretch in stretches:
                self._waiting[stretch.key] = stretch
            if not self._waiting:
                return
            try:
                self._use(self._write)
            except _Unusable as error:
                self._note(error.trouble)
                for key in list(self._waiting)[:-_MOST_WAITING]:
                    del self._waiting[key]
            else:
                self._waiting.clear()
                self._trouble = None

    def belongs_to(self, profile: ProfileName, owner: str) -> None:
        """Whose connection ``profile`` is, as a mark; what is kept of another one goes.

        It goes with the next look into the file. Never raises.
        """
        with self._lock:
            before = self._owners.get(profile)
            if before == owner:
                return
            if before is not None:
                self._drop_waiting(profile)
            self._owners[profile] = owner
            self._to_hand_over.add(profile)

    def since(self, profile: ProfileName, moment: datetime) -> tuple[Stretch, ...]:
        """What reaches ``moment`` or later, in the order in which it was seen. Never raises.

        Without the file it is what waits in memory.
        """
        with self._lock:
            kept = {stretch.key: stretch for stretch in self._read(profile, moment)}
            for stretch in self._waiting.values():
                if stretch.profile == profile and stretch.until >= moment:
                    kept[stretch.key] = stretch
            return tuple(kept.values())

    def kept_of(self, profile: ProfileName) -> Kept:
        """Whether anything of ``profile`` is on this PC."""
        with self._lock:
            if any(stretch.profile == profile for stretch in self._waiting.values()):
                return Kept.SOMETHING
            if not self._file.exists:
                return Kept.NOTHING
            try:
                found = self._use(lambda connection: rows.is_any(connection, profile))
            except _Unusable:
                return Kept.CANNOT_SEE
            return Kept.SOMETHING if found else Kept.NOTHING

    def forget(self, profile: ProfileName) -> None:
        """Remove all of ``profile``, and unreadable files, which hold what nobody can tell.

        The file of a newer version is left alone. Raises ``HistoryNotRemoved``; try again then.
        """
        with self._lock:
            self._drop_waiting(profile)
            self._owners.pop(profile, None)
            self._to_hand_over.discard(profile)
            self._file.drop_put_aside()
            if not self._file.exists:
                return
            try:
                self._use(lambda connection: rows.delete(connection, profile))
            except _Unusable as error:
                if error.trouble is not Trouble.NEWER:
                    raise HistoryNotRemoved(error.trouble.value) from error

    def notices(self) -> tuple[str, ...]:
        """What the person has to be told by now, each thing once."""
        with self._lock:
            return self._notices.take()

    def _drop_waiting(self, profile: ProfileName) -> None:
        self._waiting = {
            key: stretch for key, stretch in self._waiting.items() if stretch.profile != profile
        }

    def _write(self, connection: sqlite3.Connection) -> None:
        rows.write(connection, self._waiting.values())
        rows.drop_too_many(connection, self._largest)
        now = self._now()
        if self._cleared_on != now.date():
            self._cleared_on = now.date()
            rows.drop_old(connection, now)

    def _read(self, profile: ProfileName, moment: datetime) -> list[Stretch]:
        if not self._file.exists:
            return []
        try:
            return self._use(lambda connection: rows.read(connection, profile, moment))
        except _Unusable as error:
            self._note(error.trouble)
            return self._read_as_it_is(profile, moment) if error.trouble in _READABLE else []

    def _read_as_it_is(self, profile: ProfileName, moment: datetime) -> list[Stretch]:
        try:
            with self._file.opened_as_it_is() as connection:
                return rows.read(connection, profile, moment)
        except sqlite3.Error:
            return []

    def _use(self, work: Callable[[sqlite3.Connection], _Work]) -> _Work:
        """``work``'s result; in a new file where the one that is there is damaged."""
        if self._trouble is Trouble.NEWER:
            raise _Unusable(Trouble.NEWER)
        try:
            return self._try(work)
        except _Unusable as error:
            if error.trouble is not Trouble.BROKEN:
                raise
        try:
            kept = self._file.put_aside()
        except OSError as error:
            raise _Unusable(Trouble.BROKEN) from error
        self._notices.add_started_anew(kept)
        self._to_hand_over.update(self._owners)
        return self._try(work)

    def _try(self, work: Callable[[sqlite3.Connection], _Work]) -> _Work:
        try:
            with self._file.opened() as connection:
                for profile in tuple(self._to_hand_over):
                    rows.hand_over(connection, profile, self._owners[profile])
                    self._to_hand_over.discard(profile)
                return work(connection)
        except NewerFile as error:
            raise _Unusable(Trouble.NEWER) from error
        except BrokenFile as error:
            raise _Unusable(Trouble.BROKEN) from error
        except (sqlite3.Error, OSError) as error:
            raise _Unusable(trouble_of(error)) from error

    def _note(self, trouble: Trouble) -> None:
        is_new, was_held = trouble is not self._trouble, self._trouble is Trouble.HELD
        self._trouble = trouble
        if is_new:
            log.warning("the history is kept in memory: %s", trouble.value)
        # Virus scanners and indexers hold a file for a moment, which is nobody's business.
        if trouble is not Trouble.HELD or was_held:
            self._notices.add(trouble)


_READABLE = (Trouble.REFUSED, Trouble.FULL)
