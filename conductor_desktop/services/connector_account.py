"""What the Web Connector's log shows of our application lately, told by what happened to it."""

from __future__ import annotations

import enum
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Entry
from conductor_desktop.services.error_guide import look_up
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.workstation.web_connector_log.events import Event, Kind
from conductor_desktop.workstation.web_connector_log.ownership import Application

Update = Sequence[Event]

_STARTS = frozenset({Kind.SCHEDULED_UPDATE_STARTED, Kind.MANUAL_UPDATE_STARTED})
_BEGINS = frozenset({Kind.LOCK_FREE, Kind.LOCKED, Kind.UPDATE_BEGUN, Kind.AUTHENTICATING})
_ENDS = frozenset({Kind.UNLOCKED, Kind.UPDATE_ENDED})
_GOES_WELL = frozenset(
    {
        Kind.AUTHENTICATED,
        Kind.NOTHING_TO_DO,
        Kind.POSTPONED,
        Kind.COMPANY_OPEN,
        Kind.QUICKBOOKS_CLOSED,
    }
)
# From what decides most to what decides least, where one update has several.
_PROBLEMS = (
    Kind.PASSWORD_REFUSED,
    Kind.ACCESS_REFUSED,
    Kind.VENDOR_UNREACHABLE,
    Kind.PROBLEM,
)
_WORKS = frozenset(
    {Kind.LOCKED, Kind.UPDATE_BEGUN, Kind.SERVER_VERSION_FAILED, Kind.AUTHENTICATING}
    | _GOES_WELL
    | {*_PROBLEMS}
)
_OF_THE_LOG = frozenset({Kind.LOG_CREATED, Kind.LEVEL_NONE, Kind.LEVEL_DEBUG, Kind.LEVEL_VERBOSE})
_MEANINGS = {Kind.PASSWORD_REFUSED: "QBWC1040", Kind.ACCESS_REFUSED: "0x80040420"}
_LATELY = 5
_GAPS = 12


class Ending(enum.StrEnum):
    """How an update ended."""

    FINE = "fine"
    PROBLEM = "problem"
    NOT_SEEN = "not seen"
    """It ended, and neither that it went well nor what went wrong is in the log."""
    NOT_YET = "not yet"


class Rhythm(enum.StrEnum):
    """What the last few updates were begun by."""

    BY_ITSELF = "by itself"
    BY_HAND = "by hand"
    NOT_SEEN = "not seen"


@dataclass(frozen=True)
class Trouble:
    """What went wrong in one update: ``codes`` as the log has them, and the guide's words."""

    time: datetime | None
    kind: Kind
    codes: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True)
class Account:
    """What the log shows lately. Where it shows no update, nothing else is known neither.

    An update that only found another one under way is none.
    """

    came_by: datetime | None = None
    """When the Web Connector was last at work for us."""
    ending: Ending | None = None
    """Of that update."""
    trouble: Trouble | None = None
    """The last one, which later updates may have got over: that ``ending`` says."""
    rhythm: Rhythm = Rhythm.NOT_SEEN
    gap: timedelta | None = None
    """How long it usually is from one update to the next that comes by itself."""
    others: int = 0
    """How many other applications there are in the part of the log that was read."""


def identity_of(ours: OwnApplication) -> Application:
    """How the Web Connector and its log know it."""
    return Application.at(ours.host, ours.name, ours.unique_name)


def account_of(events: Iterable[Event], others: int = 0) -> Account:
    """The account of ``events``, which are in the order of the log."""
    updates = [*_updates(events)]
    worked = [update for update in updates if _is_at_work(update)]
    rhythm, gap = _rhythm(updates), _usual_gap(updates)
    if not worked:
        return Account(rhythm=rhythm, gap=gap, others=others)
    troubles = (trouble for update in reversed(worked) if (trouble := _trouble(update)))
    return Account(
        came_by=_last_time(worked[-1]),
        ending=_ending(worked[-1]),
        trouble=next(troubles, None),
        rhythm=rhythm,
        gap=gap,
        others=others,
    )


def _updates(events: Iterable[Event]) -> Iterator[Update]:
    """Each update with all that happened up to the next one; of the first the start may lack."""
    update: list[Event] = []
    is_over = False
    for event in events:
        if event.kind in _OF_THE_LOG:
            continue
        if event.kind in _STARTS or (is_over and event.kind in _BEGINS):
            if update:
                yield update
            update, is_over = [], False
        update.append(event)
        is_over = is_over or event.kind in _ENDS
    if update:
        yield update


def _is_at_work(update: Update) -> bool:
    """Whether it did anything, or is about to."""
    kinds = {event.kind for event in update}
    is_begun = not kinds.isdisjoint(_STARTS) and Kind.LOCK_HELD not in kinds
    return is_begun or not kinds.isdisjoint(_WORKS)


def _ending(update: Update) -> Ending:
    kinds = {event.kind for event in update}
    if not kinds.isdisjoint(_PROBLEMS):
        return Ending.PROBLEM
    if kinds.isdisjoint(_ENDS):
        return Ending.NOT_YET
    return Ending.NOT_SEEN if kinds.isdisjoint(_GOES_WELL) else Ending.FINE


def _trouble(update: Update) -> Trouble | None:
    wrong = [event for event in update if event.kind in _PROBLEMS]
    if not wrong:
        return None
    kind = next(kind for kind in _PROBLEMS if any(event.kind is kind for event in wrong))
    found = (code for event in wrong for code in (event.code, event.hresult) if code)
    codes = tuple(dict.fromkeys(found))
    return Trouble(_last_time(wrong), kind, codes, _entry(kind, codes))


def _entry(kind: Kind, codes: Sequence[str]) -> Entry:
    if kind in _MEANINGS:
        return guide().entry(_MEANINGS[kind])
    explained = look_up(" ".join(codes), guide())
    if explained.matches:
        return explained.matches[0].entry
    return explained.advice or guide().entry("unknown-text")


def _last_time(events: Update) -> datetime | None:
    return next((event.time for event in reversed(events) if event.time), None)


def _rhythm(updates: Sequence[Update]) -> Rhythm:
    starts = [update[0].kind for update in updates if update[0].kind in _STARTS][-_LATELY:]
    if Kind.SCHEDULED_UPDATE_STARTED in starts:
        return Rhythm.BY_ITSELF
    return Rhythm.BY_HAND if starts else Rhythm.NOT_SEEN


def _usual_gap(updates: Sequence[Update]) -> timedelta | None:
    begun = [
        update[0].time
        for update in updates
        if update[0].kind is Kind.SCHEDULED_UPDATE_STARTED and update[0].time
    ]
    gaps = [later - earlier for earlier, later in pairwise(begun[-_GAPS:]) if later > earlier]
    return statistics.median_low(gaps) if gaps else None
