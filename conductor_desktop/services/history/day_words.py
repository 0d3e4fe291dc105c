"""One day of the strip, or several, in words: for tool tips, screen readers and the line below."""

from __future__ import annotations

import math
from datetime import date, timedelta

from conductor_desktop.services.history.standing import Standing
from conductor_desktop.services.history.strip import Day
from conductor_desktop.services.history.words import day_heading

NAMES = {
    Standing.UP: "up",
    Standing.DOWN: "down",
    Standing.ASLEEP: "asleep",
    Standing.UNKNOWN: "not known",
}


def share_text(share: float | None) -> str:
    """ "97.3 %", never rounded up: 100 % is without a single minute down."""
    if share is None:
        return "not known"
    if share == 1.0:
        return "100 %"
    tenths = math.floor(share * 1000)
    return f"{tenths / 10:.1f} %" if tenths or not share else "under 0.1 %"


def day_text(day: Day, today: date) -> str:
    """ "Wednesday 4 March: up 97.3 % (23 h 10 min), down 38 min." in one line."""
    times = {standing: day.time(standing) for standing in NAMES}
    parts = [f"{NAMES[one]} {_short(time)}" for one, time in times.items() if time]
    if day.share is not None:
        up, *rest = parts if times[Standing.UP] else ("", *parts)
        parts = [f"up {share_text(day.share)}{up and f' ({up[3:]})'}", *rest]
    near = day_heading(day.day, today).split(", ")[0]
    return f"{near}: {', '.join(parts) or 'not known'}."


def _short(time: timedelta) -> str:
    """ "1 h 44 min"."""
    minutes = int(time.total_seconds() // 60)
    if not minutes:
        return "under 1 min"
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" * bool(hours), f"{rest} min" * bool(rest)) if part
    )


def summary(share: float | None) -> str:
    """All days together."""
    if share is None:
        return "Not known yet"
    return f"Up {share_text(share)} of the known time"
