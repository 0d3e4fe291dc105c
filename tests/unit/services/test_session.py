from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conductor_desktop.errors import NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.session import Access
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.storage.secrets import SessionStore
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import session_in

ACCESS = Access("https://api.example/v1", Secret("sk_canary_of_this_test"), Secret("pk_of_this"))
SOMEBODY = EndUserRef(id="end_usr_1", source_id="cust-1", email="a@b.example", company_name="B")


def test_a_fresh_profile_is_not_set_up(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    for ask in (lambda: session.access, lambda: session.client, lambda: session.end_user_id):
        with pytest.raises(NotSetUp):
            ask()


def test_what_is_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    before = session_in(tmp_path, keyring=keyring)
    assert before.keep(ACCESS, Mode.API_KEYS) is True
    before.update(end_user=SOMEBODY, setup_step=SetupStep.CONNECT)
    after = session_in(tmp_path, keyring=keyring)
    assert after.access == ACCESS
    assert after.end_user_id == "end_usr_1"
    assert after.profile.setup_step is SetupStep.CONNECT


def test_secrets_are_in_the_keyring_and_in_no_file(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    session_in(tmp_path, keyring=keyring).keep(ACCESS, Mode.API_KEYS)
    assert sorted(keyring.entries.values()) == ["pk_of_this", "sk_canary_of_this_test"]
    written = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert b"canary" not in written
    assert b"pk_of_this" not in written


def test_without_a_store_the_key_lives_for_this_run_only(tmp_path: Path) -> None:
    session = session_in(tmp_path, secrets=SessionStore())
    assert session.keep(ACCESS, Mode.API_KEYS) is False
    assert session.access == ACCESS
    with pytest.raises(NotSetUp) as caught:
        _ = session_in(tmp_path, secrets=SessionStore()).access
    assert "not on this PC any more" in caught.value.explanation


def test_forgetting_a_profile_leaves_no_secret_and_no_setting(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    session = session_in(tmp_path, keyring=keyring)
    session.keep(ACCESS, Mode.API_KEYS)
    session.update(end_user=SOMEBODY)
    session.forget_profile()
    assert keyring.entries == {}
    assert session_in(tmp_path, keyring=keyring).profile.end_user is None


def test_the_two_profiles_never_mix(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    session.keep(ACCESS, Mode.API_KEYS)
    session.update(end_user=SOMEBODY)
    session.switch(ProfileName.SANDBOX)
    with pytest.raises(NotSetUp):
        _ = session.access
    with pytest.raises(NotSetUp):
        _ = session.end_user_id
    session.switch(ProfileName.LIVE)
    assert session.access == ACCESS


def test_a_proof_is_remembered_with_the_company_it_is_of(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    at = datetime(2025, 6, 18, 12, tzinfo=UTC)
    session.remember_proof(Proof("Saltbush & Sons", at))
    session.remember_proof(Proof(None, at))  # answered, but would not say who it is
    after = session_in(tmp_path).profile
    assert (after.company_name, after.last_proof_at) == ("Saltbush & Sons", at)


def test_the_client_is_made_once_and_anew_for_another_key(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    session.use(ACCESS)
    first = session.client
    session.use_if_new(ACCESS)
    assert session.client is first
    session.use_if_new(Access("https://api.example/v1", Secret("sk_another_key_entirely")))
    assert session.client is not first
    session.close()


def test_a_link_only_profile_is_known_as_such(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    assert not session.has_only_a_link
    session.update(mode=Mode.SETUP_FILE, base_url=None)
    assert session.has_only_a_link
