"""A server on 127.0.0.1 that says exactly what a test gives it, and remembers what it heard."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

SELF_SIGNED = Path(__file__).parent / "self_signed.pem"
"""A throw-away certificate for localhost with its key; nobody trusts it by itself."""
EXPIRED = Path(__file__).parent / "expired.pem"
"""The like, valid in the year 2000 only."""

Conversation = Callable[[socket.socket], None]


class RawServer:
    """Holds one conversation per connection, one after the other, until it is closed."""

    def __init__(self, hold: Conversation) -> None:
        self.heard: list[bytes] = []
        self._hold = hold
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        self._listener.close()

    def until_closed(self, _line: socket.socket) -> None:
        """The part of a conversation in which the server says nothing more."""
        self._closing.wait()

    def listen(self, line: socket.socket) -> bytes:
        """One request head."""
        head = b""
        while b"\r\n\r\n" not in head:
            piece = line.recv(4096)
            if not piece:
                break
            head += piece
        self.heard.append(head)
        return head

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                line, _ = self._listener.accept()
            except TimeoutError:
                continue
            line.settimeout(5)
            with line, contextlib.suppress(OSError):
                self._hold(line)


def http_answer(
    status: str, kind: str, body: bytes, *headers: str, length: int | None = None
) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    head.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*head, "", ""]).encode() + body


def dated(seconds_from_now: float) -> str:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds_from_now)
    return f"Date: {email.utils.format_datetime(moment, usegmt=True)}"


NO_KEY = http_answer("401 Unauthorized", "application/json", b'{"error": {"type": "x"}}')
"""What the API says to a request without a key."""


@contextlib.contextmanager
def answering(*answers: bytes) -> Iterator[RawServer]:
    """Answers one request with these bytes, then closes the connection."""

    def hold(line: socket.socket) -> None:
        for answer in answers:
            server.listen(line)
            line.sendall(answer)

    with serving(hold) as server:
        yield server


@contextlib.contextmanager
def serving(hold: Conversation) -> Iterator[RawServer]:
    server = RawServer(lambda line: hold(line))
    try:
        yield server
    finally:
        server.close()


def secured(line: socket.socket, certificate: Path = SELF_SIGNED) -> ssl.SSLSocket:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(line, server_side=True)


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else gets it, and refuses connections."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
