"""Single values of the settings as they must be, or ``None``: whoever edits the file may err."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time

_HOST = re.compile(r"[a-z0-9:][a-z0-9.:-]{0,252}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_LONGEST_NAME = 2048
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def as_moment(value: object) -> datetime | None:
    """An aware UTC time; a time without a zone could be any time, so it is not one."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def as_day(value: object) -> date | None:
    """A day of the calendar, written out."""
    try:
        is_day = isinstance(value, str) and _DAY.fullmatch(value)
        return date.fromisoformat(value) if is_day and isinstance(value, str) else None
    except ValueError:
        return None


def as_clock_time(value: object) -> time | None:
    """Hours and minutes as a clock on the wall has them."""
    found = _CLOCK_TIME.fullmatch(value) if isinstance(value, str) else None
    return time(int(found[1]), int(found[2])) if found else None


def as_days(value: object) -> frozenset[int] | None:
    """Days of the week by the first letters of their English names; at least one."""
    if not isinstance(value, list) or not value or not all(one in DAYS for one in value):
        return None
    return frozenset(DAYS.index(one) for one in value)


def as_address(value: object) -> str | None:
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return None
    # A user name or password in an address would be a secret in the settings.
    return None if "@" in value else value


def as_host(value: object) -> str | None:
    """A host and nothing else of an address."""
    return value if isinstance(value, str) and _HOST.fullmatch(value) else None


def as_name(value: object) -> str | None:
    """As the Web Connector lists it: on one line, with nothing in it that cannot be seen."""
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_NAME:
        return None
    return None if any(unicodedata.category(one) in _HIDDEN for one in value) else value
