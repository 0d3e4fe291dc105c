"""Checks of the Web Connector as it is installed and runs: there, Intuit's, running, starting."""

from __future__ import annotations

import ntpath
import re

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    Remedy,
    Settings,
    Sign,
    look,
    ok,
    stop,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts, Sessions, describe, owners
from conductor_desktop.workstation import web_connector
from conductor_desktop.workstation.autostart import autostart
from conductor_desktop.workstation.facts import FileFacts, Seal
from conductor_desktop.workstation.pc import CouldNotTell

OLDEST_GOOD_VERSION = (2, 3)
"""Compared as numbers: a later Web Connector may count as QuickBooks does (34.0)."""

_OPEN_IT = "Press the Windows key, type “Web Connector” and open it."
_INTUIT = re.compile(r"intuit\b", re.IGNORECASE)
_REINSTALL = "Remove it, and install the QuickBooks Web Connector from Intuit’s website."
_STARTUP = Remedy("Open startup apps", settings=Settings.STARTUP)


def installed(facts: Facts) -> Finding:
    """The program is there, and recent."""
    file = facts.web_connector()
    if file is None:
        return stop(
            "The QuickBooks Web Connector was not found on this PC.",
            Owner.IT,
            "Install the QuickBooks Web Connector from Intuit’s website; search for “Set up "
            "QuickBooks Web Connector”.",
        )
    evidence = f"{web_connector.PROGRAM}: {file.version or 'version not known'}"
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


def signed(facts: Facts) -> Finding:
    """It is given the password of the connection, so it has to be Intuit's own."""
    signature = facts.pc.signature(_file(facts).path)
    evidence = f"Signature: {signature.seal}, of {signature.signer or 'nobody that is known'}"
    if signature.seal is Seal.BROKEN:
        return stop(
            "The Web Connector on this PC was changed since Intuit made it.",
            Owner.IT,
            _REINSTALL,
            evidence,
        )
    if signature.seal is Seal.UNSIGNED or not _INTUIT.match(signature.signer or ""):
        return stop(
            "The Web Connector on this PC is not signed by Intuit.", Owner.IT, _REINSTALL, evidence
        )
    return ok("The Web Connector is Intuit’s own.", evidence)


def running(facts: Facts) -> Finding:
    """In our session."""
    found = facts.programs(web_connector.PROGRAM)
    evidence = tuple(map(describe, found.all))
    if found.ours:
        return ok("The Web Connector is running.", *evidence).naming(*owners(*found.all))
    return _none_of_ours(found, evidence).naming(*owners(*found.all))


def starts_with_windows(facts: Facts) -> Finding:
    """Otherwise the connection ends with the next restart."""
    found = autostart(facts.pc)
    if found.enabled:
        return ok("The Web Connector starts with Windows.", *found.enabled)
    if found.unknown or not found.is_complete:
        return unknown(
            "It could not be seen whether the Web Connector starts with Windows.",
            Owner.YOU,
            "After the next restart, see that the Web Connector is running.",
            *found.unknown,
        )
    if found.disabled:
        return look(
            "The Web Connector was switched off in the list of programs that start with Windows.",
            Owner.YOU,
            "Open the Task Manager, choose “Startup apps”, and enable the Web Connector.",
            *found.disabled,
        ).with_remedy(_STARTUP)
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
        "Open it after each restart, or have your IT put a shortcut to it into your Startup folder "
        "(“shell:startup”).",
    )


def opens_connection_files(facts: Facts) -> Finding:
    """A connection file that is opened has to come to the Web Connector, and to nobody else."""
    program = facts.pc.program_for(".qwc")
    if program is None:
        return look(
            "No program opens connection files by itself on this PC.",
            Owner.YOU,
            "Go on; you can add the file in the Web Connector with “Add an Application”.",
        )
    name = ntpath.basename(program)
    evidence = f"Opened by: {name}"
    if name.casefold() != web_connector.PROGRAM.casefold():
        return look(
            f"Connection files are opened by “{name}” on this PC, not by the Web Connector.",
            Owner.YOU,
            "Go on; add the file in the Web Connector with “Add an Application”.",
            evidence,
        )
    if ntpath.normcase(program) != ntpath.normcase(_file(facts).path):
        return look(
            "Connection files are opened by another copy of the Web Connector than the one found.",
            Owner.IT,
            "Remove the copy that is not in use, or install the Web Connector again.",
            evidence,
        )
    return ok("Connection files are opened by the Web Connector.", evidence)


def _file(facts: Facts) -> FileFacts:
    file = facts.web_connector()
    if file is None:
        raise CouldNotTell("The Web Connector was not found.")
    return file


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
        ).meaning(Sign.ELSEWHERE)
    finding = look("The Web Connector is not running.", Owner.YOU, _OPEN_IT).meaning(Sign.CLOSED)
    return finding.with_remedy(Remedy("Open the Web Connector", web_connector=True))


def _numbers(version: str | None) -> tuple[int, ...] | None:
    if version is None or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})*", version):
        return None
    return tuple(int(part) for part in version.split("."))
