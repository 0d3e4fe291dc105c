"""Keys are in the PC's own store or in memory, and nowhere else."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from conductor_desktop.errors import ExitCode
from conductor_desktop.secret import Secret
from conductor_desktop.storage.errors import SecretNotStorable, SecretStoreProblem
from conductor_desktop.storage.names import ProfileName, SecretKind, entry_name
from conductor_desktop.storage.secrets import (
    LONGEST_SECRET,
    SERVICE,
    SecretStore,
    SessionStore,
    open_secret_store,
    platform_backend,
)
from tests.helpers.keyring import MemoryKeyring
from tests.unit.storage import fake_vault

NAME = entry_name(ProfileName.LIVE, SecretKind.SECRET_KEY)
KEY = Secret("sk_conductor_first_0123456789")
NEXT_KEY = Secret("sk_conductor_second_987654321")


def credential(target: str, username: str, secret: Secret) -> dict[str, Any]:
    """As a program has written it."""
    return {"TargetName": target, "UserName": username, "CredentialBlob": secret.reveal()}


def held_by(vault: fake_vault.FakeVault) -> dict[str, list[str]]:
    """What Windows holds, by user."""
    held: dict[str, list[str]] = {}
    for one in vault.credentials.values():
        held.setdefault(one["UserName"], []).append(one["CredentialBlob"].decode("utf-16-le"))
    return held


@pytest.fixture
def real_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the product choose its store again, which every other test is kept from."""
    monkeypatch.setattr("conductor_desktop.storage.secrets.platform_backend", platform_backend)


@pytest.fixture
def backend() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def store(backend: MemoryKeyring) -> SecretStore:
    return open_secret_store(backend=backend)


def test_a_secret_is_kept_under_the_apps_name(store: SecretStore, backend: MemoryKeyring) -> None:
    assert store.get(NAME) is None

    store.set(NAME, KEY)

    assert store.persistent
    assert store.get(NAME) == KEY
    assert backend.entries == {(SERVICE, "live/secret-key"): KEY.reveal()}
    assert open_secret_store(backend=backend).get(NAME) == KEY


def test_profiles_and_kinds_do_not_mix(store: SecretStore) -> None:
    other = entry_name(ProfileName.SANDBOX, SecretKind.SECRET_KEY)
    store.set(NAME, KEY)
    store.set(other, NEXT_KEY)
    store.delete(other)

    assert store.get(NAME) == KEY
    assert store.get(other) is None
    assert store.get(entry_name(ProfileName.LIVE, SecretKind.TOKEN)) is None


def test_rotation_leaves_exactly_the_new_one(store: SecretStore, backend: MemoryKeyring) -> None:
    for _ in range(5):
        store.set(NAME, KEY)
        store.set(NAME, NEXT_KEY)

    assert backend.entries == {(SERVICE, NAME): NEXT_KEY.reveal()}


def test_deleting_twice_is_fine(store: SecretStore, backend: MemoryKeyring) -> None:
    store.set(NAME, KEY)
    store.delete(NAME)
    store.delete(NAME)

    assert backend.entries == {}


@pytest.mark.parametrize("value", ["", "with space", "line\nbreak", "ümlaut-key-00", "x\0y"])
def test_what_no_key_looks_like_is_refused_before_anything_is_touched(
    store: SecretStore, backend: MemoryKeyring, value: str
) -> None:
    store.set(NAME, KEY)

    with pytest.raises(SecretNotStorable) as caught:
        store.set(NAME, Secret(value))

    assert caught.value.exit_code is ExitCode.USAGE
    assert value == "" or value not in str(caught.value)
    assert backend.entries == {(SERVICE, NAME): KEY.reveal()}


def test_the_longest_key_fits_and_one_more_character_is_told(store: SecretStore) -> None:
    longest = Secret("k" * LONGEST_SECRET)
    store.set(NAME, longest)

    with pytest.raises(SecretNotStorable, match="1,281 characters"):
        store.set(NAME, Secret("k" * (LONGEST_SECRET + 1)))

    assert store.get(NAME) == longest


def test_a_name_that_is_not_on_the_list_is_a_bug(store: SecretStore) -> None:
    for broken in (store, SessionStore()):
        with pytest.raises(ValueError, match="live/password"):
            broken.set("live/password", KEY)


def test_a_key_damaged_in_the_store_is_told(store: SecretStore, backend: MemoryKeyring) -> None:
    backend.entries[SERVICE, NAME] = "獳彫潣摮"

    with pytest.raises(SecretStoreProblem, match="damaged"):
        store.get(NAME)


