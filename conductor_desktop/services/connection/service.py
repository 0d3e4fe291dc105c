"""Asks whether the connection works: Conductor's notes, or QuickBooks itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from conductor_desktop.conductor.errors import ConductorError
from conductor_desktop.conductor.models import Company, EndUser, HealthCheck
from conductor_desktop.services.connection.report import ConnectionReport, Proof
from conductor_desktop.services.connection.words import (
    Words,
    connected,
    noted_in,
    reading,
    report_on,
    without_name,
)
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import Reply

_FRESH = timedelta(seconds=60)
"""An answer that is older says nothing of now: the reading may be stuck."""


class AsksConductor(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def retrieve_end_user(self, end_user_id: str, cancel: CancelToken) -> Reply[EndUser]: ...

    def health_check(self, end_user_id: str, cancel: CancelToken) -> Reply[HealthCheck]: ...

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]: ...


class ConnectionService:
    """The connection of one EndUser. Blocks; use it from one thread at a time.

    What goes wrong on the way is a report, not an exception; only ``Cancelled`` is raised.
    ``remember`` is told of each proof, to keep it across restarts. ``answering`` says when
    QuickBooks last answered a reading of invoices that is under way, which a check would have to
    wait for, maybe for an hour; that answer came the same way and counts as much.
    """

    def __init__(
        self,
        client: AsksConductor,
        end_user_id: str,
        last_proof: Proof | None = None,
        *,
        remember: Callable[[Proof], None] = lambda _proof: None,
        answering: Callable[[], datetime | None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self.end_user_id = end_user_id
        self._proof = last_proof
        self._remember = remember
        self._answering = answering
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
        words, noted = noted_in(reply.value)
        if noted is not None and (self._proof is None or noted > self._proof.at):
            self._proof = Proof(self._proof.company if self._proof else None, noted)
        return self._report(words, active=False, request_id=reply.request_id, seconds=reply.seconds)

    def active(self, cancel: CancelToken) -> ConnectionReport:
        """Ask QuickBooks itself, which may start it and can take a minute or two.

        While it is answering somebody already, and its company is known, that is the answer.
        """
        proof = self._proof_of_reading()
        if proof is not None:
            cancel.raise_if_cancelled()
            self._proof = proof
            self._remember(proof)
            return self._report(reading(proof.company), active=True, request_id=None)
        try:
            health = self._client.health_check(self.end_user_id, cancel)
        except ConductorError as error:
            return self._failed(error, active=True)
        self._proof = Proof(self._proof.company if self._proof else None, self._now())
        try:
            company = self._client.company(self.end_user_id, cancel)
        except ConductorError as error:
            words = without_name(error)
        else:
            self._proof = Proof(company.value.display_name, self._proof.at)
            words = connected(company.value.display_name)
        self._remember(self._proof)
        return self._report(
            words, active=True, request_id=health.request_id, seconds=health.seconds
        )

    def _proof_of_reading(self) -> Proof | None:
        company = self._proof.company if self._proof else None
        answered = self._answering()
        if company is None or answered is None or self._now() - answered > _FRESH:
            return None
        return Proof(company, answered)

    def _failed(self, error: ConductorError, *, active: bool) -> ConnectionReport:
        return replace(
            report_on(error, active=active, at=self._now()),
            company=self._proof.company if self._proof else None,
            last_proof_at=self._proof.at if self._proof else None,
        )

    def _report(
        self,
        words: Words,
        *,
        active: bool,
        request_id: str | None,
        seconds: float | None = None,
    ) -> ConnectionReport:
        return ConnectionReport(
            state=words.state,
            said=words.said,
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
        )
