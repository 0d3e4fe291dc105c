"""The script: its steps in their order, and which calls a client does not have."""

from __future__ import annotations

from tests.contract.conformance.parts import Client, Step
from tests.contract.conformance.steps import end_users, qbxml, reading, trouble, writing

SCRIPT = (
    *end_users.PEOPLE,
    *end_users.LINKS,
    *end_users.CONNECTIONS,
    *reading.INVOICES,
    *reading.CUSTOMERS,
    *qbxml.READING,
    *writing.WRITING,
    *trouble.TROUBLE,
    *end_users.LEAVING,
)

_NO_LONGER = {
    "authSessions.retrieve": "left the public API in February 2025",
    "integrationConnections.list": "they are inside the EndUser since October 2024",
    "integrationConnections.retrieve": "they are inside the EndUser since October 2024",
    "ping": "is healthCheck since February 2025",
}
_TYPED = "came in December 2024; before, it was passthrough"
_NOT_OURS = "the app has no use for it"

ABSENT: dict[Client, dict[str, str]] = {
    Client.PYTHON: _NO_LONGER,
    Client.NODE_12: _NO_LONGER,
    Client.NODE_11: {
        "endUsers.delete": "came with 11.8",
        "healthCheck": "is ping in this generation",
        "company": _TYPED,
        "invoices.list": _TYPED,
        "invoices.retrieve": _TYPED,
        "customers.list": _TYPED,
        "customers.retrieve": _TYPED,
    },
    Client.OURS: {
        **_NO_LONGER,
        "endUsers.delete": _NOT_OURS,
        "invoices.retrieve": _NOT_OURS,
        "customers.list": _NOT_OURS,
        "customers.retrieve": _NOT_OURS,
        "passthrough": _NOT_OURS,
    },
}
"""Calls a client does not have, and why."""


def why_absent(step: Step, client: Client) -> str | None:
    """Why this client is spared this step; ``None`` if it is not."""
    return step.absent.get(client) or ABSENT[client].get(step.call)
