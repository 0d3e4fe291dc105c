"""What every request passes: the Host check, the request id, the journal, the faults, the key."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conductor_desktop.sandbox.envelope import ApiError, invalid_request
from conductor_desktop.sandbox.faults.scene import LineGone
from conductor_desktop.sandbox.http.answer import Answer
from conductor_desktop.sandbox.http.replies import REQUEST_ID
from conductor_desktop.sandbox.http.stage import Stage
from conductor_desktop.sandbox.http.wire import Wire
from conductor_desktop.sandbox.journal import Entry
from conductor_desktop.sandbox.keys import random_word
from conductor_desktop.sandbox.world import World

LARGEST_BODY = 1024 * 1024

_log = logging.getLogger(__name__)


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
        answer = Answer(send, f"req_{random_word()}")
        scope[REQUEST_ID] = answer.request_id
        try:
            self._check(scope)
            await self._serve(scope, receive, answer)
        except ApiError as error:
            await answer.fail(error)
        except (ClientDisconnect, LineGone):
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

    async def _serve(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        path: str = scope["path"]
        if _is_under(path, "/_sandbox"):
            self._world.keys.check_control(Headers(scope=scope).get("authorization"))
            await self._app(scope, _limited(receive), answer.send)
        elif _is_under(path, "/v1"):
            await self._serve_api(scope, receive, answer)
        else:
            await self._app(scope, _limited(receive), answer.send)

    async def _serve_api(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        entry = _entry(scope, answer.request_id)
        answer.entry = entry
        self._world.journal.add(entry)
        receive = _limited(receive, entry)
        order = self._world.faults.strike(
            scope["method"], scope["path"], has_cursor=_has_cursor(scope)
        )
        if order is None:
            self._world.keys.check_authorization(Headers(scope=scope).get("authorization"))
            await self._app(scope, receive, answer.send)
            return
        entry.fault = order.fault.name
        stage = Stage(self._app, self._world, self._wire, scope, receive, answer, order.details)
        await order.fault.act(stage)


def _entry(scope: Scope, request_id: str) -> Entry:
    query: bytes = scope["query_string"]
    return Entry(
        method=scope["method"],
        path=scope["path"],
        query=query.decode("latin-1"),
        end_user_id=Headers(scope=scope).get("conductor-end-user-id"),
        request_id=request_id,
    )


def _is_under(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _limited(receive: Receive, entry: Entry | None = None) -> Receive:
    """Counts the body as it comes in, for senders that do not announce its length."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        piece: bytes = message.get("body", b"")
        seen += len(piece)
        if seen > LARGEST_BODY:
            raise _too_large()
        if entry is not None:
            entry.received(piece)
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
