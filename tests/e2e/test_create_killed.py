"""Killed at any step of creating an EndUser, the app goes on to exactly one.

Real processes, killed for real; the desk makes a second EndUser when it is asked to.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.storage.settings import SettingsStore
from tests.helpers.end_user_desk import EndUserDesk, Loss, open_desk
from tests.helpers.killing import Step
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import Caller, running_sandbox

ROOT = Path(__file__).parents[2]
LONGEST_WAIT = 60.0
BEHIND = 2  # looks at the list that do not show yet what has just been made

# What a new process finds when the one before it died there.
NOTHING_BEGUN = {Step.BEFORE_LOOKING, Step.BEFORE_INTENT, Step.INTENT_HALF_WRITTEN}
NOT_SENT = {Step.AFTER_INTENT, Step.BEFORE_SENDING}

pytestmark = pytest.mark.slow


@pytest.fixture
def desk() -> Iterator[EndUserDesk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def press_create(
    home: Path,
    access: Access,
    step: Step | None = None,
    answer: str = "-",
    **environment: str,
) -> subprocess.Popen[str]:
    arguments = [str(home), access.base_url, step.name if step else "-", answer]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.create_driver", *arguments],
        cwd=ROOT,
        env=os.environ | {"CONDUCTOR_SECRET_KEY": access.secret.reveal()} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process: subprocess.Popen[str]) -> dict[str, object]:
    """What the process said before it came to its own end."""
    out, err = process.communicate(timeout=LONGEST_WAIT)
    assert (process.returncode, err) == (0, "")
    said: dict[str, object] = json.loads(out)
    return said


def let_die(process: subprocess.Popen[str]) -> None:
    out, err = process.communicate(timeout=LONGEST_WAIT)
    assert (out, err) == ("", "")
    assert process.returncode != 0


def settled_id(home: Path) -> str | None:
    profile = SettingsStore(home / "settings.json").load().settings.profiles[ProfileName.LIVE]
    assert profile.pending_end_user is None
    return profile.end_user.id if profile.end_user is not None else None


@pytest.mark.parametrize("step", [s for s in Step if s is not Step.SENT], ids=lambda s: s.name)
def test_killed_anywhere_and_started_again_there_is_one(
    desk: EndUserDesk, home: Path, step: Step
) -> None:
    desk.lag = BEHIND
    let_die(press_create(home, desk.access, step))
    made_before = len(desk.users)
    assert made_before == (0 if step in NOTHING_BEGUN | NOT_SENT else 1)
    answer = outcome(press_create(home, desk.access, answer="anew"))
    assert bool(answer["asked"]) == (step in NOT_SENT)  # nobody can know whether it was sent
    assert answer["created"] == (not made_before)
    assert desk.ids == [answer["id"]] == [settled_id(home)]
    assert desk.creates == 1


def test_killed_between_the_request_and_its_answer_there_is_one(
    desk: EndUserDesk, home: Path
) -> None:
    arrived, is_dead = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert is_dead.wait(LONGEST_WAIT)

    desk.lag, desk.on_create = BEHIND, hold
    process = press_create(home, desk.access)
    assert arrived.wait(LONGEST_WAIT)
    process.kill()
    let_die(process)
    is_dead.set()
    answer = outcome(press_create(home, desk.access))
    assert answer == {"asked": [], "created": False, "id": desk.ids[0]}
    assert settled_id(home) == desk.ids[0]
    assert desk.creates == 1


def test_killed_again_and_again_there_is_one(desk: EndUserDesk, home: Path) -> None:
    desk.losses, desk.lag = [Loss.RESET], 3
    for step in (Step.ANSWERED, Step.BEFORE_LOOKING, Step.BEFORE_SAVING, Step.HALF_SAVED):
        let_die(press_create(home, desk.access, step))
        assert desk.creates == 1
    assert outcome(press_create(home, desk.access))["id"] == desk.ids[0] == settled_id(home)


@pytest.mark.parametrize("step", [Step.BEFORE_SENDING, Step.ANSWERED, Step.HALF_SAVED])
def test_killed_on_the_sandbox_there_is_one(home: Path, step: Step) -> None:
    with running_sandbox() as sandbox, Caller(sandbox) as caller:
        before = len(caller.get("/end-users").json()["data"])
        let_die(press_create(home, access_to(sandbox), step))
        answer = outcome(press_create(home, access_to(sandbox), answer="anew"))
        users = caller.get("/end-users").json()["data"]
        assert len(users) == before + 1
        assert answer["id"] == settled_id(home)


def test_two_processes_that_press_create_make_one(desk: EndUserDesk, home: Path) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert go_on.wait(LONGEST_WAIT)

    desk.on_create = hold
    first = press_create(home, desk.access)
    assert arrived.wait(LONGEST_WAIT)
    looks = desk.looks
    second = outcome(press_create(home, desk.access))
    assert second == {"error": "Another window is doing this"}
    assert (desk.creates, desk.looks) == (1, looks)
    go_on.set()
    first.communicate(timeout=LONGEST_WAIT)
    assert outcome(press_create(home, desk.access))["id"] == desk.ids[0]
    assert desk.creates == 1


def test_one_that_was_killed_keeps_nobody_waiting(desk: EndUserDesk, home: Path) -> None:
    let_die(press_create(home, desk.access, Step.BEFORE_LOOKING))
    assert list(home.glob("*.lock"))  # it is still there, and nobody holds it
    assert outcome(press_create(home, desk.access))["created"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit on Windows")
def test_on_a_disk_that_takes_nothing_more_nothing_is_sent(desk: EndUserDesk, home: Path) -> None:
    answer = outcome(press_create(home, desk.access, DISK_IS_FULL="yes"))
    assert answer == {"error": "No entry was made"}
    assert desk.creates == 0
    assert outcome(press_create(home, desk.access))["created"] is True
