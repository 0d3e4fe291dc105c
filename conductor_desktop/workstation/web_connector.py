"""Finds the QuickBooks Web Connector: its program, its applications, its lock, its log level.

It belongs to one Windows user: the list of applications is in that user's registry, and it runs
in that user's session. Only names are read there; the values hold an encrypted password.
"""

from __future__ import annotations

import ntpath

from conductor_desktop.workstation.facts import FileFacts
from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

PROGRAM = "QBWebConnector.exe"

_COMMON_FOLDERS = ("CommonProgramFiles(x86)", "CommonProgramW6432", "CommonProgramFiles")
_BELOW = (r"Intuit\QuickBooks\QBWebConnector", r"Intuit\QuickBooks")
_APPLICATIONS = r"Software\Intuit\QBWebConnector"
_LOCK_STATES = {"TRUE": True, "FALSE": False}


def find_web_connector(pc: Workstation) -> FileFacts | None:
    """The program file, or ``None`` when it is in none of its places."""
    folders = [folder for name in _COMMON_FOLDERS if (folder := pc.folder(name))]
    if not folders:
        raise CouldNotTell("Where programs are installed is not known here.")
    for below in _BELOW:
        for folder in folders:
            found = pc.files(ntpath.join(folder, below), PROGRAM)
            if found:
                return found[0]
    return None


def applications(pc: Workstation) -> tuple[str, ...]:
    """The names of the applications this Windows user added to the Web Connector."""
    return pc.registry_subkeys(Hive.USER, _APPLICATIONS, View.BITS_64)


def is_locked(pc: Workstation) -> bool | None:
    """Whether it says that an update is under way; ``None`` when it has never run for this user.

    Raises ``CouldNotTell`` for anything but its two words.
    """
    values = pc.registry_values(Hive.USER, _APPLICATIONS, View.BITS_64)
    if not values and not applications(pc):
        return None
    state = values.get("UpdateLock")
    known = _LOCK_STATES.get(state.strip().upper()) if isinstance(state, str) else None
    if known is None:
        raise CouldNotTell("The Web Connector’s note of whether it is busy cannot be understood.")
    return known


def log_level(pc: Workstation) -> str | None:
    """How much it writes into its log: NONE, DEBUG or VERBOSE; ``None`` when not known."""
    try:
        level = pc.registry_values(Hive.USER, _APPLICATIONS, View.BITS_64).get("Level")
    except CouldNotTell:
        return None
    return level if isinstance(level, str) and level.isalpha() else None
