"""Says whether the connection to QuickBooks works, how that is known, and whose turn it is."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    Explained,
    KeyRejected,
    Offline,
    QuickBooksProblem,
    QuickBooksTimeout,
)
from conductor_desktop.conductor.models import Company, EndUser, HealthCheck
from conductor_desktop.guide.entry import Entry, Kind
from conductor_desktop.services.checks import Owner
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import Reply


class ConnectionState(enum.StrEnum):
    """What is known about the connection; only ``connected`` is green."""

    NOT_SET_UP = "not_set_up"
    STARTED = "started"
    CONNECTED = "connected"
    LAST_KNOWN_GOOD = "last_known_good"
    NOT_ACTIVE = "not_active"
    NEEDS_ATTENTION = "needs_attention"
    BUSY = "busy"
    OFFLINE = "offline"
    KEY_PROBLEM = "key_problem"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Proof:
    """QuickBooks itself answered at ``at`` (UTC), for ``company`` if that is known."""

    company: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConnectionReport:
    """One look at the connection, in words and in facts.

    ``owner`` is whose turn it is, ``None`` when nobody has to do anything. ``code`` is Conductor's
    or QuickBooks' own. ``active``: QuickBooks was asked, rather than Conductor's notes read.
    ``steps`` are the error guide's for ``code``, none where it does not know it; where the sources
    disagree, ``if_that_fails`` are those of the second remedy.
    """

    state: ConnectionState
    headline: str
    explanation: str
    next_step: str
    owner: Owner | None
    checked_at: datetime
    active: bool
    company: str | None = None
    last_proof_at: datetime | None = None
    request_id: str | None = None
    seconds: float | None = None
    code: str | None = None
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()


class AsksConductor(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> Reply[EndUser]: ...

    def health_check(self, end_user_id: str, cancel: CancelToken) -> Reply[HealthCheck]: ...

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]: ...


class ConnectionService:
    """The connection of one EndUser. Blocks; use it from one thread at a time.

    What goes wrong on the way is a report, not an exception; only ``Cancelled`` is raised.
    ``remember`` is told of each proof, to keep it across restarts.
    """

    def __init__(
        self,
        client: AsksConductor,
        end_user_id: str,
        last_proof: Proof | None = None,
        *,
        remember: Callable[[Proof], None] = lambda _proof: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self.end_user_id = end_user_id
        self._proof = last_proof
        self._remember = remember
        self._now = now

    @property
    def last_proof(self) -> Proof | None:
        """The latest proof known, to be kept by whoever keeps settings."""
        return self._proof

    def passive(self, cancel: CancelToken) -> ConnectionReport:
        """What Conductor has noted. Costs nobody anything and never proves that it works now."""
        try:
            reply = self._client.retrieve_end_user(self.end_user_id, cancel)
        except ConductorError as error:
            return self._failed(error, active=False)
        words, noted = _noted(reply.value)
        if noted is not None and (self._proof is None or noted > self._proof.at):
            self._proof = Proof(self._proof.company if self._proof else None, noted)
        return self._report(words, active=False, request_id=reply.request_id, seconds=reply.seconds)

    def active(self, cancel: CancelToken) -> ConnectionReport:
        """Ask QuickBooks itself, which may start it and can take a minute or two."""
        try:
            health = self._client.health_check(self.end_user_id, cancel)
        except ConductorError as error:
            return self._failed(error, active=True)
        self._proof = Proof(self._proof.company if self._proof else None, self._now())
        try:
            company = self._client.company(self.end_user_id, cancel)
        except ConductorError as error:
            words = _without_name(error)
        else:
            self._proof = Proof(company.value.display_name, self._proof.at)
            words = _connected(company.value.display_name)
        self._remember(self._proof)
        return self._report(
            words, active=True, request_id=health.request_id, seconds=health.seconds
        )

    def _failed(self, error: ConductorError, *, active: bool) -> ConnectionReport:
        advice = _known_advice(error)
        report = self._report(
            _words_for(error),
            active=active,
            request_id=error.request_id,
            code=error.details.get("integrationCode") or error.details.get("code"),
        )
        if advice is None:
            return report
        return replace(report, steps=advice.steps, if_that_fails=advice.if_that_fails)

    def _report(
        self,
        words: _Words,
        *,
        active: bool,
        request_id: str | None,
        seconds: float | None = None,
        code: str | None = None,
    ) -> ConnectionReport:
        return ConnectionReport(
            state=words.state,
            headline=words.headline,
            explanation=words.explanation,
            next_step=words.next_step,
            owner=words.owner,
            checked_at=self._now(),
            active=active,
            company=self._proof.company if self._proof else None,
            last_proof_at=self._proof.at if self._proof else None,
            request_id=request_id,
            seconds=seconds,
            code=code,
        )


@dataclass(frozen=True)
class _Words:
    state: ConnectionState
    headline: str
    explanation: str
    next_step: str
    owner: Owner | None


def _noted(end_user: EndUser) -> tuple[_Words, datetime | None]:
    """What the EndUser's own record says, and when QuickBooks last answered according to it."""
    rows = end_user.integration_connections
    times = [row.last_successful_request_at for row in rows]
    noted = max((moment for moment in times if moment is not None), default=None)
    if not rows:
        return _NOT_SET_UP, None
    if noted is None:
        return _STARTED, None
    return _last_known_good(noted), noted


