"""Proving a connection against the real sandbox: right, wrong, not finished, given up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import ConnectionNotSetUp, EndUserNotFound, KeyRejected
from conductor_desktop.sandbox.server import DEFAULT_COMPANY
from conductor_desktop.secret import Secret
from conductor_desktop.services.proof import (
    NotFinished,
    ProofProgress,
    ProofStep,
    ProvenConnection,
    prove,
)
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.storage.errors import SettingsNotSaved
from conductor_desktop.storage.names import Mode
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.profiles import access_to, sessions_in
from tests.helpers.sandbox import Caller, Control, SandboxAccess, running_sandbox


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


class Proving:
    """A session for one EndUser of the sandbox, and what came of each attempt."""

    def __init__(self, sandbox: SandboxAccess, sessions: Sessions) -> None:
        self.sandbox = sandbox
        self.control = Control(sandbox)
        self.session: Session = sessions.current
        self.session.use(access_to(sandbox))
        self.told: list[ProofProgress] = []
        self.be(sandbox.end_user_id)

    def be(self, end_user_id: str, company: str = DEFAULT_COMPANY, **changes: object) -> None:
        """Connected for this EndUser, who was called so when it was settled."""
        end_user = EndUserRef(end_user_id, "cust-1042", "a@big.example", company)
        self.session.update(
            mode=Mode.API_KEYS, base_url=self.sandbox.base_url, end_user=end_user, **changes
        )

    def prove(
        self, accepted: str | None = None, token: CancelToken | None = None
    ) -> ProvenConnection:
        return prove(self.session, self.told.append, token or CancelToken(), accepted=accepted)


@pytest.fixture
def proving(sandbox: SandboxAccess, tmp_path: Path) -> Iterator[Proving]:
    with ExitStack() as stack:
        sessions = sessions_in(tmp_path)
        stack.callback(sessions.close)
        yield Proving(sandbox, sessions)


def test_a_company_is_right_however_its_letters_and_blanks_are(proving: Proving) -> None:
    proving.session.update(expected_company=f"  {DEFAULT_COMPANY.upper().replace(' ', '  ')}")
    assert proving.prove().company == DEFAULT_COMPANY


def test_another_company_stops_before_an_invoice_is_read(proving: Proving) -> None:
    proving.session.update(expected_company="Quite Another Co.")
    with pytest.raises(WrongCompany) as caught:
        proving.prove()
    assert caught.value.company == DEFAULT_COMPANY
    asked = [request["path"] for request in proving.control.requests()]
    assert not any("invoices" in path for path in asked)
    assert proving.session.profile.last_proof_at is None


def test_what_a_person_accepted_is_expected_from_then_on(proving: Proving) -> None:
    proving.session.update(expected_company="Quite Another Co.")
    proving.prove(DEFAULT_COMPANY)
    assert proving.session.profile.expected_company == DEFAULT_COMPANY
    proving.prove()  # and nobody is asked about it again


def test_only_the_company_that_was_seen_is_accepted(proving: Proving) -> None:
    """Somebody may open a third file between the question and the answer."""
    proving.session.update(expected_company="Quite Another Co.")
    with pytest.raises(WrongCompany):
        proving.prove("Neither Of The Two")
    assert proving.session.profile.expected_company == "Quite Another Co."


def test_a_proof_counts_although_it_cannot_be_kept(
    proving: Proving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    proving.session.update(expected_company="Quite Another Co.")

    def full(*_arguments: object, **_more: object) -> None:
        raise SettingsNotSaved("settings.json", "the disk is full")

    monkeypatch.setattr(SettingsStore, "change", full)
    assert proving.prove(DEFAULT_COMPANY).company == DEFAULT_COMPANY
    assert "the accepted company could not be kept" in caplog.text


@pytest.mark.parametrize(
    ("called", "told"),
    [("Rivera Plumbing", "Rivera Plumbing"), (f"{DEFAULT_COMPANY}, LLC", ""), ("", "")],
)
def test_a_name_nobody_would_take_for_it_is_told_where_none_was_expected(
    proving: Proving, called: str, told: str
) -> None:
    proving.be(proving.sandbox.end_user_id, called)
    assert proving.prove().called == told


def test_where_a_name_was_expected_it_alone_counts(proving: Proving) -> None:
    proving.be(proving.sandbox.end_user_id, "Rivera Plumbing", expected_company=DEFAULT_COMPANY)
    assert proving.prove().called == ""


@pytest.fixture
def new_end_user(proving: Proving) -> str:
    with Caller(proving.sandbox) as caller:
        made = caller.new_end_user()
    proving.be(made)
    return made


def test_a_link_that_nobody_opened_is_told_as_that(proving: Proving, new_end_user: str) -> None:
    with pytest.raises(NotFinished, match="not started yet") as caught:
        proving.prove()
    assert "Nobody has opened" in caught.value.explanation


def test_started_but_never_worked_is_told_as_that(proving: Proving, new_end_user: str) -> None:
    proving.control.set_connection(new_end_user, "not-set-up")
    with pytest.raises(NotFinished, match="started, not finished") as caught:
        proving.prove()
    assert "never answered" in caught.value.explanation
    assert proving.session.profile.last_proof_at is None


def test_what_worked_once_is_not_said_never_to_have(proving: Proving) -> None:
    proving.prove()
    proving.control.set_connection(proving.sandbox.end_user_id, "not-set-up")
    with pytest.raises(ConnectionNotSetUp) as caught:
        proving.prove()
    assert not isinstance(caught.value, NotFinished)


def test_notes_that_cannot_be_read_take_nothing_from_what_is_known(
    proving: Proving, new_end_user: str
) -> None:
    proving.control.fault("bad-json", match={"path": "/v1/end-users/*"})
    with pytest.raises(ConnectionNotSetUp) as caught:
        proving.prove()
    assert not isinstance(caught.value, NotFinished)


def test_given_up_at_the_last_moment_nothing_is_remembered(proving: Proving) -> None:
    token = CancelToken()

    def told(progress: ProofProgress) -> None:
        if progress.step is ProofStep.INVOICE and progress.seconds is not None:
            token.cancel()

    with pytest.raises(Cancelled):
        prove(proving.session, told, token)
    assert proving.session.profile.last_proof_at is None


def test_a_name_that_is_not_fit_to_be_shown_is_made_so(proving: Proving) -> None:
    proving.control.fault("right-to-left", match={"path": "/v1/quickbooks-desktop/company"})
    name = proving.prove().company
    assert name
    assert "\u202e" not in name


def test_a_key_of_another_project_is_explained_as_that(proving: Proving) -> None:
    """The key is good, and its project has never heard of this EndUser."""
    with running_sandbox() as other:
        proving.session.use(access_to(other))
        proving.be("end_usr_of_the_first_project")
        with pytest.raises(EndUserNotFound) as caught:
            proving.prove()
    assert "another project" in caught.value.explanation


def test_a_key_that_was_exchanged_meanwhile_is_a_matter_of_the_key(proving: Proving) -> None:
    proving.prove()
    proving.session.use(Access(proving.sandbox.base_url, Secret("sk_conductor_the_old_one")))
    with pytest.raises(KeyRejected):
        proving.prove()
