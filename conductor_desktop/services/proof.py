"""Proves a connection: the company's name and one invoice, read through it, with the time taken."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import AppError
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.invoices import InvoicesService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.names import Redoing
from conductor_desktop.storage.profiles import Profile
from conductor_desktop.work import CancelToken


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
    """What came through. ``invoice`` is None when the books have none yet."""

    company: str
    invoice: InvoiceRow | None
    seconds: float
    request_id: str | None


class WrongCompany(AppError):
    """QuickBooks answered, but with other books than the vendor expects."""

    def __init__(self, company: str, expected: str) -> None:
        super().__init__(
            "Another company file is open",
            f"QuickBooks answered for “{company}”, but this setup is for “{expected}”.",
            f"Open the company file of “{expected}” in QuickBooks and check again, or ask your "
            "vendor whether the name is right.",
        )


def prove(
    session: Session,
    report: Callable[[ProofProgress], None],
    token: CancelToken,
    *,
    accept_company: bool = False,
) -> ProvenConnection:
    """Ask QuickBooks three things, one after the other, and remember that it answered.

    Raises ``WrongCompany`` when the vendor expects other books, unless ``accept_company``, and
    whatever the client raises.
    """
    client, end_user = session.client, session.end_user_id
    report(ProofProgress(ProofStep.ANSWERS))
    health = client.health_check(end_user, token)
    report(ProofProgress(ProofStep.ANSWERS, health.seconds, "Yes"))
    report(ProofProgress(ProofStep.COMPANY))
    company = client.company(end_user, token)
    name = company.value.display_name or "A company without a name"
    report(ProofProgress(ProofStep.COMPANY, company.seconds, name))
    expected = _expected(session.profile)
    if expected and not accept_company and name.casefold() != expected.casefold():
        raise WrongCompany(name, expected)
    report(ProofProgress(ProofStep.INVOICE))
    invoice, seconds = _one_invoice(InvoicesService(client, end_user), token)
    report(ProofProgress(ProofStep.INVOICE, seconds, _in_words(invoice)))
    session.remember_proof(Proof(name, datetime.now(UTC)))
    return ProvenConnection(
        name, invoice, health.seconds + company.seconds + seconds, health.request_id
    )


def _expected(profile: Profile) -> str | None:
    """What was proven before says more than what the vendor wrote, and was accepted by a person."""
    if profile.redoing is Redoing.RECONNECT and profile.company_name:
        return profile.company_name
    return profile.expected_company


def _one_invoice(service: InvoicesService, token: CancelToken) -> tuple[InvoiceRow | None, float]:
    started = time.monotonic()
    preview = service.load(InvoiceQuery(), 1, lambda _progress: None, token)
    return next(iter(preview.invoices), None), time.monotonic() - started


def _in_words(invoice: InvoiceRow | None) -> str:
    if invoice is None:
        return "There are none in these books yet."
    return f"Number {invoice.ref_number}" if invoice.ref_number else "It has no number"
