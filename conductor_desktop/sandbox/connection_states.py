"""The states an EndUser's connection can be put into on purpose."""

from __future__ import annotations

import datetime as dt

from conductor_desktop.sandbox.envelope import ApiError, refused_by_quickbooks
from conductor_desktop.sandbox.people import Connection, EndUser, Permission
from conductor_desktop.sandbox.quickbooks_codes import (
    CONNECTION_CODES,
    REQUEST_CODES,
    connection_error,
    not_active,
)

NOT_STARTED = "not-started"
NOT_SET_UP = "not-set-up"
CONNECTED = "connected"
NOT_ACTIVE = "not-active"

STATES = (NOT_STARTED, NOT_SET_UP, CONNECTED, NOT_ACTIVE, *CONNECTION_CODES, *REQUEST_CODES)
"""Nobody opened the link; opened and not finished; works; the Web Connector is off; and each
error of the Web Connector or of QuickBooks that every request then meets."""


def put_into(user: EndUser, state: str, now: dt.datetime) -> None:
    """``state`` is one of ``STATES``. What was noted about earlier requests stays."""
    if state == NOT_STARTED:
        user.connection = None
        return
    connection = user.connection or Connection(now)
    user.connection = connection
    connection.trouble = _trouble(state)
    if state == NOT_SET_UP:
        connection.permission = None
    elif connection.permission is None:
        connection.permission = Permission.ALWAYS


def _trouble(state: str) -> ApiError | None:
    if state == NOT_ACTIVE:
        return not_active()
    if state in CONNECTION_CODES:
        return connection_error(state)
    if state in REQUEST_CODES:
        return refused_by_quickbooks(state, REQUEST_CODES[state])
    return None