class Refusing(MemoryKeyring):
    """A store that cannot be used."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")


def test_what_the_store_raises_becomes_words() -> None:
    store = open_secret_store(backend=Refusing())

    for call in (store.get, store.delete):
        with pytest.raises(SecretStoreProblem) as caught:
            call(NAME)
        assert caught.value.details == {"reason": "KeyringLocked"}
        assert isinstance(caught.value.__cause__, KeyringLocked)


class Forgetful(MemoryKeyring):
    """Takes the second key and does not keep it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if password != NEXT_KEY.reveal():
            super().set_password(service, username, password)


def test_a_key_that_was_not_kept_is_told_and_the_old_one_is_back() -> None:
    store = open_secret_store(backend=Forgetful())
    store.set(NAME, KEY)

    with pytest.raises(SecretStoreProblem):
        store.set(NAME, NEXT_KEY)

    assert store.get(NAME) == KEY


class Stubborn(MemoryKeyring):
    """Says it deletes and does not."""

    def delete_password(self, service: str, username: str) -> None:
        return


def test_a_key_that_cannot_be_deleted_is_told() -> None:
    store = open_secret_store(backend=Stubborn())
    store.set(NAME, KEY)

    with pytest.raises(SecretStoreProblem, match="did not accept"):
        store.delete(NAME)


