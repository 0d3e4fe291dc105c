"""Whose connection this is: finds the EndUser or creates it, and never makes two for one id."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from conductor_desktop.conductor.errors import Offline, UnexpectedAnswer
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import EndUserRef, PendingEndUser
from conductor_desktop.work import CancelToken

log = logging.getLogger(__name__)

# After an answer was lost the list may lag behind; three looks over half a minute.
_LOOK_AGAIN_SECONDS = (1.0, 9.0, 20.0)

_SAMPLE_COMPANY = "Big Construction Co."
_SAMPLE_EMAIL = "office@big.example"


@dataclass(frozen=True)
class EndUserDraft:
    """What a new EndUser would be called; ``source_id`` is the vendor's own id for it.

    ``id`` is set when the vendor has made it already.
    """

    company_name: str = ""
    email: str = ""
    source_id: str = ""
    id: str = ""


@dataclass(frozen=True)
class SettledEndUser:
    """The EndUser this PC works for, and whether it was made just now."""

    end_user: EndUserRef
    created: bool


class EndUsersService:
    """Every call blocks and may raise ``AppError``; what is settled is kept at once.

    ``offered`` is what a setup file says the EndUser should be.
    """

    def __init__(
        self,
        session: Session,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        look_again_seconds: tuple[float, ...] = _LOOK_AGAIN_SECONDS,
    ) -> None:
        self._session = session
        self._now = now
        self._look_again_seconds = look_again_seconds
        self.offered: EndUserDraft | None = None

    def draft(self) -> EndUserDraft:
        """What to offer: the setup file's words, else what was begun before, else an own id."""
        profile = self._session.profile
        if self.offered is not None and (self.offered.source_id or self.offered.id):
            return self.offered
        known = profile.pending_end_user or profile.end_user
        if known is not None:
            return EndUserDraft(known.company_name, known.email, known.source_id)
        own_id = f"pc-{self._session.settings.installation_id[:8]}"
        if self.offered is not None:
            return replace(self.offered, source_id=own_id)
        if self._session.is_sandbox:
            return EndUserDraft(_SAMPLE_COMPANY, _SAMPLE_EMAIL, own_id)
        return EndUserDraft(source_id=own_id)

    def existing(self, token: CancelToken) -> tuple[EndUser, ...]:
        """Everybody this key can see, newest first."""
        users = self._session.client.list_end_users(token).value
        return tuple(sorted(users, key=lambda user: user.created_at, reverse=True))

    def create_or_load(self, draft: EndUserDraft, token: CancelToken) -> SettledEndUser:
        """The EndUser of ``draft.source_id``: the existing one, else a new one; never a second.

        The list is searched first, the intent is written before the request, the request is sent
        once, and when its answer is lost the list is searched again. Raises ``InvalidInput`` for
        an empty field or when two EndUsers share the id.
        """
        draft = _checked(draft)
        found = self._find(draft.source_id, token)
        if found is not None:
            return SettledEndUser(self._settle(found), created=False)
        self._session.update(
            pending_end_user=PendingEndUser(
                source_id=draft.source_id,
                company_name=draft.company_name,
                email=draft.email,
                started_at=self._now(),
            )
        )
        return SettledEndUser(self._settle(self._create(draft, token)), created=True)

    def load(self, end_user_id: str, token: CancelToken) -> SettledEndUser:
        """Use an existing EndUser. Raises ``EndUserNotFound``."""
        wanted = end_user_id.strip()
        if not wanted:
            raise InvalidInput("Choose an entry", "No entry is chosen.", "Pick one from the list.")
        reply = self._session.client.retrieve_end_user(wanted, token)
        return SettledEndUser(self._settle(reply.value), created=False)

    def _find(self, source_id: str, token: CancelToken) -> EndUser | None:
        users = self._session.client.list_end_users(token).value
        matches = [user for user in users if user.source_id == source_id]
        if len(matches) > 1:
            raise InvalidInput(
                "Two entries have this id",
                f"{len(matches)} entries in Conductor have the id “{source_id}”, so this app "
                "cannot know which is meant.",
                "Choose the right one from the list of those that exist already.",
                details={"endUsers": ", ".join(user.id for user in matches)},
            )
        return matches[0] if matches else None

    def _create(self, draft: EndUserDraft, token: CancelToken) -> EndUser:
        try:
            reply = self._session.client.create_end_user(
                company_name=draft.company_name,
                source_id=draft.source_id,
                email=draft.email,
                cancel=token,
            )
        except (Offline, UnexpectedAnswer):
            # The request may have arrived although its answer did not. Sending it again could
            # make a second EndUser; looking cannot.
            log.info("the answer to a create was lost; looking for what it did")
            found = self._look_again(draft.source_id, token)
            if found is None:
                raise
            return found
        return reply.value

    def _look_again(self, source_id: str, token: CancelToken) -> EndUser | None:
        for pause in self._look_again_seconds:
            token.wait(pause)
            try:
                found = self._find(source_id, token)
            except (Offline, UnexpectedAnswer):
                continue
            if found is not None:
                return found
        return None

    def _settle(self, user: EndUser) -> EndUserRef:
        settled = EndUserRef(
            id=user.id, source_id=user.source_id, email=user.email, company_name=user.company_name
        )
        before = self._session.profile.end_user
        if before is not None and before.id != settled.id:
            # What was proven was proven for somebody else.
            self._session.update(company_name=None, last_proof_at=None)
        self._session.update(end_user=settled, pending_end_user=None)
        return settled


def _checked(draft: EndUserDraft) -> EndUserDraft:
    clean = EndUserDraft(draft.company_name.strip(), draft.email.strip(), draft.source_id.strip())
    for value, name in (
        (clean.company_name, "company name"),
        (clean.email, "e-mail address"),
        (clean.source_id, "id"),
    ):
        if not value:
            raise InvalidInput(
                f"The {name} is missing", f"The field for the {name} is empty.", "Fill it in."
            )
    return clean
