"""A log of the Web Connector as a described PC has it: always as young as it was described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

_STAMP = re.compile(r"\b[0-9]{8}\.[0-9]{2}:[0-9]{2}:[0-9]{2}(?= UTC\b)")
_FORMAT = "%Y%m%d.%H:%M:%S"


def log_of(lines: Sequence[str], written: datetime) -> str:
    """The log of these lines, in which all times are moved so that the last one is ``written``."""
    text = "".join(f"{line}\r\n" for line in lines)
    times = [time for stamp in _STAMP.findall(text) if (time := _time(stamp))]
    moved = written - times[-1] if times else timedelta()
    return _STAMP.sub(lambda stamp: _moved(stamp[0], moved), text)


def _moved(stamp: str, by: timedelta) -> str:
    time = _time(stamp)
    return stamp if time is None else (time + by).strftime(_FORMAT)


def _time(stamp: str) -> datetime | None:
    """``None`` for digits that are no time."""
    try:
        return datetime.strptime(stamp, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
