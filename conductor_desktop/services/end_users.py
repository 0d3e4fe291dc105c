"""Whose connection this is: finds the EndUser or creates it, and never makes two for one id."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from conductor_desktop.conductor.errors import EndUserNotFound
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.services.company_names import differ_clearly
from conductor_desktop.services.connection_names import name_of
from conductor_desktop.services.end_user_creation import LOOK_AGAIN_SECONDS, Creation, Search
from conductor_desktop.services.end_user_draft import EndUserDraft, checked
from conductor_desktop.services.end_user_questions import (
    AlreadyUnderWay,
    EndUserGone,
    HasConnection,
    NothingSent,
    NotNotedDown,
    OtherCompany,
    OtherPc,
    PerhapsCreated,
    SettledMeanwhile,
    SeveralEntries,
)
from conductor_desktop.services.own_id import OwnId
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import EndUserRef, PendingEndUser
from conductor_desktop.storage.turns import Taken
from conductor_desktop.work import CancelToken

_LONGEST_WAIT_SECONDS = 5.0  # for another window that is at it
_LONGEST_TEXT = 200  # of somebody else's that is kept

_SAMPLE_COMPANY = "Big Construction Co."
_SAMPLE_EMAIL = "office@big.example"


@dataclass(frozen=True)
class SettledEndUser:
    """The EndUser this PC works for, and whether it was made just now."""

    end_user: EndUserRef
    created: bool


def _nobody_listens() -> None: ...


class EndUsersService:
    """Every call blocks and may raise ``AppError``; what is settled is kept at once.

    Where only a person can decide it raises an ``EndUserQuestion`` and has changed nothing.
    ``offered`` is what a setup file says the EndUser should be.
    """

    def __init__(
        self,
        session: Session,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        machine_id: Callable[[], str | None] = lambda: None,
        look_again_seconds: tuple[float, ...] = LOOK_AGAIN_SECONDS,
        wait_seconds: float = _LONGEST_WAIT_SECONDS,
    ) -> None:
        self._session = session
        self._now = now
        self._own_id = OwnId(session, machine_id)
        self._look_again_seconds = look_again_seconds
        self._wait_seconds = wait_seconds
        self._looked_for: PendingEndUser | None = None  # in vain, all three times
        self.offered: EndUserDraft | None = None

    def draft(self) -> EndUserDraft:
        """What to offer: the setup file's words, else what was begun before, else an own id.

        Raises ``OtherPc`` when that would be what was begun on another PC.
        """
        profile = self._session.profile
        if self.offered is not None and self.offered.names_somebody:
            return self.offered
        self._check_pc()
        known = profile.pending_end_user or profile.end_user
        if known is not None:
            return EndUserDraft(known.company_name, known.email, known.source_id)
        own_id = self._own_id.source_id
        if self.offered is not None:
            return replace(self.offered, source_id=own_id)
        if self._session.is_sandbox:
            return EndUserDraft(_SAMPLE_COMPANY, _SAMPLE_EMAIL, own_id)
        return EndUserDraft(source_id=own_id)

    def existing(self, token: CancelToken) -> tuple[EndUser, ...]:
        """Everybody this key can see, newest first."""
        users = self._session.client.list_end_users(token).value
        return tuple(sorted(users, key=lambda user: user.created_at, reverse=True))

    def create_or_load(
        self,
        draft: EndUserDraft,
        token: CancelToken,
        *,
        anew: bool = False,
        on_patience: Callable[[], None] = _nobody_listens,
    ) -> SettledEndUser:
        """The EndUser of ``draft.source_id``: the existing one, else a new one; never a second.

        After a create whose end is unknown it is only looked for, which takes half a minute;
        ``on_patience`` is called when that begins. ``anew`` is a person's answer
        ``Choice.CREATE_ANEW``, heeded only after the looks. Raises ``InvalidInput`` for an empty
        field.
        """
        draft = checked(draft)
        before = self._session.profile.end_user
        with self._alone(token):
            self._check_source(draft)
            self._check_others(before, draft, anew=anew)
            search = Search(self._session, token, self._look_again_seconds, on_patience)
            found = search.once(draft.source_id) or self._known(draft, token, anew=anew)
            if found is None:
                found = self._begun_before(draft, search, anew=anew)
            user = found or self._create(draft, search)
            self._check_company(user, draft)
            return SettledEndUser(self._settle(user), created=found is None)

    def load(self, end_user_id: str, token: CancelToken) -> SettledEndUser:
        """Use an existing EndUser. Raises ``EndUserNotFound``."""
        wanted = end_user_id.strip()
        if not wanted:
            raise InvalidInput("Choose an entry", "No entry is chosen.", "Pick one from the list.")
        with self._alone(token):
            reply = self._session.client.retrieve_end_user(wanted, token)
            return SettledEndUser(self._settle(reply.value), created=False)

    # ---- one PC, one company

    @property
    def is_of_another_pc(self) -> bool:
        """Whether what is kept comes from another PC, and nobody has said that this is right."""
        return self._own_id.is_of_another_pc

    def same_company(self, token: CancelToken) -> None:
        """The answer to ``OtherPc``: go on with what has come from there."""
        with self._alone(token):
            self._own_id.bind_anew()

    def another_company(self, token: CancelToken) -> None:
        """The answer to ``OtherPc`` and ``OtherCompany``: this PC gets an id of its own."""
        with self._alone(token):
            self._own_id.replace()

    def _check_pc(self) -> None:
        if self._own_id.is_of_another_pc:
            profile = self._session.profile
            known = profile.end_user or profile.pending_end_user
            raise OtherPc(known.company_name if known is not None else None)

    def _check_source(self, draft: EndUserDraft) -> None:
        """An id that has come along with the settings is not used unasked on another PC."""
        profile = self._session.profile
        known = {one.source_id for one in (profile.end_user, profile.pending_end_user) if one}
        is_given = self.offered is not None and self.offered.source_id == draft.source_id
        if not is_given and draft.source_id in known | {self._own_id.source_id}:
            self._check_pc()

    # ---- one window at a time

    @contextlib.contextmanager
    def _alone(self, token: CancelToken) -> Iterator[None]:
        try:
            with self._session.settling_alone(seconds=self._wait_seconds, cancel=token):
                yield
        except Taken as error:
            raise AlreadyUnderWay from error

    def _check_others(self, before: EndUserRef | None, draft: EndUserDraft, *, anew: bool) -> None:
        after = self._session.profile.end_user
        if after is None or anew or after.source_id == draft.source_id:
            return
        if before is None or before.id != after.id:
            raise SettledMeanwhile(after)

    # ---- found or created

    def _known(self, draft: EndUserDraft, token: CancelToken, *, anew: bool) -> EndUser | None:
        """The one this PC worked for, should the list not show it."""
        known = self._session.profile.end_user
        if known is None or known.source_id != draft.source_id:
            return None
        try:
            return self._session.client.retrieve_end_user(known.id, token).value
        except EndUserNotFound as error:
            if not anew:
                raise EndUserGone(known.company_name) from error
            return None

    def _begun_before(self, draft: EndUserDraft, search: Search, *, anew: bool) -> EndUser | None:
        """What an earlier create has made, if it has; of another id only whether it is settled."""
        begun = self._session.profile.pending_end_user
        if begun is None or (anew and begun == self._looked_for):
            return None
        if begun.source_id != draft.source_id:
            with contextlib.suppress(SeveralEntries):
                search.patiently(begun.source_id)
            return None
        found = search.patiently(begun.source_id)
        if found is None:
            self._looked_for = begun
            raise PerhapsCreated(begun.company_name)
        return found

    def _check_company(self, found: EndUser, draft: EndUserDraft) -> None:
        if differ_clearly(found.company_name, draft.company_name):
            is_own_id = found.source_id == self._own_id.source_id
            raise OtherCompany(found, draft.company_name, is_own_id=is_own_id)

    def _create(self, draft: EndUserDraft, search: Search) -> EndUser:
        wanted = PendingEndUser(
            source_id=draft.source_id,
            company_name=draft.company_name,
            email=draft.email,
            started_at=self._now(),
        )
        begun = self._session.profile.pending_end_user
        before = begun if begun is not None and begun.source_id == wanted.source_id else None
        try:
            self._own_id.bind()
        except AppError as error:
            raise NothingSent(error) from error
        try:
            return Creation(self._session, search, wanted, before).run()
        except PerhapsCreated:
            self._looked_for = wanted
            raise

    def _check_connections(self, user: EndUser) -> None:
        """Two connections of this PC to one company file would be one too many."""
        if self._session.is_sandbox:
            return
        for name, profile in self._session.settings.live.items():
            other = profile.end_user
            if name != self._session.profile_name and other is not None and other.id == user.id:
                raise HasConnection(name_of(profile))

    def _settle(self, user: EndUser) -> EndUserRef:
        self._check_connections(user)
        settled = EndUserRef(
            id=user.id,
            source_id=user.source_id,
            email=plain_text(user.email, _LONGEST_TEXT),
            company_name=plain_text(user.company_name, _LONGEST_TEXT),
        )
        before = self._session.profile.end_user
        # What was proven was proven for somebody else, and the Web Connector works for them.
        is_other = before is not None and before.id != settled.id
        others = ("company_name", "last_proof_at", "application")
        forgotten = dict.fromkeys(others) if is_other else {}
        try:
            self._own_id.bind()
            self._session.update(end_user=settled, pending_end_user=None, **forgotten)
        except AppError as error:
            raise NotNotedDown(settled.company_name, error) from error
        return settled
