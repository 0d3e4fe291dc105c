"""Whether this PC would give a connection file to the Web Connector, and what to do if not.

Windows opens a file with whatever program is set for its kind. Unless that is Intuit's Web
Connector, running as QuickBooks does for whoever sits here, nothing is opened.
"""

from __future__ import annotations

import logging
import ntpath
import re

from conductor_desktop.errors import AppError
from conductor_desktop.workstation.facts import ProcessFacts, Seal
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.quickbooks import PROGRAMS
from conductor_desktop.workstation.web_connector import PROGRAM, find_web_connector

_log = logging.getLogger(__name__)

_INTUIT = re.compile(r"intuit\b", re.IGNORECASE)
_PROGRAMS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
_BY_HAND = "Add the file by hand, as it is written below."
_AGAIN = "Then try again here."


class HandOverProblem(AppError):
    """The file was not opened. ``by_hand``: the person can add it without us."""

    def __init__(
        self,
        title: str,
        explanation: str,
        next_step: str = _BY_HAND,
        *,
        by_hand: bool = True,
        reason: str = "",
    ) -> None:
        super().__init__(
            title, explanation, next_step, details={"reason": reason} if reason else None
        )
        self.by_hand = by_hand


STEPS_BY_HAND = (
    "Press the Windows key, type “Web Connector” and open it.",
    "Click “Add an Application”.",
    "Copy the file’s path from here, paste it into “File name”, and click Open.",
    "When it asks to add the service, click OK.",
)
"""How a person adds the kept file; its path is shown beside them."""


def make_sure_of_web_connector(pc: Workstation) -> bool:
    """Make sure that opening a ``.qwc`` file would reach the right program.

    Returns whether that runs already. Raises ``HandOverProblem``.
    """
    if not pc.system().is_windows:
        raise HandOverProblem(
            "This works on Windows only",
            "The Web Connector is a Windows program, and this PC does not run Windows.",
            "Run Conductor Desktop on the PC where QuickBooks is.",
            by_hand=False,
        )
    _check_signature(pc, _program(pc))
    me = pc.me()
    if me.elevated:
        raise HandOverProblem(
            "Conductor Desktop runs as administrator",
            "The Web Connector would be opened as administrator too, and could not reach "
            "QuickBooks then.",
            f"Close Conductor Desktop and open it by a normal double-click. Or: {_lower(_BY_HAND)}",
        )
    return _is_running(pc, me)


def open_web_connector(pc: Workstation) -> bool:
    """Open Intuit's Web Connector, on a person's click. Whether that worked; never raises."""
    try:
        file = find_web_connector(pc)
        # As administrator it could not reach QuickBooks.
        if file is None or pc.me().elevated:
            return False
        _check_signature(pc, file.path)
        return pc.open_program(file.path)
    except (CouldNotTell, HandOverProblem) as error:
        _log.info("the Web Connector was not opened: %s", error.explanation)
        return False


def _program(pc: Workstation) -> str:
    """The path of the Web Connector that opens such files."""
    try:
        program = pc.program_for(".qwc")
    except CouldNotTell as error:
        raise HandOverProblem(
            "Not sure what would open the file",
            "It could not be seen which program opens connection files on this PC, so the file "
            "was not opened.",
            reason=error.explanation,
        ) from error
    if program is not None and ntpath.basename(program).casefold() == PROGRAM.casefold():
        return program
    if not _may_be_installed(pc):
        raise HandOverProblem(
            "The Web Connector is missing",
            "The QuickBooks Web Connector was not found on this PC. It comes with QuickBooks, and "
            "can be installed by itself.",
            "Search the web for “Set up QuickBooks Web Connector” and install it from Intuit’s "
            f"website, or ask whoever looks after this PC. {_AGAIN}",
            by_hand=False,
        )
    if program is None:
        raise HandOverProblem(
            "Nothing opens connection files here",
            "The Web Connector is on this PC, but Windows does not know that it opens connection "
            "files.",
        )
    raise HandOverProblem(
        "Another program would open the file",
        f"Windows opens connection files with “{ntpath.basename(program)}” instead of the Web "
        "Connector, so the file was not opened.",
    )


def _may_be_installed(pc: Workstation) -> bool:
    try:
        return find_web_connector(pc) is not None
    except CouldNotTell:
        return True


def _check_signature(pc: Workstation, program: str) -> None:
    try:
        signature = pc.signature(program)
    except CouldNotTell as error:
        _check_place(pc, program, error.explanation)
        return
    if signature.seal is Seal.VALID and _INTUIT.match(signature.signer or ""):
        return
    raise HandOverProblem(
        "This Web Connector is not Intuit’s",
        "The program that opens connection files calls itself the Web Connector and is not signed "
        "by Intuit, so the file was not opened.",
        "Ask whoever looks after this PC to remove that program and to install the QuickBooks Web "
        f"Connector from Intuit’s website. {_AGAIN}",
        by_hand=False,
        reason=f"{ntpath.basename(program)}: {signature.seal}, {signature.signer or 'nobody'}",
    )


def _check_place(pc: Workstation, program: str, reason: str) -> None:
    """Where programs are installed only administrators write; elsewhere it may be anybody’s."""
    place = ntpath.normpath(program).casefold()
    folders = [ntpath.normpath(folder) for name in _PROGRAMS if (folder := pc.folder(name))]
    if not any(place.startswith(f"{folder}\\".casefold()) for folder in folders):
        raise HandOverProblem(
            "Not sure whose Web Connector this is",
            "It could not be seen who made the program that opens connection files, and it is not "
            "where programs are installed, so the file was not opened.",
            reason=reason,
        )


def _is_running(pc: Workstation, me: ProcessFacts) -> bool:
    try:
        running = pc.processes((PROGRAM, *PROGRAMS))
    except CouldNotTell:
        return False
    web_connectors = [p for p in running if p.name.casefold() == PROGRAM.casefold()]
    ours = [process for process in web_connectors if process.session == me.session]
    if any(process.elevated for process in ours):
        with_quickbooks = any(p.elevated for p in running if p not in web_connectors)
        raise _as_administrator(with_quickbooks=with_quickbooks)
    others = [p for p in web_connectors if p.session not in (me.session, None)]
    if others and not ours and me.session is not None:
        raise HandOverProblem(
            "The Web Connector is open for somebody else",
            "Another Windows user of this PC has it open. It reaches QuickBooks only for the user "
            "who has QuickBooks open.",
            f"If QuickBooks is open for you: {_lower(_BY_HAND)} Otherwise sign in to Windows as "
            "the user who has it open, and go on there.",
        )
    return bool(ours)


def _as_administrator(*, with_quickbooks: bool) -> HandOverProblem:
    """Of a Web Connector with more rights than this app: it cannot be given anything by us."""
    title = "The Web Connector runs as administrator"
    if with_quickbooks:
        return HandOverProblem(
            title, "It and QuickBooks were opened as administrator, and this app was not."
        )
    return HandOverProblem(
        title,
        "It was opened as administrator, and cannot reach QuickBooks that way.",
        f"Close it: right-click its icon beside the clock and choose Exit. {_AGAIN}",
        by_hand=False,
    )


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
