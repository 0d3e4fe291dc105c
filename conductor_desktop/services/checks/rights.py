"""Checks that QuickBooks and the Web Connector run with the same rights, and will do so."""

from __future__ import annotations

import fnmatch

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    if_it_fails,
    look,
    ok,
    stop,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts, describe, owners
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.compatibility import always_as_administrator
from conductor_desktop.workstation.facts import ProcessFacts
from conductor_desktop.workstation.quickbooks import PROGRAMS

_CLOSE_BOTH = "Close both, then open each by a normal double-click, not as administrator."


def same_rights(facts: Facts) -> Finding:
    """As they run now, and as Windows is told to start them."""
    found = facts.programs(*PROGRAMS, web_connector.PROGRAM)
    # Whoever cannot be placed may be ours.
    ours = (*found.ours, *found.unplaced)
    is_quickbooks = {name.casefold() for name in PROGRAMS}
    quickbooks = tuple(p for p in ours if p.name.casefold() in is_quickbooks)
    connectors = tuple(p for p in ours if p not in quickbooks)
    evidence = tuple(map(describe, ours))
    return _as_they_run(facts, quickbooks, connectors, evidence).naming(*owners(*ours))


def _as_they_run(
    facts: Facts,
    quickbooks: tuple[ProcessFacts, ...],
    connectors: tuple[ProcessFacts, ...],
    evidence: tuple[str, ...],
) -> Finding:
    if any(_differ(one, other) for one in quickbooks for other in connectors):
        return stop(
            "QuickBooks and the Web Connector run with different rights, so one cannot reach the "
            "other.",
            Owner.YOU,
            _CLOSE_BOTH,
            *evidence,
        )
    if any(process.elevated is None for process in (*quickbooks, *connectors)):
        return unknown(
            "It could not be seen with which rights QuickBooks and the Web Connector run.",
            Owner.YOU,
            if_it_fails(_CLOSE_BOTH),
            *evidence,
        )
    if not connectors and any(process.elevated for process in quickbooks):
        return look(
            "QuickBooks is running as administrator, and the Web Connector usually is not.",
            Owner.YOU,
            "Close QuickBooks and open it by a normal double-click.",
            *evidence,
        )
    return _as_they_are_started(facts, evidence)


def _as_they_are_started(facts: Facts, evidence: tuple[str, ...]) -> Finding:
    names = always_as_administrator(facts.pc, _is_meant)
    connector = [name for name in names if name.casefold() == web_connector.PROGRAM.casefold()]
    quickbooks = [name for name in names if name not in connector]
    if bool(connector) != bool(quickbooks):
        which = "The Web Connector" if connector else "QuickBooks"
        return look(
            f"{which} is set to always run as administrator, and the other one is not.",
            Owner.IT,
            "In the properties of its program, under “Compatibility”, clear “Run this program as "
            "an administrator”.",
            *evidence,
            *(f"Always as administrator: {name}" for name in names),
        )
    if facts.me().elevated:
        return look(
            "This app is running as administrator, and so would be whatever it opens.",
            Owner.YOU,
            "Close this app and open it by a normal double-click.",
            *evidence,
        )
    return ok("QuickBooks and the Web Connector have the same rights.", *evidence)


def _is_meant(name: str) -> bool:
    """QuickBooks, one of its starters, or the Web Connector."""
    return fnmatch.fnmatchcase(name.casefold(), "qbw*.exe")


def _differ(one: ProcessFacts, other: ProcessFacts) -> bool:
    known = one.elevated is not None and other.elevated is not None
    return known and one.elevated != other.elevated
