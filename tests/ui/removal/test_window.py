"""The window in which a connection is removed, on the real service and real settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.services.removal import RemovalService
from conductor_desktop.services.session import Access
from conductor_desktop.services.sessions import Sessions
from conductor_desktop.storage.history.store import HistoryStore
from conductor_desktop.storage.names import Mode, ProfileName
from conductor_desktop.storage.profiles import EndUserRef, OwnApplication, Vendor
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.removal.controller import RemovalController
from conductor_desktop.ui.removal.trace_row import TraceRow
from conductor_desktop.ui.removal.window import RemovalWindow
from conductor_desktop.ui.shell.banner import SandboxBanner
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import clear_the_screen, click
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.profiles import sessions_in
from tests.helpers.web_connector_pc import ChangingPc

WAIT_MS = 20_000
BIG = "Big Construction Co."


class Stage:
    """One window over one connection."""

    def __init__(self, qtbot: QtBot, folder: Path, *, sandbox: bool = False) -> None:
        self._qtbot = qtbot
        self.keyring = MemoryKeyring()
        self.pc = ChangingPc(applications=["Conductor: Big"])
        self.sessions: Sessions = sessions_in(folder, keyring=self.keyring)
        session = self.sessions.switch(ProfileName.SANDBOX) if sandbox else self.sessions.current
        self.sessions.claim(session)
        if not sandbox:
            session.keep(Access("https://x.example/v1", Secret("tok_big")), Mode.SETUP_FILE)
        session.update(
            vendor=Vendor("Acme Field Service", "help@acme.example"),
            end_user=EndUserRef("end_usr_big", "cust-1", "office@big.example", BIG),
            application=OwnApplication("Conductor: Big", "qbwc.conductor.is"),
        )
        session.finish()
        self.removals = 0
        self.runner = TaskRunner()
        controller = RemovalController(self._service, self.runner)
        self.window = RemovalWindow(controller, BIG, sandbox=sandbox)
        qtbot.addWidget(self.window)
        clear_the_screen()
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        controller.look()
        self.settle()

    def _service(self) -> RemovalService:
        self.removals += 1
        return RemovalService(
            self.sessions,
            self.sessions.current,
            self.pc.now,
            history=HistoryStore(Path("nowhere") / "history.sqlite3"),
            connection_files=Path("nowhere"),
            forget_connection_files=lambda: None,
        )

    def settle(self) -> None:
        # Rows come into sight with the next turn of the event loop.
        self._qtbot.waitUntil(lambda: self.runner.is_idle and bool(self.marks), timeout=WAIT_MS)

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        assert self.button(name).isVisible(), name
        click(self.button(name))
        self.settle()

    def is_shown(self, name: str) -> bool:
        return self.button(name).isVisible()

    @property
    def said(self) -> str:
        return " ".join(
            label.text() for label in self.window.findChildren(QLabel) if label.isVisible()
        )

    @property
    def marks(self) -> dict[str, Mark]:
        rows = [row for row in self.window.findChildren(TraceRow) if row.isVisible()]
        return {row.objectName().removeprefix("trace-"): row.mark for row in rows}


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(qtbot, tmp_path / "home")
    yield stage
    stage.runner.shutdown()


def test_the_question_names_the_company_and_says_that_there_is_no_way_back(stage: Stage) -> None:
    assert f"Remove “{BIG}” from this PC?" in stage.said
    assert f"The removal of “{BIG}” cannot be undone" in stage.said
    assert stage.marks == {
        "key": Mark.WAITING,
        "settings": Mark.WAITING,
        "history": Mark.OK,
        "files": Mark.OK,
        "web_connector": Mark.WAITING,
        "quickbooks": Mark.UNKNOWN,
        "service": Mark.UNKNOWN,
    }
    assert "Answer the question with Yes." in stage.said
    assert not stage.is_shown("removalDone")
    assert nameless(stage.window) == []


def test_kept_it_is_as_it_was(qtbot: QtBot, stage: Stage) -> None:
    entries = dict(stage.keyring.entries)
    with qtbot.waitSignal(stage.window.closed_by_choice):
        click(stage.button("removalKeep"))
    assert stage.keyring.entries == entries
    assert stage.sessions.current.profile.is_set_up


def test_removed_it_is_ticked_and_the_rest_stays_to_be_done(qtbot: QtBot, stage: Stage) -> None:
    stage.press("removalRemove")
    assert f"“{BIG}” is removed from this PC" in stage.said
    assert "cannot be undone" not in stage.said
    assert stage.marks == {
        "key": Mark.OK,
        "settings": Mark.OK,
        "history": Mark.OK,
        "files": Mark.OK,
        "web_connector": Mark.WAITING,
        "quickbooks": Mark.UNKNOWN,
        "service": Mark.UNKNOWN,
    }
    assert stage.keyring.entries == {}
    assert not stage.is_shown("removalKeep")
    assert not stage.is_shown("removalRemove")
    assert nameless(stage.window) == []
    with qtbot.waitSignal(stage.window.closed_by_choice):
        click(stage.button("removalDone"))


def test_coming_back_from_the_web_connector_ticks_what_is_gone_there(stage: Stage) -> None:
    stage.press("removalRemove")
    stage.pc.become(applications=[])
    QApplication.sendEvent(stage.window, QEvent(QEvent.Type.ActivationChange))
    stage.settle()
    assert stage.marks["web_connector"] is Mark.OK
    assert "Answer the question with Yes." not in stage.said
    assert not stage.is_shown("removalAgain")  # of the rest nothing can be seen from here


def test_a_click_looks_again_too(stage: Stage) -> None:
    stage.press("removalRemove")
    seen = []
    for applications in (["Conductor: Big"], []):
        stage.pc.become(applications=applications)
        stage.press("removalAgain")
        seen.append(stage.marks["web_connector"])
    assert seen == [Mark.WAITING, Mark.OK]


def test_a_store_that_refuses_is_said_beside_it_and_a_second_click_tries_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(MemoryKeyring, "delete_password", lambda *_names: None)
        stage.press("removalRemove")
    assert "This PC's password store did not help" in stage.said
    assert stage.button("removalRemove").isEnabled()
    assert stage.sessions.current.profile.is_set_up
    stage.press("removalRemove")
    assert stage.marks["key"] is Mark.OK
    assert "did not help" not in stage.said


def test_however_often_it_is_clicked_it_is_done_once(stage: Stage) -> None:
    remove = stage.button("removalRemove")
    click(remove)
    assert not remove.isEnabled()
    assert not stage.button("removalKeep").isEnabled()
    click(remove)
    stage.settle()
    assert stage.removals == 1  # one connection, whichever is in use by then
    assert stage.marks["settings"] is Mark.OK


def test_the_steps_that_are_left_can_be_copied(stage: Stage) -> None:
    assert not stage.is_shown("removalCopy")
    stage.press("removalRemove")
    stage.press("removalCopy")
    assert "In the Web Connector" in QGuiApplication.clipboard().text()
    assert stage.button("removalCopy").text() == "Copied"


def test_the_window_of_the_sandbox_says_that_it_is_one(qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(qtbot, tmp_path / "home", sandbox=True)
    assert stage.window.findChild(SandboxBanner) is not None
    assert set(stage.marks) == {"settings", "history", "files"}
    stage.press("removalRemove")
    assert "There is nothing left to do." in stage.said
    assert not stage.is_shown("removalCopy")
    stage.runner.shutdown()
