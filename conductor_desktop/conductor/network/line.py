"""What one call is doing on the network, so that another thread can cut it.

A blocked read is ended by shutting its socket down; requests and urllib3 have no other way, and
their time-outs only measure silence: a server that sends a byte a second never meets them.
"""

from __future__ import annotations

import contextlib
import contextvars
import enum
import socket
import threading
from collections.abc import Callable, Iterator

_current: contextvars.ContextVar[Line | None] = contextvars.ContextVar("line", default=None)


class CutReason(enum.Enum):
    """Why a call was ended from outside."""

    CANCELLED = "cancelled"
    OVERDUE = "overdue"


class Stage(enum.Enum):
    """How far a call has come."""

    FINDING = "finding"
    """Looking a name up and connecting, to Conductor or to the proxy."""

    TUNNELLING = "tunnelling"
    """Asking the proxy to pass the rest on."""

    SECURING = "securing"
    """Agreeing on encryption and looking at certificates."""

    ASKING = "asking"
    """Sending the request and reading the answer."""


class Line:
    """Knows how to end what a call is doing. ``cut`` may be called from any thread, at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self._socket: socket.socket | None = None
        self._reason: CutReason | None = None
        self._in_use = False
        self.stage = Stage.FINDING

    @property
    def cut_reason(self) -> CutReason | None:
        return self._reason

    def cut(self, reason: CutReason) -> None:
        """End the call, now or as soon as that is possible; harmless once it is over."""
        with self._lock:
            if self._reason is not None:
                return
            self._reason = reason
            self._end()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Requests sent by this thread meanwhile are this line's; afterwards it is over."""
        token = _current.set(self)
        self._in_use = True
        try:
            yield
        finally:
            _current.reset(token)
            with self._lock:
                self._in_use = False
                self._drop()

    @contextlib.contextmanager
    def waking(self, wake: Callable[[], None]) -> Iterator[None]:
        """``wake`` ends what is done meanwhile."""
        with self._lock:
            self._wake = wake
            if self._reason is not None:
                wake()
        try:
            yield
        finally:
            with self._lock:
                self._wake = None

    def take(self, plain: socket.socket) -> None:
        """Shutting ``plain`` down ends what is done from now on.

        A double of it is kept, because encryption takes a socket over, and a connection may close
        its own while an answer is still being read from it.
        """
        with self._lock:
            self._drop()
            if self._in_use:
                self._socket = plain.dup()
            if self._reason is not None:
                self._end()

    def _end(self) -> None:
        if self._wake is not None:
            self._wake()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def current_line() -> Line:
    """The line of this thread's call; one that nobody can cut outside a call."""
    return _current.get() or Line()
