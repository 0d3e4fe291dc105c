"""A client whose answers are given, and the reports that the connection service makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from conductor_desktop.conductor.client import Reply
from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.models import (
    Company,
    EndUser,
    HealthCheck,
    IntegrationConnection,
)
from conductor_desktop.work import CancelToken

NOW = datetime(2025, 11, 23, 12, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
MUCH_EARLIER = NOW - timedelta(days=3)


def connection(worked_at: datetime | None) -> IntegrationConnection:
    return IntegrationConnection(
        id="int_conn_1", created_at=MUCH_EARLIER, last_successful_request_at=worked_at
    )


@dataclass
class GivenConductor:
    """A client whose answers are given; it remembers what it was asked."""

    rows: tuple[IntegrationConnection, ...] = ()
    end_user: ConductorError | None = None
    health: ConductorError | None = None
    books: Company | Exception = field(
        default_factory=lambda: Company(is_sample_company_file=False, company_name="Acme")
    )
    asked: list[str] = field(default_factory=list)

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> Reply[EndUser]:
        self.asked.append("end user")
        if self.end_user is not None:
            raise self.end_user
        user = EndUser(
            id=end_user_id,
            created_at=MUCH_EARLIER,
            company_name="Acme Inc.",
            source_id="7",
            email="",
            integration_connections=self.rows,
        )
        return Reply(user, "req_of_the_user", 0.2)

    def health_check(self, end_user_id: str, cancel: CancelToken) -> Reply[HealthCheck]:
        self.asked.append("health")
        if self.health is not None:
            raise self.health
        return Reply(HealthCheck(status="ok", duration=900), "req_of_the_check", 1.5)

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]:
        self.asked.append("company")
        if isinstance(self.books, Exception):
            raise self.books
        return Reply(self.books, "req_of_the_company", 0.7)
