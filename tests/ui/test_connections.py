"""What the list of connections shows: each company once, and no state that is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from conductor_desktop.storage.names import Mode, ProfileName, Redoing, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.ui.connections import Seen, listed
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.shell.switcher import Connection

NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
LIVE, SECOND, SANDBOX = ProfileName.LIVE, ProfileName("live-2"), ProfileName.SANDBOX
BIG = Profile(
    mode=Mode.API_KEYS,
    base_url="https://api.example/v1",
    end_user=EndUserRef("end_usr_1", "cust-1", "office@big.example", "Big Co."),
    setup_step=SetupStep.DONE,
)
CEDAR = replace(BIG, end_user=EndUserRef("end_usr_2", "cust-2", "a@cedar.example", "Cedar & Finch"))


def shown(
    cedar: Profile = CEDAR, seen: Seen | None = None, mark: Mark | None = None
) -> list[Connection]:
    """With Big in front."""
    settings = Settings(profiles={LIVE: BIG, SECOND: cedar})
    return listed(settings, LIVE, mark, {SECOND: seen} if seen else {}, NOW)


def test_each_company_is_listed_and_the_one_in_front_has_its_own_mark() -> None:
    big, cedar = shown(mark=Mark.STOP)
    assert (big.text, big.mark, big.note, big.is_current) == (
        "Big Co.",
        Mark.STOP,
        "needs fixing",
        True,
    )
    assert (cedar.text, cedar.mark, cedar.note, cedar.is_current) == (
        "Cedar & Finch",
        None,
        "",
        False,
    )


def proven(minutes: float) -> Profile:
    return replace(CEDAR, last_proof_at=NOW - timedelta(minutes=minutes))


def left(mark: Mark, minutes: float) -> Seen:
    return Seen(mark, NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("profile", "seen", "mark"),
    [
        (CEDAR, None, None),
        (proven(1), None, Mark.OK),
        (proven(29), None, Mark.OK),
        (proven(31), None, None),  # what was so then need not be so now
        (CEDAR, left(Mark.OK, 1), None),
        (CEDAR, left(Mark.STOP, 60), Mark.STOP),
        (CEDAR, left(Mark.LOOK, 60), Mark.LOOK),
        (CEDAR, left(Mark.UNKNOWN, 1), None),
        (CEDAR, left(Mark.BUSY, 1), None),
        (proven(5), left(Mark.STOP, 1), Mark.STOP),
        (proven(1), left(Mark.STOP, 5), Mark.OK),
        (replace(CEDAR, setup_step=SetupStep.CONNECT), left(Mark.STOP, 1), Mark.WAITING),
        (
            replace(proven(1), setup_step=SetupStep.VERIFY, redoing=Redoing.RECONNECT),
            None,
            Mark.WAITING,
        ),
    ],
)
def test_of_another_one_only_what_is_known_is_shown(
    profile: Profile, seen: Seen | None, mark: Mark | None
) -> None:
    assert shown(profile, seen)[1].mark is mark


def test_what_is_not_finished_says_so() -> None:
    assert shown(replace(CEDAR, setup_step=SetupStep.CHECKS))[1].note == "setup not finished"


def test_what_has_only_just_been_begun_is_not_listed_unless_it_is_in_front() -> None:
    settings = Settings(profiles={LIVE: BIG, SECOND: Profile(mode=Mode.API_KEYS)})
    assert [one.profile for one in listed(settings, LIVE, None, {}, NOW)] == [LIVE]
    assert [one.profile for one in listed(settings, SECOND, None, {}, NOW)] == [LIVE, SECOND]


def test_the_sandbox_is_listed_once_it_was_used_and_never_as_a_company_file() -> None:
    settings = Settings(profiles={SANDBOX: replace(BIG, company_name="Saltbush"), LIVE: BIG})
    big, sandbox = listed(settings, SANDBOX, Mark.OK, {}, NOW)
    assert (big.is_sandbox, big.is_current) == (False, False)
    assert (sandbox.is_sandbox, sandbox.is_current) == (True, True)
    assert (sandbox.text, sandbox.note) == ("Sandbox: Saltbush", "made-up books")
    assert not [one for one in shown() if one.is_sandbox]
