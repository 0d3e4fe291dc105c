"""The guided setup's services against the real sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import KeyRejected
from conductor_desktop.errors import InvalidInput, NotSetUp
from conductor_desktop.secret import Secret
from conductor_desktop.services.keys import ApiKeys
from conductor_desktop.services.proof import ProofProgress, ProofStep
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.services.setup import SetupService
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import OwnApplication, Vendor
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.qwc import InvalidQwc
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.sandbox import SandboxAccess, SetClock, running_sandbox
from tests.unit.workstation.qwc_file import qwc


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def sessions(tmp_path: Path, keyring: MemoryKeyring) -> Iterator[Sessions]:
    sessions = sessions_in(tmp_path, keyring=keyring)
    yield sessions
    sessions.close()


@pytest.fixture
def session(sessions: Sessions) -> Session:
    """The one that is in use at first."""
    return sessions.current


@pytest.fixture
def setup(sessions: Sessions, sandbox: SandboxAccess, tmp_path: Path) -> SetupService:
    return SetupService(
        sessions,
        start_sandbox=lambda: access_to(sandbox),
        connection_files=tmp_path / "files",
        live_api=sandbox.base_url,
    )


def keys_of(sandbox: SandboxAccess) -> ApiKeys:
    return ApiKeys(sandbox.secret_key, Secret(sandbox.publishable_key))


def setup_file(folder: Path, sandbox: SandboxAccess, **changes: object) -> Path:
    content = {
        "version": 1,
        "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
        "apiBaseUrl": sandbox.base_url,
        "token": sandbox.secret_key.reveal(),
        "publishableKey": sandbox.publishable_key,
        "endUser": {"sourceId": "cust-1042", "email": "o@big.example", "companyName": "Big"},
        **changes,
    }
    path = folder / "acme.conductor-setup"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_accepted_keys_are_stored_and_used(
    setup: SetupService, session: Session, sandbox: SandboxAccess, keyring: MemoryKeyring
) -> None:
    assert setup.take_keys(keys_of(sandbox), CancelToken()) is True
    assert session.profile.mode is Mode.API_KEYS
    assert sandbox.secret_key.reveal() in keyring.entries.values()


def test_rejected_keys_are_not_stored(
    setup: SetupService, session: Session, sandbox: SandboxAccess, keyring: MemoryKeyring
) -> None:
    with pytest.raises(KeyRejected):
        setup.take_keys(
            ApiKeys(Secret("sk_sandbox_wrong_one"), keys_of(sandbox).publishable), CancelToken()
        )
    assert keyring.entries == {}
    assert session.profile.mode is None


def test_rejected_keys_do_not_replace_good_ones(
    setup: SetupService, session: Session, sandbox: SandboxAccess, keyring: MemoryKeyring
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    before = dict(keyring.entries)
    with pytest.raises(KeyRejected):
        setup.take_keys(
            ApiKeys(Secret("sk_sandbox_wrong_one"), keys_of(sandbox).publishable), CancelToken()
        )
    assert keyring.entries == before
    assert session.access.secret == sandbox.secret_key
    session.client.list_end_users(CancelToken())


def test_keys_of_a_wrong_shape_are_refused_without_a_request(
    sessions: Sessions, tmp_path: Path
) -> None:
    setup = SetupService(
        sessions,
        start_sandbox=lambda: pytest.fail("not asked for"),
        connection_files=tmp_path,
        live_api="http://127.0.0.1:9/v1",  # nobody listens there
    )
    with pytest.raises(InvalidInput, match="Check the keys"):
        setup.take_keys(ApiKeys(Secret("pk_swapped"), Secret("sk_swapped")), CancelToken())


def test_a_setup_file_with_a_gateway_is_taken_in(
    setup: SetupService,
    session: Session,
    sandbox: SandboxAccess,
    keyring: MemoryKeyring,
    tmp_path: Path,
) -> None:
    setup.take_setup_file(setup_file(tmp_path, sandbox, expectedCompany="Big"))
    profile = session.profile
    assert profile.mode is Mode.SETUP_FILE
    assert profile.vendor is not None
    assert profile.vendor.name == "Acme Field Service"
    assert setup.end_users.draft().source_id == "cust-1042"
    assert keyring.entries["Conductor Desktop", "live/token"] == sandbox.secret_key.reveal()
    assert sandbox.secret_key.reveal() not in (tmp_path / "settings.json").read_text()


def test_a_link_only_file_needs_no_token_and_its_link_is_never_written(
    setup: SetupService, session: Session, tmp_path: Path
) -> None:
    link = "https://connect.conductor.is/qbd/auth_sess_client_secret_canary?key=pk"
    path = tmp_path / "link.conductor-setup"
    path.write_text(json.dumps({"version": 1, "vendor": {"name": "A"}, "authFlowUrl": link}))
    setup.take_setup_file(path)
    assert session.has_only_a_link
    assert setup.auth_link(CancelToken()).url.reveal() == link
    path.unlink()
    written = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert b"canary" not in written


def test_after_a_restart_a_link_only_file_is_asked_for_again(
    setup: SetupService, session: Session, sandbox: SandboxAccess, tmp_path: Path
) -> None:
    session.update(mode=Mode.SETUP_FILE, base_url=None, vendor=Vendor("Acme"))
    with pytest.raises(NotSetUp) as caught:
        setup.auth_link(CancelToken())
    assert "open the setup file again, or ask Acme for a new one" in caught.value.next_step
    assert "This PC has no token" in caught.value.explanation


def test_a_publishable_key_that_is_gone_says_who_can_help(
    setup: SetupService, sandbox: SandboxAccess, session: Session, tmp_path: Path
) -> None:
    setup.take_setup_file(setup_file(tmp_path, sandbox))
    session.use(Access(sandbox.base_url, sandbox.secret_key))
    setup.end_users.create_or_load(setup.end_users.draft(), CancelToken())
    with pytest.raises(NotSetUp) as caught:
        setup.auth_link(CancelToken())
    assert "Ask the vendor" in caught.value.next_step


def test_the_sandbox_has_a_profile_of_its_own(
    setup: SetupService, sessions: Sessions, sandbox: SandboxAccess, keyring: MemoryKeyring
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    live = sessions.current.profile
    stored = dict(keyring.entries)
    setup.take_sandbox()
    assert sessions.current.profile_name == ProfileName.SANDBOX
    assert keyring.entries == stored
    sessions.leave_sandbox()
    assert sessions.current.profile_name == ProfileName.LIVE
    assert sessions.current.profile == live


def test_a_link_is_used_again_until_it_expires_or_another_is_asked_for(
    sessions: Sessions, sandbox: SandboxAccess, tmp_path: Path
) -> None:
    clock = SetClock()
    setup = SetupService(
        sessions,
        start_sandbox=lambda: access_to(sandbox),
        connection_files=tmp_path,
        live_api=sandbox.base_url,
        now=clock.now,
    )
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    first = setup.auth_link(CancelToken())
    assert setup.auth_link(CancelToken()) == first
    second = setup.auth_link(CancelToken(), fresh=True)
    assert second.url != first.url
    assert second.expires_at is not None
    clock.move((second.expires_at - clock.now() + timedelta(seconds=1)).total_seconds())
    assert setup.auth_link(CancelToken()).url != second.url


def test_a_link_is_not_used_for_another_end_user(
    setup: SetupService, sandbox: SandboxAccess
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    first = setup.auth_link(CancelToken())
    draft = setup.end_users.draft()
    setup.end_users.create_or_load(
        type(draft)("Another Co.", "a@another.example", "cust-2"), CancelToken()
    )
    assert setup.auth_link(CancelToken()).url != first.url


def test_started_but_not_finished_is_not_connected(
    setup: SetupService, sandbox: SandboxAccess
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    draft = type(setup.end_users.draft())("Another Co.", "a@another.example", "cust-2")
    setup.end_users.create_or_load(draft, CancelToken())
    setup.auth_link(CancelToken())
    assert setup.is_connected(CancelToken()) is False
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    assert setup.is_connected(CancelToken()) is True


def test_the_proof_reads_the_company_and_one_invoice_and_remembers_it(
    setup: SetupService, session: Session, sandbox: SandboxAccess
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    seen = list[ProofProgress]()
    proof = setup.prove(seen.append, CancelToken())
    assert [p.step for p in seen if p.seconds is None] == list(ProofStep)
    assert [p.step for p in seen if p.seconds is not None] == list(ProofStep)
    assert proof.invoice is not None
    assert proof.request_id
    assert session.profile.company_name == proof.company
    assert session.profile.last_proof_at is not None


def test_books_without_invoices_prove_it_too(tmp_path: Path) -> None:
    from conductor_desktop.sandbox.server import SandboxOptions

    with running_sandbox(SandboxOptions(invoices=0)) as sandbox:
        sessions = sessions_in(tmp_path)
        sessions.current.use(access_to(sandbox))
        setup = SetupService(
            sessions, start_sandbox=lambda: access_to(sandbox), connection_files=tmp_path
        )
        setup.end_users.load(sandbox.end_user_id, CancelToken())
        assert setup.prove(lambda _: None, CancelToken()).invoice is None
        sessions.close()


def test_another_company_stops_until_it_is_accepted(
    setup: SetupService, session: Session, sandbox: SandboxAccess
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    session.update(expected_company="Quite Another Co.")
    with pytest.raises(WrongCompany) as caught:
        setup.prove(lambda _: None, CancelToken())
    assert "Quite Another Co." in caught.value.explanation
    assert session.profile.last_proof_at is None
    accepted = setup.prove(lambda _: None, CancelToken(), accepted=caught.value.company)
    assert session.profile.company_name == accepted.company


def test_the_expected_company_may_be_spelled_in_other_case(
    setup: SetupService, session: Session, sandbox: SandboxAccess
) -> None:
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    name = setup.prove(lambda _: None, CancelToken()).company
    session.update(expected_company=name.upper())
    setup.prove(lambda _: None, CancelToken())


def take_file(setup: SetupService, folder: Path, **elements: str) -> None:
    path = folder / "download.qwc"
    path.write_bytes(qwc(**elements))
    setup.take_connection_file(path)


@pytest.fixture
def settled(setup: SetupService, sandbox: SandboxAccess) -> SetupService:
    """With a company to connect."""
    setup.take_keys(keys_of(sandbox), CancelToken())
    setup.end_users.load(sandbox.end_user_id, CancelToken())
    return setup


def test_which_application_is_ours_is_known_from_the_file_on(
    settled: SetupService, session: Session, tmp_path: Path
) -> None:
    take_file(settled, tmp_path, AppUniqueName="Conductor for Big Co.")
    ours = OwnApplication("Conductor", "qbwc.conductor.is", "Conductor for Big Co.")
    assert session.profile.application == ours
    assert sessions_in(tmp_path).current.profile.application == ours
    take_file(settled, tmp_path, AppName="Conductor 2")
    assert session.profile.application == OwnApplication("Conductor 2", "qbwc.conductor.is")


def test_of_the_files_address_and_user_nothing_else_is_written_down(
    settled: SetupService, tmp_path: Path
) -> None:
    address = "https://qbwc.conductor.is/tenant-canary/x?key=canary"
    take_file(settled, tmp_path, AppURL=address, UserName="user-canary")
    assert "qbwc.conductor.is" in (tmp_path / "settings.json").read_text()
    assert "canary" not in (tmp_path / "settings.json").read_text()


def test_in_the_sandbox_a_file_for_real_books_has_no_place(
    setup: SetupService, sandbox: SandboxAccess, tmp_path: Path
) -> None:
    setup.take_sandbox()
    with pytest.raises(InvalidQwc, match="not a known service"):
        take_file(setup, tmp_path)
    here = sandbox.base_url.removesuffix("/v1")
    take_file(setup, tmp_path, AppURL=f"{here}/qbwc", AppSupport=f"{here}/")


def test_a_file_that_is_refused_changes_nothing(
    settled: SetupService, session: Session, tmp_path: Path
) -> None:
    take_file(settled, tmp_path)
    known = session.profile.application
    with pytest.raises(InvalidQwc):
        take_file(settled, tmp_path, AppURL="https://evil.example/")
    assert session.profile.application == known


def test_the_application_of_one_company_is_not_that_of_the_next(
    settled: SetupService, session: Session, tmp_path: Path
) -> None:
    take_file(settled, tmp_path)
    draft = type(settled.end_users.draft())("Another Co.", "a@another.example", "cust-2")
    settled.end_users.create_or_load(draft, CancelToken())
    assert session.profile.application is None


def test_settings_that_cannot_be_saved_do_not_keep_the_file_from_being_used(
    settled: SetupService,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise SettingsNotSaved("settings.json", "the disk is full")

    monkeypatch.setattr(SettingsStore, "change", full)
    take_file(settled, tmp_path)
    assert session.profile.application is None
    assert "could not be noted down" in caplog.text
