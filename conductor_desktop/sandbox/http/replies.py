"""The answers that are not errors of Conductor's own, and the headers all answers carry."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

REQUEST_ID = "conductor.request_id"
"""Where the gate leaves the id of a request in its ASGI scope."""

SANDBOX_HEADER = (b"conductor-sandbox", b"true")


def reply(document: object) -> Response:
    """A JSON answer with status 200, as all documented operations have."""
    return Response(msgspec.json.encode(document), media_type="application/json")


def a_list(path: str, data: list[object], **more: object) -> Response:
    return reply({"objectType": "list", "url": path, "data": data, **more})


def request_id(request: Request) -> str:
    value = request.scope[REQUEST_ID]
    assert isinstance(value, str)  # noqa: S101  the gate put it there
    return value
