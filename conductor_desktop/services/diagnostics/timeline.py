"""What happened lately, from three places in one order: states, the Web Connector, Conductor."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from conductor_desktop.services.diagnostics.plain import iso
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.services.diagnostics.web_connector import events_of_ours
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.web_connector_log.events import Kind

KEPT = timedelta(days=30)
"""How far back a bundle tells of states."""
_MOST = 2000
_AT_ONCE = timedelta(minutes=2)
_CONNECTOR_KINDS = (Kind.PROBLEM, Kind.PASSWORD_REFUSED, Kind.ACCESS_REFUSED)


def timeline(sources: Sources, _cancel: CancelToken) -> Draft:
    """The newest entries of the last days, the oldest first."""
    entries = sorted(
        (*_states(sources), *_of_the_connector(sources), *_of_conductor(sources)),
        key=lambda entry: str(entry["time"]),
    )
    return Draft(
        entries[-_MOST:],
        "What happened lately: states, problems of the Web Connector, errors of Conductor.",
        "the history, the Web Connector's log, the app's log",
    )


def stands_so_since(sources: Sources) -> datetime | None:
    """Since when the connection stands as it stood last, without a gap; None if not known."""
    if sources.history is None:
        return None
    stretches = list(sources.history())
    if not stretches:
        return None
    newest = stretches.pop()
    since = newest.began
    for before in reversed(stretches):
        if before.phase != newest.phase or since - before.until > _AT_ONCE:
            break
        since = before.began
    return since


def _states(sources: Sources) -> Iterator[Tree]:
    if sources.history is None:
        return
    for stretch in sources.history():
        yield {
            "time": iso(stretch.began),
            "until": iso(stretch.until),
            "what": "state",
            "phase": stretch.phase,
            "cause": stretch.cause,
            "said": stretch.said,
            "code": stretch.code,
        }


def _of_the_connector(sources: Sources) -> Iterator[Tree]:
    with contextlib.suppress(CouldNotTell):
        for event in events_of_ours(sources):
            if event.kind in _CONNECTOR_KINDS:
                yield {
                    "time": iso(event.time),
                    "what": "web connector",
                    "kind": event.kind.value,
                    "code": event.code,
                    "hresult": event.hresult,
                }


def _of_conductor(sources: Sources) -> Iterator[Tree]:
    with contextlib.suppress(OSError):
        for error in sources.api_errors():
            yield {"what": "api error", **error}


def kept_since(created_at: datetime) -> datetime:
    """From when on states are asked for."""
    return created_at.astimezone(UTC) - KEPT
