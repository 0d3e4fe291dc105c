"""The Web Connector's file on its way: checked, kept under our own name, handed over on a click."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from conductor_desktop.errors import InvalidInput
from conductor_desktop.once import Once
from conductor_desktop.services.hand_over import HandOverProblem, make_sure_of_web_connector
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.qwc import MOST_BYTES, QwcFile, read_qwc
from conductor_desktop.workstation.qwc.brief import brief
from conductor_desktop.workstation.qwc.keeping import A_DAY, KeptFile, KeptFiles
from conductor_desktop.workstation.qwc.notes import Note, is_added, notes_on
from conductor_desktop.workstation.web_connector import applications

_log = logging.getLogger(__name__)

_CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_OUR_NAME = re.compile(r"conductor-[0-9a-f]{8}\.qwc")
_SANDBOX = (
    "Nothing is opened in the sandbox",
    "The sandbox plays the Web Connector itself.",
    "Go on with the page.",
)


def open_with_windows(path: Path) -> None:
    """As a double-click does, with the rights of this app and never more."""
    if sys.platform == "win32":
        os.startfile(path, "open")  # noqa: S606 - our own file, checked, on the person's click
    else:
        raise OSError("only Windows opens it")


@dataclass(frozen=True)
class ConnectionFile:
    """A file that was checked. ``notes`` are sentences for the person."""

    kept: KeptFile
    content: QwcFile
    notes: tuple[Note, ...] = ()
    was_added: bool = False
    """The Web Connector had an application of this name before."""

    @property
    def path(self) -> Path:
        return self.kept.path


class ConnectionFiles:
    """Takes files in, and gives those it took to the Web Connector. Every call blocks.

    ``pc`` is where the Web Connector is; None where there is none to give anything to.
    """

    def __init__(
        self,
        folder: Path,
        pc: Callable[[], Workstation | None],
        open_file: Callable[[Path], None] = open_with_windows,
    ) -> None:
        self._folder = folder
        self._pc = pc
        self._open = open_file
        self._keepers = {is_pc: Once(self._make_keeper) for is_pc in (True, False)}
        self._given_out: set[Path] = set()

    def take(self, path: Path, trusted_hosts: Collection[str]) -> ConnectionFile:
        """Check the file at ``path`` and keep its bytes; a download of ours goes.

        Raises ``InvalidQwc`` with the reason, ``InvalidInput`` when it cannot be read, and
        ``HomeNotWritable``.
        """
        try:
            data, age = _read(path)
            content = read_qwc(data, trusted_hosts)
        finally:
            is_ours = path.parent == self._folder and _OUR_NAME.fullmatch(path.name)
            if is_ours and not self._keeper().is_kept(path):
                with contextlib.suppress(OSError):
                    path.unlink()
        added = self._added()
        file = ConnectionFile(
            self._keeper().keep(data),
            content,
            notes_on(content, added=added, age_days=age / A_DAY),
            was_added=is_added(content, added),
        )
        _log.info("A connection file for %s was taken, %d notes.", content.host, len(file.notes))
        return file

    def hand_over(self, file: ConnectionFile) -> bool:
        """Open it in the Web Connector; whether that was open before.

        Raises ``HandOverProblem``, and ``FileChanged`` if the bytes are not those that were
        checked: nobody shall open them by hand neither.
        """
        pc = self._pc()
        if pc is None:
            raise HandOverProblem(*_SANDBOX, by_hand=False)
        try:
            was_open = make_sure_of_web_connector(pc)
        finally:
            self._keeper().verify(file.kept)
            self._given_out.add(file.path)
        try:
            self._open(file.path)
        except OSError as error:
            raise HandOverProblem(
                "The Web Connector did not open",
                "Windows could not start it.",
                reason=error.strerror or type(error).__name__,
            ) from error
        return was_open

    def forget(self) -> None:
        """Delete every file that is kept: the connection is made."""
        self._keeper().forget()

    def forget_unused(self) -> None:
        """Delete what was not handed over, nor tried to be: the connection is given up for now."""
        self._keeper().forget(but=self._given_out)

    def forget_old(self) -> None:
        """Delete what an earlier run has left."""
        self._keeper().forget(older_than_seconds=A_DAY)

    def _keeper(self) -> KeptFiles:
        # Where to keep them depends on the PC, and the sandbox asks none.
        return self._keepers[self._pc() is not None]()

    def _make_keeper(self) -> KeptFiles:
        pc = self._pc()
        clouds = [folder for name in _CLOUDS if pc and (folder := pc.folder(name))]
        return KeptFiles(self._folder, clouds, pc.folder("USERPROFILE") if pc else None)

    def _added(self) -> tuple[str, ...]:
        pc = self._pc()
        try:
            return applications(pc) if pc is not None else ()
        except CouldNotTell:
            return ()


def _read(path: Path) -> tuple[bytes, float]:
    """What the file holds, as much as can be of use, and its age in seconds."""
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "it is not a file" if path.exists() else "it is not there")
        with path.open("rb") as file:
            written = os.fstat(file.fileno()).st_mtime
            return file.read(MOST_BYTES + 1), time.time() - written
    except OSError as error:
        raise InvalidInput(
            "Cannot open the connection file",
            f"“{brief(path.name)}” cannot be read: {error.strerror or error}.",
            "Download it from the page again.",
        ) from error
