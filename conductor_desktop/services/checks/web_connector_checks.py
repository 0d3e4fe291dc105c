"""Checks of the Web Connector: installed, running, started with Windows, application added."""

from __future__ import annotations

import re

from conductor_desktop.services.checks.answers import Finding, Owner, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts, Sessions, describe
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.pc import ProcessFacts
from conductor_desktop.workstation.quickbooks import PROGRAMS

OLDEST_GOOD_VERSION = (2, 3)
"""Compared as numbers: a later Web Connector may count as QuickBooks does (34.0)."""

_OPEN_IT = "Press the Windows key, type “Web Connector” and open it."


def installed(facts: Facts) -> Finding:
    """The program is there, is Intuit's as far as that is known, and is recent."""
    file = facts.web_connector()
    if file is None:
        return stop(
            "The QuickBooks Web Connector was not found on this PC.",
            Owner.IT,
            "Install the QuickBooks Web Connector from Intuit’s website; search for “Set up "
            "QuickBooks Web Connector”.",
        )
    evidence = f"{web_connector.PROGRAM}: {file.version or 'version not known'}"
    if file.signer is not None and "intuit" not in file.signer.lower():
        return stop(
            "The Web Connector on this PC is not signed by Intuit.",
            Owner.IT,
            "Remove it, and install the QuickBooks Web Connector from Intuit’s website.",
            evidence,
        )
    number = _numbers(file.version)
    if number is None:
        return unknown(
            "The Web Connector is installed, but its version could not be read.",
            Owner.YOU,
            "Open the Web Connector; its version is at the bottom of its window.",
            evidence,
        )
    if number < OLDEST_GOOD_VERSION:
        return look(
            f"The Web Connector is old ({file.version}); it may work.",
            Owner.IT,
            "Install the latest QuickBooks Web Connector from Intuit’s website when you can.",
            evidence,
        )
    return ok(f"The Web Connector {file.version} is installed.", evidence)


def running(facts: Facts) -> Finding:
    """In our session, with the rights QuickBooks has."""
    found = facts.programs(web_connector.PROGRAM)
    evidence = tuple(map(describe, (*found.ours, *found.others, *found.unplaced)))
    if not found.ours:
        return _none_of_ours(found, evidence)
    mine = found.ours[0]
    quickbooks = facts.programs(*PROGRAMS).ours
    if any(_differ(mine, other) for other in quickbooks):
        return stop(
            "QuickBooks and the Web Connector run with different rights, so one cannot reach the "
            "other.",
            Owner.YOU,
            "Close both, then open each by a normal double-click, not as administrator.",
            *evidence,
            *map(describe, quickbooks),
        )
    if mine.elevated is None:
        return unknown(
            "The Web Connector is running, but it could not be seen with which rights.",
            Owner.YOU,
            "If the connection fails later, close the Web Connector and open it by a normal "
            "double-click.",
            *evidence,
        )
    return ok("The Web Connector is running.", *evidence)


def starts_with_windows(facts: Facts) -> Finding:
    """Otherwise the connection ends with the next restart."""
    found = web_connector.autostart(facts.pc)
    action = "Open the Web Connector, and let it start with Windows; or open it after each restart."
    if found.enabled:
        return ok("The Web Connector starts with Windows.", *found.enabled)
    if found.disabled:
        return look(
            "The Web Connector was switched off in the list of programs that start with Windows.",
            Owner.YOU,
            "Open the Task Manager, choose “Startup apps”, and enable the Web Connector.",
            *found.disabled,
        )
    if facts.system().terminal_server:
        return unknown(
            "Several people share this computer, and how their programs start could not be seen.",
            Owner.IT,
            "Make sure that the Web Connector starts in the session that QuickBooks runs in.",
        )
    return look(
        "The Web Connector does not start with Windows, so the connection ends with the next "
        "restart.",
        Owner.YOU,
        action,
    )


def application_added(facts: Facts) -> Finding:
    """This Windows user's list in the Web Connector. Others' names are counted, not shown."""
    names = web_connector.applications(facts.pc)
    evidence = f"Applications in the Web Connector of this Windows user: {len(names)}"
    wanted = facts.application
    if wanted is None and names:
        return ok("The Web Connector has applications to work for.", evidence)
    if wanted is None:
        return look(
            "Nothing has been added to the Web Connector for this Windows user yet.",
            Owner.YOU,
            "Go on with the setup: connecting adds it.",
            evidence,
        )
    if wanted.casefold() in (name.casefold() for name in names):
        return ok(f"“{wanted}” is in the Web Connector.", evidence)
    return look(
        f"“{wanted}” is not in the Web Connector of this Windows user.",
        Owner.YOU,
        "Connect again from here, or use the Windows user that set it up.",
        evidence,
    )


def _none_of_ours(found: Sessions, evidence: tuple[str, ...]) -> Finding:
    if found.unplaced:
        return unknown(
            "The Web Connector is running, but it could not be seen for which Windows user.",
            Owner.YOU,
            _OPEN_IT,
            *evidence,
        )
    if found.others:
        return look(
            "The Web Connector is running for another Windows user of this PC, not for you.",
            Owner.YOU,
            "Let the Web Connector run for the Windows user who has QuickBooks open.",
            *evidence,
        )
    return look("The Web Connector is not running.", Owner.YOU, _OPEN_IT)


def _differ(one: ProcessFacts, other: ProcessFacts) -> bool:
    known = one.elevated is not None and other.elevated is not None
    return known and one.elevated != other.elevated


def _numbers(version: str | None) -> tuple[int, ...] | None:
    if version is None or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})*", version):
        return None
    return tuple(int(part) for part in version.split("."))
