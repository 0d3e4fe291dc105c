"""Times the way a person says them."""

from __future__ import annotations

from datetime import datetime, timedelta

_DAY = 86400
_HOUR = 3600
_MINUTE = 60


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in words; from a day on the local date and time."""
    seconds = (now - then).total_seconds()
    if -_MINUTE < seconds < _MINUTE:
        return "just now"
    if 0 < seconds < _HOUR:
        return f"{_count(int(seconds // _MINUTE), 'minute')} ago"
    if 0 < seconds < _DAY:
        return f"{_count(int(seconds // _HOUR), 'hour')} ago"
    local = then.astimezone()
    return f"on {local.day} {local:%B %Y} at {local:%H:%M}"


def clock_time(moment: datetime, now: datetime) -> str:
    """What the clock shows then, with the date where that is not today."""
    local = moment.astimezone()
    if local.date() == now.astimezone().date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%B}, {local:%H:%M}"


def every(gap: timedelta) -> str:
    """How often, in words: “every 5 minutes”, “every hour”."""
    seconds = gap.total_seconds()
    sizes = ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"))
    size, unit = next((one for one in sizes if seconds >= one[0]), (1, "second"))
    number = max(1, round(seconds / size))
    return f"every {unit}" if number == 1 else f"every {_count(number, unit)}"


def lasting(time: timedelta) -> str:
    """How long, in words of at most two sizes: “38 minutes”, “1 day 3 hours”."""
    minutes = int(time.total_seconds() // _MINUTE)
    if minutes < 1:
        return "less than a minute"
    days, rest = divmod(minutes, _DAY // _MINUTE)
    hours, minutes = divmod(rest, _HOUR // _MINUTE)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    first = next(at for at, (number, _) in enumerate(parts) if number)
    shown = parts[first : first + 2]
    return " ".join(_count(number, unit) for number, unit in shown if number)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
