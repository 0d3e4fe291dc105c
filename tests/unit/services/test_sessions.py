"""Several connections on one PC: which is in use, and that none gets what is another one's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import pytest

from conductor_desktop.errors import InvalidInput, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.session import Access
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.storage.errors import SecretStoreProblem, SettingsNotSaved
from conductor_desktop.storage.names import MOST_PROFILES, Mode, ProfileName, Redoing, SetupStep
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import Cancelled
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import sessions_in

LIVE, SANDBOX, SECOND = ProfileName.LIVE, ProfileName.SANDBOX, ProfileName("live-2")
BIG = EndUserRef("end_usr_big", "cust-1", "office@big.example", "Big Construction Co.")
CEDAR = EndUserRef("end_usr_cedar", "cust-2", "a@cedar.example", "Cedar & Finch")
BIG_ACCESS = Access("https://api.example/v1", Secret("sk_of_big"), Secret("pk_of_big"))
CEDAR_ACCESS = Access("https://api.example/v1", Secret("sk_of_cedar"), Secret("pk_of_cedar"))
PROOF = Proof("Big Construction Company", datetime(2025, 6, 18, 12, tzinfo=UTC))

Open = Callable[[], Sessions]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def start(tmp_path: Path, keyring: MemoryKeyring) -> Open:
    """As another start of the app finds it."""
    return lambda: sessions_in(tmp_path, keyring=keyring)


def finish(sessions: Sessions, access: Access, end_user: EndUserRef) -> None:
    session = sessions.current
    sessions.claim(session)
    session.keep(access, Mode.API_KEYS)
    session.update(end_user=end_user)
    session.finish()


@pytest.fixture
def two(start: Open) -> Sessions:
    """Big first, and Cedar, which is in use."""
    sessions = start()
    finish(sessions, BIG_ACCESS, BIG)
    sessions.begin_another()
    finish(sessions, CEDAR_ACCESS, CEDAR)
    return sessions


def test_each_company_file_has_a_profile_and_keys_of_its_own(
    two: Sessions, start: Open, keyring: MemoryKeyring
) -> None:
    assert sorted(keyring.entries.items()) == [
        (("Conductor Desktop", "live-2/publishable-key"), "pk_of_cedar"),
        (("Conductor Desktop", "live-2/secret-key"), "sk_of_cedar"),
        (("Conductor Desktop", "live/publishable-key"), "pk_of_big"),
        (("Conductor Desktop", "live/secret-key"), "sk_of_big"),
    ]
    again = start()
    assert again.current.end_user_id == CEDAR.id
    assert again.current.access == CEDAR_ACCESS
    assert again.switch(LIVE).access == BIG_ACCESS
    assert start().current.end_user_id == BIG.id


def test_the_sandbox_knows_nothing_of_the_company_files(two: Sessions) -> None:
    sandbox = two.switch(SANDBOX)
    with pytest.raises(NotSetUp):
        _ = sandbox.access
    with pytest.raises(NotSetUp):
        _ = sandbox.end_user_id
    two.leave_sandbox()
    assert two.current.end_user_id == CEDAR.id


def test_leaving_the_sandbox_leads_back_to_where_one_came_from(two: Sessions, start: Open) -> None:
    two.switch(LIVE)
    two.switch(SANDBOX)
    after_restart = start()
    after_restart.leave_sandbox()
    assert after_restart.current.end_user_id == BIG.id


def test_without_anything_finished_the_sandbox_is_left_for_what_was_begun(start: Open) -> None:
    sessions = start()
    sessions.claim(sessions.current)
    sessions.current.keep(BIG_ACCESS, Mode.API_KEYS)
    sessions.current.go_to(SetupStep.END_USER)
    sessions.switch(SANDBOX)
    sessions.leave_sandbox()
    assert sessions.current.profile.setup_step is SetupStep.END_USER


# ---- late answers


def test_an_answer_that_comes_late_is_noted_down_where_it_belongs(two: Sessions) -> None:
    big = two.switch(LIVE)
    two.switch(SECOND)
    big.remember_proof(PROOF)
    big.update(expected_company="Big")
    assert two.settings.of(LIVE).company_name == PROOF.company
    assert two.settings.of(LIVE).expected_company == "Big"
    cedar = two.current.profile
    assert (cedar.company_name, cedar.last_proof_at, cedar.expected_company) == (None, None, None)


def test_a_key_that_is_found_late_opens_its_own_connection(tmp_path: Path) -> None:
    class Waiting(SessionStore):
        asked, answered = threading.Event(), threading.Event()

        def get(self, name: str) -> Secret | None:
            secret = super().get(name)
            self.asked.set()
            assert self.answered.wait(10)
            return secret

    store = Waiting()
    store.answered.set()
    sessions = sessions_in(tmp_path, secrets=store)
    finish(sessions, BIG_ACCESS, BIG)
    sessions.begin_another()
    finish(sessions, CEDAR_ACCESS, CEDAR)
    big = sessions.switch(LIVE)
    store.asked.clear()
    store.answered.clear()
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(lambda: big.access)
        assert store.asked.wait(10)
        sessions.switch(SECOND)
        store.answered.set()
        assert late.result() == BIG_ACCESS
    assert sessions.current.access == CEDAR_ACCESS


def test_nothing_comes_back_of_a_connection_that_was_removed(
    two: Sessions, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    cedar = two.current
    two.remove(two.current)
    cedar.remember_proof(Proof("Cedar & Finch", PROOF.at))
    cedar.update(end_user=CEDAR)
    cedar.go_to(SetupStep.CONNECT)
    with pytest.raises(Cancelled):
        cedar.keep(CEDAR_ACCESS, Mode.API_KEYS)
    assert SECOND not in two.settings.profiles
    assert not [name for _, name in keyring.entries if name.startswith("live-2")]
    assert b"cedar" not in b"".join(f.read_bytes() for f in tmp_path.iterdir()).lower()


def test_a_way_in_that_is_found_good_too_late_begins_nothing(two: Sessions, tmp_path: Path) -> None:
    late = two.begin_another()
    two.leave_setup()
    before = (tmp_path / "settings.json").read_bytes()
    with pytest.raises(Cancelled):
        two.claim(late)
    assert (tmp_path / "settings.json").read_bytes() == before


# ---- adding one


def test_adding_keeps_nothing_before_something_is_given(
    two: Sessions, start: Open, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    files, entries = (tmp_path / "settings.json").read_bytes(), dict(keyring.entries)
    third = two.begin_another()
    assert third.profile_name == "live-3"
    assert not third.profile.is_set_up
    assert (tmp_path / "settings.json").read_bytes() == files
    assert start().current.end_user_id == CEDAR.id
    assert two.can_leave_setup
    two.leave_setup()
    assert two.current.end_user_id == CEDAR.id
    assert (tmp_path / "settings.json").read_bytes() == files
    assert keyring.entries == entries


def test_what_is_added_is_gone_on_with_and_leaves_nothing_when_it_is_given_up(
    two: Sessions, start: Open, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    two.switch(LIVE)
    entries = dict(keyring.entries)
    third = two.begin_another()
    two.claim(third)
    third.keep(Access("https://x.example/v1", Secret("tok_dora")), Mode.SETUP_FILE)
    third.update(end_user=EndUserRef("end_usr_dora", "cust-3", "d@dora.example", "Dora"))
    third.go_to(SetupStep.CONNECT)
    again = start()
    assert again.current.end_user_id == "end_usr_dora"
    assert again.current.profile.setup_step is SetupStep.CONNECT
    assert again.can_leave_setup
    again.leave_setup()
    assert again.current.end_user_id == BIG.id  # it was added from there
    assert keyring.entries == entries
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"dora" not in left.lower()


def test_a_first_setup_has_nothing_to_go_back_to(start: Open) -> None:
    sessions = start()
    assert not sessions.can_leave_setup
    sessions.claim(sessions.current)
    assert not sessions.can_leave_setup


def test_a_reconnect_that_is_given_up_leaves_it_as_it_was(
    two: Sessions, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    before, entries = (tmp_path / "settings.json").read_bytes(), dict(keyring.entries)
    two.current.go_to_reconnect()
    two.current.go_to(SetupStep.VERIFY)
    assert two.can_leave_setup
    two.leave_setup()
    assert (tmp_path / "settings.json").read_bytes() == before
    assert keyring.entries == entries


@pytest.mark.parametrize("end_user", [CEDAR, None])
def test_what_is_set_up_again_with_another_key_is_left_for_later_and_never_removed(
    two: Sessions, keyring: MemoryKeyring, end_user: EndUserRef | None
) -> None:
    entries = dict(keyring.entries)
    two.current.go_to(SetupStep.CHECKS)
    two.current.update(end_user=end_user)
    assert two.can_leave_setup
    two.leave_setup()
    assert two.current.end_user_id == BIG.id
    assert two.settings.of(SECOND).setup_step is SetupStep.CHECKS
    assert keyring.entries == entries
    assert two.begin_another().profile_name == "live-3"


def test_what_is_set_up_again_alone_is_gone_through_with(start: Open) -> None:
    sessions = start()
    finish(sessions, BIG_ACCESS, BIG)
    assert sessions.can_leave_setup
    sessions.current.go_to(SetupStep.CHECKS)
    assert not sessions.can_leave_setup


def test_a_reconnect_is_one_until_it_is_done_or_becomes_a_whole_setup(two: Sessions) -> None:
    cedar = two.current
    cedar.go_to_reconnect()
    seen = [(cedar.profile.setup_step, cedar.profile.redoing)]
    for step in (SetupStep.VERIFY, SetupStep.CHECKS):
        cedar.go_to(step)
        seen.append((cedar.profile.setup_step, cedar.profile.redoing))
    cedar.finish()
    assert seen == [
        (SetupStep.CONNECT, Redoing.RECONNECT),
        (SetupStep.VERIFY, Redoing.RECONNECT),
        (SetupStep.CHECKS, Redoing.SETUP),
    ]
    assert (cedar.profile.is_set_up, cedar.profile.redoing) == (True, None)


def test_there_is_an_end_to_how_many_can_be_added(start: Open, tmp_path: Path) -> None:
    sessions = start()
    names = [LIVE, *(ProfileName(f"live-{number}") for number in range(2, MOST_PROFILES + 1))]
    sessions.update_settings(
        lambda now: reduce(lambda so_far, name: so_far.changed(name, end_user=BIG), names, now)
    )
    one_too_many = sessions.begin_another()
    with pytest.raises(InvalidInput, match="200 connections"):
        sessions.claim(one_too_many)
    assert one_too_many.profile_name not in start().settings.profiles
    sessions.leave_setup()
    sessions.claim(sessions.current)  # what is there already may be set up again


def test_what_another_process_has_added_keeps_its_name(start: Open) -> None:
    window, other = start(), start()
    finish(other, BIG_ACCESS, BIG)
    window.refresh()
    assert window.begin_another().profile_name == SECOND


# ---- removing one


def test_removed_is_what_belongs_to_it_and_nothing_else(
    two: Sessions, start: Open, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    two.remove(two.current)
    assert sorted(name for _, name in keyring.entries) == [
        "live/publishable-key",
        "live/secret-key",
    ]
    for now in (two, start()):
        assert now.current.end_user_id == BIG.id
        assert now.current.access == BIG_ACCESS
        assert list(now.settings.profiles) == [LIVE]
    assert b"cedar" not in b"".join(f.read_bytes() for f in tmp_path.iterdir()).lower()


def test_removing_the_last_one_leaves_a_fresh_start(
    two: Sessions, start: Open, keyring: MemoryKeyring
) -> None:
    two.remove(two.current)
    two.remove(two.current)
    assert keyring.entries == {}
    for now in (two, start()):
        assert now.settings.profiles == {}
        assert now.current.profile_name == LIVE
        assert not now.current.profile.was_set_up


def test_a_store_that_refuses_leaves_it_to_be_tried_again(
    two: Sessions, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(MemoryKeyring, "delete_password", lambda *_names: None)
        with pytest.raises(SecretStoreProblem):
            two.remove(two.current)
    assert two.current.end_user_id == CEDAR.id
    two.current.update(expected_company="Cedar")
    two.remove(two.current)
    assert not [name for _, name in keyring.entries if name.startswith("live-2")]


def test_settings_that_cannot_be_saved_leave_it_to_be_tried_again(
    two: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise SettingsNotSaved("settings.json", "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SettingsStore, "change", full)
        with pytest.raises(SettingsNotSaved):
            two.remove(two.current)
    assert two.current.end_user_id == CEDAR.id
    two.remove(two.current)
    assert two.current.end_user_id == BIG.id


def test_a_proof_of_another_process_does_not_bring_a_removed_one_back(
    two: Sessions, start: Open
) -> None:
    beside = start().current
    two.remove(two.current)
    beside.remember_proof(Proof("Cedar & Finch", PROOF.at))
    assert SECOND not in start().settings.profiles


def test_where_the_window_is_belongs_to_nobody(two: Sessions, start: Open) -> None:
    two.update_settings(lambda now: replace(now, window_geometry="AdnQ"))
    two.switch(LIVE)
    assert start().settings.window_geometry == "AdnQ"
