"""Hears what later starts of the app ask of the window that is open."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from conductor_desktop.storage.open_window import Address, OpenWindow, new_server_name
from conductor_desktop.ui.instance.messages import ANSWER, LONGEST_BYTES, Refused, read

log = logging.getLogger(__name__)

_MOST_VISITORS = 8
_PATIENCE_MS = 5_000


class Listener(QObject):
    """Accepts this user alone. Whoever says anything else than a request is cut off.

    ``asked`` comes for each request, and the answer is sent once everybody has dealt with it.
    """

    asked = Signal(object)  # the file to be opened, an absolute Path, or None

    def __init__(self, place: OpenWindow, suffixes: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._suffixes = suffixes
        self._visitors: list[_Visitor] = []
        self._held = ExitStack()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def start(self) -> None:
        """Listen, and write down where. Without it later starts say that nobody answers."""
        before = self._place.read()
        if before is not None:
            QLocalServer.removeServer(before.server)  # of one that was killed: we have its lock
        if not self._server.listen(new_server_name()):
            log.warning("later starts cannot be heard: %s", self._server.errorString())
            return
        address = Address(os.getpid(), self._server.fullServerName())
        try:
            self._held.enter_context(self._place.announced(address))
        except OSError as error:
            log.warning("later starts cannot be told where to ask: %s", error.strerror)

    def stop(self) -> None:
        """Take no more requests; a start that comes now waits until this one has ended."""
        self._server.close()
        self._held.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._visitors) >= _MOST_VISITORS:
                self._visitors[0].end()  # the one that has said nothing for the longest time
            visitor = _Visitor(socket, self)
            self._visitors.append(visitor)
            visitor.begin()

    def hear(self, visitor: _Visitor, said: bytes) -> bool:
        """Deal with all that ``visitor`` has said so far; whether that was a request."""
        try:
            request = read(said, *self._suffixes)
        except Refused:
            log.warning("somebody asked the window for what is not asked of it")
            visitor.end()
            return False
        if request is None:
            return False
        log.info("started again%s", " with a file" if request.file else "")
        self.asked.emit(request.file)
        return True

    def forget(self, visitor: _Visitor) -> None:
        if visitor in self._visitors:
            self._visitors.remove(visitor)
            visitor.deleteLater()


class _Visitor(QObject):
    """One connection, from its first byte to the answer."""

    def __init__(self, socket: QLocalSocket, listener: Listener) -> None:
        super().__init__(listener)
        self._listener = listener
        self._socket = socket
        self._said = b""
        self._is_done = False
        socket.setParent(self)
        socket.setReadBufferSize(LONGEST_BYTES + 1)
        socket.readyRead.connect(self._on_said)
        socket.disconnected.connect(self.end)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.end)

    def begin(self) -> None:
        """Take what has come already, and wait for the rest, but not for ever."""
        self._patience.start(_PATIENCE_MS)
        self._on_said()

    def end(self) -> None:
        """Cut the connection, whatever has come."""
        self._is_done = True
        self._listener.forget(self)
        self._socket.abort()

    def _on_said(self) -> None:
        if self._is_done:
            return
        self._said += self._socket.read(LONGEST_BYTES + 1 - len(self._said)).data()
        if self._listener.hear(self, self._said):
            self._is_done = True
            self._socket.write(ANSWER)
            self._socket.flush()  # the asker hangs up when it has that
