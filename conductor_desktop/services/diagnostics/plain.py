"""Says values of known kinds in the words of JSON, and what a PC answers when it answers."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, datetime

from conductor_desktop.workstation.pc import CouldNotTell

NOT_TOLD = "could not be told"


def plain(value: object) -> object:
    """What JSON can say of a value of a known kind; of any other only its kind."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, str):
        return value
    return f"({type(value).__name__})"


def iso(time: datetime | None) -> str | None:
    """In UTC, to the second."""
    return time.astimezone(UTC).isoformat(timespec="seconds") if time else None


def told(ask: Callable[[], object]) -> object:
    """What the PC answers, or that it does not: a file has more than one fact in it."""
    try:
        return ask()
    except CouldNotTell:
        return NOT_TOLD


def is_set(value: object) -> str:
    return "set" if value else "unset"
