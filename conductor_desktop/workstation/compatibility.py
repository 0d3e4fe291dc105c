"""Which programs Windows is told to start as administrator, whatever the person clicks."""

from __future__ import annotations

import ntpath
from collections.abc import Callable

from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

_LAYERS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\AppCompatFlags\Layers"
_AS_ADMINISTRATOR = "RUNASADMIN"


def always_as_administrator(pc: Workstation, is_meant: Callable[[str], bool]) -> tuple[str, ...]:
    """The file names of the programs with that mark, of those that ``is_meant`` says yes to.

    Raises ``CouldNotTell`` when the list cannot be read, or holds no text for one of them.
    """
    names: dict[str, None] = {}
    for hive in (Hive.USER, Hive.MACHINE):
        for program, layers in pc.registry_values(hive, _LAYERS, View.BITS_64).items():
            name = ntpath.basename(program)
            if not is_meant(name):
                continue
            if not isinstance(layers, str):
                raise CouldNotTell(f"How Windows is told to start “{name}” cannot be understood.")
            if _AS_ADMINISTRATOR in layers.upper().split():
                names.setdefault(name)
    return tuple(names)
