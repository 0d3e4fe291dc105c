"""Described PCs on which the Web Connector is there, is not, or is something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec

from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.pc import Workstation

FOLDER = r"C:\Program Files (x86)\Common Files\Intuit\QuickBooks\QBWebConnector"
PROGRAM = rf"{FOLDER}\QBWebConnector.exe"
LOG = r"C:\ProgramData\Intuit\QBWebConnector\log\QWCLog.txt"
MY_SESSION = 1
_KEY = r"HKCU\Software\Intuit\QBWebConnector"


def web_connector_pc(
    *,
    installed: bool = True,
    opens_qwc: str | None = PROGRAM,
    can_tell_association: bool = True,
    signer: str | None = "Intuit, Inc.",
    seal: str | None = None,
    running: Sequence[dict[str, Any]] | None = (),
    applications: Sequence[str] = (),
    elevated: bool = False,
    environment: dict[str, str] | None = None,
    log: str | None = None,
    level: str | None = None,
) -> DescribedPc:
    """All well and nothing running, but for what is said."""
    program = {"path": PROGRAM, "version": "2.3.0.215", "signer": signer, "seal": seal}
    written = {"path": LOG, "text": log}
    description: dict[str, Any] = {
        "schema": 1,
        "id": "web-connector",
        "title": "A PC for the Web Connector",
        "windows": {"caption": "Windows 11 Pro"},
        "files": [*([program] if installed else []), *([written] if log else [])],
        "processes": None if running is None else [*running],
        "registry": [
            *([{"key": _KEY, "values": {"Level": level}}] if level else []),
            *({"key": rf"{_KEY}\{name}"} for name in applications),
        ],
        "associations": {".qwc": opens_qwc} if can_tell_association else {},
        "me": {"session": MY_SESSION, "elevated": elevated},
    }
    if environment is not None:
        description["environment"] = environment
    return DescribedPc(msgspec.convert(description, type=Description))


def web_connector(
    pid: int = 6200, *, session: int | None = MY_SESSION, elevated: bool | None = False
) -> dict[str, Any]:
    """The Web Connector as a running program."""
    return {"name": "QBWebConnector.exe", "pid": pid, "session": session, "elevated": elevated}


class ChangingPc:
    """A PC on which something happens between two looks; it starts with all well."""

    def __init__(self, **pc: Any) -> None:
        self.become(**pc)

    def become(self, **pc: Any) -> None:
        """From now on it is as ``web_connector_pc`` describes it."""
        self._now = web_connector_pc(**pc)

    @property
    def now(self) -> Workstation:
        """To be handed to whoever asks a PC: it answers for the one of the moment."""
        return cast("Workstation", self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._now, name)