class Waiting(MemoryKeyring):
    """Asks for a password in a window nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.prompts = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.prompts += 1
        self.answered.wait()
        return super().get_password(service, username)


def test_a_prompt_nobody_answers_does_not_hang_the_app_nor_pile_up() -> None:
    backend = Waiting()
    store = open_secret_store(backend=backend, answer_seconds=0.05)
    try:
        for _ in range(3):
            with pytest.raises(SecretStoreProblem, match="another window"):
                store.get(NAME)
        assert backend.prompts == 1
    finally:
        backend.answered.set()


def test_once_the_prompt_is_answered_the_store_works_again() -> None:
    backend = Waiting()
    store = open_secret_store(backend=backend, answer_seconds=0.05)
    with pytest.raises(SecretStoreProblem):
        store.get(NAME)

    backend.answered.set()
    backend.entries[SERVICE, NAME] = KEY.reveal()
    patient = open_secret_store(backend=backend)

    assert patient.get(NAME) == KEY


def test_without_a_store_keys_live_as_long_as_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> MemoryKeyring:
        raise NoKeyringError("none")

    monkeypatch.setattr("conductor_desktop.storage.secrets.platform_backend", none_here)
    store = open_secret_store()

    assert not store.persistent
    store.set(NAME, KEY)
    assert store.get(NAME) == KEY
    store.delete(NAME)
    assert store.get(NAME) is None
    with pytest.raises(SecretNotStorable):
        store.set(NAME, Secret("not a key"))


@pytest.mark.skipif(sys.platform != "linux", reason="the store of a Linux desktop")
@pytest.mark.usefixtures("real_choice")
def test_a_redirected_keyring_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private_machine: Path
) -> None:
    redirected = MemoryKeyring()
    keyring.set_keyring(redirected)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.helpers.keyring.MemoryKeyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
    config = private_machine / "xdg_config_home" / "python_keyring"
    config.mkdir(parents=True)
    (config / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=tests.helpers.keyring.MemoryKeyring\n"
    )

    store = open_secret_store()
    store.set(NAME, KEY)

    assert not store.persistent
    assert redirected.entries == {}


@pytest.mark.skipif(sys.platform != "linux", reason="the store of a Linux desktop")
def test_a_linux_desktop_keeps_to_its_own_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFERRED_COLLECTION", "SCHEME", "APPID", "GET_PASSWORD"):
        monkeypatch.setenv(f"KEYRING_PROPERTY_{name}", "/somewhere/else")
    monkeypatch.setattr("conductor_desktop.storage.secrets._working", lambda backend: backend)
    assert vars(platform_backend()) == {}


@pytest.mark.usefixtures("real_choice")
class TestWindows:
    """keyring's real Windows backend on a vault in memory."""

    @pytest.fixture
    def vault(self, monkeypatch: pytest.MonkeyPatch) -> fake_vault.FakeVault:
        return fake_vault.install(monkeypatch)

    def test_rotation_leaves_no_old_key_behind(self, vault: fake_vault.FakeVault) -> None:
        store = open_secret_store()
        for _ in range(5):
            store.set(NAME, KEY)
            store.set(NAME, NEXT_KEY)

        blobs = [one["CredentialBlob"] for one in vault.credentials.values()]
        assert blobs == [NEXT_KEY.reveal().encode("utf-16-le")]

    @pytest.mark.parametrize("target", [SERVICE, f"{NAME}@{SERVICE}"])
    def test_what_an_older_program_has_left_goes_when_a_key_is_renewed(
        self, vault: fake_vault.FakeVault, target: str
    ) -> None:
        vault.write(credential(target, NAME, KEY), 0)
        vault.write(credential(f"{NAME}@{SERVICE}", NAME, KEY), 0)
        store = open_secret_store()
        store.set(NAME, NEXT_KEY)

        assert held_by(vault) == {NAME: [NEXT_KEY.reveal()]}
        store.delete(NAME)
        assert vault.credentials == {}

    def test_another_programs_entry_of_the_same_name_is_kept(
        self, vault: fake_vault.FakeVault
    ) -> None:
        vault.write(credential(SERVICE, "somebody", Secret("a-word-of-theirs")), 0)
        vault.write(credential(f"{SERVICE} Pro", NAME, Secret("another-word")), 0)
        store = open_secret_store()
        for key in (KEY, NEXT_KEY):
            store.set(NAME, key)
        assert store.get(NAME) == NEXT_KEY
        store.delete(NAME)

        assert held_by(vault) == {"somebody": ["a-word-of-theirs"], NAME: ["another-word"]}

    def test_an_entry_that_stays_behind_is_told_and_the_old_key_is_back(
        self, vault: fake_vault.FakeVault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = open_secret_store()
        store.set(NAME, KEY)
        written = vault.write

        def write_twice(credential_: dict[str, Any], flags: int) -> None:
            written(credential_, flags)
            copy = {**credential_, "TargetName": f"{NAME}@{SERVICE}"}
            if credential_["CredentialBlob"] == NEXT_KEY.reveal():
                written(copy, flags)

        monkeypatch.setattr("keyring.backends.Windows.win32cred.CredWrite", write_twice)
        with pytest.raises(SecretStoreProblem) as caught:
            store.set(NAME, NEXT_KEY)
        assert caught.value.details == {"reason": "2 entries instead of 1"}
        assert store.get(NAME) == KEY
        store.delete(NAME)
        assert vault.credentials == {}

    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("KEYRING_PROPERTY_PERSIST", "enterprise"),
            ("KEYRING_PROPERTY__PERSIST", "3"),
            ("KEYRING_PROPERTY_GET_PASSWORD", "nothing that can be called"),
            ("PYTHON_KEYRING_BACKEND", "tests.helpers.keyring.MemoryKeyring"),
        ],
    )
    def test_the_environment_leads_nowhere_else(
        self,
        vault: fake_vault.FakeVault,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
        value: str,
    ) -> None:
        monkeypatch.setenv(variable, value)
        store = open_secret_store()
        store.set(NAME, KEY)

        assert store.persistent
        assert store.get(NAME) == KEY
        assert [one["Persist"] for one in vault.credentials.values()] == [2]

    def test_every_entry_can_be_signed_out(self, vault: fake_vault.FakeVault) -> None:
        store = open_secret_store()
        profiles = [ProfileName.LIVE, ProfileName("live-2"), ProfileName.SANDBOX]
        names = [entry_name(profile, kind) for profile in profiles for kind in SecretKind]
        for number, name in enumerate(names):
            store.set(name, Secret(f"key-number-{number}"))

        assert [store.get(name) for name in names] == [
            Secret(f"key-number-{number}") for number in range(len(names))
        ]
        for name in names:
            store.delete(name)
        assert vault.credentials == {}

    def test_keys_do_not_roam_to_other_pcs(self, vault: fake_vault.FakeVault) -> None:
        open_secret_store().set(NAME, KEY)

        assert [one["Persist"] for one in vault.credentials.values()] == [2]

    def test_the_longest_key_fits_into_a_credential(self, vault: fake_vault.FakeVault) -> None:
        open_secret_store().set(NAME, Secret("k" * LONGEST_SECRET))

        assert len(vault.credentials) == 1

    @pytest.mark.parametrize(
        ("code", "words"), [(1312, "remote command"), (5, "could not be used")]
    )
    def test_what_windows_refuses_becomes_words(
        self, vault: fake_vault.FakeVault, code: int, words: str
    ) -> None:
        store = open_secret_store()
        vault.broken = code

        with pytest.raises(SecretStoreProblem, match=words) as caught:
            store.get(NAME)

        assert caught.value.details["reason"].endswith(str(code))
