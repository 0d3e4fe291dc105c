"""Proves a connection: the company's name and one invoice, read through it, with the time taken."""

from __future__ import annotations

import enum
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from conductor_desktop.conductor.client import ConductorClient, Reply
from conductor_desktop.conductor.errors import ConductorError, ConnectionNotSetUp
from conductor_desktop.conductor.models import HealthCheck, InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import AppError
from conductor_desktop.services.company_names import differ_clearly, same_name
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.services.session import Session
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.storage.names import Redoing
from conductor_desktop.storage.profiles import Profile
from conductor_desktop.work import CancelToken

_log = logging.getLogger(__name__)


class ProofStep(enum.StrEnum):
    """The three things that prove a connection, in order."""

    ANSWERS = "answers"
    COMPANY = "company"
    INVOICE = "invoice"


@dataclass(frozen=True)
class ProofProgress:
    """A step of the proof is begun (``seconds`` None) or done."""

    step: ProofStep
    seconds: float | None = None
    text: str = ""


@dataclass(frozen=True)
class ProvenConnection:
    """What came through. ``company`` is "" for books without a name, and ``invoice`` None when
    they have none yet.

    ``called`` is how the company was named in the setup, where nobody would take that for its
    name; else "".
    """

    company: str
    invoice: InvoiceRow | None
    seconds: float
    request_id: str | None
    called: str = ""


class NotFinished(ConnectionNotSetUp):
    """Conductor's notes say how far connecting came; it has never worked."""

    def __init__(self, *, was_opened: bool, details: Mapping[str, str]) -> None:
        title, explanation = _OPENED if was_opened else _NEVER_OPENED
        super().__init__(explanation, details=details)
        self.title = title
        self.next_step = "Go back to the step “Connect” and follow the page there to its end."


def prove(
    session: Session,
    report: Callable[[ProofProgress], None],
    token: CancelToken,
    *,
    accepted: str | None = None,
) -> ProvenConnection:
    """Ask QuickBooks three things, one after the other, and remember that it answered.

    ``accepted`` is the name of a company, as ``WrongCompany`` had it, that a person has said is
    the right one. Raises ``WrongCompany`` when it is neither that nor the expected one,
    ``NotFinished`` and whatever the client raises.
    """
    client, end_user, profile = session.client, session.end_user_id, session.profile
    report(ProofProgress(ProofStep.ANSWERS))
    health = _sign_of_life(client, end_user, token)
    report(ProofProgress(ProofStep.ANSWERS, health.seconds, "Yes"))
    report(ProofProgress(ProofStep.COMPANY))
    company = client.company(end_user, token)
    name = company.value.display_name or ""
    report(ProofProgress(ProofStep.COMPANY, company.seconds, name or "It has no name"))
    is_accepted = accepted is not None and same_name(name, accepted)
    expected = _expected(profile)
    if expected and not same_name(name, expected) and not is_accepted:
        raise WrongCompany(name, expected)
    report(ProofProgress(ProofStep.INVOICE))
    invoice, seconds = _one_invoice(InvoicesService(client, end_user), token)
    report(ProofProgress(ProofStep.INVOICE, seconds, _in_words(invoice)))
    token.raise_if_cancelled()
    session.remember_proof(Proof(name or None, datetime.now(UTC)))
    if is_accepted:
        _expect(session, name)
    total = health.seconds + company.seconds + seconds
    called = "" if expected or session.is_sandbox else _called(profile, name)
    return ProvenConnection(name, invoice, total, health.request_id, called)


def _sign_of_life(client: ConductorClient, end_user: str, token: CancelToken) -> Reply[HealthCheck]:
    try:
        return client.health_check(end_user, token)
    except ConnectionNotSetUp as error:
        how_far = _how_far(client, end_user, token, error)
        if how_far is None:
            raise
        raise how_far from error


def _how_far(
    client: ConductorClient, end_user: str, token: CancelToken, error: ConnectionNotSetUp
) -> NotFinished | None:
    """A row of the connection is there as soon as its link is opened."""
    try:
        rows = client.retrieve_end_user(end_user, token).value.integration_connections
    except ConductorError:
        return None  # what was known before is told
    if any(row.last_successful_request_at for row in rows):
        return None
    return NotFinished(was_opened=bool(rows), details=error.details)


def _expected(profile: Profile) -> str | None:
    """What was proven before says more than what the vendor wrote, and was accepted by a person."""
    if profile.redoing is Redoing.RECONNECT and profile.company_name:
        return profile.company_name
    return profile.expected_company


def _one_invoice(service: InvoicesService, token: CancelToken) -> tuple[InvoiceRow | None, float]:
    started = time.monotonic()
    preview = service.load(InvoiceQuery(), 1, lambda _progress: None, token)
    return next(iter(preview.invoices), None), time.monotonic() - started


def _expect(session: Session, company: str) -> None:
    """Nobody is asked about it again, and every other company is."""
    try:
        session.update(expected_company=company or None)
    except AppError as error:  # it takes nothing from the proof
        _log.warning("the accepted company could not be kept: %s", error.title)


def _called(profile: Profile, name: str) -> str:
    called = profile.end_user.company_name if profile.end_user else ""
    return called if differ_clearly(called, name) else ""


def _in_words(invoice: InvoiceRow | None) -> str:
    if invoice is None:
        return "There are none in these books yet."
    return f"Number {invoice.ref_number}" if invoice.ref_number else "It has no number"


_OPENED = (
    "Connecting was started, not finished",
    "The page of the step “Connect” was opened, but QuickBooks has never answered through this "
    "connection.",
)
_NEVER_OPENED = (
    "Connecting was not started yet",
    "Nobody has opened the page of the step “Connect” so far.",
)
