"""What a line of the app's log says, how much it matters, and whether somebody looks for it.

Nothing is believed of a line: whatever is not of the form in which the app writes is shown as it
stands.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

_FORM = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z (DEBUG|INFO|WARNING|ERROR|CRITICAL) (\S+) "
    r"\[\d+ ([^]]*)\] (.*)",
    re.DOTALL,
)
_LEVEL = re.compile(r"\S+ (WARNING|ERROR|CRITICAL) ")
_OURS = "conductor_desktop."
# A line break is written as in source code, and so is nothing else before one of these.
_BREAK = re.compile(
    r"\\n(?=\\n|  |Traceback |Thread |Current thread |Stack |During handling |The above exception |"
    r"Extension modules|Fatal |[\w.]+(?:Error|Exception|Warning|Group|Interrupt|Exit)\b)"
)


class Level(enum.IntEnum):
    """How much a line matters; what is no line of ours matters like news."""

    NEWS = 0
    WARNING = 1
    ERROR = 2


_LEVELS = {"WARNING": Level.WARNING, "ERROR": Level.ERROR, "CRITICAL": Level.ERROR}


class LogLine(NamedTuple):
    """One line as it stands in the file."""

    text: str
    level: Level

    @classmethod
    def of(cls, text: str) -> LogLine:
        found = _LEVEL.match(text)
        return cls(text, _LEVELS[found[1]] if found else Level.NEWS)


class Told(NamedTuple):
    """A line in its parts. ``at`` is UTC, None where it is not said; ``message`` has its lines."""

    at: datetime | None
    level: Level
    source: str
    message: str

    @property
    def headline(self) -> str:
        """In one line: its first and, of several, its last, which names the error."""
        lines = [line for line in self.message.split("\n") if line.strip()]
        if not lines:
            return ""
        return lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1].strip()}"


def told(line: LogLine) -> Told:
    """``line`` in its parts."""
    found = _FORM.fullmatch(line.text)
    if found is None:
        return Told(None, line.level, "", line.text)
    stamp, _, source, _, message = found.groups()
    return Told(_moment(stamp), line.level, source.removeprefix(_OURS), unfolded(message))


def unfolded(message: str) -> str:
    """With the line breaks that it had before it was written down as one line."""
    return _BREAK.sub("\n", message)


def fits(line: LogLine, text: str, level: Level) -> bool:
    """Whether it matters as much as ``level``, and has ``text`` in it, in any letters."""
    return line.level >= level and text.casefold() in line.text.casefold()


def fitting(lines: Iterable[LogLine], text: str, level: Level) -> list[LogLine]:
    """Those that fit, in their order."""
    return [line for line in lines if fits(line, text, level)]


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp).replace(tzinfo=UTC)
    except ValueError:
        return None
