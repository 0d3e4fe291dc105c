"""One request that meets a fault, as the act sees it."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope

from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.faults.scene import Details, Header, Whole
from conductor_desktop.sandbox.http.answer import Answer
from conductor_desktop.sandbox.http.replies import SANDBOX_HEADER
from conductor_desktop.sandbox.http.wire import BareLine, Wire
from conductor_desktop.sandbox.world import World


class Stage:
    """The ``Scene`` of one request: the application behind it, its answer and its line."""

    def __init__(
        self,
        app: ASGIApp,
        world: World,
        wire: Wire,
        scope: Scope,
        receive: Receive,
        answer: Answer,
        details: Details,
    ) -> None:
        self._app = app
        self._world = world
        self._scope = scope
        self._receive = receive
        self._answer = answer
        self.details = details
        self.line: BareLine = wire.line(scope["client"], receive)

    @property
    def target(self) -> str:
        query: bytes = self._scope["query_string"]
        path: str = self._scope["raw_path"].decode("latin-1")
        return f"{path}?{query.decode('latin-1')}" if query else path

    def header(self, name: str) -> str | None:
        return Headers(scope=self._scope).get(name)

    def now(self) -> dt.datetime:
        return self._world.clock.now()

    async def pause(self, seconds: float) -> None:
        await self._world.pause(seconds)

    async def work(self) -> Whole:
        headers = Headers(scope=self._scope)
        self._world.keys.check_authorization(headers.get("authorization"))
        kept = _Kept()
        await self._app(self._scope, self._receive, kept.send)
        return kept.whole()

    async def answer(self, whole: Whole) -> None:
        await self._answer.whole(whole.status, whole.all_headers(), whole.body)

    async def refuse_connections(self, seconds: float) -> None:
        await self._world.doors.shut(seconds)

    def error(self, error: ApiError, headers: tuple[Header, ...] = ()) -> Whole:
        return Whole(error.status, error.body(self._answer.request_id), headers=headers)

    def head(self, status: int, headers: list[Header]) -> bytes:
        own = [(b"conductor-request-id", self._answer.request_id.encode()), SANDBOX_HEADER]
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
        lines += [name + b": " + value for name, value in [*headers, *own]]
        return b"\r\n".join(lines) + b"\r\n\r\n"


class _Kept:
    """Takes an answer in instead of sending it."""

    def __init__(self) -> None:
        self._status = 0
        self._headers: tuple[Header, ...] = ()
        self._pieces: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = tuple(message.get("headers", ()))
        else:
            self._pieces.append(message.get("body", b""))

    def whole(self) -> Whole:
        more = {b"content-type", b"content-length"}
        kind = dict(self._headers).get(b"content-type")
        rest = tuple(header for header in self._headers if header[0] not in more)
        return Whole(self._status, b"".join(self._pieces), kind, rest)
