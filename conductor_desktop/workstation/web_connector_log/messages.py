"""What is known by how a message begins; and the header, which says what the log will hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from conductor_desktop.workstation.web_connector_log.entries import (
    SOURCE,
    STAMP_BYTES,
    moment,
    next_stamp,
)
from conductor_desktop.workstation.web_connector_log.events import Event, Kind
from conductor_desktop.workstation.web_connector_log.namings import MANUAL, SCHEDULED

_LOCK = rb"HKEY_CURRENT_USER\Software\Intuit\QBWebConnector\UpdateLock "
_ANSWER = b"Received from authenticate()"
_HAPPENED = {
    MANUAL: Kind.MANUAL_UPDATE_STARTED,
    SCHEDULED: Kind.SCHEDULED_UPDATE_STARTED,
    _LOCK + b"= FALSE": Kind.LOCK_FREE,
    _LOCK + b"= TRUE": Kind.LOCK_HELD,
    _LOCK + b"has been set to True": Kind.LOCKED,
    _LOCK + b"has been set to False": Kind.UNLOCKED,
    b"Update session locked": Kind.UPDATE_BEGUN,
    b"Update session unlocked": Kind.UPDATE_ENDED,
    b"Actual error received from web service for serverVersion": Kind.SERVER_VERSION_FAILED,
    b"Authenticating to application '": Kind.AUTHENTICATING,
    b'cfn="': Kind.COMPANY_OPEN,
    b"Session ended": Kind.QUICKBOOKS_CLOSED,
}
# In three groups an entry's time, what it says happened, and what follows an answer, which may not
# be left out of what is searched for the next one. It begins with a U, because a space is frequent.
_TELLING = re.compile(
    rb"UTC(?<=(.{%d}) UTC)%b(?:(%b)|%b(?=(.{0,2000})))"
    % (STAMP_BYTES, SOURCE, b"|".join(map(re.escape, _HAPPENED)), re.escape(_ANSWER)),
    re.DOTALL,
)
_COMPANY = re.compile(rb'authRet\[1\]="([^"\r\n]{0,300})"')
_WAIT = re.compile(rb'authRet\[2\]="([1-9][0-9]{0,8})"')

_CREATED = re.compile(
    rb"([A-Z][a-z]{2,8}) ([0-9]{1,2}), ([0-9]{4}) - ([0-9]{1,2}):([0-9]{2}) ([AP])M UTC"
)
_LEVEL = re.compile(
    rb"QBWebConnector [0-9.]{1,20} has been initialized with its logging status to level = "
    rb"(NONE|DEBUG|VERBOSE)\b"
)
_LEVELS = {
    b"NONE": Kind.LEVEL_NONE,
    b"DEBUG": Kind.LEVEL_DEBUG,
    b"VERBOSE": Kind.LEVEL_VERBOSE,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def told_by_messages(text: bytes, start: int, stop: int) -> list[Event]:
    """What the messages of the entries from ``start`` to ``stop`` say happened, in their order."""
    told: list[Event] = []
    last, time = b"", None
    for stamp, happened, answer in _TELLING.findall(text, start, stop):
        if stamp != last:  # a second holds several entries
            last, time = stamp, moment(stamp)
        if time is None:
            continue
        if happened:
            told.append(Event(time, _HAPPENED[happened]))
        else:
            told += _told_by_answer(answer, time)
    return told


def _told_by_answer(answer: bytes, time: datetime) -> list[Event]:
    """What the service says to the password: the company file to open, or a word instead."""
    end = next_stamp(answer, 0, len(answer))
    company, wait = _COMPANY.search(answer, 0, end), _WAIT.search(answer, 0, end)
    events: list[Event] = []
    word = company[1].strip().lower() if company else b"?"
    if word == b"nvu":
        events.append(Event(time, Kind.PASSWORD_REFUSED))
    elif word == b"none":
        events.append(Event(time, Kind.NOTHING_TO_DO))
    elif not word or b"\\" in word or b"/" in word:
        events.append(Event(time, Kind.AUTHENTICATED))
    if wait:
        events.append(Event(time, Kind.POSTPONED, seconds=int(wait[1])))
    return events


def told_by_header(header: bytes) -> list[Event]:
    """What the first lines of a log say: when it was created, and how much it will hold."""
    time = _created(header)
    level = _LEVEL.search(header)
    events = [Event(time, Kind.LOG_CREATED)]
    return [*events, Event(time, _LEVELS[level[1]])] if level else events


def _created(header: bytes) -> datetime | None:
    match = _CREATED.search(header)
    if not match:
        return None
    month, *numbers, half = (part.decode("ascii") for part in match.groups())
    day, year, hour, minute = map(int, numbers)
    try:
        return datetime(
            year,
            _MONTHS.index(month[:3].lower()) + 1,
            day,
            hour % 12 + (12 if half == "P" else 0),
            minute,
            tzinfo=UTC,
        )
    except ValueError:
        return None
