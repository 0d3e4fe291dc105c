"""What can be made to go wrong on purpose, and when it does."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from conductor_desktop.errors import InvalidInput
from conductor_desktop.sandbox.envelope import ApiError, connection_error, key_error

SLOW_SECONDS = 3.0


class Effect(enum.Enum):
    """How the answer is spoiled."""

    ERROR = "an error of Conductor's own"
    DELAY = "the right answer, late"
    HTML = "a web page instead of data, with status 200"
    RESET = "the connection is cut after the work was done"


class Reach(enum.Enum):
    """Which requests meet the fault."""

    EVERYTHING = "every request under /v1"
    QUICKBOOKS = "requests that travel to QuickBooks"
    NEXT_PAGE_ONCE = "the first request of the run that carries a cursor"


@dataclass(frozen=True)
class Fault:
    """One thing that can go wrong; ``error`` is what an ``ERROR`` answers."""

    name: str
    summary: str
    effect: Effect
    reach: Reach
    error: ApiError | None = None


def _not_active() -> ApiError:
    return ApiError(
        409,
        "INTEGRATION_CONNECTION_ERROR",
        "INTEGRATION_CONNECTION_NOT_ACTIVE",
        "The QuickBooks Desktop connection is not active: the Web Connector is not polling.",
        user_facing="Your QuickBooks Desktop connection is not active. It was last active a while "
        "ago. Check that the computer is on and that the Web Connector is running.",
    )


def _timed_out() -> ApiError:
    return ApiError(
        504,
        "INTEGRATION_CONNECTION_ERROR",
        "QBD_REQUEST_TIMEOUT",
        "Request timed out after 90 seconds",
        user_facing="QuickBooks did not answer in time. It may be busy or showing a window that "
        "waits for somebody. Look at QuickBooks, then try again.",
    )


def _internal() -> ApiError:
    return ApiError(
        500,
        "INTERNAL_ERROR",
        "INTERNAL_ERROR",
        "The sandbox was told to fail with the fault “server-error”.",
    )


_QUICKBOOKS_SAYS = (
    (
        "dialog-open",
        "0x80040414",
        "A modal dialog box is open in QuickBooks.",
        "A window is open in QuickBooks that waits for an answer. Close it, then try again.",
    ),
    (
        "access-denied",
        "0x80040420",
        "The QuickBooks user has denied access.",
        "QuickBooks does not let this connection in. An administrator can allow it in QuickBooks "
        "under Edit, Preferences, Integrated Applications.",
    ),
    (
        "wrong-file",
        "0x8004040A",
        "A QuickBooks company data file is already open and it is different from the one "
        "requested.",
        "Another company file is open in QuickBooks. Open the right one, then try again.",
    ),
)

FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("key-rejected", "the key is refused", Effect.ERROR, Reach.EVERYTHING, key_error()),
        Fault(
            "not-active",
            "the Web Connector is not running",
            Effect.ERROR,
            Reach.QUICKBOOKS,
            _not_active(),
        ),
        *(
            Fault(
                name,
                message.rstrip("."),
                Effect.ERROR,
                Reach.QUICKBOOKS,
                connection_error(code, message, user_facing),
            )
            for name, code, message, user_facing in _QUICKBOOKS_SAYS
        ),
        Fault(
            "timeout", "QuickBooks does not answer", Effect.ERROR, Reach.QUICKBOOKS, _timed_out()
        ),
        Fault("server-error", "Conductor fails", Effect.ERROR, Reach.EVERYTHING, _internal()),
        Fault("slow", f"answers take {SLOW_SECONDS:g} s", Effect.DELAY, Reach.QUICKBOOKS),
        Fault("html", "a sign-in page comes instead of data", Effect.HTML, Reach.EVERYTHING),
        Fault("reset-page", "the second page is lost once", Effect.RESET, Reach.NEXT_PAGE_ONCE),
    )
}


def fault_named(name: str) -> Fault:
    """Raises ``InvalidInput`` that lists the known names."""
    try:
        return FAULTS[name]
    except KeyError:
        raise InvalidInput(
            f"There is no fault called “{name[:60]}”",
            f"The known faults are: {', '.join(FAULTS)}.",
            "Use one of these names.",
        ) from None


class FaultBoard:
    """The faults of one run, and which of the one-time ones have happened."""

    def __init__(self, names: Iterable[str]) -> None:
        self._faults = [fault_named(name) for name in names]
        self._spent: set[str] = set()

    def strike(self, path: str, *, has_cursor: bool) -> Fault | None:
        """The fault this request under /v1 meets, if any; one-time faults are used up by it."""
        for fault in self._faults:
            if self._meets(fault, path, has_cursor):
                return fault
        return None

    def _meets(self, fault: Fault, path: str, has_cursor: bool) -> bool:
        if fault.reach is Reach.EVERYTHING:
            return True
        if not path.startswith("/v1/quickbooks-desktop/"):
            return False
        if fault.reach is Reach.QUICKBOOKS:
            return True
        if has_cursor and fault.name not in self._spent:
            self._spent.add(fault.name)
            return True
        return False
