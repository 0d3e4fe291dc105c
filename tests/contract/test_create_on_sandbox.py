"""One EndUser on the sandbox, whatever fault its creation meets there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.errors import AppError
from conductor_desktop.sandbox.faults.catalogue import FAULTS
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_user_questions import EndUserGone, PerhapsCreated
from conductor_desktop.services.end_users import EndUsersService, SettledEndUser
from conductor_desktop.services.session import Session
from conductor_desktop.work import CancelToken
from tests.helpers.killing import mortal_session
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Caller, Control, SandboxAccess, SetClock, running_sandbox

DRAFT = EndUserDraft("Big Construction Co.", "office@big.example", "cust-1042")
POST = {"method": "POST", "path": "/v1/end-users", "count": 1}
LOST_AFTER_THE_WORK = ["lost-create", "create-then-error"]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def sandbox(clock: SetClock) -> Iterator[SandboxAccess]:
    with running_sandbox(clock=clock) as access:
        yield access


@pytest.fixture
def control(sandbox: SandboxAccess) -> Control:
    return Control(sandbox)


@pytest.fixture
def session(sandbox: SandboxAccess, tmp_path: Path) -> Iterator[Session]:
    session = mortal_session(tmp_path, access_to(sandbox))
    yield session
    session.close()


def create(session: Session, *, anew: bool = False) -> SettledEndUser:
    end_users = EndUsersService(session, look_again_seconds=(0.0, 0.0, 0.0))
    try:
        return end_users.create_or_load(DRAFT, CancelToken())
    except (PerhapsCreated, EndUserGone):
        if not anew:
            raise
        return end_users.create_or_load(DRAFT, CancelToken(), anew=True)


def made(sandbox: SandboxAccess) -> list[str]:
    """The ids of the EndUsers of this company."""
    with Caller(sandbox) as caller:
        users = caller.get("/end-users").json()["data"]
    return [user["id"] for user in users if user["sourceId"] == DRAFT.source_id]


def posts(control: Control) -> int:
    arrived = control.requests()
    return sum((one["method"], one["path"]) == ("POST", "/v1/end-users") for one in arrived)


@pytest.mark.parametrize("fault", LOST_AFTER_THE_WORK)
def test_an_answer_lost_after_the_work_is_made_up_for(
    session: Session, sandbox: SandboxAccess, control: Control, fault: str
) -> None:
    control.fault(fault)
    assert made(sandbox) == [] != [create(session).end_user.id]
    assert made(sandbox) == [session.end_user_id]
    assert posts(control) == 1


@pytest.mark.parametrize("fault", LOST_AFTER_THE_WORK)
def test_with_a_list_that_lags_it_asks_until_the_list_has_caught_up(
    session: Session, sandbox: SandboxAccess, control: Control, clock: SetClock, fault: str
) -> None:
    control.fault(fault)
    control.fault("stale-list", seconds=20)
    for _ in range(2):
        with pytest.raises(PerhapsCreated):
            create(session)
    assert posts(control) == 1
    clock.move(21)
    settled = create(session)
    assert not settled.created
    assert posts(control) == 1


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"refused"}))  # control is refused, too
def test_whatever_a_create_meets_there_is_one_in_the_end(
    session: Session, sandbox: SandboxAccess, control: Control, fault: str
) -> None:
    control.fault(fault, match=POST)
    with contextlib.suppress(AppError):
        create(session)
    control.clear()
    before = made(sandbox)
    session.use(access_to(sandbox))  # a client that nobody has asked to wait
    settled = create(session, anew=True)
    assert made(sandbox) == [settled.end_user.id]
    assert posts(control) == (0 if before else 1)
