"""What every request passes: the Host check, the request id, the key, and the faults."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conductor_desktop.sandbox.envelope import ApiError, invalid_request
from conductor_desktop.sandbox.faults import SLOW_SECONDS, Effect
from conductor_desktop.sandbox.keys import random_word
from conductor_desktop.sandbox.replies import REQUEST_ID, SANDBOX_HEADER
from conductor_desktop.sandbox.wire import Wire
from conductor_desktop.sandbox.world import World

LARGEST_BODY = 1024 * 1024

_log = logging.getLogger(__name__)

_SIGN_IN_PAGE = (
    b"<!doctype html><html lang=en><title>Sign in</title><h1>Welcome to this network</h1>"
    b"<p>This page is a fault that the Conductor Desktop sandbox was asked for."
)


class Gate:
    """The outermost ASGI application; nothing unhandled gets past it."""

    def __init__(self, app: ASGIApp, world: World, wire: Wire) -> None:
        self._app = app
        self._world = world
        self._wire = wire
        port = world.port
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if port == 80:
            self._hosts |= {"127.0.0.1", "localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = _Answer(send, f"req_{random_word()}")
        scope[REQUEST_ID] = answer.request_id
        try:
            self._check(scope)
            await self._serve(scope, _limited(receive), answer)
        except ApiError as error:
            await answer.fail(error)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception:
            _log.exception("The sandbox failed on %s", scope["method"])
            await answer.fail(_internal())

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            raise invalid_request(
                "The sandbox answers only to 127.0.0.1 and localhost with its own port.", 421
            )
        if _length(headers) > LARGEST_BODY:
            raise _too_large()

    async def _serve(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        path: str = scope["path"]
        if not (path == "/v1" or path.startswith("/v1/")):
            await self._app(scope, receive, answer.send)
            return
        fault = self._world.faults.strike(path, has_cursor=_has_cursor(scope))
        if fault is not None and fault.error is not None:
            raise fault.error
        effect = fault.effect if fault is not None else None
        if effect is Effect.HTML:
            await answer.page(_SIGN_IN_PAGE)
            return
        self._world.keys.check_authorization(Headers(scope=scope).get("authorization"))
        if effect is Effect.RESET:
            await self._app(scope, receive, _swallow)
            await self._wire.reset(scope["client"], receive)
            return
        if effect is Effect.DELAY:
            await self._world.pause(SLOW_SECONDS)
        await self._app(scope, receive, answer.send)


class _Answer:
    """Sends one answer, adding what every answer carries."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.request_id = request_id
        self._send = send
        self._started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._started = True
            headers = list(message.get("headers", ()))
            headers += [(b"conductor-request-id", self.request_id.encode()), SANDBOX_HEADER]
            message = {**message, "headers": headers}
        await self._send(message)

    async def fail(self, error: ApiError) -> None:
        if not self._started:
            await self._whole(error.status, b"application/json", error.body(self.request_id))

    async def page(self, html: bytes) -> None:
        await self._whole(200, b"text/html; charset=utf-8", html)

    async def _whole(self, status: int, kind: bytes, body: bytes) -> None:
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


async def _swallow(message: Message) -> None:
    """The work is done and nobody hears of it."""


def _limited(receive: Receive) -> Receive:
    """Counts the body as it comes in, for senders that do not announce its length."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise _too_large()
        return message

    return counted


def _has_cursor(scope: Scope) -> bool:
    query: bytes = scope["query_string"]
    return any(part.startswith(b"cursor=") for part in query.split(b"&"))


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _too_large() -> ApiError:
    return invalid_request(f"The request body is larger than {LARGEST_BODY} bytes.", 413)


def _internal() -> ApiError:
    return ApiError(500, "INTERNAL_ERROR", "INTERNAL_ERROR", "The sandbox failed; see its log.")
