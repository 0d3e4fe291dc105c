"""Sends one answer, adding what every answer carries."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import Message, Send

from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.http.replies import SANDBOX_HEADER
from conductor_desktop.sandbox.journal import Entry


class Answer:
    """The answer to one request; its status goes into the journal."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.request_id = request_id
        self.entry: Entry | None = None
        self._send = send
        self._started = False

    async def send(self, message: Message) -> None:
        """An ASGI message of whoever answers."""
        if message["type"] == "http.response.start":
            self._started = True
            headers = list(message.get("headers", ()))
            headers += [(b"conductor-request-id", self.request_id.encode()), SANDBOX_HEADER]
            message = {**message, "headers": headers}
            if self.entry is not None:
                self.entry.status = message["status"]
        await self._send(message)

    async def fail(self, error: ApiError) -> None:
        """The error, unless another answer is on its way already."""
        if not self._started:
            body = error.body(self.request_id)
            kind = (b"content-type", b"application/json")
            await self.whole(
                error.status, [kind, (b"content-length", str(len(body)).encode())], body
            )

    async def whole(self, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
        await self.send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await self.send({"type": "http.response.body", "body": body})
