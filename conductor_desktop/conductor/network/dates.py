"""Dates and waits as HTTP's headers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_HOLD = 3600.0
"""Seconds; a server that asks to be left alone for longer is asked again after these."""


def read_date(header: str | None) -> datetime | None:
    """A date as HTTP writes it. ``None`` for anything else."""
    try:
        moment = parsedate_to_datetime((header or "").strip())
    except (ValueError, OverflowError):
        return None
    # "-0000" is what the standard calls UTC of unknown origin.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """What ``Retry-After`` asks for, seconds or a date, up to ``LONGEST_HOLD``. ``None`` for
    anything else. ``now`` is by the clock of whoever set the date.
    """
    if not header:
        return None
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), LONGEST_HOLD)
    moment = read_date(text)
    if moment is None:
        return None
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_HOLD)
