from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conductor_desktop.errors import NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.session import Access, HeldByVendor, Session
from conductor_desktop.storage.errors import SecretStoreProblem
from conductor_desktop.storage.names import Mode, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, Vendor
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
    session.forget()
    assert keyring.entries == {}
    assert session_in(tmp_path, keyring=keyring).profile.end_user is None


@pytest.mark.parametrize(
    ("vendor", "who"), [(Vendor("Acme"), "Acme"), (None, "your software vendor")]
)
def test_with_a_link_alone_it_is_said_who_has_the_token(
    tmp_path: Path, vendor: Vendor | None, who: str
) -> None:
    session = session_in(tmp_path)
    session.keep_no_access()
    session.update(vendor=vendor)
    with pytest.raises(HeldByVendor) as caught:
        _ = session.client
    assert f"; {who} has" in caught.value.explanation
    assert caught.value.next_step.startswith(f"Ask {who} ")


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


# ---- two programs with one home folder


def test_what_another_process_kept_meanwhile_is_not_undone(tmp_path: Path) -> None:
    beside = session_in(tmp_path)  # a command that takes a minute
    window = session_in(tmp_path)
    window.update(end_user=SOMEBODY, setup_step=SetupStep.DONE)

    beside.change(lambda now: replace(now, window_geometry="AdnQ"))
    beside.update(expected_company="B")

    after = session_in(tmp_path)
    assert after.settings.window_geometry == "AdnQ"
    assert after.profile.expected_company == "B"
    assert after.profile.end_user == SOMEBODY
    assert after.profile.setup_step is SetupStep.DONE


def test_a_proof_of_somebody_else_is_not_kept(tmp_path: Path) -> None:
    session_in(tmp_path).update(end_user=SOMEBODY)
    beside = session_in(tmp_path)
    session_in(tmp_path).update(end_user=replace(SOMEBODY, id="end_usr_2"))

    beside.remember_proof(Proof("Company of end_usr_1", datetime(2025, 6, 18, tzinfo=UTC)))

    after = session_in(tmp_path).profile
    assert (after.company_name, after.last_proof_at) == (None, None)


def test_many_changes_at_once_are_all_kept(tmp_path: Path) -> None:
    sessions = [session_in(tmp_path) for _ in range(6)]
    fields = ["windowGeometry", *(f"x-{number}" for number in range(5))]

    def change(session: Session, field: str) -> None:
        if field == "windowGeometry":
            session.change(lambda now: replace(now, window_geometry="AdnQ"))
        else:
            session.change(lambda now: replace(now, unknown={**now.unknown, field: 1}))

    with ThreadPoolExecutor(len(sessions)) as pool:
        list(pool.map(change, sessions, fields))

    written = json.loads((tmp_path / "settings.json").read_bytes())
    assert {field for field in fields if written.get(field)} == set(fields)


# ---- secrets that do not belong together


def test_keys_that_are_replaced_leave_nothing_of_the_ones_before(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    session = session_in(tmp_path, keyring=keyring)
    session.keep(ACCESS, Mode.API_KEYS)

    session.keep(Access("https://vendor.example/v1", Secret("token_of_a_vendor")), Mode.SETUP_FILE)

    assert list(keyring.entries.values()) == ["token_of_a_vendor"]
    assert session_in(tmp_path, keyring=keyring).access.publishable_key is None


class Refusing(SessionStore):
    """Takes everything but entries of this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def set(self, name: str, secret: Secret) -> None:
        if name == self._name:
            raise SecretStoreProblem("No.", "Do not.", reason="made up")
        super().set(name, secret)


@pytest.mark.parametrize("entry", ["live/token", "live/publishable-key"])
def test_a_store_that_refuses_leaves_the_connection_as_it_was(tmp_path: Path, entry: str) -> None:
    store = SessionStore()
    first = Access("https://one.example/v1", Secret("token_of_the_first"), Secret("pk_first"))
    session_in(tmp_path, secrets=store).keep(first, Mode.SETUP_FILE)
    refusing = Refusing(entry)
    refusing._secrets = store._secrets
    session = session_in(tmp_path, secrets=refusing)

    with pytest.raises(SecretStoreProblem):
        session.keep(
            Access("https://two.example/v1", Secret("token_of_the_second"), Secret("pk_second")),
            Mode.SETUP_FILE,
        )

    after = session_in(tmp_path, secrets=store).access
    assert (after.base_url, after.secret) == (first.base_url, first.secret)


def test_a_token_is_never_sent_to_the_address_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SessionStore()
    session = session_in(tmp_path, secrets=store)
    session.keep(Access("https://one.example/v1", Secret("token_of_the_first")), Mode.SETUP_FILE)
    set_secret = store.set

    def set_and_die(name: str, secret: Secret) -> None:
        set_secret(name, secret)
        raise KeyboardInterrupt  # the process ends here

    monkeypatch.setattr(store, "set", set_and_die)
    with pytest.raises(KeyboardInterrupt):
        session.keep(Access("https://two.example/v1", Secret("of_the_second")), Mode.SETUP_FILE)
    monkeypatch.undo()

    with pytest.raises(NotSetUp):
        _ = session_in(tmp_path, secrets=store).access


def test_a_link_only_setup_takes_what_was_there_before_away(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    session = session_in(tmp_path, keyring=keyring)
    session.keep(ACCESS, Mode.API_KEYS)
    session.update(end_user=SOMEBODY)
    session.remember_proof(Proof("Saltbush & Sons", datetime(2025, 6, 18, tzinfo=UTC)))

    session.keep_no_access()

    assert keyring.entries == {}
    for now in (session, session_in(tmp_path, keyring=keyring)):
        assert now.has_only_a_link
        assert (now.profile.end_user, now.profile.company_name) == (None, None)
        assert now.profile.last_proof_at is None
        with pytest.raises(NotSetUp):
            _ = now.client


def test_without_keys_a_link_only_setup_does_not_wait_for_the_password_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SessionStore()
    monkeypatch.setattr(store, "delete", lambda _name: pytest.fail("asked"))
    session_in(tmp_path, secrets=store).keep_no_access()


# ---- a password store that waits for somebody


class Waiting(SessionStore):
    """Asks for a password in a window that nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answered = threading.Event(), threading.Event()

    def get(self, name: str) -> Secret | None:
        self.asked.set()
        self.answered.wait()
        return super().get(name)


def test_nobody_else_waits_for_the_password_store(tmp_path: Path) -> None:
    store = Waiting()
    session_in(tmp_path, secrets=store).keep(ACCESS, Mode.API_KEYS)
    session = session_in(tmp_path, secrets=store)

    def change_and_close() -> None:
        session.update(expected_company="B")
        session.close()

    with ThreadPoolExecutor(2) as pool:
        client = pool.submit(lambda: session.client)
        store.asked.wait()
        others = pool.submit(change_and_close)
        try:
            others.result(timeout=10)
        finally:
            store.answered.set()
        assert client.result() is session.client
        assert session.access == ACCESS
