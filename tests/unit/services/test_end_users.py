"""Never two EndUsers for one id, whatever is lost on the way; over real HTTP to the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from conductor_desktop.conductor.client import ConductorClient, Reply
from conductor_desktop.conductor.errors import EndUserNotFound, Offline, OfflineKind
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.end_users import EndUserDraft, EndUsersService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.profiles import access_to, session_in
from tests.helpers.sandbox import SandboxAccess, running_sandbox

DRAFT = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1042")


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def session(tmp_path: Path, sandbox: SandboxAccess) -> Iterator[Session]:
    session = session_in(tmp_path)
    session.use(access_to(sandbox))
    yield session
    session.close()


def service(session: Session) -> EndUsersService:
    return EndUsersService(session, look_again_seconds=(0.0, 0.0, 0.0))


def of_this_id(session: Session) -> list[EndUser]:
    users = session.client.list_end_users(CancelToken()).value
    return [user for user in users if user.source_id == DRAFT.source_id]


@dataclass
class Losing:
    """The real client, whose answer to a create gets lost before or after it has happened."""

    client: ConductorClient
    arrives: bool
    blind_looks: int = 0
    posts: int = 0

    def create_end_user(
        self, *, company_name: str, source_id: str, email: str, cancel: CancelToken
    ) -> Reply[EndUser]:
        self.posts += 1
        if self.arrives:
            self.client.create_end_user(
                company_name=company_name, source_id=source_id, email=email, cancel=cancel
            )
        raise Offline(OfflineKind.TIMEOUT)

    def list_end_users(self, cancel: CancelToken) -> Reply[tuple[EndUser, ...]]:
        reply = self.client.list_end_users(cancel)
        if self.posts and self.blind_looks > 0:
            self.blind_looks -= 1
            return Reply((), reply.request_id, reply.seconds)
        return reply

    def close(self) -> None:
        self.client.close()


def lose(session: Session, *, arrives: bool, blind_looks: int = 0) -> Losing:
    losing = Losing(session.client, arrives, blind_looks)
    session._client = cast("ConductorClient", losing)
    return losing


def test_a_new_one_is_created_and_kept(session: Session) -> None:
    settled = service(session).create_or_load(DRAFT, CancelToken())
    assert settled.created
    assert [user.id for user in of_this_id(session)] == [settled.end_user.id]
    assert session.profile.end_user == settled.end_user
    assert session.profile.pending_end_user is None


def test_a_second_time_the_same_one_is_found(session: Session) -> None:
    first = service(session).create_or_load(DRAFT, CancelToken())
    again = service(session).create_or_load(DRAFT, CancelToken())
    assert not again.created
    assert again.end_user.id == first.end_user.id
    assert len(of_this_id(session)) == 1


@pytest.mark.parametrize("blind_looks", [0, 1, 2])
def test_a_lost_answer_is_made_up_for_by_looking(session: Session, blind_looks: int) -> None:
    losing = lose(session, arrives=True, blind_looks=blind_looks)
    settled = service(session).create_or_load(DRAFT, CancelToken())
    assert settled.end_user.source_id == DRAFT.source_id
    assert losing.posts == 1
    assert len(of_this_id(session)) == 1


def test_a_request_that_never_arrived_is_not_sent_again_by_itself(session: Session) -> None:
    losing = lose(session, arrives=False)
    with pytest.raises(Offline):
        service(session).create_or_load(DRAFT, CancelToken())
    assert losing.posts == 1
    pending = session.profile.pending_end_user
    assert pending is not None
    assert pending.source_id == DRAFT.source_id


def test_what_was_begun_is_offered_again_and_ends_in_one(session: Session) -> None:
    lose(session, arrives=True, blind_looks=99)
    with pytest.raises(Offline):
        service(session).create_or_load(DRAFT, CancelToken())
    session._client = None  # the app was closed; the next start has a client of its own
    after = service(session)
    assert after.draft() == DRAFT
    settled = after.create_or_load(after.draft(), CancelToken())
    assert not settled.created
    assert len(of_this_id(session)) == 1


def test_two_of_one_id_are_not_guessed_between(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = session.client.list_end_users
    service(session).create_or_load(DRAFT, CancelToken())

    def doubled(cancel: CancelToken) -> Reply[tuple[EndUser, ...]]:
        reply = real(cancel)
        return Reply(reply.value + reply.value, reply.request_id, reply.seconds)

    monkeypatch.setattr(session.client, "list_end_users", doubled)
    with pytest.raises(InvalidInput, match="Two entries"):
        service(session).create_or_load(DRAFT, CancelToken())


@pytest.mark.parametrize("field", ["company_name", "email", "source_id"])
def test_an_empty_field_is_named_before_anything_is_sent(session: Session, field: str) -> None:
    values = {"company_name": "A", "email": "a@b.example", "source_id": "1", field: "   "}
    with pytest.raises(InvalidInput, match="is missing"):
        service(session).create_or_load(EndUserDraft(**values), CancelToken())
    assert session.profile.pending_end_user is None


def test_blanks_around_the_fields_do_not_make_another_one(session: Session) -> None:
    first = service(session).create_or_load(DRAFT, CancelToken())
    padded = EndUserDraft(" Big Construction Co. ", DRAFT.email, f" {DRAFT.source_id}\n")
    assert service(session).create_or_load(padded, CancelToken()).end_user == first.end_user


def test_loading_by_id_settles_it(session: Session, sandbox: SandboxAccess) -> None:
    settled = service(session).load(f" {sandbox.end_user_id} ", CancelToken())
    assert session.end_user_id == settled.end_user.id == sandbox.end_user_id


def test_an_unknown_id_changes_nothing(session: Session) -> None:
    service(session).create_or_load(DRAFT, CancelToken())
    before = session.profile
    with pytest.raises(EndUserNotFound):
        service(session).load("end_usr_nobody", CancelToken())
    assert session.profile == before


def test_another_end_user_takes_the_old_proof_away(
    session: Session, sandbox: SandboxAccess
) -> None:
    service(session).create_or_load(DRAFT, CancelToken())
    session.update(company_name="Proven Co.")
    service(session).load(sandbox.end_user_id, CancelToken())
    assert session.profile.company_name is None


def test_cancelling_the_search_after_a_lost_answer_keeps_the_intent(session: Session) -> None:
    lose(session, arrives=True, blind_looks=99)
    token = CancelToken()
    patient = EndUsersService(session, look_again_seconds=(3600.0,))
    losing = cast("Losing", session._client)
    create = losing.create_end_user

    def cancel_then_lose(
        *, company_name: str, source_id: str, email: str, cancel: CancelToken
    ) -> Reply[EndUser]:
        token.cancel()
        return create(
            company_name=company_name, source_id=source_id, email=email, cancel=CancelToken()
        )

    losing.create_end_user = cancel_then_lose  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        patient.create_or_load(DRAFT, token)
    assert session.profile.pending_end_user is not None


def test_the_draft_offers_the_setup_files_words_then_an_id_of_this_pc(session: Session) -> None:
    end_users = service(session)
    own = end_users.draft().source_id
    assert own.startswith("pc-")
    assert own == service(session).draft().source_id
    end_users.offered = DRAFT
    assert end_users.draft() == DRAFT
    session.update(
        end_user=EndUserRef(id="e", source_id="kept", email="k@k.example", company_name="Kept")
    )
    assert service(session).draft().source_id == "kept"
    assert end_users.draft() == DRAFT  # another setup file is about somebody else
