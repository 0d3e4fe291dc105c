"""Creates an EndUser at most once: what may have been sent is looked for, never sent again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from conductor_desktop.conductor.errors import ConductorError, KeyRejected, RequestRefused
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import AppError
from conductor_desktop.services.end_user_questions import (
    NothingSent,
    PerhapsCreated,
    SeveralEntries,
)
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import PendingEndUser
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

# Seconds before each look after a lost answer: three over half a minute, for the list may lag.
LOOK_AGAIN_SECONDS = (1.0, 9.0, 20.0)


@dataclass(frozen=True)
class Search:
    """Looks for an EndUser by its ``sourceId``. ``on_patience`` is told when it takes longer."""

    session: Session
    token: CancelToken
    pauses: tuple[float, ...]
    on_patience: Callable[[], None]

    def once(self, source_id: str) -> EndUser | None:
        """Raises ``SeveralEntries``."""
        users = self.session.client.list_end_users(self.token).value
        matches = tuple(user for user in users if user.source_id == source_id)
        if len(matches) > 1:
            raise SeveralEntries(source_id, matches)
        return matches[0] if matches else None

    def patiently(self, source_id: str) -> EndUser | None:
        """None only if the last look, half a minute on, has been answered and found nothing."""
        self.on_patience()
        trouble: ConductorError | None = None
        for pause in self.pauses:
            self.token.wait(pause)
            try:
                found = self.once(source_id)
            except KeyRejected:
                raise
            except ConductorError as error:
                trouble = error
                continue
            if found is not None:
                return found
            trouble = None
        if trouble is not None:
            raise trouble
        return None


@dataclass(frozen=True)
class Creation:
    """One request to create ``wanted``, and what has become of it.

    ``before`` is an earlier one for the same ``sourceId`` that was looked for in vain.
    """

    session: Session
    search: Search
    wanted: PendingEndUser
    before: PendingEndUser | None

    def run(self) -> EndUser:
        """The EndUser, made by this request or found after its answer was lost.

        Call it only when the list does not show the ``sourceId``. The intent is written first and
        stays until it is known what came of it. Raises ``PerhapsCreated``.
        """
        self._write_intent()
        try:
            made = self.session.client.create_end_user(
                company_name=self.wanted.company_name,
                source_id=self.wanted.source_id,
                email=self.wanted.email,
                cancel=self.search.token,
            ).value
        except RequestRefused as refusal:
            return self._after_refusal(refusal)
        except ConductorError as error:
            if _was_turned_away(error):
                self._forget_intent()
                raise
            log.info("the answer to a create was lost: %s", error.title)
            return self._after_loss()
        if made.source_id != self.wanted.source_id:
            log.warning("the answer to a create is about another EndUser")
            return self._after_loss()
        return made

    def _after_loss(self, refusal: RequestRefused | None = None) -> EndUser:
        """Sending it again could make a second one; looking cannot."""
        found = self.search.patiently(self.wanted.source_id)
        if found is None:
            raise PerhapsCreated(self.wanted.company_name, refusal)
        return found

    def _after_refusal(self, refusal: RequestRefused) -> EndUser:
        """Refused because there is one already, by whoever made it, or for what was entered."""
        found = self.search.once(self.wanted.source_id)
        if found is not None:
            return found
        if _says_taken(refusal):
            return self._after_loss(refusal)
        self._forget_intent()
        raise refusal

    def _write_intent(self) -> None:
        try:
            self.session.update(pending_end_user=self.wanted)
        except AppError as error:
            raise NothingSent(error) from error

    def _forget_intent(self) -> None:
        """Conductor has said no, so there is nothing to look for that was not there before."""
        try:
            self.session.update(pending_end_user=self.before)
        except AppError as error:
            log.warning("an intent could not be taken back: %s", error.title)


def _was_turned_away(error: ConductorError) -> bool:
    """Whether Conductor did not even look at the request."""
    return isinstance(error, KeyRejected) or error.details.get("status") == "429"


def _says_taken(refusal: RequestRefused) -> bool:
    """How Conductor refuses a ``sourceId`` that is taken is not documented."""
    words = refusal.details.get("message", "").casefold()
    says_so = any(word in words for word in ("already", "duplicate", "taken", "unique"))
    return says_so or refusal.details.get("status") == "409"
