"""Checks of QuickBooks Desktop as it is installed: there, recent, reachable by other programs."""

from __future__ import annotations

import ntpath

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    if_it_fails,
    look,
    ok,
    stop,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.quickbooks import Install
from conductor_desktop.workstation.request_processor import find_request_processor

OLDEST_SUPPORTED_YEAR = 2022
"""Integrations support the three latest product years, of which 2024 is the newest known."""

# Programs that show another computer's screen: where there is no QuickBooks, it may be over there.
_REMOTE_CLIENTS = ("mstsc.exe", "msrdc.exe", "wfica32.exe", "CDViewer.exe", "vmware-view.exe")
_REPAIR = (
    "Repair QuickBooks: in the Control Panel under “Programs and Features”, choose QuickBooks, "
    "press “Uninstall/Change” and then “Repair”."
)


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
        return _missing(facts, search.leftovers)
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
            f"QuickBooks {old[0].year} ({old[0].bits}-bit) is older than the versions that are "
            "still supported; it may work.",
            Owner.QUICKBOOKS_ADMIN,
            "Plan to move to a newer QuickBooks; you can go on for now.",
            *evidence,
        )
    newest = installs[0]
    return ok(f"QuickBooks {newest.year} ({newest.bits}-bit) is recent enough.", *evidence)


def interface(facts: Facts) -> Finding:
    """The part of QuickBooks that other programs speak to."""
    found = find_request_processor(facts.pc)
    evidence = (
        *(f"QBXMLRP2 is registered for {int(view)}-bit programs" for view in found.registered),
        *(f"{ntpath.basename(f.path)}: {f.version or 'version not known'}" for f in found.files),
    )
    if found.registered:
        return ok("QuickBooks can be reached by other programs.", *evidence)
    if found.odd:
        return unknown(
            "It could not be seen whether other programs can reach QuickBooks.",
            Owner.IT,
            if_it_fails(_REPAIR),
            *evidence,
        )
    return look(
        "The part of QuickBooks that other programs reach it by is not set up.",
        Owner.IT,
        _REPAIR,
        *evidence,
    )


def _missing(facts: Facts, leftovers: tuple[str, ...]) -> Finding:
    evidence = tuple(f"Leftover of QuickBooks: {ntpath.basename(place)}" for place in leftovers)
    remote = _remote_window(facts)
    if remote:
        return stop(
            "QuickBooks Desktop is not on this PC, and a window to another computer is open.",
            Owner.YOU,
            "If you use QuickBooks in that window, install this app over there.",
            *evidence,
            f"Running: {remote}",
        )
    return stop(
        "QuickBooks Desktop was not found on this PC.",
        Owner.YOU,
        "Install this app where QuickBooks opens; if you use QuickBooks in a remote window, "
        "that is the remote PC.",
        *evidence,
    )


def _remote_window(facts: Facts) -> str | None:
    try:
        return next((p.name for p in facts.pc.processes(_REMOTE_CLIENTS)), None)
    except CouldNotTell:
        return None


def _describe(install: Install) -> str:
    number = install.version or "version not known"
    return f"{install.product}: {number}, {install.bits}-bit"
