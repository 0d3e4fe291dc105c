"""The official Python SDK, told nothing but address and key."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import conductor as official
from conductor.pagination import SyncCursorPage

from conductor_desktop.secret import Secret
from tests.contract.conformance.parts import Arguments, Json, Outcome


class ConductorPy:
    """Everything at its defaults, retries included."""

    def __init__(self, base_url: str, key: Secret) -> None:
        self._usual = official.Conductor(base_url=base_url, api_key=key.reveal())
        self._once = self._usual.with_options(max_retries=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._usual.close()

    def perform(self, call: str, arguments: Arguments, *, once: bool) -> Outcome:
        snake = {_snake(name): value for name, value in arguments.items()}
        method = _method(self._once if once else self._usual, call)
        try:
            return Outcome(value=_plain(method(**snake)))
        except official.APIError as error:
            return Outcome(error=_error(error))


def _method(sdk: official.Conductor, call: str) -> Callable[..., Any]:
    methods: dict[str, Callable[..., Any]] = {
        "endUsers.create": sdk.end_users.create,
        "endUsers.list": sdk.end_users.list,
        "endUsers.listWithKey": lambda api_key: sdk.copy(api_key=api_key).end_users.list(),
        "endUsers.retrieve": sdk.end_users.retrieve,
        "endUsers.delete": sdk.end_users.delete,
        "authSessions.create": sdk.auth_sessions.create,
        "healthCheck": sdk.qbd.health_check,
        "company": sdk.qbd.company.retrieve,
        "invoices.list": sdk.qbd.invoices.list,
        "invoices.retrieve": sdk.qbd.invoices.retrieve,
        "customers.list": sdk.qbd.customers.list,
        "customers.retrieve": sdk.qbd.customers.retrieve,
        "passthrough": lambda end_user_id, payload: sdk.end_users.passthrough(
            "quickbooks_desktop", id=end_user_id, qbd_payload=payload
        ),
    }
    return methods[call]


def _snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def _plain(value: Any) -> Json:
    if isinstance(value, SyncCursorPage):
        return [_plain(item) for item in value]  # asks for the later pages
    return value.to_dict(mode="json") if isinstance(value, official.BaseModel) else value


def _error(error: official.APIError) -> dict[str, Json]:
    answer = error.response if isinstance(error, official.APIStatusError) else None
    body = error.body
    return {
        "class": type(error).__name__,
        "status": None if answer is None else answer.status_code,
        "requestId": None if answer is None else answer.headers.get("conductor-request-id"),
        "body": body.get("error") if isinstance(body, dict) else None,
    }
