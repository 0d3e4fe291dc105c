"""Which computer this is: a text that another one does not have, to tell copied settings by."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path

from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

_CRYPTOGRAPHY = r"SOFTWARE\Microsoft\Cryptography"
_ACTIVE_NAME = r"SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName"
_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_LONGEST_BYTES = 100
_PLAUSIBLE = re.compile(r"[0-9a-f-]{16,64}")


def machine_id(pc: Workstation, files: Sequence[Path] = _FILES) -> str | None:
    """The same at every start of this computer; None where it has no such thing.

    It may name the computer elsewhere too, so it has to be hashed before it is kept.
    """
    return _of_windows(pc) or next(filter(None, map(_in_file, files)), None)


def _of_windows(pc: Workstation) -> str | None:
    guid = _plausible(_value(pc, _CRYPTOGRAPHY, "MachineGuid"))
    # A cloned disk has the same id, but within one network it must be given another name.
    return guid and f"{guid} {_value(pc, _ACTIVE_NAME, 'ComputerName')}"


def _value(pc: Workstation, key: str, name: str) -> str:
    try:
        value = pc.registry_values(Hive.MACHINE, key, View.BITS_64).get(name)
    except CouldNotTell:
        return ""
    return value if isinstance(value, str) else ""


def _in_file(path: Path) -> str | None:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return _plausible(file.read(_LONGEST_BYTES).decode("ascii", "replace"))
    return None


def _plausible(text: str) -> str | None:
    """An id; not the empty file, or the word, that stands there before there is one."""
    clean = text.strip().casefold()
    return clean if _PLAUSIBLE.fullmatch(clean) else None
