"""Never two EndUsers for one id, whatever is lost on the way; over real HTTP.

The desk makes a second one when it is asked to: it is the app that must not ask.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.errors import KeyRejected, Offline, RequestRefused
from conductor_desktop.errors import AppError
from conductor_desktop.services.end_user_creation import LOOK_AGAIN_SECONDS
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_user_questions import (
    Choice,
    NothingSent,
    NotNotedDown,
    OtherCompany,
    PerhapsCreated,
    SeveralEntries,
)
from conductor_desktop.services.end_users import EndUsersService, SettledEndUser
from conductor_desktop.services.session import Session
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.end_user_desk import EndUserDesk, Loss, open_desk, refused
from tests.helpers.killing import Step, mortal_session
from tests.helpers.stub_server import Answer, reply_error

DRAFT = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1042")
OTHER_ID = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1043")
LOOKS = len(LOOK_AGAIN_SECONDS)
AFTER_THE_WORK = [loss for loss in Loss if loss not in (Loss.NONE, Loss.BEFORE)]


@pytest.fixture
def desk() -> Iterator[EndUserDesk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def session(tmp_path: Path, desk: EndUserDesk) -> Iterator[Session]:
    session = mortal_session(tmp_path, desk.access)
    yield session
    session.close()


def service(session: Session) -> EndUsersService:
    return EndUsersService(session, look_again_seconds=(0.0,) * LOOKS)


def create(
    end_users: EndUsersService, draft: EndUserDraft = DRAFT, *, anew: bool = False
) -> SettledEndUser:
    return end_users.create_or_load(draft, CancelToken(), anew=anew)


def restarted(session: Session, desk: EndUserDesk, folder: Path) -> Session:
    session.close()
    return mortal_session(folder, desk.access)


# ---- the answer is lost


@pytest.mark.parametrize("loss", AFTER_THE_WORK, ids=lambda loss: loss.name)
def test_an_answer_lost_after_the_work_is_made_up_for_by_looking(
    session: Session, desk: EndUserDesk, loss: Loss
) -> None:
    desk.losses = [loss]
    settled = create(service(session))
    assert desk.creates == 1
    assert desk.ids == [settled.end_user.id]
    assert session.profile.end_user == settled.end_user
    assert session.profile.pending_end_user is None


def test_there_are_three_looks_over_half_a_minute() -> None:
    assert (LOOKS, sum(LOOK_AGAIN_SECONDS)) == (3, 30.0)


@pytest.mark.parametrize("lag", range(LOOKS))
def test_a_list_that_lags_is_looked_at_three_times(
    session: Session, desk: EndUserDesk, lag: int
) -> None:
    desk.losses, desk.lag = [Loss.RESET], lag
    settled = create(service(session))
    assert desk.looks == 1 + lag + 1
    assert desk.ids == [settled.end_user.id]


def test_after_three_looks_it_asks_and_sends_nothing_more(
    session: Session, desk: EndUserDesk
) -> None:
    desk.losses, desk.lag = [Loss.RESET], LOOKS
    told = []
    with pytest.raises(PerhapsCreated) as asked:
        service(session).create_or_load(
            DRAFT, CancelToken(), on_patience=lambda: told.append("it takes longer")
        )
    assert asked.value.choices == (Choice.LOOK_AGAIN, Choice.CREATE_ANEW)
    assert "the answer got lost" in asked.value.explanation
    assert told == ["it takes longer"]
    assert (desk.creates, desk.looks) == (1, 1 + LOOKS)
    assert session.profile.pending_end_user is not None
    assert session.profile.end_user is None


@pytest.mark.parametrize("restart", [False, True])
def test_looking_again_later_finds_it(
    session: Session, desk: EndUserDesk, tmp_path: Path, restart: bool
) -> None:
    desk.losses, desk.lag = [Loss.RESET], LOOKS
    with pytest.raises(PerhapsCreated):
        create(service(session))
    if restart:
        session = restarted(session, desk, tmp_path)
    end_users = service(session)
    settled = create(end_users, end_users.draft())
    assert not settled.created
    assert desk.creates == 1
    assert session.profile.pending_end_user is None


def test_a_person_may_have_it_made_anew_after_the_looks(
    session: Session, desk: EndUserDesk
) -> None:
    desk.losses = [Loss.BEFORE]
    end_users = service(session)
    with pytest.raises(PerhapsCreated):
        create(end_users)
    settled = create(end_users, anew=True)
    assert settled.created
    assert desk.creates == 2
    assert desk.ids == [settled.end_user.id]


def test_made_anew_it_is_looked_for_once_more_first(session: Session, desk: EndUserDesk) -> None:
    desk.losses, desk.lag = [Loss.RESET], LOOKS
    end_users = service(session)
    with pytest.raises(PerhapsCreated):
        create(end_users)
    settled = create(end_users, anew=True)
    assert not settled.created
    assert desk.creates == 1


def test_after_a_restart_even_an_answer_given_before_needs_the_looks_first(
    session: Session, desk: EndUserDesk, tmp_path: Path
) -> None:
    desk.losses = [Loss.BEFORE]
    with pytest.raises(PerhapsCreated):
        create(service(session))
    again = restarted(session, desk, tmp_path)
    with pytest.raises(PerhapsCreated):
        create(service(again), anew=True)
    assert desk.creates == 1
    again.close()


def test_looks_that_fail_say_so_and_allow_nothing_new(session: Session, desk: EndUserDesk) -> None:
    end_users = service(session)
    desk.losses, desk.failing_looks = [Loss.RESET], range(1, 99)
    with pytest.raises(Offline):
        create(end_users)
    with pytest.raises(Offline):
        create(end_users, anew=True)
    assert (desk.creates, len(desk.users)) == (1, 1)
    assert session.profile.pending_end_user is not None


@pytest.mark.parametrize(
    ("failing", "outcome"), [({1, 2}, PerhapsCreated), ({3}, Offline), ({1, 3}, Offline)]
)
def test_only_the_last_look_can_say_that_there_is_none(
    session: Session, desk: EndUserDesk, failing: set[int], outcome: type[AppError]
) -> None:
    desk.losses, desk.failing_looks = [Loss.BEFORE], failing
    with pytest.raises(outcome):
        create(service(session))
    assert desk.looks == 1 + LOOKS


def test_an_intent_for_one_id_is_settled_before_another_id_is_created(
    session: Session, desk: EndUserDesk
) -> None:
    desk.losses, desk.lag = [Loss.RESET], LOOKS + 2
    end_users = service(session)
    with pytest.raises(PerhapsCreated):
        create(end_users)
    create(end_users, OTHER_ID)  # while that is looked for, the first turns up
    assert not create(end_users, DRAFT).created
    assert [user["sourceId"] for user in desk.users] == [DRAFT.source_id, OTHER_ID.source_id]


def test_cancelling_while_it_is_sent_keeps_the_intent(session: Session, desk: EndUserDesk) -> None:
    token = CancelToken()
    desk.losses, desk.on_create = [Loss.SILENT], token.cancel
    with pytest.raises(Cancelled):
        service(session).create_or_load(DRAFT, token)
    assert session.profile.pending_end_user is not None
    assert not create(service(session)).created
    assert desk.creates == 1


def test_cancelling_while_it_is_looked_for_keeps_the_intent(
    session: Session, desk: EndUserDesk
) -> None:
    token = CancelToken()
    desk.losses = [Loss.RESET]
    patient = EndUsersService(session, look_again_seconds=(3600.0,))
    with pytest.raises(Cancelled):
        patient.create_or_load(DRAFT, token, on_patience=token.cancel)
    assert session.profile.pending_end_user is not None


# ---- a plain no


def test_a_plain_refusal_is_told_and_leaves_nothing_to_look_for(
    session: Session, desk: EndUserDesk
) -> None:
    desk.refusal = refused('Invalid e-mail at "email"')
    with pytest.raises(RequestRefused) as caught:
        create(service(session))
    assert "Invalid e-mail" in caught.value.details["message"]
    assert session.profile.pending_end_user is None
    desk.refusal = None
    assert create(service(session)).created
    assert desk.looks == 3  # before, after the refusal, before: no half minute for anybody


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (reply_error(401, "AUTHENTICATION_ERROR", "SECRET_KEY_INVALID"), KeyRejected),
        (reply_error(403, "PERMISSION_ERROR", "PERMISSION_DENIED"), KeyRejected),
        (reply_error(429, "RATE_LIMIT_ERROR", "RATE_LIMIT"), Offline),
    ],
    ids=["key", "permission", "too many"],
)
def test_what_is_turned_away_leaves_nothing_to_look_for(
    session: Session, desk: EndUserDesk, refusal: Answer, error: type[AppError]
) -> None:
    desk.refusal = refusal
    with pytest.raises(error):
        create(service(session))
    assert (desk.creates, desk.looks) == (1, 1)
    assert session.profile.pending_end_user is None


def test_a_refusal_takes_back_only_its_own_intent(session: Session, desk: EndUserDesk) -> None:
    desk.losses, desk.lag = [Loss.RESET], LOOKS + 3
    end_users = service(session)
    with pytest.raises(PerhapsCreated):
        create(end_users)
    desk.refusal = refused('Invalid e-mail at "email"')
    with pytest.raises(RequestRefused):
        create(end_users, anew=True)
    desk.refusal = None
    assert not create(service(session)).created
    assert len(desk.users) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        refused('An end-user with this value already exists at "sourceId"'),
        reply_error(409, "INVALID_REQUEST_ERROR", "CONFLICT", message="nobody knows the words"),
    ],
)
def test_refused_as_taken_but_not_in_the_list_is_asked_about(
    session: Session, desk: EndUserDesk, refusal: Answer
) -> None:
    desk.refusal = refusal
    with pytest.raises(PerhapsCreated) as asked:
        create(service(session))
    assert "there is an entry with this id already" in asked.value.explanation
    assert asked.value.details["message"]
    assert desk.creates == 1
    assert session.profile.pending_end_user is not None


# ---- more than one, or another company's


def test_two_of_one_id_are_shown_and_not_guessed_between(
    session: Session, desk: EndUserDesk
) -> None:
    both = (desk.add(DRAFT.source_id), desk.add(DRAFT.source_id, "Big Construction Company"))
    end_users = service(session)
    with pytest.raises(SeveralEntries) as asked:
        create(end_users)
    assert tuple(user.id for user in asked.value.users) == both
    assert all(one in asked.value.details["endUsers"] for one in both)
    assert session.profile.end_user is None
    assert session.profile.pending_end_user is None
    assert desk.creates == 0
    assert end_users.load(both[1], CancelToken()).end_user.id == both[1]


def test_another_companys_entry_is_not_taken_for_ones_own(
    session: Session, desk: EndUserDesk
) -> None:
    found = desk.add(DRAFT.source_id, "Rivera Plumbing")
    end_users = service(session)
    with pytest.raises(OtherCompany) as asked:
        create(end_users)
    assert "Rivera Plumbing" in asked.value.title
    assert asked.value.choices == (Choice.USE_FOUND,)
    assert asked.value.found_id == found
    assert session.profile.end_user is None
    assert desk.creates == 0
    assert end_users.load(found, CancelToken()).end_user.id == found


def test_the_same_company_written_otherwise_is_taken_without_a_question(
    session: Session, desk: EndUserDesk
) -> None:
    found = desk.add(DRAFT.source_id, "BIG CONSTRUCTION, Inc.")
    assert create(service(session)).end_user.id == found


def test_a_name_that_is_not_fit_to_be_kept_or_shown_is_made_so(
    session: Session, desk: EndUserDesk
) -> None:
    hostile = "Rivera\u202e\u0000" + "x" * 500_000
    found = desk.add(DRAFT.source_id, hostile)
    end_users = service(session)
    with pytest.raises(OtherCompany) as asked:
        create(end_users)
    assert len(str(asked.value)) < 1000
    assert "\u202e" not in str(asked.value)
    settled = end_users.load(found, CancelToken()).end_user
    assert len(settled.company_name) <= 200
    assert settled.company_name.isprintable()


# ---- the disk


def full_disk(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_intent_that_cannot_be_written_stops_it_before_anything_is_sent(
    session: Session, desk: EndUserDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr("conductor_desktop.storage.settings.write_atomically", full_disk)
        with pytest.raises(NothingSent) as caught:
            create(service(session))
    assert "nothing was sent" in caught.value.explanation
    assert "No space left on device" in caught.value.explanation
    assert desk.creates == 0
    assert create(service(session)).created


def test_an_id_that_cannot_be_written_is_found_when_tried_again(
    session: Session, desk: EndUserDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        desk.on_create = lambda: disk.setattr(
            "conductor_desktop.storage.settings.write_atomically", full_disk
        )
        with pytest.raises(NotNotedDown) as caught:
            create(service(session))
    assert "the entry will be found" in caught.value.next_step
    assert session.profile.end_user is None
    settled = create(service(session))
    assert not settled.created
    assert desk.ids == [settled.end_user.id]
    assert desk.creates == 1


# ---- anything, in any order


class Killed(BaseException):
    """The process is gone: nothing of the product may catch this."""


def kill() -> NoReturn:
    raise Killed


ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from([loss for loss in Loss if loss is not Loss.SILENT]),  # it takes a while
        st.sampled_from([None, *(step for step in Step if step is not Step.SENT)]),
        st.integers(0, 2 * LOOKS),
    ),
    max_size=5,
)


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(attempts=ATTEMPTS)
def test_whatever_happens_in_whatever_order_there_is_one(
    tmp_path_factory: pytest.TempPathFactory, attempts: list[tuple[Loss, Step | None, int]]
) -> None:
    folder = tmp_path_factory.mktemp("home")
    with open_desk() as desk:
        for loss, step, lag in attempts:
            desk.losses, desk.lag = [loss], lag
            attempt(folder, desk, step)
            assert desk.creates <= 1
            assert len(desk.users) <= 1
        desk.losses = []
        desk.catch_up()
        settled = at_last(folder, desk)
        assert desk.ids == [settled.end_user.id]


def attempt(folder: Path, desk: EndUserDesk, step: Step | None) -> None:
    """One life of the app, in which Create is pressed."""
    session = mortal_session(folder, desk.access, step, kill)
    try:
        create(service(session))
    except (AppError, Killed):
        pass
    finally:
        session.close()


def at_last(folder: Path, desk: EndUserDesk) -> SettledEndUser:
    """All is well again, and a person answers what is asked."""
    session = mortal_session(folder, desk.access)
    end_users = service(session)
    try:
        return create(end_users)
    except PerhapsCreated:
        return create(end_users, anew=True)
    finally:
        assert session.profile.pending_end_user is None
        session.close()
