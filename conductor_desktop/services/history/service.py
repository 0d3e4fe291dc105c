"""Reads what is kept of one connection, and tells it: by day, and as a story."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conductor_desktop.services.history.entry import Entry, titles_in
from conductor_desktop.services.history.story import told
from conductor_desktop.services.history.strip import DAYS, Day, Zone, midnight, strip
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.history.stretch import Stretch
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.work import CancelToken

_LEAST = timedelta(days=DAYS + 2)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class History:
    """The last days, the oldest first, and what happened, the newest first.

    ``titles`` are what was ever wrong. ``since`` is when watching began; None when nothing is kept.
    ``reach`` is how far back it was read, None for all, and ``now`` is when.
    """

    days: tuple[Day, ...]
    entries: tuple[Entry, ...]
    titles: tuple[str, ...]
    since: datetime | None
    reach: timedelta | None
    now: datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


def mark_of(end_user_id: str) -> str:
    """By this it is known again whose connection it is, and nobody can tell who that is."""
    return hashlib.sha256(end_user_id.encode()).hexdigest()[:16]


class HistoryService:
    """Of the connection ``profile``. Blocks for as long as the disk takes.

    ``owner`` is a ``mark_of`` whose connection it is: what was noted down of another one goes.
    """

    def __init__(
        self,
        store: HistoryStore,
        profile: ProfileName,
        *,
        owner: str | None = None,
        now: Callable[[], datetime] = _utc_now,
        zone: Zone = None,
    ) -> None:
        self._store = store
        self._profile = profile
        self._owner = owner
        self._now = now
        self._zone = zone

    def look(self, cancel: CancelToken, reach: timedelta | None = None) -> History:
        """What is kept, as far back as ``reach``; at least the last days. Raises ``Cancelled``."""
        self._settle_owner()
        now = self._now()
        since = _EVER if reach is None else now - max(reach, _LEAST)
        stretches = self._store.since(self._profile, since)
        cancel.raise_if_cancelled()
        today = now.astimezone(self._zone).date()
        # The days before it are read along: an outage may have begun there.
        begin = midnight(today - timedelta(days=DAYS + 1), self._zone)
        days = strip([one for one in stretches if one.until > begin], now, self._zone)
        cancel.raise_if_cancelled()
        events = sorted(told(stretches, now), key=lambda event: event.began, reverse=True)
        entries = tuple(Entry.of(event, self._zone) for event in events)
        titles = tuple(titles_in(entries))
        first = min((one.began for one in stretches), default=None)
        return History(days, entries, titles, first, reach, now)

    def keep(self, rows: Iterable[Stretch]) -> tuple[str, ...]:
        """Keep these; what the person has to be told, which is mostly nothing."""
        self._settle_owner()
        self._store.keep(rows)
        return self._store.notices()

    def _settle_owner(self) -> None:
        if self._owner is not None:
            self._store.belongs_to(self._profile, self._owner)
