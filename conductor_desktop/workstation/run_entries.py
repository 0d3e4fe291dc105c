"""The list of what starts with Windows for this user: read, and one entry of it written."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol

from conductor_desktop.workstation.autostart import APPROVED, RUN
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View

if sys.platform == "win32":
    from conductor_desktop.workstation.windows import registry, run_entries

_NOT_WINDOWS = "This computer does not run Windows."


class RunEntries(Protocol):
    """Every method may raise ``CouldNotTell``."""

    def commands(self) -> Mapping[str, RegistryValue]:
        """What is started, by the name of its entry."""

    def switches(self) -> Mapping[str, RegistryValue]:
        """What the Task Manager has noted of each, see ``autostart.is_off``."""

    def enter(self, name: str, command: str) -> None:
        """Have ``command`` started from now on."""

    def remove(self, name: str) -> None:
        """Have it started no more; nothing happens where it is not entered."""


class ThisUsersRunEntries:
    """Of whoever is signed in, in the registry of Windows."""

    def commands(self) -> Mapping[str, RegistryValue]:
        return _values(RUN)

    def switches(self) -> Mapping[str, RegistryValue]:
        return _values(rf"{APPROVED}\Run")

    def enter(self, name: str, command: str) -> None:
        if sys.platform == "win32":
            try:
                run_entries.enter(RUN, name, command)
            except OSError as error:
                raise _refused() from error
        else:
            raise CouldNotTell(_NOT_WINDOWS)

    def remove(self, name: str) -> None:
        if sys.platform == "win32":
            try:
                run_entries.remove(RUN, name)
            except OSError as error:
                raise _refused() from error
        else:
            raise CouldNotTell(_NOT_WINDOWS)


def _values(key: str) -> Mapping[str, RegistryValue]:
    if sys.platform == "win32":
        return registry.values(Hive.USER, key, View.BITS_64)
    raise CouldNotTell(_NOT_WINDOWS)


def _refused() -> CouldNotTell:
    return CouldNotTell("Windows does not allow changing what starts with it.")
