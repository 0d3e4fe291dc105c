"""Whether Windows starts this app when somebody signs in: as the registry has it, and changed."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import PureWindowsPath

from conductor_desktop.errors import AppError, Owner
from conductor_desktop.workstation.autostart import is_off
from conductor_desktop.workstation.run_entries import RunEntries

ENTRY = "Conductor Desktop"
"""The entry's name; the uninstaller removes the one of this name."""
WINDOW_PROGRAM = "ConductorDesktop.exe"
IN_TRAY = "--in-tray"
_LONGEST = 260  # Windows starts nothing longer


class Starting(enum.StrEnum):
    """What Windows does when somebody signs in."""

    NO = "no"
    YES = "yes"
    SWITCHED_OFF = "switched off"
    """It would, but somebody switched that off in the Task Manager or the Windows settings."""
    ANOTHER = "another"
    """It starts this app from another place, or otherwise than out of sight."""


class NotChanged(AppError):
    """It could not be done, and is as it was."""

    owner = Owner.IT

    def __init__(self, reason: str) -> None:
        super().__init__(
            "It does not start with Windows",
            reason,
            "Ask whoever looks after this PC, or go on without it.",
        )


def command_for(program: str) -> str:
    """What Windows is to start, for an app one of whose programs is ``program``."""
    return f'"{PureWindowsPath(program).with_name(WINDOW_PROGRAM)}" {IN_TRAY}'


class OwnStart:
    """Blocks for as long as the registry takes. ``open_page`` opens a page of Windows' settings."""

    def __init__(self, entries: RunEntries, command: str, open_page: Callable[[str], bool]) -> None:
        self._entries = entries
        self._command = command
        self._open_page = open_page

    def look(self) -> Starting:
        """What the registry really says. Raises ``CouldNotTell``."""
        name, command = self._entered()
        if command is None:
            return Starting.NO
        switches = {key.casefold(): value for key, value in self._entries.switches().items()}
        if is_off(switches.get(name.casefold())):
            return Starting.SWITCHED_OFF
        is_ours = isinstance(command, str) and command.casefold() == self._command.casefold()
        return Starting.YES if is_ours else Starting.ANOTHER

    def turn_on(self) -> Starting:
        """Enter it, and look. What somebody switched off in the Task Manager stays so.

        Raises ``CouldNotTell`` and ``NotChanged``.
        """
        if len(self._command) > _LONGEST:
            raise NotChanged("It lies in a folder whose path is too long for Windows to start it.")
        self._entries.enter(self._entered()[0], self._command)
        return self.look()

    def turn_off(self) -> Starting:
        """Take it out, and look. Raises ``CouldNotTell``."""
        self._entries.remove(self._entered()[0])
        return self.look()

    def open_settings(self) -> bool:
        """Show where Windows lets its user switch such entries off and on. Whether that worked."""
        return self._open_page("startupapps")

    def _entered(self) -> tuple[str, object]:
        """The entry's name as it is written there, and what it starts; None without one."""
        for name, command in self._entries.commands().items():
            if name.casefold() == ENTRY.casefold():
                return name, command
        return ENTRY, None
