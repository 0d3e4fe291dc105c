"""Killed at any step of the guided setup, it goes on there and does nothing twice.

What is killed here is the app as composed, inside this process: from that moment on nothing of it
reaches the disk, the password store or a screen. ``tests/e2e/test_setup_killed.py`` has processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import ProfileName, Redoing, SetupStep
from conductor_desktop.ui.tour.hands import can_pick, find, pick
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.company_pc import CompanyPc
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import (
    Caller,
    Control,
    SandboxAccess,
    SandboxOptions,
    running_sandbox,
)
from tests.helpers.setup_hands import COMPANY, EMAIL, PAGES, SetupHands

STEPS = [step for step in PAGES if step is not SetupStep.WELCOME]
QUICKBOOKS = "/v1/quickbooks-desktop"
LIVE, SECOND = ProfileName.LIVE, ProfileName("live-2")


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox(SandboxOptions(company=COMPANY, invoices=2)) as access:
        yield access


@pytest.fixture
def pc(qtbot: QtBot, tmp_path: Path) -> Iterator[CompanyPc]:
    with ExitStack() as stack:
        yield CompanyPc(qtbot, tmp_path / "home", stack)


class Journey:
    """The guided setup of one company, with as many lives as it takes."""

    def __init__(self, pc: CompanyPc, sandbox: SandboxAccess) -> None:
        self.pc, self.sandbox = pc, sandbox
        self.control = Control(sandbox)
        self.running = self._start()

    def _start(self) -> RunningApp:
        running = self.pc.start(base_url=self.sandbox.base_url)
        running.open()
        return running

    def die_and_start_again(self) -> None:
        self.running.kill()
        self.running = self._start()

    @property
    def hands(self) -> SetupHands:
        keys = self.sandbox.secret_key.reveal(), self.sandbox.publishable_key
        return SetupHands(self.running, keys, self.pc.views)

    def asked(self, part: str, method: str = "GET") -> int:
        """How many such requests have arrived."""
        return sum(
            one["method"] == method and part in one["path"] for one in self.control.requests()
        )

    @property
    def entries(self) -> int:
        """How many EndUsers of this company there are."""
        with Caller(self.sandbox) as caller:
            users = caller.get("/end-users").json()["data"]
        return sum(user["email"] == EMAIL for user in users)


@pytest.fixture
def first(pc: CompanyPc, sandbox: SandboxAccess) -> Journey:
    """On a PC that has no connection yet."""
    return Journey(pc, sandbox)


@pytest.fixture
def added(pc: CompanyPc, sandbox: SandboxAccess) -> Iterator[Journey]:
    """On a PC that is connected to another company, of another project."""
    with running_sandbox(SandboxOptions(company="Big Construction Co.", invoices=1)) as other:
        pc.connect(other, "Big Construction Co.")
        journey = Journey(pc, sandbox)
        journey.running.wait_for("connectionScreen")
        journey.running.press("switcher")
        journey.running.wait(can_pick("addCompany"))
        pick("addCompany")
        journey.running.wait_for("welcomePage")
        yield journey


def name_of(journey: Journey) -> ProfileName:
    return journey.pc.settings.active_profile


def dies_and_goes_on_at(journey: Journey, step: SetupStep) -> None:
    journey.hands.go_on_to(step)
    before = journey.pc.settings
    journey.die_and_start_again()
    journey.running.wait_for(PAGES[step])
    journey.running.settle()
    assert find("welcomePage") is None
    after = journey.pc.settings
    assert {**after.profiles, name_of(journey): before.profile} == before.profiles
    assert after.profile.setup_step is step
    assert (after.profile.end_user, after.profile.mode) == (
        before.profile.end_user,
        before.profile.mode,
    )


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_it_goes_on_at_the_step_where_it_was_killed(added: Journey, step: SetupStep) -> None:
    dies_and_goes_on_at(added, step)
    added.hands.finish()
    assert added.entries == 1
    assert name_of(added) == SECOND


def test_killed_at_every_step_in_turn_it_still_makes_one_of_each(first: Journey) -> None:
    for step in STEPS:
        dies_and_goes_on_at(first, step)
    first.hands.finish()
    assert name_of(first) == LIVE
    assert first.entries == 1
    assert first.asked("/end-users", "POST") == 1
    assert len(first.pc.keyring.entries) == 2  # the two keys, given once


def test_killed_before_anything_was_given_nothing_is_there_of_it(
    first: Journey, added: Journey
) -> None:
    """The first page asks again; with another company, that one is shown."""
    added.running.kill()
    assert list(added.pc.settings.live) == [LIVE]
    again = added.pc.open()
    assert again.window.windowTitle().startswith("Big Construction Co.")


# ---- killed while something is under way


def test_killed_while_the_keys_are_looked_at_they_are_not_kept(first: Journey) -> None:
    first.control.fault("slow", match={"path": "/v1/end-users"}, seconds=600)
    first.hands.give_keys()
    first.running.wait(lambda: first.asked("/end-users") == 1)
    first.die_and_start_again()
    first.running.wait_for("welcomePage")
    assert first.pc.keyring.entries == {}
    first.control.clear()
    first.hands.finish()
    assert first.entries == 1


def under_way(journey: Journey, part: str, method: str = "GET") -> Callable[[], bool]:
    return lambda: journey.asked(part, method) > 0


def test_killed_while_the_link_is_made_one_is_made_by_who_comes_next(first: Journey) -> None:
    first.hands.go_on_to(SetupStep.END_USER)
    first.control.fault("slow", match={"path": "/v1/auth-sessions"}, seconds=600)
    first.hands.name_the_company()
    first.running.wait(under_way(first, "/auth-sessions", "POST"))
    first.die_and_start_again()
    first.running.wait_for("connectPage")
    first.running.wait(lambda: first.asked("/auth-sessions", "POST") == 2)
    assert first.entries == 1
    first.control.clear()
    first.die_and_start_again()
    first.hands.finish()
    assert first.asked("/end-users", "POST") == 0  # since the list was cleared
    assert first.entries == 1


def test_killed_while_quickbooks_is_asked_the_next_one_asks_once(first: Journey) -> None:
    first.hands.go_on_to(SetupStep.CONNECT)
    finish_auth_flow(first.pc.views[-1].opened[0].reveal())
    first.control.fault("slow", match={"path": f"{QUICKBOOKS}/company"}, seconds=600)
    first.running.press("setupNext")
    first.running.wait_for("verifyPage")
    first.running.wait(under_way(first, "/company"))
    first.control.clear()
    first.control.fault("slow", match={"path": f"{QUICKBOOKS}/health-check"}, seconds=600)
    first.die_and_start_again()
    first.running.wait_for("verifyPage")
    first.running.wait(under_way(first, "/health-check"))
    # One question is open, and whatever else the window does meanwhile asks no second one.
    first.running.press("setupBack")
    first.running.wait_for("connectPage")
    first.running.wait(lambda: first.asked("/auth-sessions", "POST") == 1)
    asked = [one["path"] for one in first.control.requests()]
    assert len([path for path in asked if path.startswith(QUICKBOOKS)]) == 1
    first.control.clear()
    first.hands.finish()
    assert first.entries == 1


@pytest.mark.slow
@pytest.mark.parametrize("step", [SetupStep.CONNECT, SetupStep.VERIFY])
def test_a_reconnect_that_is_killed_goes_on_and_can_still_be_given_up(
    first: Journey, step: SetupStep
) -> None:
    first.hands.finish()
    before = first.pc.kept
    first.running.press("reconnect")
    first.running.wait_for("connectPage")
    first.hands.go_on_to(step)
    first.die_and_start_again()
    first.running.wait_for(PAGES[step])
    assert first.pc.settings.profile.redoing is Redoing.RECONNECT
    if step is SetupStep.VERIFY:
        first.running.settle()
        first.running.press("setupBack")
        first.running.wait_for("connectPage")
    first.running.press("setupBack")
    first.running.wait_for("connectionScreen")
    first.running.settle()
    settings, keys = first.pc.kept
    assert keys == before[1]
    assert settings.profile.end_user == before[0].profile.end_user
    assert settings.profile.is_set_up
    assert first.entries == 1
