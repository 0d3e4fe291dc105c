"""Checks of QuickBooks Desktop: installed, its version, running, and a company open."""

from __future__ import annotations

import ntpath

from conductor_desktop.services.checks.answers import Finding, Owner, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts, Sessions, describe
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.pc import ProcessFacts
from conductor_desktop.workstation.quickbooks import PROGRAMS, Install, read_titles

OLDEST_SUPPORTED_YEAR = 2022
"""Integrations support the three latest product years, of which 2024 is the newest known."""


def installed(facts: Facts) -> Finding:
    """QuickBooks itself, and only once."""
    search = facts.quickbooks()
    if search.server_only:
        return stop(
            "This PC only keeps company files for other PCs; QuickBooks itself is not here.",
            Owner.YOU,
            "Install this app on a PC where QuickBooks opens.",
            "Found the QuickBooks Database Server Manager and no QuickBooks",
        )
    if not search.installs:
        return stop(
            "QuickBooks Desktop was not found on this PC.",
            Owner.YOU,
            "Install this app where QuickBooks opens; if you use QuickBooks in a remote window, "
            "that is the remote PC.",
            *(f"Leftover of QuickBooks: {ntpath.basename(place)}" for place in search.leftovers),
        )
    evidence = tuple(_describe(install) for install in search.installs)
    names = " and ".join(install.product for install in search.installs)
    if len(search.installs) > 1:
        return look(
            f"More than one QuickBooks is on this PC: {names}.",
            Owner.YOU,
            "Open your company file in the QuickBooks you always use for it, before connecting.",
            *evidence,
        )
    return ok(f"{names} is installed.", *evidence)


def version(facts: Facts) -> Finding:
    """Recent enough, as far as its program file says."""
    installs = facts.quickbooks().installs
    evidence = tuple(_describe(install) for install in installs)
    if not installs or any(install.year is None for install in installs):
        return unknown(
            "QuickBooks is here, but the version of its program could not be read.",
            Owner.YOU,
            "Press F2 in QuickBooks; the product and its year are at the top.",
            *evidence,
        )
    old = [i for i in installs if i.year is not None and i.year < OLDEST_SUPPORTED_YEAR]
    if old:
        return look(
            f"QuickBooks {old[0].year} is older than the versions that are still supported; it "
            "may work.",
            Owner.QUICKBOOKS_ADMIN,
            "Plan to move to a newer QuickBooks; you can go on for now.",
            *evidence,
        )
    newest = installs[0]
    return ok(f"QuickBooks {newest.year} ({newest.bits}-bit) is recent enough.", *evidence)


def running(facts: Facts) -> Finding:
    """One QuickBooks, ours, visible and with usual rights."""
    found = facts.programs(*PROGRAMS)
    private = tuple(p.owner for p in found.others if p.owner)
    evidence = tuple(map(describe, (*found.ours, *found.others, *found.unplaced)))
    if not found.ours:
        return _none_of_ours(found, evidence, private)
    if len(found.ours) > 1:
        hidden = any(process.windows == () for process in found.ours)
        return look(
            "A second QuickBooks is running without a window."
            if hidden
            else "QuickBooks is running more than once.",
            Owner.YOU,
            "Close every QuickBooks window, wait a minute, then open QuickBooks once; restart the "
            "PC if it still runs twice.",
            *evidence,
        )
    connectors = facts.programs(web_connector.PROGRAM).ours
    return _only_one(found.ours[0], connectors, evidence)


def company_open(facts: Facts) -> Finding:
    """As far as the title of QuickBooks' window says: a name, not proof of the file."""
    ours = facts.programs(*PROGRAMS).ours
    windows = [process.windows for process in ours if process.windows is not None]
    titles = read_titles(title for shown in windows for title in shown)
    evidence = tuple(f"Window: {title}" for shown in windows for title in shown)
    private = tuple(title for shown in windows for title in shown)
    if titles.company is not None:
        mode = " in multi-user mode" if titles.multi_user else ""
        return ok(
            f"“{titles.company}” seems to be open{mode}, going by QuickBooks’ window.",
            *evidence,
            private=(*private, titles.company),
        )
    if titles.others:
        return look(
            f"QuickBooks shows a window called “{titles.others[0]}”, which may be waiting for you.",
            Owner.YOU,
            "Go to QuickBooks, answer or close that window, and open your company file.",
            *evidence,
            private=private,
        )
    if titles.no_company:
        return look(
            "QuickBooks is open, but no company file seems to be.",
            Owner.YOU,
            "Open your company file in QuickBooks.",
            *evidence,
            private=private,
        )
    return unknown(
        "QuickBooks’ window does not show whether a company file is open.",
        Owner.YOU,
        "Go to QuickBooks and see that your company file is open.",
        *evidence,
        private=private,
    )


def _none_of_ours(found: Sessions, evidence: tuple[str, ...], private: tuple[str, ...]) -> Finding:
    if found.unplaced:
        return unknown(
            "QuickBooks is running, but it could not be seen for which Windows user.",
            Owner.YOU,
            "See that QuickBooks is open on this screen.",
            *evidence,
        )
    if found.others:
        who = f" ({found.others[0].owner})" if found.others[0].owner else ""
        return look(
            f"QuickBooks is open for another Windows user of this PC{who}, not for you.",
            Owner.YOU,
            "Open QuickBooks in your own Windows session, or install this app in theirs.",
            *evidence,
            hides=True,
            private=private,
        )
    return look(
        "QuickBooks is not open.",
        Owner.YOU,
        "Open QuickBooks and your company file.",
        hides=True,
    )


def _only_one(
    process: ProcessFacts, connectors: tuple[ProcessFacts, ...], evidence: tuple[str, ...]
) -> Finding:
    if process.windows == ():
        return look(
            "QuickBooks is running, but shows no window.",
            Owner.YOU,
            "Wait a minute in case it is being used by another program; if it stays so, restart "
            "the PC and open QuickBooks yourself.",
            *evidence,
        )
    same_rights = any(connector.elevated for connector in connectors)
    if process.elevated and not same_rights:
        return look(
            "QuickBooks is running as administrator, and the Web Connector usually is not.",
            Owner.YOU,
            "Close QuickBooks and open it by a normal double-click.",
            *evidence,
        )
    if process.windows is None or process.elevated is None:
        return unknown(
            "QuickBooks is running, but it could not be seen with which rights.",
            Owner.YOU,
            "If the connection fails later, close QuickBooks and open it by a normal double-click.",
            *evidence,
        )
    rights = "the same rights as the Web Connector" if process.elevated else "usual rights"
    return ok(f"QuickBooks is open for you, with {rights}.", *evidence)


def _describe(install: Install) -> str:
    number = install.version or "version not known"
    return f"{install.product}: {number}, {install.bits}-bit"
