"""A connection file as the services hand it to the page."""

from __future__ import annotations

from pathlib import Path

from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.workstation.qwc import read_qwc
from conductor_desktop.workstation.qwc.keeping import KeptFile
from conductor_desktop.workstation.qwc.notes import notes_on
from tests.unit.workstation.qwc_file import ALLOWED, qwc

KEPT = Path("/home/Zoë Smith/conductor-1a2b3c4d.qwc")


def checked_file(*, added: tuple[str, ...] = (), **changes: str) -> ConnectionFile:
    """One that kept every rule, with what there is to note about it."""
    usual = {"AppSupport": "https://qbwc.conductor.is/help"}
    content = read_qwc(qwc(**(usual | changes)), ALLOWED)
    return ConnectionFile(
        KeptFile(KEPT, content.sha256), content, notes_on(content, added=added), bool(added)
    )
