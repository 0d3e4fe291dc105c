"""What goes wrong on the way: how often each client asks, and what it makes of it."""

from __future__ import annotations

from tests.contract.conformance.parts import Fails, NoAnswer, Step
from tests.contract.conformance.steps.common import asked

TROUBLE = (
    *asked(
        "the Web Connector is not running",
        "$demo",
        Fails(
            status=409,
            kind="INTEGRATION_CONNECTION_ERROR",
            code="INTEGRATION_CONNECTION_NOT_ACTIVE",
            ours="ConnectionNotActive",
        ),
        {"connection": "$demo", "state": "not-active"},
    ),
    *asked(
        "a window is open in QuickBooks",
        "$demo",
        Fails(
            status=502,
            kind="INTEGRATION_CONNECTION_ERROR",
            code="QBD_CONNECTION_ERROR",
            integration_code="0x80040414",
            ours="QuickBooksProblem",
        ),
        {"connection": "$demo", "state": "0x80040414"},
    ),
    *asked(
        "QuickBooks does not answer",
        "$demo",
        Fails(
            status=504,
            kind="INTEGRATION_CONNECTION_ERROR",
            code="QBD_REQUEST_TIMEOUT",
            ours="QuickBooksTimeout",
        ),
        {"connection": "$demo", "state": "connected"},
        {"fault": "timeout"},
    ),
    Step(
        name="too many requests",
        call="endUsers.list",
        before=({"fault": "too-many-requests", "retryAfter": ""},),
        expect=Fails(
            status=429,
            kind="INVALID_REQUEST_ERROR",
            code="TOO_MANY_REQUESTS",
            ours="Offline",
            our_requests=3,
        ),
    ),
    Step(
        name="a key that may not do this",
        call="endUsers.list",
        before=({"fault": "forbidden"},),
        expect=Fails(
            status=403, kind="PERMISSION_ERROR", code="PERMISSION_DENIED", ours="NotPermitted"
        ),
    ),
    Step(
        name="Conductor itself fails",
        call="endUsers.list",
        before=({"fault": "server-error"},),
        expect=Fails(status=500, kind="INTERNAL_ERROR", code="INTERNAL_ERROR", ours="Offline"),
    ),
    Step(
        name="the line is cut each time",
        call="endUsers.list",
        before=({"fault": "reset"},),
        expect=NoAnswer(ours="Offline", our_requests=3),
    ),
)
