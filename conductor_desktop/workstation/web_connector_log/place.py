"""Where the Web Connector's log is, or would be, and what may be done with it."""

from __future__ import annotations

import ntpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from conductor_desktop.workstation.facts import Access, FileFacts
from conductor_desktop.workstation.pc import CouldNotTell, Workstation

_USUAL_FOLDER = r"Intuit\QBWebConnector\log"
_NAME = "QWCLog.txt"
# Where others have found it, of older Web Connectors most of all.
_OTHER_FOLDERS = ("ProgramData", "LOCALAPPDATA")
_OTHER_PLACES = (
    f"QBWebConnector/log/{_NAME}",
    "*Web*Connector*/QWCLog*.txt",
    "*Web*Connector*/*/QWCLog*.txt",
)


@dataclass(frozen=True)
class LogPlace:
    """The log, or the folder that it would be made in.

    ``file`` is ``None`` when there is no log; ``access`` is then of the folder, and ``None``
    when there is no folder either.
    """

    shown: str
    """The path of the log as it may be shown: without the name of a Windows user."""
    folder: str
    file: FileFacts | None
    access: Access | None


def find_log(pc: Workstation) -> LogPlace:
    """The log that all of this PC's users write to. Raises ``CouldNotTell``.

    Where the folder of today's Web Connector exists, a log elsewhere is an old one.
    """
    usual = _usual(pc)
    if usual and usual.access:
        return usual
    place = next(_elsewhere(pc), usual)
    if place is None:
        raise CouldNotTell("Where programs keep their data is not known here.")
    return place


def _usual(pc: Workstation) -> LogPlace | None:
    data = pc.folder("ProgramData")
    if not data:
        return None
    folder = ntpath.join(data, _USUAL_FOLDER)
    shown = ntpath.join("%ProgramData%", _USUAL_FOLDER, _NAME)
    found = pc.files(folder, _NAME)
    if found:
        return LogPlace(shown, folder, found[0], pc.access(found[0].path) or Access())
    return LogPlace(shown, folder, None, pc.access(folder))


def _elsewhere(pc: Workstation) -> Iterator[LogPlace]:
    for name, pattern in product(_OTHER_FOLDERS, _OTHER_PLACES):
        data = pc.folder(name)
        found = pc.files(ntpath.join(data, "Intuit"), pattern) if data else ()
        for file in found[-1:]:  # of several versions the latest
            shown = file.path.replace(str(data), f"%{name}%", 1)
            access = pc.access(file.path) or Access()
            yield LogPlace(shown, ntpath.dirname(file.path), file, access)
