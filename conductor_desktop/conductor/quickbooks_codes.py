"""What QuickBooks' own error numbers mean for the person in front of it.

Meanings come from Intuit's SDK and Web Connector documents. Conductor passes the number on as
``integrationCode``; hexadecimal ones say that nobody got in, decimal ones that a request was
refused.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

_GRANT = (
    "In QuickBooks, sign in as Admin in single-user mode, open Edit > Preferences > Integrated "
    "Applications > Company Preferences, choose this connection and allow it to log in."
)
_RESTART = (
    "Save your work, close QuickBooks, restart the PC, open QuickBooks with your company file "
    "and try again."
)


class Turn(enum.StrEnum):
    """Who can mend it."""

    YOU = "you"
    QUICKBOOKS_ADMIN = "quickbooks_admin"
    IT = "it"
    VENDOR = "vendor"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Advice:
    """The words for one number; ``passes`` when waiting alone mends it."""

    title: str
    explanation: str
    next_step: str
    turn: Turn
    passes: bool = False


_UNKNOWN = Advice(
    "QuickBooks reported a problem",
    "QuickBooks could not do what was asked of it.",
    "Open QuickBooks with your company file, close any window that waits for an answer, then try "
    "again.",
    Turn.YOU,
)

_ADVICE: dict[str, Advice] = {
    "0x80040401": Advice(
        "QuickBooks does not let programs in",
        "The part of QuickBooks that other programs talk to did not start.",
        "Start QuickBooks and the Web Connector the same way, neither or both as administrator; "
        "if that does not help, ask for QuickBooks to be repaired.",
        Turn.IT,
    ),
    "0x80040402": Advice(
        "QuickBooks had an unexpected error",
        "QuickBooks reported an error without saying which.",
        _RESTART,
        Turn.YOU,
    ),
    "0x80040403": Advice(
        "The company file cannot be opened",
        "QuickBooks could not open the company file. It may have been moved or renamed, or this "
        "Windows user may not open it.",
        "Open the company file in QuickBooks by hand and see whether that works.",
        Turn.YOU,
    ),
    "0x80040408": Advice(
        "QuickBooks could not be started",
        "QuickBooks was closed, and starting it from outside did not work.",
        "Open QuickBooks and your company file by hand, then try again.",
        Turn.YOU,
    ),
    "0x80040409": Advice(
        "File and QuickBooks do not match",
        "The company file belongs to another version of QuickBooks than the one on this PC.",
        "Open the company file in the right version of QuickBooks.",
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x8004040A": Advice(
        "Another company file is open",
        "QuickBooks has a different company file open than the one that was connected.",
        "In QuickBooks, choose File > Close Company and open the connected company file; or leave "
        "QuickBooks open with no company.",
        Turn.YOU,
    ),
    "0x8004040D": Advice(
        "QuickBooks was restarted meanwhile",
        "QuickBooks was closed or restarted while it was being read.",
        "Try again.",
        Turn.YOU,
        passes=True,
    ),
    "0x80040410": Advice(
        "Single-user and multi-user differ",
        "The company file is open in another mode than the one this connection uses.",
        "In QuickBooks, switch between single-user and multi-user mode in the File menu, then try "
        "again.",
        Turn.YOU,
    ),
    "0x80040414": Advice(
        "A window is open in QuickBooks",
        "QuickBooks shows a window that waits for an answer, and answers nobody else meanwhile.",
        "Look at QuickBooks, answer or close that window, then try again.",
        Turn.YOU,
    ),
    "0x80040416": Advice(
        "QuickBooks is not running",
        "QuickBooks is closed, and this connection may not open it by itself.",
        "Open QuickBooks with your company file, then try again.",
        Turn.YOU,
    ),
    "0x80040418": Advice(
        "The Admin has to allow this first",
        "This connection was never allowed into the company file, and only the Admin can do it.",
        _GRANT,
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x8004041A": Advice(
        "QuickBooks refuses this connection",
        "This connection has no permission for the company file; it was refused or removed.",
        _GRANT,
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x8004041B": Advice(
        "QuickBooks is busy",
        "Another program or person is using the company file in a way that locks it.",
        "Wait five minutes and try again.",
        Turn.NOBODY,
        passes=True,
    ),
    "0x8004041C": Advice(
        "QuickBooks had an internal error",
        "QuickBooks reported an error inside itself.",
        _RESTART,
        Turn.YOU,
    ),
    "0x8004041D": Advice(
        "Automatic login is not allowed",
        "QuickBooks is closed, and this connection may not log in while nobody is there.",
        _GRANT,
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x8004041E": Advice(
        "The permission has run out",
        "The permission that QuickBooks gave this connection has expired.",
        _GRANT,
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x8004041F": Advice(
        "This edition cannot be connected",
        "This edition of QuickBooks does not let other programs in.",
        "Ask your vendor which editions of QuickBooks Desktop work.",
        Turn.VENDOR,
    ),
    "0x80040420": Advice(
        "QuickBooks refuses this connection",
        "Somebody answered No when QuickBooks asked whether this connection may enter.",
        _GRANT,
        Turn.QUICKBOOKS_ADMIN,
    ),
    "0x80040422": Advice(
        "QuickBooks needs single-user mode",
        "This needs single-user mode, and somebody else is in the company file.",
        "Ask the others to leave the company file, switch to single-user mode and try again.",
        Turn.YOU,
    ),
    "0x80040424": Advice(
        "QuickBooks is still starting",
        "QuickBooks has been started and is not ready yet.",
        "Wait a minute and try again.",
        Turn.NOBODY,
        passes=True,
    ),
    "0x80040154": Advice(
        "QuickBooks is not fully installed",
        "A part of QuickBooks or of the Web Connector is missing on its PC.",
        "Ask whoever looks after the PC to repair QuickBooks and the Web Connector.",
        Turn.IT,
    ),
    "500": Advice(
        "QuickBooks did not find it",
        "Something that was asked for by name or number is not in the company file.",
        "Change the filter and try again.",
        Turn.YOU,
    ),
}


def advice_for(code: str | None) -> Advice:
    """The words for ``code`` in any spelling of its digits; general ones when it is unknown."""
    return _ADVICE.get(_spelling(code or ""), _UNKNOWN)


def _spelling(code: str) -> str:
    digits = code.strip()
    if digits[:2].lower() == "0x":
        return f"0x{digits[2:].upper()}"
    return digits
