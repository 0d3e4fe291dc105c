"""Puts the API and the pages together into one ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from conductor_desktop.sandbox.api.control import ControlApi
from conductor_desktop.sandbox.api.core import CoreApi
from conductor_desktop.sandbox.api.legacy import LegacyApi, with_aliases
from conductor_desktop.sandbox.api.passthrough import PassthroughApi
from conductor_desktop.sandbox.api.quickbooks_routes import QuickBooksApi
from conductor_desktop.sandbox.auth.routes import AuthPages
from conductor_desktop.sandbox.envelope import ApiError, clip, invalid_request
from conductor_desktop.sandbox.http.gate import Gate
from conductor_desktop.sandbox.http.replies import request_id
from conductor_desktop.sandbox.http.wire import Wire
from conductor_desktop.sandbox.world import World

_SERVED = (
    "The sandbox serves a part of Conductor's API: EndUsers, auth sessions, and of QuickBooks "
    "health check, company, invoices and customers to read, and qbXML by passthrough."
)


_CONTROL = (
    "The control routes are /_sandbox/faults and /_sandbox/requests, and under "
    "/_sandbox/end-users/{id}: connection, finish-auth and expire-links."
)


def build_application(world: World, wire: Wire) -> ASGIApp:
    core = (CoreApi(world), PassthroughApi(world), LegacyApi(world))
    rest = (QuickBooksApi(world), AuthPages(world), ControlApi(world))
    routes = [
        *with_aliases(route for part in core for route in part.routes()),
        *(route for part in rest for route in part.routes()),
    ]
    starlette = Starlette(
        routes=routes,
        exception_handlers={ApiError: _api_error, HTTPException: _http_error},
    )
    starlette.router.redirect_slashes = False
    return Gate(starlette, world, wire)


async def _api_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    body = error.body(request_id(request))
    return Response(body, error.status, media_type="application/json")


async def _http_error(request: Request, error: Exception) -> Response:
    """Unknown routes and methods, in Conductor's envelope, told apart from what is not found."""
    if not isinstance(error, HTTPException):
        raise error
    where = f"{clip(request.method, 20)} {clip(request.url.path)}"
    served = _CONTROL if request.url.path.startswith("/_sandbox") else _SERVED
    response = await _api_error(
        request, invalid_request(f"Unrecognized request: {where}. {served}", error.status_code)
    )
    response.headers.update(error.headers or {})
    return response
