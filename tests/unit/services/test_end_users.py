"""An EndUser is found or made, and kept; over real HTTP to the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import EndUserNotFound
from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.work import CancelToken
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
