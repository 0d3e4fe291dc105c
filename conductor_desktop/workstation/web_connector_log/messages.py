"""What is known by how a message begins: which application it names, what it says happened."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from conductor_desktop.workstation.web_connector_log.entries import next_stamp
from conductor_desktop.workstation.web_connector_log.events import Event, Kind
from conductor_desktop.workstation.web_connector_log.ownership import Step

_LOCK = rb"HKEY_CURRENT_USER\Software\Intuit\QBWebConnector\UpdateLock "
_MANUAL = b"updateWS() for application = '"
_SCHEDULED = b"Performing SCHEDULED UPDATE for application = "

ANSWER = b"Received from authenticate()"
STEPS = {
    _MANUAL: Step.STARTED,
    _SCHEDULED: Step.STARTED,
    b"AppName: ": Step.NAME,
    b"AppURL: ": Step.ADDRESS,
}
"""The messages that name an application."""
HAPPENED = {
    _MANUAL: Kind.MANUAL_UPDATE_STARTED,
    _SCHEDULED: Kind.SCHEDULED_UPDATE_STARTED,
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
"""The messages that say what happened; two of them also name an application."""

# One group for all: with a group for each, Python's search takes three times as long.
MESSAGE = re.compile(
    rb"\(\) : \**+ ?(%b)" % b"|".join(map(re.escape, {**STEPS, **HAPPENED, ANSWER: None}))
)
"""Where a source ends, and as the first group what is known of the message that follows."""

_NAME = re.compile(rb"[^\r\n]{0,300}")
_QUOTED_NAME = re.compile(rb"[^\r\n]{1,300}?(?=' has STARTED)")
_LONGEST_ANSWER = 2000
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


def named_by(block: bytes, message: re.Match[bytes], stop: int) -> bytes | None:
    """The name or address that a message of ``STEPS`` states."""
    pattern = _QUOTED_NAME if message[1] == _MANUAL else _NAME
    match = pattern.match(block, message.end(), stop)
    if not match:
        return None
    name = match[0]
    # The next entry may follow without a line break.
    return name[: next_stamp(name, 0, len(name))] if b" UTC" in name else name


def told_by_answer(block: bytes, at: int, stop: int, time: datetime) -> list[Event]:
    """What the service says to the password: the company file to open, or a word instead."""
    answer = block[at : min(stop, at + _LONGEST_ANSWER)]
    answer = answer[: next_stamp(answer, 0, len(answer))]
    company, wait = _COMPANY.search(answer), _WAIT.search(answer)
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
