"""What a sandbox can be asked for, and what it hands to whoever wants to talk to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.faults.orders import named_order
from conductor_desktop.secret import Secret

DEFAULT_COMPANY = "Saltbush & Sons Outdoor Works"
"""The made-up company whose books are served; no company of this name is meant."""

DEFAULT_APPLICATION = "Conductor Desktop Sandbox"
"""What the Web Connector and QuickBooks call whoever wants the books."""

MOST_INVOICES = 1_000_000
MOST_END_USERS = 10_000
"""Conductor does not cut this list into pages, so all of them come in one answer."""

LONGEST_LATENCY_MS = 600_000
LONGEST_CURSOR_SECONDS = 86_400
LONGEST_COMPANY_NAME = 59
"""QuickBooks Desktop cuts a company name at 59 characters."""


@dataclass(frozen=True, kw_only=True)
class SandboxOptions:
    """How one run of the sandbox behaves. Raises ``InvalidInput`` for values that cannot work.

    ``port`` 0 takes a free one. The same ``seed``, ``invoices`` and ``today`` always make the
    same books; ``today`` is the day relative to which invoices are old or overdue. ``faults``
    are names, or orders as JSON (``faults.orders``). ``cursor_seconds`` is how long a cursor
    lives between two pages (ten seconds in Conductor, 0 is for ever). ``end_users`` counts the
    connected one, too; the others only make the list longer. ``application`` is what QuickBooks is
    told that wants the books.
    """

    port: int = 0
    company: str | None = None
    application: str = DEFAULT_APPLICATION
    invoices: int = 240
    end_users: int = 1
    seed: int = 1
    latency_ms: int = 0
    faults: tuple[str, ...] = ()
    cursor_seconds: float = 10.0
    today: dt.date | None = None

    def __post_init__(self) -> None:
        _within("port", self.port, 0, 65535)
        _within("number of invoices", self.invoices, 0, MOST_INVOICES)
        _within("number of EndUsers", self.end_users, 1, MOST_END_USERS)
        _within("latency in milliseconds", self.latency_ms, 0, LONGEST_LATENCY_MS)
        _within("life of a cursor in seconds", self.cursor_seconds, 0, LONGEST_CURSOR_SECONDS)
        if self.company is not None and not 0 < len(self.company.strip()) <= LONGEST_COMPANY_NAME:
            raise InvalidInput(
                "That company name cannot be used",
                f"A company name has 1 to {LONGEST_COMPANY_NAME} characters.",
                "Give another name, or leave it out.",
            )
        for name in self.faults:
            named_order(name)

    @property
    def company_name(self) -> str:
        return self.company or DEFAULT_COMPANY


def _within(what: str, value: float, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise InvalidInput(
            f"The {what} cannot be {value}",
            f"It must be between {lowest} and {highest}.",
            "Give a number in that range.",
        )


@dataclass(frozen=True, kw_only=True)
class KnownEndUser:
    """An EndUser of an earlier run that this run knows again, by the same id."""

    id: str
    source_id: str
    company_name: str
    email: str
    connected: bool


@dataclass(frozen=True, kw_only=True)
class SandboxAccess:
    """How to reach a running sandbox. ``end_user_id`` is an EndUser that is connected.

    ``control_token`` is for the routes under ``/_sandbox`` alone.
    """

    base_url: str
    secret_key: Secret
    publishable_key: str
    end_user_id: str
    control_token: Secret
