"""What several parts of the script expect and ask."""

from __future__ import annotations

from collections.abc import Iterator

from tests.contract.conformance.parts import Expectation, Fails, Gives, Json, Step

NOW = "2025-06-18T17:30:00.000Z"
"""The sandbox's clock stands still while the script is played."""

DEMO = {"conductorEndUserId": "$demo"}

REFUSED = Fails(
    status=400,
    kind="INVALID_REQUEST_ERROR",
    code="INVALID_REQUEST_ERROR",
    ours="RequestRefused",
)
NOT_THERE = Fails(
    status=404, kind="INVALID_REQUEST_ERROR", code="RESOURCE_MISSING", ours="EndUserNotFound"
)
NOT_SET_UP = Fails(
    status=409,
    kind="INTEGRATION_CONNECTION_ERROR",
    code="INTEGRATION_CONNECTION_NOT_SET_UP",
    ours="ConnectionNotSetUp",
)


def quickbooks_says(integration_code: str) -> Fails:
    return Fails(
        status=502,
        kind="INTEGRATION_ERROR",
        code="QBD_REQUEST_ERROR",
        integration_code=integration_code,
        ours="QuickBooksProblem",
    )


ALIVE = Gives({"duration": "$ms", "status": "ok"})


def asked(
    name: str, end_user: str, expect: Expectation, *before: dict[str, Json]
) -> Iterator[Step]:
    """The same sign of life, by the name each generation has for it."""
    yield Step(
        name=f"health check: {name}",
        call="healthCheck",
        arguments={"conductorEndUserId": end_user},
        expect=expect,
        before=before,
    )
    alive = Gives({"duration": "$ms"}) if isinstance(expect, Gives) else expect
    yield Step(
        name=f"ping: {name}",
        call="ping",
        arguments={"id": end_user},
        expect=alive,
        before=before,
    )
