"""Whether QuickBooks' request processor is there: the part that other programs reach it by.

It is only looked up. Creating it, as every program that uses it does, could start QuickBooks.
"""

from __future__ import annotations

import ntpath
import re
from dataclasses import dataclass

from conductor_desktop.workstation.facts import FileFacts
from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

_PROG_ID = r"QBXMLRP2.RequestProcessor\CLSID"
_CLASS_ID = re.compile(r"\{[\w-]{1,64}\}")
_FILE = "QBXMLRP2.dll"
_COMMON_FOLDERS = ("CommonProgramFiles(x86)", "CommonProgramW6432", "CommonProgramFiles")


@dataclass(frozen=True)
class RequestProcessor:
    """Where Windows knows it. ``odd``: an entry is there and says something else than it should."""

    registered: tuple[View, ...]
    odd: bool
    files: tuple[FileFacts, ...]


def find_request_processor(pc: Workstation) -> RequestProcessor:
    """Look in both views and both folders.

    Raises ``CouldNotTell`` when it was not found registered and a view could not be read.
    """
    registered: list[View] = []
    refusal: CouldNotTell | None = None
    odd = False
    for view in View:
        try:
            values = pc.registry_values(Hive.CLASSES, _PROG_ID, view)
        except CouldNotTell as error:
            refusal = error
            continue
        value = values.get("")
        if isinstance(value, str) and _CLASS_ID.fullmatch(value.strip()):
            registered.append(view)
        elif values:
            odd = True
    if refusal is not None and not registered:
        raise refusal
    return RequestProcessor(tuple(registered), odd, _files(pc))


def _files(pc: Workstation) -> tuple[FileFacts, ...]:
    known = [pc.folder(variable) for variable in _COMMON_FOLDERS]
    folders = dict.fromkeys(
        ntpath.join(folder, "Intuit", "QuickBooks") for folder in known if folder
    )
    return tuple(file for folder in folders for file in pc.files(folder, _FILE))
