"""The connections underneath: answers to what is not HTTP at all, and cutting a line."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys

import h11
from starlette.types import Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

from conductor_desktop.sandbox.envelope import invalid_request
from conductor_desktop.sandbox.faults.scene import LineGone
from conductor_desktop.sandbox.http.replies import SANDBOX_HEADER
from conductor_desktop.sandbox.keys import random_word

Peer = tuple[str, int]

_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Close by a reset instead of the usual farewell; Windows packs the pair differently."""

_MOST_WAITING_BYTES = 256 * 1024
_LOOK_AGAIN_SECONDS = 0.005


class Wire:
    """Knows the open connections by the address of their other end."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}

    def opened(self, peer: Peer, transport: asyncio.Transport) -> None:
        self._open[peer] = transport

    def closed(self, peer: Peer) -> None:
        self._open.pop(peer, None)

    def close_all(self) -> None:
        for transport in list(self._open.values()):
            transport.abort()

    def line(self, peer: Peer, receive: Receive) -> BareLine:
        """The connection that a request came on."""
        return BareLine(self._open.get(peer), receive)


class BareLine:
    """One connection past the HTTP server. Once used, it ends in ``close`` or ``reset``."""

    def __init__(self, transport: asyncio.Transport | None, receive: Receive) -> None:
        self._transport = transport
        self._receive = receive

    async def send(self, data: bytes) -> None:
        """Waits while the other side does not take what is there. Raises ``LineGone``."""
        transport = self._transport
        if transport is None:
            raise LineGone
        if not transport.is_closing():
            transport.write(data)
        while transport.get_write_buffer_size() > _MOST_WAITING_BYTES:
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            if transport.is_closing():
                break
        if transport.is_closing():
            await self.wait_until_gone()  # the server has to know it before this request ends
            raise LineGone

    async def close(self) -> None:
        """The usual farewell, after what was sent; returns once the connection is gone."""
        if self._transport is not None:
            self._transport.close()
            await self.wait_until_gone()

    async def reset(self) -> None:
        """RST instead of FIN, after what was sent; returns once the connection is gone."""
        transport = self._transport
        if transport is None:
            return
        while transport.get_write_buffer_size() and not transport.is_closing():
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        raw = transport.get_extra_info("socket")
        if raw is not None and not transport.is_closing():
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        transport.abort()
        await self.wait_until_gone()

    async def wait_until_gone(self) -> None:
        """Until the other side has left, or the sandbox stops."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


def protocol_for(wire: Wire) -> type[asyncio.Protocol]:
    """uvicorn's HTTP/1.1, telling ``wire`` of its connections."""

    class SandboxProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if self.client is not None:
                wire.opened(self.client, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                wire.closed(self.client)
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            """What is not HTTP gets the envelope too, when an answer is still possible."""
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                self.transport.write(_not_http(self.conn))
            if self.cycle is not None:
                self.cycle.disconnected = True  # a request that began well has had its answer
            self.transport.close()

    return SandboxProtocol


def _not_http(conn: h11.Connection) -> bytes:
    request_id = f"req_{random_word()}"
    error = invalid_request("This is not a valid HTTP request.")
    body = error.body(request_id)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"conductor-request-id", request_id.encode()),
        SANDBOX_HEADER,
    ]
    start = conn.send(
        h11.Response(status_code=error.status, headers=headers, reason=b"Bad Request")
    )
    data = conn.send(h11.Data(data=body))
    end = conn.send(h11.EndOfMessage())
    return (start or b"") + (data or b"") + (end or b"")
