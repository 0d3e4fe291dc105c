"""What could sign this Windows user out, or restart this PC, without being asked."""

from __future__ import annotations

import enum

from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

_RULES = r"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services"
_LIMITS = ("MaxIdleTime", "MaxDisconnectionTime", "MaxConnectionTime")
_WINDOWS_UPDATE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update"
_SERVICING = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"


class Risk(enum.Enum):
    """What may happen."""

    TIME_LIMIT = "time limit"
    RESTART = "restart"


def risks(pc: Workstation, *, is_remote: bool | None) -> tuple[Risk, ...]:
    """Time limits hold for remote sessions alone. Raises ``CouldNotTell``."""
    found: list[Risk] = []
    if is_remote is not False and any(_limits(pc, hive) for hive in (Hive.MACHINE, Hive.USER)):
        found.append(Risk.TIME_LIMIT)
    if _waits_to_restart(pc):
        found.append(Risk.RESTART)
    return tuple(found)


def _limits(pc: Workstation, hive: Hive) -> bool:
    values = pc.registry_values(hive, _RULES, View.BITS_64)
    known = {name.casefold(): value for name, value in values.items()}
    limits = [known.get(name.casefold(), 0) for name in _LIMITS]
    if not all(isinstance(limit, int) for limit in limits):
        raise CouldNotTell("The time limit for remote sessions cannot be understood.")
    return any(limits)


def _waits_to_restart(pc: Workstation) -> bool:
    """Windows keeps a key of this name for as long as a restart is due."""
    marks = ((_WINDOWS_UPDATE, "RebootRequired"), (_SERVICING, "RebootPending"))
    return any(
        mark.casefold() in map(str.casefold, pc.registry_subkeys(Hive.MACHINE, key, View.BITS_64))
        for key, mark in marks
    )
