"""Other windows, other PCs and entries that are gone: nothing is done twice, or unasked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import EndUserNotFound
from conductor_desktop.services.connection import ConnectionService, ConnectionState
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_user_questions import (
    AlreadyUnderWay,
    Choice,
    EndUserGone,
    OtherCompany,
    OtherPc,
    PerhapsCreated,
    SettledMeanwhile,
)
from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.turns import holding
from conductor_desktop.work import CancelToken
from tests.helpers.end_user_desk import EndUserDesk, Loss, open_desk
from tests.helpers.killing import mortal_session

DRAFT = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1042")
OTHER = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1043")
HERE, THERE = "1" * 32, "2" * 32  # two machines


@pytest.fixture
def desk() -> Iterator[EndUserDesk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def open_session(tmp_path: Path, desk: EndUserDesk) -> Iterator[Callable[[], Session]]:
    """Another window, or another start, on the same settings."""
    sessions = []

    def another() -> Session:
        sessions.append(mortal_session(tmp_path, desk.access))
        return sessions[-1]

    yield another
    for session in sessions:
        session.close()


@pytest.fixture
def session(open_session: Callable[[], Session]) -> Session:
    return open_session()


def service(
    session: Session, machine: str | None = HERE, *, wait_seconds: float = 0.05
) -> EndUsersService:
    return EndUsersService(
        session,
        machine_id=lambda: machine,
        look_again_seconds=(0.0, 0.0, 0.0),
        wait_seconds=wait_seconds,
    )


def create(end_users: EndUsersService, draft: EndUserDraft, *, anew: bool = False) -> str:
    return end_users.create_or_load(draft, CancelToken(), anew=anew).end_user.id


def own_draft(end_users: EndUsersService, company: str = "Big Construction Co.") -> EndUserDraft:
    return EndUserDraft(company, "office@big.example", end_users.draft().source_id)


# ---- two windows


def test_a_second_window_is_told_and_does_nothing(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert go_on.wait(30)

    desk.on_create = hold
    first = threading.Thread(target=lambda: create(service(session), DRAFT))
    first.start()
    assert arrived.wait(30)
    looks = desk.looks
    second = service(open_session())
    with pytest.raises(AlreadyUnderWay) as told:
        create(second, DRAFT)
    with pytest.raises(AlreadyUnderWay):
        second.load(desk.ids[0], CancelToken())
    assert "Nothing was done here" in told.value.explanation
    assert (desk.creates, desk.looks) == (1, looks)
    go_on.set()
    first.join()
    assert create(second, DRAFT) == desk.ids[0]
    assert desk.creates == 1


def test_what_another_window_has_begun_is_known_after_the_wait(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    desk.losses, desk.lag = [Loss.RESET], 99
    second = open_session()
    with pytest.raises(PerhapsCreated):
        create(service(session), DRAFT)
    with pytest.raises(PerhapsCreated):
        create(service(second), DRAFT, anew=True)
    assert desk.creates == 1


def test_what_another_window_has_settled_is_not_done_over(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    second = open_session()
    made = create(service(session), DRAFT)
    end_users = service(second)
    with pytest.raises(SettledMeanwhile) as asked:
        create(end_users, OTHER)
    assert asked.value.found_id == made
    assert asked.value.choices == (Choice.USE_FOUND, Choice.CREATE_ANEW)
    assert desk.creates == 1
    assert create(end_users, OTHER, anew=True) != made


def test_a_profile_does_not_wait_for_another_one(
    session: Session, tmp_path: Path, desk: EndUserDesk
) -> None:
    lock = tmp_path / f"end-user-{ProfileName.SANDBOX}.lock"
    with holding(lock, seconds=0.0, cancel=CancelToken()):
        assert create(service(session), DRAFT) == desk.ids[0]


# ---- an entry that is gone


def test_an_entry_that_is_gone_is_asked_about_and_never_replaced_unasked(
    session: Session, desk: EndUserDesk
) -> None:
    end_users = service(session)
    desk.remove(create(end_users, DRAFT))
    for _ in range(2):
        with pytest.raises(EndUserGone) as asked:
            create(end_users, end_users.draft())
        assert "connect QuickBooks again" in asked.value.next_step
    assert desk.creates == 1
    assert create(end_users, end_users.draft(), anew=True) == desk.ids[0]
    assert desk.creates == 2


def test_an_entry_that_only_the_list_does_not_show_is_still_the_one(
    session: Session, desk: EndUserDesk
) -> None:
    desk.lag = 99
    end_users = service(session)
    made = create(end_users, DRAFT)
    assert create(end_users, end_users.draft()) == made
    assert desk.creates == 1


def test_a_connection_whose_entry_is_gone_says_to_set_it_up_again_and_makes_none(
    session: Session, desk: EndUserDesk
) -> None:
    gone = create(service(session), DRAFT)
    desk.remove(gone)
    report = ConnectionService(session.client, gone).passive(CancelToken())
    assert report.state is ConnectionState.NOT_SET_UP
    assert "run the guided setup again" in report.next_step.casefold()
    with pytest.raises(EndUserNotFound):
        service(session).load(gone, CancelToken())
    assert desk.creates == 1


# ---- settings on another PC


def test_settings_on_their_own_pc_are_not_asked_about(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    end_users = service(session)
    made = create(end_users, own_draft(end_users))
    again = service(open_session())
    assert not again.is_of_another_pc
    assert create(again, again.draft()) == made


@pytest.mark.parametrize("lost", [False, True])
def test_on_another_pc_neither_the_own_id_nor_an_intent_is_used_unasked(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk, lost: bool
) -> None:
    end_users = service(session)
    draft = own_draft(end_users)
    desk.losses, desk.lag = [Loss.RESET if lost else Loss.NONE], 99
    if lost:
        with pytest.raises(PerhapsCreated):
            create(end_users, draft)
    else:
        create(end_users, draft)
    looks = desk.looks
    copy = service(open_session(), THERE)
    assert copy.is_of_another_pc
    for use in (copy.draft, lambda: create(copy, draft)):
        with pytest.raises(OtherPc) as asked:
            use()
        assert "“Big Construction Co.”" in asked.value.explanation
        assert asked.value.choices == (Choice.SAME_COMPANY, Choice.ANOTHER_COMPANY)
    assert (desk.creates, desk.looks) == (1, looks)


def test_the_same_company_goes_on_and_is_not_asked_again(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    end_users = service(session)
    made = create(end_users, own_draft(end_users))
    copy = service(open_session(), THERE)
    copy.same_company(CancelToken())
    assert create(copy, copy.draft()) == made
    assert not service(open_session(), THERE).is_of_another_pc


def test_another_company_gets_an_entry_of_its_own(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    end_users = service(session)
    made = create(end_users, own_draft(end_users))
    session.update(company_name="Proven Co.")
    other_session = open_session()
    copy = service(other_session, THERE)
    copy.another_company(CancelToken())
    profile = other_session.profile
    assert (profile.end_user, profile.company_name, profile.pending_end_user) == (None,) * 3
    assert create(copy, own_draft(copy, "Rivera Plumbing")) != made
    assert not service(open_session(), THERE).is_of_another_pc


def test_the_vendors_own_id_needs_no_question(
    session: Session, open_session: Callable[[], Session], desk: EndUserDesk
) -> None:
    end_users = service(session)
    create(end_users, own_draft(end_users))
    copy = service(open_session(), THERE)
    copy.offered = DRAFT
    assert copy.draft() == DRAFT
    create(copy, DRAFT)
    copy.offered = None
    with pytest.raises(OtherPc):
        copy.draft()


@pytest.mark.parametrize(("here", "there"), [(None, THERE), (HERE, None), (None, None)])
def test_where_nobody_can_tell_one_pc_from_another_nothing_is_asked(
    session: Session,
    open_session: Callable[[], Session],
    desk: EndUserDesk,
    here: str | None,
    there: str | None,
) -> None:
    end_users = service(session, here)
    made = create(end_users, own_draft(end_users))
    copy = service(open_session(), there)
    assert create(copy, copy.draft()) == made


def test_an_own_id_that_is_another_companys_can_be_changed(
    session: Session, desk: EndUserDesk
) -> None:
    end_users = service(session)
    draft = own_draft(end_users, "Rivera Plumbing")
    theirs = desk.add(draft.source_id, "Big Construction Co.")
    with pytest.raises(OtherCompany) as asked:
        create(end_users, draft)
    assert asked.value.choices == (Choice.USE_FOUND, Choice.ANOTHER_COMPANY)
    end_users.another_company(CancelToken())
    assert create(end_users, own_draft(end_users, "Rivera Plumbing")) != theirs


def test_the_machine_is_kept_only_as_a_mark(session: Session, tmp_path: Path) -> None:
    end_users = service(session)
    create(end_users, own_draft(end_users))
    assert session.settings.machine is not None
    assert HERE not in (tmp_path / "settings.json").read_text("utf-8")


def test_the_sandbox_asks_nothing_and_binds_nothing(tmp_path: Path, desk: EndUserDesk) -> None:
    session = mortal_session(tmp_path, desk.access, name=ProfileName.SANDBOX)
    create(service(session), DRAFT)
    assert session.settings.machine is None
    end_users = service(session, THERE)
    assert create(end_users, end_users.draft()) == desk.ids[0]
