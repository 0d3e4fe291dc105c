"""What the app asks of Conductor, each as one operation that either is done or fails by name."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conductor_desktop.conductor.client import ConductorClient, Reply
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.models import Company, EndUser, HealthCheck
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.services.connection import ConnectionService, ConnectionState
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.work import CancelToken
from tests.helpers.sandbox import SandboxAccess

BOOKS = 7
"""Invoices in the books of the matrix: one page."""

_source_ids = (f"cust-{number}" for number in itertools.count(1))


class Operation(enum.Enum):
    """The columns of the matrix."""

    HEALTH = "health"
    """Ask QuickBooks for a sign of life, then for the company's name."""
    END_USER = "end-user"
    """Read what Conductor has noted about the connection."""
    LIST = "list"
    COMPANY = "company"
    CREATE = "create"
    INVOICES = "invoices"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of an operation."""

    error: ConductorError | None = None
    state: ConnectionState | None = None


def carry_out(operation: Operation, client: ConductorClient, access: SandboxAccess) -> Result:
    """Only ``ConductorError`` is a result; anything else that is raised fails the test."""
    return _OPERATIONS[operation](client, access)


class _Overheard:
    """The client as the connection's service uses it, remembering what went wrong first."""

    def __init__(self, client: ConductorClient) -> None:
        self._client = client
        self.error: ConductorError | None = None

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> Reply[EndUser]:
        return self._heard(lambda: self._client.retrieve_end_user(end_user_id, cancel))

    def health_check(self, end_user_id: str, cancel: CancelToken) -> Reply[HealthCheck]:
        return self._heard(lambda: self._client.health_check(end_user_id, cancel))

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]:
        return self._heard(lambda: self._client.company(end_user_id, cancel))

    def _heard(self, ask: Callable[[], Reply[Any]]) -> Reply[Any]:
        try:
            return ask()
        except ConductorError as error:
            self.error = self.error or error
            raise


def _health(client: ConductorClient, access: SandboxAccess) -> Result:
    overheard = _Overheard(client)
    report = ConnectionService(overheard, access.end_user_id).active(CancelToken())
    return Result(error=overheard.error, state=report.state)


def _end_user(client: ConductorClient, access: SandboxAccess) -> Result:
    overheard = _Overheard(client)
    report = ConnectionService(overheard, access.end_user_id).passive(CancelToken())
    return Result(error=overheard.error, state=report.state)


def _list(client: ConductorClient, access: SandboxAccess) -> Result:
    try:
        users = client.list_end_users(CancelToken()).value
    except ConductorError as error:
        return Result(error=error)
    assert access.end_user_id in {user.id for user in users}
    return Result()


def _company(client: ConductorClient, access: SandboxAccess) -> Result:
    try:
        company = client.company(access.end_user_id, CancelToken()).value
    except ConductorError as error:
        return Result(error=error)
    assert company.display_name
    return Result()


def _create(client: ConductorClient, _access: SandboxAccess) -> Result:
    source_id = next(_source_ids)
    try:
        user = client.create_end_user(
            company_name="Big Co.",
            source_id=source_id,
            email="a@big.example",
            cancel=CancelToken(),
        ).value
    except ConductorError as error:
        return Result(error=error)
    assert user.source_id == source_id
    return Result()


def _invoices(client: ConductorClient, access: SandboxAccess) -> Result:
    service = InvoicesService(client, access.end_user_id)
    try:
        preview = service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())
    except ConductorError as error:
        return Result(error=error)
    assert (len(preview.invoices), preview.complete, preview.problem) == (BOOKS, True, None)
    return Result()


_OPERATIONS: dict[Operation, Callable[[ConductorClient, SandboxAccess], Result]] = {
    Operation.HEALTH: _health,
    Operation.END_USER: _end_user,
    Operation.LIST: _list,
    Operation.COMPANY: _company,
    Operation.CREATE: _create,
    Operation.INVOICES: _invoices,
}
