"""A web site on loopback that does as a test says, and remembers everything it was asked.

Two of them make a stage for the auth view: the site the view may visit, and a decoy that must
never hear from it.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Answer:
    """What a path gives.

    ``endless`` repeats the body until the visitor hangs up; ``unfinished`` sends it and then
    neither goes on nor hangs up; ``held`` sends not a byte until the site closes.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    endless: bool = False
    unfinished: bool = False
    held: bool = False


@dataclass(frozen=True)
class Hit:
    """One request as it arrived."""

    method: str
    path: str  # with its query
    headers: Mapping[str, str]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: WebSite

    def verify_request(self, request: object, client_address: object) -> bool:
        self.site.connections += 1
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that hangs up, or refuses our certificate, is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        site.hits.append(Hit(self.command, self.path, dict(self.headers)))
        answer = site.answers.get(self.path.partition("?")[0], site.otherwise)
        if answer.held:
            site.closing.wait()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
            self.send_header(name, value)
        if answer.endless or answer.unfinished:
            self._send_without_end(answer)
            return
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def do_POST(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        """What a proxy is asked for a secure page with; ``otherwise`` says what it answers."""
        self.do_GET()

    def _send_without_end(self, answer: Answer) -> None:
        self.close_connection = True
        self.end_headers()
        closing = self.server.site.closing
        with contextlib.suppress(OSError):
            self.wfile.write(answer.body)
            while answer.endless and not closing.is_set():
                self.wfile.write(answer.body)
            closing.wait()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        pass


class WebSite:
    """``http://127.0.0.1:<port>``, or ``https`` with an ``ssl`` context; a context manager."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {"/favicon.ico": Answer(status=204)}
        self.otherwise = Answer(b"not here", 404)
        self.hits: list[Hit] = []
        self.connections = 0
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        if tls is not None:
            # The handshake is left to the connection's own thread.
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, path: str = "/") -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}{path}"

    def html(self, path: str, body: str, status: int = 200, **headers: str) -> str:
        """Serve a page there; returns its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(f"<!doctype html>{body}".encode(), status, named)
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        self.answers[path] = Answer(status=status, headers={"Location": target})
        return self.url(path)

    def download(
        self,
        path: str,
        body: bytes,
        disposition: str = 'attachment; filename="connection.qwc"',
        mime: str = "application/octet-stream",
        *,
        endless: bool = False,
        unfinished: bool = False,
    ) -> str:
        headers = {"Content-Type": mime, "Content-Disposition": disposition}
        self.answers[path] = Answer(body, headers=headers, endless=endless, unfinished=unfinished)
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for, without queries and without the browser's own icon request."""
        asked = [hit.path.partition("?")[0] for hit in self.hits]
        return [path for path in asked if path != "/favicon.ico"]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextlib.contextmanager
def closed_port() -> Iterator[int]:
    """A loopback port on which nobody listens."""
    site = WebSite()
    site._server.server_close()
    yield site.port
