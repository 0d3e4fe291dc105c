"""What the Web Connector's log shows of our application, as events: not a word of the log.

The log is shared by all applications of a PC, and may hold their customers' data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from conductor_desktop.services.connector_account import (
    Account,
    Ending,
    Trouble,
    account_of,
    identity_of,
)
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.web_connector import log_level
from conductor_desktop.workstation.web_connector_log.ending import LogEnd, read_end
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.follower import TAIL_BYTES
from conductor_desktop.workstation.web_connector_log.ownership import Application

MOST_EVENTS = 500
_LEVELS = ("NONE", "DEBUG", "VERBOSE")
_NOBODY = Application(frozenset(), frozenset())
_NOTE = "What the Web Connector did for this connection lately; nothing of its log's text."


def web_connector(sources: Sources, _cancel: CancelToken) -> Draft:
    """Events of our application, newest last; of the others only how many there are."""
    pc, ours = sources.pc(), sources.application
    tree: dict[str, object] = {
        "application": {"name": ours.name, "host": ours.host} if ours else None,
        "logLevel": _level(pc),
    }
    try:
        end = read_end(pc, identity_of(ours) if ours else _NOBODY)
    except CouldNotTell:
        return Draft({**tree, "log": "could not be read"}, _NOTE)
    if end is None:
        return Draft({**tree, "log": "there is none"}, _NOTE)
    return Draft({**tree, "log": "read", **_told(end)}, _NOTE)


def _told(end: LogEnd) -> Tree:
    size, age = end.file.size, end.file.age
    return {
        "logBytes": size,
        "logAgeSeconds": None if age is None else round(age),
        "bytesLookedAt": None if size is None else min(size, TAIL_BYTES),
        "otherApplications": len(end.others),
        "entriesOfOthers": list(end.others),
        "account": _account(account_of(end.events, len(end.others))),
        "eventsLeftOut": max(0, len(end.events) - MOST_EVENTS),
        "events": [_event(event) for event in end.events[-MOST_EVENTS:]],
    }


def _account(account: Account) -> Tree:
    return {
        "lastCameBy": _iso(account.came_by),
        "lastEnding": account.ending and account.ending.value,
        "updatesCome": account.rhythm.value,
        "usualGapSeconds": account.gap and round(account.gap.total_seconds()),
        "lastProblem": account.trouble and _problem(account.trouble),
    }


def _problem(trouble: Trouble) -> Tree:
    return {
        "time": _iso(trouble.time),
        "kind": trouble.kind.value,
        "codes": list(trouble.codes),
        "title": trouble.entry.title,
    }


def _event(event: Event) -> Tree:
    told: dict[str, object] = {"time": _iso(event.time), "kind": event.kind.value}
    more = {"code": event.code, "hresult": event.hresult, "seconds": event.seconds}
    return told | {name: value for name, value in more.items() if value is not None}


def _level(pc: Workstation) -> str | None:
    """Only a word that is known is repeated."""
    level = (log_level(pc) or "").upper()
    return level if level in _LEVELS else None


def _iso(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat(timespec="seconds") if time else None


def in_short(tree: Tree) -> Sequence[str]:
    """The same after redaction, in three lines for the page that is read first."""
    account = tree.get("account")
    known = account if isinstance(account, Mapping) else {}
    return (
        f"Last came by  {_came_by(known)}",
        f"Last problem  {_last_problem(known)}",
        f"Its log       {_log(tree)}",
    )


def _came_by(account: Tree) -> str:
    when, ending = account.get("lastCameBy"), account.get("lastEnding")
    if not when:
        return "not in its log" if account else "not known"
    return f"{when}, ended: {ending}, updates come: {account.get('updatesCome')}"


def _last_problem(account: Tree) -> str:
    problem = account.get("lastProblem")
    if not isinstance(problem, Mapping):
        return "none in its log" if account else "not known"
    over = "" if account.get("lastEnding") == Ending.PROBLEM else " (got over since)"
    codes = f" ({', '.join(problem['codes'])})" if problem["codes"] else ""
    return f"{problem['title']}{codes}, {problem['time']}{over}"


def _log(tree: Tree) -> str:
    if tree.get("log") != "read":
        return str(tree.get("log", "not known"))
    size, age, level = tree.get("logBytes"), tree.get("logAgeSeconds"), tree.get("logLevel")
    parts = (
        f"{size:,} bytes" if isinstance(size, int) else "size not known",
        f"written {age // 60} minutes ago" if isinstance(age, int) else "age not known",
        f"level {level or 'not known'}",
        f"{tree.get('otherApplications')} other applications",
    )
    return ", ".join(parts)
