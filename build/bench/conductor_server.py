"""Serves the sandbox's books page by page from memory, so that serving costs next to nothing.

Started as a process of its own, because its CPU is nobody's who is measured. All pages are taken
from a sandbox before the first request is answered; then the address is printed, and requests are
answered until stdin ends.
"""

from __future__ import annotations

import json
import sys
import threading
from datetime import date
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conductor_desktop.sandbox.options import SandboxAccess, SandboxOptions
from conductor_desktop.sandbox.server import SandboxServer

DAY = date(2025, 6, 18)  # the same books whenever they are asked for


class Pages:
    """Every page of one walk through the books, with Conductor's rule about cursors."""

    def __init__(self, bodies: list[bytes], one: bytes) -> None:
        self._bodies = bodies
        self._one = one
        self._given = 0

    @classmethod
    def of(cls, access: SandboxAccess, *, with_lines: bool) -> Pages:
        """Walk through the books of a sandbox."""
        parts = urlsplit(access.base_url)
        connection = HTTPConnection(str(parts.hostname), parts.port)
        headers = {
            "Authorization": f"Bearer {access.secret_key.reveal()}",
            "Conductor-End-User-Id": access.end_user_id,
        }

        def ask(more: str) -> bytes:
            lines = str(with_lines).lower()
            target = f"{parts.path}/quickbooks-desktop/invoices?includeLineItems={lines}{more}"
            connection.request("GET", target, headers=headers)
            return connection.getresponse().read()

        bodies = [ask("")]
        while cursor := json.loads(bodies[-1])["nextCursor"]:
            bodies.append(ask(f"&cursor={cursor}"))
        one = {
            **json.loads(ask("&limit=1")),
            "nextCursor": None,
            "remainingCount": 0,
            "hasMore": False,
        }
        connection.close()
        return cls(bodies, json.dumps(one).encode())

    def answer(self, params: dict[str, list[str]]) -> bytes | None:
        """The next page; None when a cursor has no more."""
        if params.get("limit") == ["1"]:
            return self._one
        if "cursor" not in params:
            self._given = 0
        if self._given == len(self._bodies):
            return None
        self._given += 1
        return self._bodies[self._given - 1]


class PageServer(ThreadingHTTPServer):
    """HTTP/1.1 with keep-alive on a free port of 127.0.0.1. One reader at a time."""

    daemon_threads = True

    def __init__(self, plain: Pages, with_lines: Pages) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._pages = {"false": plain, "true": with_lines}

    def answer(self, query: str) -> bytes | None:
        params = parse_qs(query)
        (lines,) = params.get("includeLineItems", ["true"])  # as Conductor has it
        return self._pages[lines].answer(params)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PageServer

    def do_GET(self) -> None:
        body = self.server.answer(urlsplit(self.path).query)
        self.send_response(200 if body else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body or b"")))
        self.flush_headers_with(body or b"")

    def flush_headers_with(self, body: bytes) -> None:
        """In one piece, which no waiting for an acknowledgement can tear apart."""
        self._headers_buffer: list[bytes]
        self._headers_buffer += [b"\r\n", body]
        self.flush_headers()

    def log_message(self, *_: Any) -> None:
        """Nobody reads along."""


def main() -> None:
    with SandboxServer(SandboxOptions(invoices=int(sys.argv[1]), today=DAY)) as access:
        plain, with_lines = (Pages.of(access, with_lines=lines) for lines in (False, True))
    server = PageServer(plain, with_lines)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
