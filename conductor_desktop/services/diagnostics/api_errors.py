"""What Conductor answered with errors lately, read from the app's log: codes and ids, no texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conductor_desktop.services.diagnostics.log_tail import lines_with
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.work import CancelToken

_MOST = 500
_LOOKED_AT = 10_000_000
"""Bytes of the log's end."""
_OURS = b" INFO conductor_desktop.conductor."
_LINE = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z INFO conductor_desktop\.conductor\."
    r"(?:envelope \[[^\]]*\] refused: (?P<type>[\w-]+) (?P<code>[\w-]+) (?P<refused>\d{3}|-)"
    r" (?P<of>[\w.-]+)"
    r"|network\.request_log \[[^\]]*\] (?P<method>[A-Z]+) (?P<path>[/\w{}-]+)"
    r" (?P<status>[\w -]+?) (?P<ms>\d+) ms (?P<id>[\w.-]+))"
)


def api_errors(sources: Sources, _cancel: CancelToken) -> Draft:
    """The newest ones of the days of which the bundle has the log."""
    since = (sources.created_at - timedelta(days=sources.log_days)).astimezone(UTC)
    told = [one for one in sources.api_errors() if str(one["time"]) >= since.isoformat()]
    return Draft(
        told[-_MOST:],
        "What Conductor answered with errors: type, code, status and request, no texts.",
        "the app's log",
    )


def errors_in_log(folder: Path, since: datetime) -> list[Tree]:
    """Each failed request once, the oldest first. Raises ``OSError`` if no log can be read.

    What Conductor said of it stands in a line after the request's own.
    """
    errors: list[dict[str, object]] = []
    for line in lines_with(_OURS, folder, since, _LOOKED_AT):
        found = _LINE.match(line)
        if found is None:
            continue
        if not found["type"]:
            if not found["status"].startswith(("2", "3")):
                errors.append(_failed(found))
        elif errors and errors[-1]["requestId"] == _known(found["of"]):
            errors[-1] |= {"type": _known(found["type"]), "code": _known(found["code"])}
    return [*errors]


def _failed(found: re.Match[str]) -> dict[str, object]:
    return {
        "time": _utc(found["time"]),
        "type": None,
        "code": None,
        "status": _status(found["status"]),
        "requestId": _known(found["id"]),
        "method": found["method"],
        "path": found["path"],
        "milliseconds": int(found["ms"]),
    }


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).isoformat(timespec="seconds")


def _known(text: str) -> str | None:
    return None if text == "-" else text


def _status(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
