"""What may come of a request: the error it ends in, and what the connection then looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotActive,
    EndUserNotFound,
    KeyRejected,
    NotPermitted,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    UnexpectedAnswer,
)
from conductor_desktop.services.connection import ConnectionState


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One cell of the matrix.

    ``details`` are those of the error that matter here, ``state`` is what the connection screen
    says where it is asked, and ``requests`` how many were sent until this came of it. ``struck``:
    the fault meets this operation at all.
    """

    error: type[ConductorError] | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    state: ConnectionState | None = None
    requests: int = 1
    struck: bool = True

    def __mul__(self, requests: int) -> Outcome:
        return replace(self, requests=requests)

    def __str__(self) -> str:
        name = "well" if self.error is None else self.error.__name__
        return " ".join([name, *(f"{key}={value}" for key, value in self.details.items())])


def offline(kind: OfflineKind, **details: str) -> Outcome:
    return Outcome(
        error=Offline, details={"kind": kind.value, **details}, state=ConnectionState.OFFLINE
    )


def lacks(place: str) -> Outcome:
    """An answer whose field ``place`` is missing or of another kind."""
    return replace(GARBLED, details={"field": place})


WELL = Outcome()
UNTOUCHED = Outcome(struck=False)

SERVER = offline(OfflineKind.SERVER)
ASKED_TO_WAIT = replace(SERVER, state=ConnectionState.BUSY)
PORTAL = offline(OfflineKind.SIGN_IN_PAGE)
SILENT = offline(OfflineKind.TIMEOUT, cause="TimeoutError")
OVERDUE = offline(OfflineKind.TIMEOUT, cause="deadline")
GARBLED = Outcome(error=UnexpectedAnswer, state=ConnectionState.UNKNOWN)
TOO_LARGE = replace(GARBLED, details={"limitBytes": str(1024 * 1024)})
FAR_TOO_LARGE = replace(GARBLED, details={"limitBytes": str(16 * 1024 * 1024)})
KEY = Outcome(error=KeyRejected, state=ConnectionState.KEY_PROBLEM)
FORBIDDEN = Outcome(error=NotPermitted, state=ConnectionState.KEY_PROBLEM)
GONE = Outcome(error=EndUserNotFound, state=ConnectionState.NOT_SET_UP)
NOT_ACTIVE = Outcome(error=ConnectionNotActive, state=ConnectionState.NOT_ACTIVE)
BUSY = Outcome(error=QuickBooksTimeout, state=ConnectionState.BUSY)


def refused_with(code: str) -> Outcome:
    return replace(QUICKBOOKS, details={"integrationCode": code})


QUICKBOOKS = Outcome(error=QuickBooksProblem, state=ConnectionState.NEEDS_ATTENTION)
