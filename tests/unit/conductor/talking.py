"""A client talking to the stub server, for the tests of the client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import InvoiceRow, Page
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import (
    Answer,
    StubServer,
    reply_json,
)

KEY = Secret("sk_conductor_PLANTEDSECRET42")
USER = {
    "id": "end_usr_1",
    "objectType": "end_user",
    "createdAt": "2024-01-01T12:34:56.789Z",
    "companyName": "Acme Inc.",
    "sourceId": "7",
    "email": "bob@acme.example",
    "integrationConnections": [],
}
HEALTHY = reply_json({"status": "ok", "duration": 100})
LIST_HEAD = {"objectType": "list", "url": "/v1/quickbooks-desktop/invoices"}


class Pauses:
    """Stands in for waiting and remembers how long it would have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, cancel: CancelToken, seconds: float) -> None:
        cancel.raise_if_cancelled()
        self.seconds.append(seconds)


@contextmanager
def talking_to(
    *answers: Answer, pauses: Pauses | None = None
) -> Iterator[tuple[ConductorClient, StubServer]]:
    with StubServer(answers) as server:
        client = ConductorClient(server.base_url, KEY, pause=pauses or Pauses(), chance=lambda: 1.0)
        try:
            yield client, server
        finally:
            client.close()


def page(
    first: int, count: int, *, remaining: int | None = None, cursor: str | None = None
) -> Answer:
    data = [
        {"id": str(number), "transactionDate": "2025-01-01", "subtotal": "1.00"}
        for number in range(first, first + count)
    ]
    return reply_json(
        {
            **LIST_HEAD,
            "data": data,
            "nextCursor": cursor,
            "remainingCount": remaining,
            "hasMore": cursor is not None,
        }
    )


def read_all(client: ConductorClient, query: InvoiceQuery | None = None) -> list[Page[InvoiceRow]]:
    return list(client.invoice_pages("end_usr_1", query or InvoiceQuery(), CancelToken()))


def params_of(server: StubServer) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(seen.target).query) for seen in server.requests]
