"""What is left of a connection, by evidence alone, and what is ours to remove."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.services.connection import Proof
from conductor_desktop.services.removal import (
    Findings,
    Place,
    RemovalService,
    Standing,
    Trace,
    as_text,
)
from conductor_desktop.services.session import Access, Session
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.storage.errors import HistoryNotRemoved, SecretStoreProblem
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, Vendor
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.workstation.pc import CouldNotTell
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import sessions_in
from tests.helpers.web_connector_pc import ChangingPc
from tests.unit.storage.history.stage import EVER, stretch

BIG = EndUserRef("end_usr_big", "cust-1", "office@big.example", "Big Construction Co.")
ACME = Vendor("Acme Field Service", "help@acme.example", "https://acme.example/help")
OURS = OwnApplication("Conductor: Big", "qbwc.conductor.is", "conductor-big")
OTHERS = OwnApplication("Conductor: Cedar", "qbwc.conductor.is")
ACCESS = Access("https://x.example/v1", Secret("tok_canary_big"), Secret("pk_canary_big"))
THERE, GONE, STAYS, CANNOT_SEE = Standing


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def sessions(tmp_path: Path, keyring: MemoryKeyring) -> Sessions:
    return sessions_in(tmp_path / "home", keyring=keyring)


def connect(
    sessions: Sessions, mode: Mode = Mode.SETUP_FILE, application: OwnApplication | None = OURS
) -> Session:
    session = sessions.begin_another()
    sessions.claim(session)
    session.keep(ACCESS, mode)
    vendor = ACME if mode is Mode.SETUP_FILE else None
    session.update(end_user=BIG, vendor=vendor, application=application)
    session.finish()
    return session


@pytest.fixture
def pc() -> ChangingPc:
    return ChangingPc(applications=["Conductor: Big", "Somebody else’s"])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "connection-files"
    folder.mkdir()
    (folder / "conductor-1234.qwc").write_text("of Big")
    return folder


def history_beside(files: Path) -> HistoryStore:
    return HistoryStore(files.parent / "history.sqlite3")


def service(sessions: Sessions, session: Session, pc: ChangingPc, files: Path) -> RemovalService:
    def forget() -> None:
        for file in files.iterdir():
            file.unlink()

    return RemovalService(
        sessions,
        session,
        pc.now,
        history=history_beside(files),
        connection_files=files,
        forget_connection_files=forget,
    )


def trace(findings: Findings, place: Place) -> Trace:
    [found] = [one for one in findings.traces if one.place is place]
    return found


def standings(findings: Findings) -> dict[Place, Standing]:
    return {one.place: one.standing for one in findings.traces}


# ---- before


def test_everything_there_is_of_it_is_listed(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    session = connect(sessions)
    session.remember_proof(Proof("Big", datetime(2025, 6, 18, 12, tzinfo=UTC)))
    history_beside(files).keep([stretch(1, profile=session.profile_name)])
    findings = service(sessions, session, pc, files).look()
    assert (findings.name, findings.is_removed) == ("Big", False)
    assert standings(findings) == {
        Place.KEY: THERE,
        Place.SETTINGS: THERE,
        Place.HISTORY: THERE,
        Place.FILES: THERE,
        Place.WEB_CONNECTOR: THERE,
        Place.QUICKBOOKS: CANNOT_SEE,
        Place.SERVICE: CANNOT_SEE,
    }
    assert trace(findings, Place.KEY).found.startswith("The token of the setup file")
    assert "QuickBooks answered, the last time on 18 June 2025" in (
        trace(findings, Place.SETTINGS).found
    )
    assert trace(findings, Place.FILES).found.startswith("One connection file")
    assert [one.place for one in findings.here] == [
        Place.KEY,
        Place.SETTINGS,
        Place.HISTORY,
        Place.FILES,
    ]


def test_looking_changes_nothing(
    sessions: Sessions, pc: ChangingPc, files: Path, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    settings = (tmp_path / "home" / "settings.json").read_bytes()
    entries = dict(keyring.entries)
    assert removal.look() == removal.look()
    assert (tmp_path / "home" / "settings.json").read_bytes() == settings
    assert keyring.entries == entries


def test_each_step_names_what_it_is_about(sessions: Sessions, pc: ChangingPc, files: Path) -> None:
    findings = service(sessions, connect(sessions), pc, files).look()
    connector = trace(findings, Place.WEB_CONNECTOR)
    assert any("Find “Conductor: Big” in its list and click Remove" in s for s in connector.steps)
    quickbooks = trace(findings, Place.QUICKBOOKS)
    assert any("Edit > Preferences > Integrated Applications" in step for step in quickbooks.steps)
    assert "“Conductor: Big”" in quickbooks.steps[-1]


def test_who_can_delete_the_entry_is_said(sessions: Sessions, pc: ChangingPc, files: Path) -> None:
    of_vendor = trace(service(sessions, connect(sessions), pc, files).look(), Place.SERVICE)
    assert of_vendor.title == "At Acme Field Service"
    assert "only Acme Field Service can delete it" in of_vendor.found
    assert "help@acme.example" in of_vendor.steps[0]
    assert "EndUser" not in f"{of_vendor.found} {of_vendor.steps}"  # a bookkeeper reads it


def test_a_developer_is_told_of_the_end_user_and_of_the_key(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    findings = service(sessions, connect(sessions, Mode.API_KEYS), pc, files).look()
    own = trace(findings, Place.SERVICE)
    assert own.title == "At Conductor"
    assert "end_usr_big" in own.steps[0]
    assert "Revoke the secret key" in own.steps[1]
    assert trace(findings, Place.KEY).found.startswith("The keys you gave")


# ---- our part


def test_our_part_is_done_whole_and_proven_by_looking_again(
    sessions: Sessions, pc: ChangingPc, files: Path, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    session = connect(sessions)
    removal = service(sessions, session, pc, files)
    findings = removal.remove()
    assert findings.is_removed
    assert [one.standing for one in findings.here] == [GONE] * 4
    assert findings.name == "Big Construction Co."  # which nothing else remembers
    assert keyring.entries == {}
    assert list(files.iterdir()) == []
    left = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    for word in (b"canary", b"big.example", b"Construction", b"end_usr_big", b"Acme"):
        assert word not in left


def test_another_connection_keeps_what_is_its_own(
    sessions: Sessions, pc: ChangingPc, files: Path, keyring: MemoryKeyring
) -> None:
    first = connect(sessions)
    second = connect(sessions)
    service(sessions, second, pc, files).remove()
    assert sessions.current.profile == first.profile
    assert {name for _, name in keyring.entries} == {"live/token", "live/publishable-key"}


def test_the_history_goes_with_its_connection_and_with_no_other(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    first, second = connect(sessions), connect(sessions)
    history = history_beside(files)
    ours = stretch(1, profile=first.profile_name)
    history.keep([ours, stretch(2, profile=second.profile_name, code="0xCANARY")])
    removal = service(sessions, second, pc, files)
    assert standings(removal.look())[Place.HISTORY] is THERE
    assert standings(removal.remove())[Place.HISTORY] is GONE
    assert history.since(first.profile_name, EVER) == (ours,)
    left = b"".join(path.read_bytes() for path in files.parent.rglob("*") if path.is_file())
    assert b"0xCANARY" not in left


def test_a_history_that_cannot_be_removed_stops_it_before_anything_is(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    in_its_place = files.parent / "history.sqlite3"
    history_beside(files).keep([stretch(1)])
    with contextlib.closing(sqlite3.connect(in_its_place, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryNotRemoved):
            removal.remove()
        found = standings(removal.look())
        assert (found[Place.KEY], found[Place.HISTORY]) == (THERE, CANNOT_SEE)
    assert removal.remove().is_removed
    assert standings(removal.look())[Place.HISTORY] is GONE


def test_what_is_removed_is_what_was_asked_about_whichever_is_in_use_by_then(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    connect(sessions)
    second = connect(sessions)
    removal = service(sessions, second, pc, files)
    sessions.switch(ProfileName.LIVE)
    removal.remove()
    assert list(sessions.settings.live) == [ProfileName.LIVE]
    assert sessions.current.profile_name == ProfileName.LIVE
    assert sessions.current.profile.is_set_up


def test_a_store_that_refuses_is_said_and_it_can_be_tried_again(
    sessions: Sessions, pc: ChangingPc, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryKeyring, "delete_password", lambda *_names: None)
        with pytest.raises(SecretStoreProblem):
            removal.remove()
        after = removal.look()
    assert not after.is_removed
    assert standings(after)[Place.KEY] is THERE
    assert removal.remove().is_removed


def test_a_store_that_cannot_be_asked_is_not_taken_for_an_empty_one(
    sessions: Sessions, pc: ChangingPc, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = service(sessions, connect(sessions), pc, files)

    def broken(*_names: object) -> None:
        raise OSError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryKeyring, "get_password", broken)
        assert standings(removal.look())[Place.KEY] is CANNOT_SEE
    assert standings(removal.look())[Place.KEY] is THERE


def test_without_a_password_store_what_this_run_knows_is_forgotten(
    tmp_path: Path, pc: ChangingPc, files: Path
) -> None:
    sessions = sessions_in(tmp_path / "home", secrets=SessionStore())
    findings = service(sessions, connect(sessions), pc, files).remove()
    assert standings(findings)[Place.KEY] is GONE


def test_a_link_alone_leaves_no_key_to_remove(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    session = sessions.current
    sessions.claim(session)
    session.keep_no_access()
    session.update(vendor=ACME)
    session.finish()
    removal = service(sessions, session, pc, files)
    assert removal.look().name == "Acme Field Service"
    assert standings(removal.look())[Place.KEY] is GONE
    assert removal.remove().is_removed


def test_the_sandbox_has_nothing_elsewhere(sessions: Sessions, pc: ChangingPc, files: Path) -> None:
    sandbox = sessions.switch(ProfileName.SANDBOX)
    sandbox.update(mode=Mode.SANDBOX, end_user=BIG)
    findings = service(sessions, sandbox, pc, files).look()
    assert [one.place for one in findings.traces] == [Place.SETTINGS, Place.HISTORY, Place.FILES]


# ---- what others do


def test_a_row_that_is_gone_is_ticked(sessions: Sessions, pc: ChangingPc, files: Path) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    assert standings(removal.remove())[Place.WEB_CONNECTOR] is THERE
    pc.become(applications=["Somebody else’s"])
    gone = trace(removal.look(), Place.WEB_CONNECTOR)
    assert (gone.standing, gone.steps) == (GONE, ())


@pytest.mark.parametrize("name", ["CONDUCTOR: BIG", "conductor-big"])
def test_the_row_is_known_by_each_of_its_names(
    sessions: Sessions, pc: ChangingPc, files: Path, name: str
) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    pc.become(applications=[name])
    assert standings(removal.look())[Place.WEB_CONNECTOR] is THERE


def test_a_row_that_another_connection_needs_is_left(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    connect(sessions)
    second = connect(sessions)
    found = trace(service(sessions, second, pc, files).look(), Place.WEB_CONNECTOR)
    assert (found.standing, found.steps) == (STAYS, ())
    assert "Leave it there" in found.found


def test_the_row_of_another_connection_is_not_taken_for_ours(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    connect(sessions, application=OTHERS)
    second = connect(sessions)
    pc.become(applications=["Conductor: Cedar"])
    findings = service(sessions, second, pc, files).look()
    assert standings(findings)[Place.WEB_CONNECTOR] is GONE


def test_where_nobody_knows_which_row_is_ours_none_is_called_gone(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    removal = service(sessions, connect(sessions, application=None), pc, files)
    found = trace(removal.look(), Place.WEB_CONNECTOR)
    assert found.standing is CANNOT_SEE
    assert "“Conductor: Big”, “Somebody else’s”" in found.found
    pc.become(applications=[f"Application {number}" for number in range(40)])
    assert trace(removal.look(), Place.WEB_CONNECTOR).found.endswith("“Application 4” and more.")
    pc.become(applications=[])
    assert standings(removal.look())[Place.WEB_CONNECTOR] is GONE


class DeniedPc(ChangingPc):
    """Its registry may not be read."""

    def registry_subkeys(self, *_key: object) -> tuple[str, ...]:
        raise CouldNotTell("Windows refused to read it.")


def test_a_list_that_cannot_be_read_is_not_called_empty(sessions: Sessions, files: Path) -> None:
    removal = service(sessions, connect(sessions), DeniedPc(), files)
    found = trace(removal.look(), Place.WEB_CONNECTOR)
    assert "Windows refused to read it." in found.found
    assert found.standing is CANNOT_SEE
    assert found.steps


def test_files_that_cannot_be_counted_are_not_called_gone(
    sessions: Sessions, pc: ChangingPc, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = service(sessions, connect(sessions), pc, files)

    def locked(_self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", locked)
    assert standings(removal.look())[Place.FILES] is CANNOT_SEE


def test_the_steps_that_are_left_can_be_taken_along(
    sessions: Sessions, pc: ChangingPc, files: Path
) -> None:
    removal = service(sessions, connect(sessions), pc, files)
    text = as_text(removal.remove())
    assert text.startswith("Left to do after removing “Big Construction Co.”")
    assert "1. Press the Windows key" in text
    assert "Tell Acme Field Service" in text
    pc.become(applications=[])
    assert "In the Web Connector" not in as_text(removal.look())
