"""Finds the QuickBooks Web Connector: its program, how it is started, what was added to it.

It belongs to one Windows user: the list of applications is in that user's registry, and it runs
in that user's session. Only names are read there; the values hold an encrypted password.
"""

from __future__ import annotations

import ntpath
from dataclasses import dataclass

from conductor_desktop.workstation.pc import (
    CouldNotTell,
    FileFacts,
    Hive,
    RegistryValue,
    View,
    Workstation,
)

PROGRAM = "QBWebConnector.exe"

_COMMON_FOLDERS = ("CommonProgramFiles(x86)", "CommonProgramW6432", "CommonProgramFiles")
_BELOW = (r"Intuit\QuickBooks\QBWebConnector", r"Intuit\QuickBooks")
_STARTUP = r"Microsoft\Windows\Start Menu\Programs\Startup"
_APPLICATIONS = r"Software\Intuit\QBWebConnector"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"


@dataclass(frozen=True)
class Autostart:
    """The ways in which the Web Connector is set to start with Windows."""

    enabled: tuple[str, ...]
    disabled: tuple[str, ...]
    """Ways that are there and were switched off, in the Task Manager for example."""


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


def autostart(pc: Workstation) -> Autostart:
    """Look at the start-up folders and the registry's lists, and at what was switched off."""
    enabled: list[str] = []
    disabled: list[str] = []
    switched_off = _switched_off(pc)
    for where, name in (*_startup_links(pc), *_run_entries(pc)):
        (disabled if name.casefold() in switched_off else enabled).append(where)
    return Autostart(tuple(enabled), tuple(disabled))


def _startup_links(pc: Workstation) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    for variable in ("ProgramData", "APPDATA"):
        folder = pc.folder(variable)
        if folder:
            found = pc.files(ntpath.join(folder, _STARTUP), "*Web*Connector*.lnk")
            # The folder is named by its variable, because its path may hold a person's name.
            links += [
                (f"%{variable}%\\{_STARTUP}\\{name}", name)
                for name in (ntpath.basename(file.path) for file in found)
            ]
    return links


def _run_entries(pc: Workstation) -> list[tuple[str, str]]:
    entries: dict[tuple[Hive, str], tuple[str, str]] = {}
    for hive in Hive:
        for view in View:
            for name, command in pc.registry_values(hive, _RUN, view).items():
                if isinstance(command, str) and PROGRAM.casefold() in command.casefold():
                    entries[hive, name.casefold()] = (f"{hive}\\{_RUN}: {name}", name)
    return list(entries.values())


def _switched_off(pc: Workstation) -> set[str]:
    names: set[str] = set()
    for hive in Hive:
        for kind in ("StartupFolder", "Run", "Run32"):
            values = pc.registry_values(hive, f"{_APPROVED}\\{kind}", View.BITS_64)
            names.update(name.casefold() for name, state in values.items() if _is_off(state))
    return names


def _is_off(state: RegistryValue) -> bool:
    """The Task Manager keeps binary data whose first byte is odd for "disabled"."""
    return isinstance(state, bytes) and bool(state) and state[0] % 2 == 1
