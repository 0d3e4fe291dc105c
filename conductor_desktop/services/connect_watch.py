"""What this PC shows of somebody connecting: a file that arrives, the Web Connector at work."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.services.downloads_watch import DownloadsWatch
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.qwc.notes import is_added
from conductor_desktop.workstation.web_connector import PROGRAM, applications


class News(enum.Enum):
    """What the Web Connector's log can tell while somebody is connecting."""

    PASSWORD_TAKEN = enum.auto()
    PASSWORD_REFUSED = enum.auto()
    PERMISSION_GIVEN = enum.auto()
    PERMISSION_REFUSED = enum.auto()


class ConnectorLog(Protocol):
    """The Web Connector's log, as far as it is about one application."""

    def news(self) -> Iterable[News]:
        """What has happened since the last time, in order. Raises ``CouldNotTell``."""


OpenLog = Callable[[Workstation, ConnectionFile], ConnectorLog]


class Answer(enum.Enum):
    """What was seen to come of a question that somebody is asked."""

    NOT_SEEN = enum.auto()
    TAKEN = enum.auto()
    REFUSED = enum.auto()


@dataclass(frozen=True)
class Sight:
    """What one look saw. ``False`` is "not seen", which is not "has not happened"."""

    found: Path | None = None
    """A connection file that has arrived in the Downloads folder; told once."""
    is_open: bool = False
    """The Web Connector, since the file was there or was handed over."""
    is_added: bool = False
    """The application is in the Web Connector's list, and was not before."""
    password: Answer = Answer.NOT_SEEN
    permission: Answer = Answer.NOT_SEEN

    @property
    def without_file(self) -> Sight:
        """What is left of it when it is not about the file of the moment."""
        return Sight(self.found)


class ConnectWatch:
    """Compares with what there was when it began. Looks are cheap; one thread at a time.

    Without ``pc`` there is no Web Connector to see, as in the sandbox.
    """

    def __init__(
        self, pc: Workstation | None, downloads: Path | None, open_log: OpenLog | None = None
    ) -> None:
        self._pc = pc
        self._downloads = DownloadsWatch(downloads) if downloads is not None else None
        self._open_log = open_log
        self._log: ConnectorLog | None = None
        self._file: ConnectionFile | None = None
        self._password = self._permission = Answer.NOT_SEEN
        self._running_before = self._running()
        self._found()

    def look(self, file: ConnectionFile | None, *, handed_over: bool, tried: bool = False) -> Sight:
        """What there is to see by now; ``file`` is the one that was taken, if one was.

        ``tried``: to hand it over, whether that worked or it is to be added by hand.
        """
        found = self._found()
        if file is None or self._pc is None:
            return Sight(found)
        if file is not self._file:
            self._begin(file)
        # What the log tells before of one that was added already is about the old entry.
        if self._log is None and self._open_log and (handed_over or tried or not file.was_added):
            self._log = self._open_log(self._pc, file)
        running = self._running()
        is_new = bool(running - self._running_before)
        is_added = self._is_added(file)
        is_open = is_added or is_new or (handed_over and bool(running))
        self._read_log()
        return Sight(found, is_open, is_added, self._password, self._permission)

    def _begin(self, file: ConnectionFile) -> None:
        self._file = file
        self._password = self._permission = Answer.NOT_SEEN
        self._log = None

    def _read_log(self) -> None:
        if self._log is None:
            return
        with contextlib.suppress(CouldNotTell):
            for news in self._log.news():
                match news:
                    case News.PASSWORD_TAKEN:
                        self._password = Answer.TAKEN
                    case News.PASSWORD_REFUSED:
                        self._password = Answer.REFUSED
                    case News.PERMISSION_GIVEN:
                        self._permission = Answer.TAKEN
                    case News.PERMISSION_REFUSED:
                        self._permission = Answer.REFUSED

    def _found(self) -> Path | None:
        return self._downloads.look() if self._downloads is not None else None

    def _running(self) -> frozenset[int]:
        """The numbers of the Web Connectors that run for whoever sits here."""
        if self._pc is None:
            return frozenset()
        try:
            session = self._pc.me().session
            found = self._pc.processes((PROGRAM,))
        except CouldNotTell:
            return frozenset()
        return frozenset(process.pid for process in found if process.session == session)

    def _is_added(self, file: ConnectionFile) -> bool:
        if self._pc is None or file.was_added:
            return False
        try:
            return is_added(file.content, applications(self._pc))
        except CouldNotTell:
            return False
