"""What is said of an answer of Conductor's: its state, its words, whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    Explained,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
)
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import Owner
from conductor_desktop.guide.entry import Entry, Kind
from conductor_desktop.services.connection.report import ConnectionReport, ConnectionState, Said


@dataclass(frozen=True)
class Words:
    """A state, and how it is told."""

    state: ConnectionState
    headline: str
    explanation: str
    next_step: str
    owner: Owner | None
    said: Said


def noted_in(end_user: EndUser) -> tuple[Words, datetime | None]:
    """What the EndUser's own record says, and when QuickBooks last answered according to it."""
    rows = end_user.integration_connections
    times = [row.last_successful_request_at for row in rows]
    noted = max((moment for moment in times if moment is not None), default=None)
    if not rows:
        return _NOT_SET_UP, None
    if noted is None:
        return _STARTED, None
    return _last_known_good(noted), noted


_NOT_SET_UP = Words(
    ConnectionState.NOT_SET_UP,
    "QuickBooks is not connected yet",
    "Nobody has opened the connection steps yet.",
    "Go through the guided setup on the PC that QuickBooks runs on.",
    Owner.YOU,
    Said.NOT_OPENED,
)
_STARTED = Words(
    ConnectionState.STARTED,
    "Connecting was started, not finished",
    "The connection steps were opened, but QuickBooks has never answered through them.",
    "Finish the step “Connect” of the guided setup, then check the connection.",
    Owner.YOU,
    Said.NOT_FINISHED,
)


def _last_known_good(noted: datetime) -> Words:
    local = noted.astimezone()
    when = f"{local.day} {local:%B %Y} at {local:%H:%M}"
    return Words(
        ConnectionState.LAST_KNOWN_GOOD,
        "Last known good",
        f"QuickBooks last answered on {when}. Whether it still does shows only when it is asked.",
        "Check the connection if you want to be sure.",
        None,
        Said.WORKED,
    )


def connected(company: str | None) -> Words:
    """QuickBooks answered, and gave this name."""
    return Words(
        ConnectionState.CONNECTED,
        f"Connected to “{company}”" if company else "Connected",
        "QuickBooks answered through Conductor.",
        "There is nothing to do.",
        None,
        Said.WORKS,
    )


def reading(company: str | None) -> Words:
    """QuickBooks is answering at this moment: invoices of this company are being read."""
    return replace(
        connected(company), explanation="QuickBooks is answering: invoices are being read just now."
    )


def without_name(error: ConductorError) -> Words:
    """QuickBooks answered, but did not give its name."""
    return Words(
        ConnectionState.CONNECTED,
        "Connected",
        "QuickBooks answered through Conductor. Its company name could not be read: "
        f"{error.explanation}",
        "There is nothing to do; the name is read again at the next check.",
        None,
        Said.WORKS,
    )


def words_for(error: ConductorError) -> Words:
    """What went wrong, in the error's own words."""
    state, said = _judge(error)
    return Words(state, error.title, error.explanation, error.next_step, error.owner, said)


def report_on(error: ConductorError, *, active: bool, at: datetime) -> ConnectionReport:
    """What went wrong at ``at`` (UTC) as a report, with the guide's steps for its code."""
    words, advice = words_for(error), known_advice(error)
    wait = error.details.get("retryAfterSeconds")
    return ConnectionReport(
        state=words.state,
        said=words.said,
        headline=words.headline,
        explanation=words.explanation,
        next_step=words.next_step,
        owner=words.owner,
        checked_at=at,
        active=active,
        request_id=error.request_id,
        code=error.details.get("integrationCode") or error.details.get("code"),
        retry_after=None if wait is None else float(wait),
        steps=advice.steps if advice else (),
        if_that_fails=advice.if_that_fails if advice else (),
    )


def known_advice(error: ConductorError) -> Entry | None:
    """The guide's entry, where it knows more than that there is a code."""
    # What the guide says of a code it does not know is how to look it up, and helps nobody here.
    advice = error.advice if isinstance(error, Explained) else None
    return None if advice is None or advice.kind is Kind.UNKNOWN else advice


def _judge(error: ConductorError) -> tuple[ConnectionState, Said]:
    match error:
        case ClockWrong():
            return ConnectionState.OFFLINE, Said.CLOCK_WRONG
        case Offline():
            said = _stuck_at(error)
            waits = said is Said.ASKED_TO_WAIT
            return ConnectionState.BUSY if waits else ConnectionState.OFFLINE, said
        case KeyRejected():
            return ConnectionState.KEY_PROBLEM, Said.KEY_REJECTED
        case ConnectionNotSetUp():
            return ConnectionState.NOT_SET_UP, Said.NOT_FINISHED
        case EndUserNotFound():
            return ConnectionState.NOT_SET_UP, Said.UNKNOWN_END_USER
        case ConnectionNotActive():
            return ConnectionState.NOT_ACTIVE, Said.NOT_ACTIVE
        case QuickBooksTimeout():
            return ConnectionState.BUSY, Said.TOO_SLOW
        case QuickBooksProblem():
            busy = error.advice.passes
            state = ConnectionState.BUSY if busy else ConnectionState.NEEDS_ATTENTION
            return state, Said.REFUSED
        case _:
            return ConnectionState.UNKNOWN, Said.GARBLED


_STUCK_AT = {
    OfflineKind.NO_NETWORK: Said.NO_NETWORK,
    OfflineKind.DNS: Said.NO_NAME,
    OfflineKind.TLS: Said.INSECURE,
    OfflineKind.PROXY: Said.PROXY,
    OfflineKind.SIGN_IN_PAGE: Said.SIGN_IN_PAGE,
    OfflineKind.SERVER: Said.UNREACHABLE,
    OfflineKind.TIMEOUT: Said.NO_ANSWER,
}


def _stuck_at(error: Offline) -> Said:
    status = error.details.get("status")
    if error.kind is not OfflineKind.SERVER or status is None:
        return _STUCK_AT[error.kind]
    return Said.ASKED_TO_WAIT if status == "429" else Said.TROUBLE
