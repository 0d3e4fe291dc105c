"""An HTTP server for hostile answers: what it sends is written byte by byte by the test.

Each answer gets the raw connection. Answers that hang do so until the client goes away or the
server is stopped.
"""

from __future__ import annotations

import contextlib
import functools
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self

_LONGEST_WAIT = 60.0  # only a test that fails gets there


@dataclass(frozen=True)
class Seen:
    """One request as it arrived; header names are lower case, ``number`` counts from 1."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    number: int
    connection: int

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass
class Caller:
    """The other end of one request, for an answer to write to."""

    request: Seen
    _socket: socket.socket
    _stopping: threading.Event

    def send(self, data: bytes) -> None:
        """May raise ``OSError`` when the client is gone."""
        self._socket.sendall(data)

    def reset(self) -> None:
        """Go away without a goodbye (RST instead of FIN)."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait_until_gone(self) -> None:
        """Block until the client closes its end or the server is stopped."""
        with contextlib.suppress(OSError):
            self._socket.settimeout(_LONGEST_WAIT)
            while self._socket.recv(1024):
                pass

    def drip(self, piece: bytes, seconds: float) -> None:
        """Send ``piece`` again and again until the client is gone."""
        with contextlib.suppress(OSError):
            while not self._stopping.wait(seconds):
                self._socket.sendall(piece)

    def lead_to(self, port: int) -> None:
        """Be a pipe to this port of this PC until the client is gone."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as other:
            back = threading.Thread(target=_pump, args=(other, self._socket), daemon=True)
            back.start()
            _pump(self._socket, other)
            back.join(_LONGEST_WAIT)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


Answer = Callable[[Caller], bool]
"""Writes one answer; returns whether the connection goes on."""

Script = Callable[[Seen], Answer]


def reply(
    body: bytes,
    *,
    status: int = 200,
    content_type: str | None = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A well-formed answer with this body."""

    def answer(caller: Caller) -> bool:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
        if content_type is not None:
            lines.append(f"Content-Type: {content_type}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        caller.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        return True

    return answer


def reply_json(
    value: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """``value`` as JSON."""
    return reply(json.dumps(value).encode(), status=status, headers=headers)


def reply_error(
    status: int,
    kind: str,
    code: str,
    *,
    message: str = "for developers",
    user_facing: str = "For people.",
    integration_code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Conductor's error envelope."""
    error: dict[str, object] = {
        "message": message,
        "userFacingMessage": user_facing,
        "type": kind,
        "code": code,
        "httpStatusCode": status,
        "requestId": "req_of_the_envelope",
    }
    if integration_code is not None:
        error["integrationCode"] = integration_code
    return reply_json({"error": error}, status=status, headers=headers)


def raw(data: bytes) -> Answer:
    """These bytes, then the connection is closed."""

    def answer(caller: Caller) -> bool:
        caller.send(data)
        return False

    return answer


def reset(data: bytes = b"") -> Answer:
    """These bytes, then the connection is reset."""

    def answer(caller: Caller) -> bool:
        caller.send(data)
        caller.reset()
        return False

    return answer


def silence(data: bytes = b"") -> Answer:
    """These bytes, then nothing until the client goes away."""

    def answer(caller: Caller) -> bool:
        caller.send(data)
        caller.wait_until_gone()
        return False

    return answer


def drip(head: bytes, piece: bytes, *, seconds: float = 0.02) -> Answer:
    """``head``, then ``piece`` over and over, slower than any silence that would be noticed."""

    def answer(caller: Caller) -> bool:
        caller.send(head)
        caller.drip(piece, seconds)
        return False

    return answer


def tunnel(port: int) -> Answer:
    """What a proxy answers to CONNECT; it leads to this port of this PC, whatever was asked for."""

    def answer(caller: Caller) -> bool:
        caller.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        caller.lead_to(port)
        return False

    return answer


@dataclass
class StubServer:
    """Answers in the order given, and with the last answer for ever; or as ``script`` says."""

    answers: Sequence[Answer] = ()
    script: Script | None = None
    tls: ssl.SSLContext | None = None
    requests: list[Seen] = field(default_factory=list, init=False)
    _arrived: threading.Condition = field(default_factory=threading.Condition, init=False)
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _sockets: list[socket.socket] = field(default_factory=list, init=False)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            sockets = list(self._sockets)
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(_LONGEST_WAIT)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def wait_for_requests(self, count: int = 1) -> None:
        """Until this many requests have arrived in all."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, _LONGEST_WAIT)

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        with self._lock:
            self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number += 1
            with self._lock:
                self._sockets.append(connection)
            self._start(functools.partial(self._serve, connection, number))

    def _serve(self, connection: socket.socket, number: int) -> None:
        with (
            contextlib.suppress(OSError),
            self._secured(connection) as used,
            used.makefile("rb") as stream,
        ):
            while (seen := self._read(stream, number)) is not None:
                if not self._answer(seen)(Caller(seen, used, self._stopping)):
                    return

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self.tls is None:
            return connection
        try:
            secured = self.tls.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            raise
        with self._lock:
            self._sockets.append(secured)
        return secured

    def _read(self, stream: BinaryIO, connection: int) -> Seen | None:
        line = stream.readline().decode("latin-1").split()
        if len(line) != 3:
            return None
        headers: dict[str, str] = {}
        while header := stream.readline().strip():
            name, _, value = header.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        body = stream.read(length)
        if len(body) < length:
            return None  # cut off while it was being sent
        with self._arrived:
            seen = Seen(line[0], line[1], headers, body, len(self.requests) + 1, connection)
            self.requests.append(seen)
            self._arrived.notify_all()
        return seen

    def _answer(self, seen: Seen) -> Answer:
        if self.script is not None:
            return self.script(seen)
        return self.answers[min(seen.number, len(self.answers)) - 1]
