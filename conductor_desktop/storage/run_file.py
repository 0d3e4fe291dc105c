"""What a run of the window writes down of itself, for the next one: that it began, how it ended.

Only whoever has the window of a home touches the file, so what is read there is of a run that is
over. It is small, names nobody, and anything else than what is written here reads as nothing.
"""

from __future__ import annotations

import enum
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conductor_desktop.storage.atomic import write_atomically

log = logging.getLogger(__name__)

_VERSION = 1
_LARGEST_BYTES = 10_000
_MOST = 1_000_000_000


class Ended(enum.StrEnum):
    """As the run itself has noted it; one that was cut off has noted nothing."""

    QUIT = "quit"
    ERROR = "error"


class Trouble(enum.StrEnum):
    """What a person is told of an earlier run."""

    CRASH = "crash"
    HANG = "hang"


@dataclass(frozen=True)
class RunRecord:
    """One run. ``began`` is UTC; ``up_seconds`` is how long the PC had been on by then.

    ``settled``: it has lasted for its first minute. ``failures``: how many starts in a row had
    failed before it. ``untold``: what nobody has been told of yet.
    """

    process: int
    began: datetime
    up_seconds: float
    settled: bool = False
    ended: Ended | None = None
    failures: int = 0
    untold: Trouble | None = None


class RunFile:
    """Reads and replaces the record. Never raises: without one nothing is known of the past."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> RunRecord | None:
        """The last run of the window here; None where nothing usable is written."""
        try:
            with self._path.open("rb") as file:
                return _record(json.loads(file.read(_LARGEST_BYTES)))
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return None

    def write(self, record: RunRecord) -> None:
        """May block for about a second while another program holds the file."""
        tree = {
            "version": _VERSION,
            "process": record.process,
            "began": record.began.astimezone(UTC).isoformat(timespec="milliseconds"),
            "upSeconds": round(record.up_seconds, 3),
            "settled": record.settled,
            "ended": record.ended,
            "failures": record.failures,
            "untold": record.untold,
        }
        try:
            data = json.dumps(tree).encode() + b"\n"
            # Written before the first window: a run that lost its power has nothing to tell.
            write_atomically(self._path, data, outlasts_power_cut=False)
        except OSError as error:
            log.warning("how this run goes cannot be noted: %s", error.strerror)


def _record(tree: object) -> RunRecord | None:
    if not isinstance(tree, dict) or tree["version"] != _VERSION:
        return None
    began = datetime.fromisoformat(tree["began"])
    ended, untold = tree["ended"], tree["untold"]
    return RunRecord(
        _number(tree["process"]),
        began.astimezone(UTC),
        float(_number(tree["upSeconds"])),
        tree["settled"] is True,
        None if ended is None else Ended(ended),
        int(_number(tree["failures"])),
        None if untold is None else Trouble(untold),
    )


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        raise ValueError("not such a number")
    return int(value)
