"""What the Web Connector is on this PC, and what its log shows of our application as events.

Not a word of the log: it is shared by all applications of a PC, and may hold their customers' data.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from conductor_desktop.services.connector_account import (
    Account,
    Ending,
    Trouble,
    account_of,
    identity_of,
)
from conductor_desktop.services.diagnostics.plain import iso, told
from conductor_desktop.services.diagnostics.quickbooks import running
from conductor_desktop.services.diagnostics.sources import Draft, Sources, Tree
from conductor_desktop.storage.profiles import OwnApplication
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.autostart import autostart
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.web_connector import (
    PROGRAM,
    applications,
    find_web_connector,
    is_locked,
    log_level,
)
from conductor_desktop.workstation.web_connector_log.ending import LogEnd, read_end
from conductor_desktop.workstation.web_connector_log.events import Event
from conductor_desktop.workstation.web_connector_log.follower import TAIL_BYTES
from conductor_desktop.workstation.web_connector_log.ownership import Application

MOST_EVENTS = 500
_LEVELS = ("NONE", "DEBUG", "VERBOSE")
_NOBODY = Application(frozenset(), frozenset())
_NOTE = "The Web Connector on this PC, and how it did lately for this connection."
_EVENTS_NOTE = "What the Web Connector did for this connection lately; nothing of its log's text."
_LOG = "the Web Connector's log"


def web_connector(sources: Sources, _cancel: CancelToken) -> Draft:
    """The program, its state, and an account of our updates; of other applications only numbers."""
    pc, ours = sources.pc(), sources.application
    tree: dict[str, object] = {
        "application": {"name": ours.name, "host": ours.host} if ours else None,
        "program": told(lambda: _program(pc)),
        "running": told(lambda: running(pc, PROGRAM)),
        "startsWithWindows": told(lambda: _autostart(pc)),
        "applications": told(lambda: _applications(pc, ours)),
        "updateLock": told(lambda: is_locked(pc)),
        "opensConnectionFiles": told(lambda: _opens_files(pc)),
        "logLevel": _level(pc),
    }
    try:
        end = _end(sources)
    except CouldNotTell:
        tree["log"] = "could not be read"
    else:
        tree |= {"log": "there is none"} if end is None else {"log": "read", **_told(end)}
    return Draft(tree, _NOTE, f"this PC, {_LOG}")


def web_connector_events(sources: Sources, _cancel: CancelToken) -> Draft:
    """Events of our application, the newest last; none where the log cannot be read."""
    events: list[Tree] = []
    with contextlib.suppress(CouldNotTell):  # web_connector.json says so
        events = [_event(event) for event in events_of_ours(sources)[-MOST_EVENTS:]]
    return Draft(events, _EVENTS_NOTE, _LOG)


def events_of_ours(sources: Sources) -> Sequence[Event]:
    """What the end of the log tells of our application. Raises ``CouldNotTell``."""
    end = _end(sources)
    return () if end is None else end.events


def _end(sources: Sources) -> LogEnd | None:
    ours = sources.application
    return read_end(sources.pc(), identity_of(ours) if ours else _NOBODY)


def _program(pc: Workstation) -> Tree | None:
    file = find_web_connector(pc)
    if file is None:
        return None
    return {"version": file.version, "signature": told(lambda: pc.signature(file.path).seal.value)}


def _autostart(pc: Workstation) -> Tree:
    found = autostart(pc)
    return {
        "enabled": len(found.enabled),
        "switchedOff": len(found.disabled),
        "notKnown": len(found.unknown),
        "lookedEverywhere": found.is_complete,
    }


def _applications(pc: Workstation, ours: OwnApplication | None) -> Tree:
    names = applications(pc)
    is_ours = [identity_of(ours).is_called(name) for name in names] if ours else []
    return {"ours": any(is_ours), "others": len(names) - sum(is_ours)}


def _opens_files(pc: Workstation) -> bool:
    program = pc.program_for(".qwc") or ""
    return program.casefold().endswith(PROGRAM.casefold())


def _told(end: LogEnd) -> Tree:
    size, age = end.file.size, end.file.age
    return {
        "logBytes": size,
        "logAgeSeconds": None if age is None else round(age),
        "bytesLookedAt": None if size is None else min(size, TAIL_BYTES),
        "otherApplications": len(end.others),
        "entriesOfOthers": list(end.others),
        "account": _account(account_of(end.events, len(end.others))),
        "events": len(end.events),
        "eventsLeftOut": max(0, len(end.events) - MOST_EVENTS),
    }


def _account(account: Account) -> Tree:
    return {
        "lastCameBy": iso(account.came_by),
        "lastEnding": account.ending and account.ending.value,
        "updatesCome": account.rhythm.value,
        "usualGapSeconds": account.gap and round(account.gap.total_seconds()),
        "lastProblem": account.trouble and _problem(account.trouble),
    }


def _problem(trouble: Trouble) -> Tree:
    return {
        "time": iso(trouble.time),
        "kind": trouble.kind.value,
        "codes": list(trouble.codes),
        "title": trouble.entry.title,
    }


def _event(event: Event) -> Tree:
    known: dict[str, object] = {"time": iso(event.time), "kind": event.kind.value}
    more = {"code": event.code, "hresult": event.hresult, "seconds": event.seconds}
    return known | {name: value for name, value in more.items() if value is not None}


def _level(pc: Workstation) -> str | None:
    """Only a word that is known is repeated."""
    level = (log_level(pc) or "").upper()
    return level if level in _LEVELS else None


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
