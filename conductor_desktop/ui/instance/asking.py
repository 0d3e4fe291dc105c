"""Sends one request to the open window. Needs no application object and no event loop."""

from __future__ import annotations

import enum
import os
import sys
import time

from PySide6.QtNetwork import QLocalSocket

from conductor_desktop.storage.open_window import Address
from conductor_desktop.ui.instance.messages import ANSWER, Request, written

_TIMEOUT = QLocalSocket.LocalSocketError.SocketTimeoutError


class Answer(enum.Enum):
    """What came of a request."""

    HERE = "the window is in front and has the file"
    NOBODY = "nobody listens there, or whoever did has ended or hung up"
    SILENCE = "somebody listens and says nothing"
    ELSEWHERE = "it is in another Windows session, which nobody can see from here"


def ask(address: Address, request: Request, seconds: float) -> Answer:
    """Send ``request`` and wait for the answer, both within ``seconds``."""
    until = time.monotonic() + seconds
    socket = QLocalSocket()
    socket.connectToServer(address.server)
    try:
        if not socket.waitForConnected(_left(until)):
            return _why_not(socket)
        if not _is_in_this_session(address.process):
            return Answer.ELSEWHERE
        _let_come_to_front(address.process)
        socket.write(written(request))
        answer = b""
        while len(answer) < len(ANSWER):
            if not socket.bytesAvailable() and not socket.waitForReadyRead(_left(until)):
                return _why_not(socket)
            answer += socket.read(len(ANSWER) - len(answer)).data()
        return Answer.HERE if answer == ANSWER else Answer.NOBODY
    finally:
        socket.abort()


def _why_not(socket: QLocalSocket) -> Answer:
    return Answer.SILENCE if socket.error() is _TIMEOUT else Answer.NOBODY


def _left(until: float) -> int:
    return max(0, round((until - time.monotonic()) * 1000))


def _is_in_this_session(process: int) -> bool:
    """One who is signed in to a PC twice, there and by Remote Desktop, sees two desktops."""
    if sys.platform == "win32":
        from conductor_desktop.workstation.windows.processes import session_of

        return session_of(process) in (None, session_of(os.getpid()))
    return True


def _let_come_to_front(process: int) -> None:
    """Windows lets only the program in use put a window in front, and that is this one."""
    if sys.platform == "win32":
        from conductor_desktop.workstation.windows.foreground import let_come_to_front

        let_come_to_front(process)
