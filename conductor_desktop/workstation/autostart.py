"""The ways in which the Web Connector is set to start with Windows, and what was switched off."""

from __future__ import annotations

import ntpath
from dataclasses import dataclass

from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View, Workstation
from conductor_desktop.workstation.web_connector import PROGRAM

_STARTUP = r"Microsoft\Windows\Start Menu\Programs\Startup"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
_KINDS = ("StartupFolder", "Run", "Run32")
_HIVES = (Hive.MACHINE, Hive.USER)


@dataclass(frozen=True)
class Autostart:
    """Where it is entered, by what Windows does with the entry."""

    enabled: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    """Ways that are there and were switched off, in the Task Manager for example."""
    unknown: tuple[str, ...] = ()
    """Ways that are there, and it could not be seen whether they were switched off."""
    is_complete: bool = True
    """Whether every place could be looked into."""


def autostart(pc: Workstation) -> Autostart:
    """Look at the start-up folders and the registry's lists, and at what was switched off."""
    look = _Look(pc)
    found = [*look.startup_links(), *look.run_entries()]
    states = {where: look.is_switched_off(name) for where, name in found}
    return Autostart(
        enabled=tuple(where for where, off in states.items() if off is False),
        disabled=tuple(where for where, off in states.items() if off),
        unknown=tuple(where for where, off in states.items() if off is None),
        is_complete=look.is_complete,
    )


class _Look:
    """Asks on after a refusal, and remembers that there was one."""

    def __init__(self, pc: Workstation) -> None:
        self._pc = pc
        self.is_complete = True
        self._switches = self._read_switches()

    def startup_links(self) -> list[tuple[str, str]]:
        links: list[tuple[str, str]] = []
        for variable in ("ProgramData", "APPDATA"):
            folder = self._pc.folder(variable)
            if not folder:
                self.is_complete = False
                continue
            try:
                found = self._pc.files(ntpath.join(folder, _STARTUP), "*Web*Connector*.lnk")
            except CouldNotTell:
                self.is_complete = False
                continue
            # The folder is named by its variable, because its path may hold a person's name.
            links += [
                (f"%{variable}%\\{_STARTUP}\\{name}", name)
                for name in (ntpath.basename(file.path) for file in found)
            ]
        return links

    def run_entries(self) -> list[tuple[str, str]]:
        entries: dict[tuple[Hive, str], tuple[str, str]] = {}
        for hive in _HIVES:
            for view in View:
                for name, command in self._values(hive, RUN, view).items():
                    if isinstance(command, str) and PROGRAM.casefold() in command.casefold():
                        entries[hive, name.casefold()] = (f"{hive}\\{RUN}: {name}", name)
        return list(entries.values())

    def is_switched_off(self, name: str) -> bool | None:
        """``None`` when it could not be seen. Nobody has touched an entry that is not listed."""
        if self._switches is None:
            return None
        states = [is_off(value) for value in self._switches.get(name.casefold(), ())]
        if True in states:
            return True
        return None if None in states else False

    def _read_switches(self) -> dict[str, list[RegistryValue]] | None:
        switches: dict[str, list[RegistryValue]] = {}
        try:
            for hive in _HIVES:
                for kind in _KINDS:
                    values = self._pc.registry_values(hive, f"{APPROVED}\\{kind}", View.BITS_64)
                    for name, value in values.items():
                        switches.setdefault(name.casefold(), []).append(value)
        except CouldNotTell:
            self.is_complete = False
            return None
        return switches

    def _values(self, hive: Hive, key: str, view: View) -> dict[str, RegistryValue]:
        try:
            return dict(self._pc.registry_values(hive, key, view))
        except CouldNotTell:
            self.is_complete = False
            return {}


def is_off(value: RegistryValue) -> bool | None:
    """The Task Manager keeps binary data whose first byte is odd for "disabled"."""
    return value[0] % 2 == 1 if isinstance(value, bytes) and value else None