_NOT_SET_UP = _Words(
    ConnectionState.NOT_SET_UP,
    "QuickBooks is not connected yet",
    "Nobody has opened the connection steps yet.",
    "Go through the guided setup on the PC that QuickBooks runs on.",
    Owner.YOU,
)
_STARTED = _Words(
    ConnectionState.STARTED,
    "Connecting was started, not finished",
    "The connection steps were opened, but QuickBooks has never answered through them.",
    "Finish the step “Connect” of the guided setup, then check the connection.",
    Owner.YOU,
)


def _last_known_good(noted: datetime) -> _Words:
    local = noted.astimezone()
    when = f"{local.day} {local:%B %Y} at {local:%H:%M}"
    return _Words(
        ConnectionState.LAST_KNOWN_GOOD,
        "Last known good",
        f"QuickBooks last answered on {when}. Whether it still does shows only when it is asked.",
        "Check the connection if you want to be sure.",
        None,
    )


def _connected(company: str | None) -> _Words:
    return _Words(
        ConnectionState.CONNECTED,
        f"Connected to “{company}”" if company else "Connected",
        "QuickBooks answered through Conductor just now.",
        "There is nothing to do.",
        None,
    )


def _without_name(error: ConductorError) -> _Words:
    return _Words(
        ConnectionState.CONNECTED,
        "Connected",
        "QuickBooks answered through Conductor just now. Its company name could not be read: "
        f"{error.explanation}",
        "There is nothing to do; the name is read again at the next check.",
        None,
    )


def _words_for(error: ConductorError) -> _Words:
    return _Words(_state_of(error), error.title, error.explanation, error.next_step, error.owner)


def _known_advice(error: ConductorError) -> Entry | None:
    # What the guide says of a code it does not know is how to look it up, and helps nobody here.
    advice = error.advice if isinstance(error, Explained) else None
    return None if advice is None or advice.kind is Kind.UNKNOWN else advice


def _state_of(error: ConductorError) -> ConnectionState:
    match error:
        case Offline():
            return ConnectionState.OFFLINE
        case KeyRejected():
            return ConnectionState.KEY_PROBLEM
        case ConnectionNotSetUp() | EndUserNotFound():
            return ConnectionState.NOT_SET_UP
        case ConnectionNotActive():
            return ConnectionState.NOT_ACTIVE
        case QuickBooksTimeout():
            return ConnectionState.BUSY
        case QuickBooksProblem():
            busy = error.advice.passes
            return ConnectionState.BUSY if busy else ConnectionState.NEEDS_ATTENTION
        case _:
            return ConnectionState.UNKNOWN
