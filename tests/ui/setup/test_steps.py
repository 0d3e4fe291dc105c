"""Which step comes when, and where a setup that was left goes on."""

from __future__ import annotations

import pytest

from conductor_desktop.storage.names import Mode, Redoing, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile
from conductor_desktop.ui.setup.steps import Resume, earlier, later, resume_point, step_before

BIG = EndUserRef("end_usr_1", "cust-1", "office@big.example", "Big Co.")
URL = "https://api.example/v1"

W, P, E, C, V = (
    SetupStep.WELCOME,
    SetupStep.CHECKS,
    SetupStep.END_USER,
    SetupStep.CONNECT,
    SetupStep.VERIFY,
)


@pytest.mark.parametrize("mode", [Mode.API_KEYS, Mode.SETUP_FILE])
@pytest.mark.parametrize("step", [P, E, C, V])
def test_setup_goes_on_where_it_was_left_if_the_key_is_still_there(
    mode: Mode, step: SetupStep
) -> None:
    profile = Profile(mode=mode, base_url=URL, end_user=BIG, setup_step=step)
    assert resume_point(profile) == Resume(step, needs_key=True)


@pytest.mark.parametrize("step", [C, V])
def test_without_somebody_to_connect_it_goes_back_to_who_it_is_for(step: SetupStep) -> None:
    profile = Profile(mode=Mode.API_KEYS, base_url=URL, setup_step=step)
    assert resume_point(profile) == Resume(E, needs_key=True)


@pytest.mark.parametrize("step", [P, C])
def test_a_link_is_never_kept_so_it_is_wanted_again(step: SetupStep) -> None:
    profile = Profile(mode=Mode.SETUP_FILE, base_url=None, setup_step=step)
    assert resume_point(profile).needs_link


def test_after_connecting_through_a_link_nothing_is_wanted_any_more() -> None:
    profile = Profile(mode=Mode.SETUP_FILE, base_url=None, setup_step=V)
    assert resume_point(profile) == Resume(V)


@pytest.mark.parametrize("step", [P, E, C, V])
def test_the_sandbox_has_no_key_to_miss(step: SetupStep) -> None:
    profile = Profile(mode=Mode.SANDBOX, end_user=BIG, setup_step=step)
    assert resume_point(profile) == Resume(step)


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile(setup_step=C),  # no way in was ever taken
        Profile(mode=Mode.API_KEYS, base_url=URL, setup_step=W),
        Profile(mode=Mode.API_KEYS, base_url=URL, end_user=BIG, setup_step=SetupStep.DONE),
    ],
)
def test_otherwise_it_begins_at_the_doors(profile: Profile) -> None:
    assert resume_point(profile) == Resume(W)


def test_back_leads_through_the_steps_and_ends_at_the_doors() -> None:
    backwards: list[SetupStep | None] = [V]
    while (now := backwards[-1]) is not None:
        backwards.append(step_before(now, Profile()))
    assert backwards == [V, C, E, P, W, None]


def test_with_a_link_nobody_is_asked_who_it_is_for_on_the_way_back_either() -> None:
    link = Profile(mode=Mode.SETUP_FILE)
    assert step_before(C, link) is P
    assert step_before(V, link) is C


def test_back_leads_out_of_a_reconnect_where_it_began() -> None:
    again = Profile(mode=Mode.API_KEYS, base_url=URL, end_user=BIG, redoing=Redoing.RECONNECT)
    assert step_before(V, again) is C
    assert step_before(C, again) is None


@pytest.mark.parametrize("step", [C, V])
def test_a_reconnect_goes_on_where_it_was_left(step: SetupStep) -> None:
    profile = Profile(
        mode=Mode.API_KEYS,
        base_url=URL,
        end_user=BIG,
        setup_step=step,
        redoing=Redoing.RECONNECT,
    )
    assert resume_point(profile) == Resume(step, needs_key=True)


def test_a_reconnect_with_a_link_alone_wants_another_one() -> None:
    profile = Profile(mode=Mode.SETUP_FILE, setup_step=C, redoing=Redoing.RECONNECT)
    assert resume_point(profile).needs_link


def test_the_later_and_the_earlier_of_two_steps() -> None:
    assert later(W, P) is P
    assert later(V, P) is V
    assert earlier(W, P) is W
    assert earlier(V, E) is E
