"""The connection of one call, so that another thread can cut it.

A blocked read is ended by shutting its socket down; requests and urllib3 have no other way, and
their time-outs only measure silence: a server that sends a byte a second never meets them.
"""

from __future__ import annotations

import contextlib
import contextvars
import enum
import socket
import threading
from collections.abc import Iterator
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_current: contextvars.ContextVar[Line | None] = contextvars.ContextVar("line", default=None)


class CutReason(enum.Enum):
    """Why a call was ended from outside."""

    CANCELLED = "cancelled"
    OVERDUE = "overdue"


class Line:
    """Knows the socket a call is using. ``cut`` may be called from any thread, at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._reason: CutReason | None = None

    @property
    def cut_reason(self) -> CutReason | None:
        return self._reason

    def cut(self, reason: CutReason) -> None:
        """End the call, now or as soon as it has a connection; harmless once it is over."""
        with self._lock:
            if self._reason is not None:
                return
            self._reason = reason
            self._shut_down()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Requests sent by this thread meanwhile are this line's; afterwards it is over."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            with self._lock:
                self._socket = None

    def take(self, used: socket.socket | None) -> None:
        with self._lock:
            self._socket = used
            if self._reason is not None:
                self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is None:
            return
        with contextlib.suppress(OSError):
            # Not SSLSocket's own: that takes the TLS object away from under the reading thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Reporting:
    """Mixed into urllib3's connections: tells the current line which socket it is."""

    sock: socket.socket | None

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self._report()

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:  # a connection that is used again
            self._report()
        super().request(*args, **kwargs)  # type: ignore[misc]

    def _report(self) -> None:
        line = _current.get()
        if line is not None:
            line.take(self.sock)


class _PlainConnection(_Reporting, HTTPConnection):
    pass


class _SecureConnection(_Reporting, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _SecurePool}
"""For ``PoolManager.pool_classes_by_scheme``."""
