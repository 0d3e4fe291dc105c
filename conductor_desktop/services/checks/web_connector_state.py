"""Checks of what the Web Connector keeps: its list of applications, its lock, its log."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import Finding, Owner, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.services.connector_account import identity_of
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.web_connector_log.place import LogPlace, find_log

STUCK_AFTER_SECONDS = 30 * 60.0
"""Without a line in its log for as long as this, an update is not under way any more."""

_LARGE_LOG = 500 * 1024 * 1024
_LITTLE_SPACE = 200 * 1024 * 1024
_LET_WRITE = (
    "Let every Windows user who runs the Web Connector change the file “QWCLog.txt” and its "
    "folder, and see that the disk is not full."
)


def application_added(facts: Facts) -> Finding:
    """This Windows user's list in the Web Connector. Others' names are counted, not shown."""
    names = web_connector.applications(facts.pc)
    evidence = f"Applications in the Web Connector of this Windows user: {len(names)}"
    ours = facts.purpose.application
    if ours is None and names:
        return ok("The Web Connector has applications to work for.", evidence)
    if ours is None:
        return look(
            "Nothing has been added to the Web Connector for this Windows user yet.",
            Owner.YOU,
            "Go on with the setup: connecting adds it.",
            evidence,
        )
    if any(map(identity_of(ours).is_called, names)):
        return ok(f"“{ours.name}” is in the Web Connector.", evidence)
    return look(
        f"“{ours.name}” is not in the Web Connector of this Windows user.",
        Owner.YOU,
        "Connect again from here, or use the Windows user that set it up.",
        evidence,
    )


def not_stuck(facts: Facts) -> Finding | None:
    """It notes that an update is under way, and a crash leaves that note behind."""
    locked = web_connector.is_locked(facts.pc)
    if locked is None:
        return None
    if not locked:
        return ok("The Web Connector is not held up by an earlier update.", "UpdateLock: FALSE")
    if not facts.programs(web_connector.PROGRAM).all:
        return _stuck("UpdateLock: TRUE, and the Web Connector is not running")
    log = find_log(facts.pc).file
    if log is None or log.age is None:
        return unknown(
            "The Web Connector says it is busy, and it could not be seen for how long.",
            Owner.YOU,
            "Look at the Web Connector; if nothing moves there for half an hour, restart this PC.",
            "UpdateLock: TRUE",
        )
    evidence = f"UpdateLock: TRUE; last line in its log {log.age / 60:.0f} minutes ago"
    if log.age >= STUCK_AFTER_SECONDS:
        return _stuck(evidence)
    return ok("The Web Connector is busy with an update just now.", evidence)


def log_usable(facts: Facts) -> Finding:
    """The Web Connector does not start when it cannot write its log."""
    found = find_log(facts.pc)
    evidence = _describe(found, web_connector.log_level(facts.pc))
    if found.access is None:
        return look(
            "The folder for the Web Connector’s log is missing, and it may not start without it.",
            Owner.IT,
            "Open the Web Connector once as administrator, so that it makes its folder.",
            *evidence,
        )
    if found.access.can_write is False:
        return stop(
            "The Web Connector cannot write its log, and does not start without it.",
            Owner.IT,
            _LET_WRITE,
            *evidence,
        )
    if found.access.can_write is None or found.access.can_read is None:
        return unknown(
            "It could not be seen whether the Web Connector can write its log.",
            Owner.YOU,
            "If the Web Connector does not open, have IT look at its log folder.",
            *evidence,
        )
    if not found.access.can_read:
        return look(
            "This app may not read the Web Connector’s log, so it cannot say what it did.",
            Owner.IT,
            "Let this Windows user read the file “QWCLog.txt”.",
            *evidence,
        )
    return _room_for(facts, found, evidence)


def _room_for(facts: Facts, found: LogPlace, evidence: tuple[str, ...]) -> Finding:
    try:
        space = facts.pc.free_space(found.folder)
    except CouldNotTell:
        space = _LITTLE_SPACE  # whoever may write could do so a moment ago
    if space < _LITTLE_SPACE:
        return look(
            "The disk is almost full, and the Web Connector stops when it cannot write its log.",
            Owner.IT,
            "Make room on the disk that Windows is on.",
            *evidence,
            f"Free: {space // 1024 // 1024} MB",
        )
    if found.file is not None and (found.file.size or 0) >= _LARGE_LOG:
        return look(
            "The Web Connector’s log has become very large.",
            Owner.YOU,
            "In the Web Connector, open the “File” menu and clear the log.",
            *evidence,
        )
    return ok("The Web Connector can write its log.", *evidence)


def _stuck(evidence: str) -> Finding:
    return look(
        "The Web Connector still holds on to an update that has ended.",
        Owner.YOU,
        "Restart this PC, open QuickBooks and the Web Connector, and press “Update Selected”.",
        evidence,
    ).hiding_the_rest()


def _describe(found: LogPlace, level: str | None) -> tuple[str, ...]:
    size = None if found.file is None else found.file.size
    what = (
        "there is none yet" if found.file is None else f"{size if size is not None else '?'} bytes"
    )
    reason = found.access.reason if found.access else "there is no folder"
    return tuple(
        line
        for line in (
            f"{found.shown}: {what}",
            reason and f"Not usable because {reason}",
            level and f"Log level: {level}",
        )
        if line
    )
