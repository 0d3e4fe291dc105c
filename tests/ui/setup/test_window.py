"""The window around the pages: the way back, where the keyboard is, what it is called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import SandboxAccess
from conductor_desktop.storage.names import Mode, SetupStep
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.waits import Wait
from conductor_desktop.ui.setup.window import SetupWindow
from conductor_desktop.ui.tour.hands import click, find, reads, sees, write
from tests.helpers import hands
from tests.helpers.accessibility import nameless
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import running_sandbox
from tests.helpers.stub_server import StubServer, silence
from tests.ui.setup.conftest import Open
from tests.ui.setup.stage import WAIT_MS, Parts, Stage


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    with running_sandbox() as access:
        yield access


@pytest.fixture
def stage(open_setup: Open, sandbox: SandboxAccess) -> Stage:
    return open_setup(Parts(base_url=sandbox.base_url, sandbox=access_to(sandbox)))


def focused(stage: Stage) -> str:
    widget = stage.window.focusWidget()
    return widget.objectName() if widget is not None else ""


def back() -> QPushButton | None:
    found = find("setupBack")
    assert found is None or isinstance(found, QPushButton)
    return found


def test_every_control_on_every_page_has_a_name(stage: Stage, sandbox: SandboxAccess) -> None:
    stage.messages.show(Message(Kind.LOOK, "Something", "Happened."))
    assert nameless(stage.window) == []
    click("doorSample")
    click("setupNext")
    for page in ("checksPage", "endUserPage", "connectPage"):
        stage.wait_for_page(page)
        stage.settle()
        assert nameless(stage.window) == [], page
        stage.wait_until_next()
        if page != "connectPage":
            click("setupNext")
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.settle()
    assert nameless(stage.window) == []


def test_the_next_page_is_made_while_this_one_is_read(stage: Stage, qtbot: QtBot) -> None:
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")

    def made(page: str) -> bool:
        return stage.window.findChild(QWidget, page) is not None

    qtbot.waitUntil(lambda: made("endUserPage"), timeout=WAIT_MS)
    assert not made("connectPage")
    assert find("checksPage") is not None


def test_the_keyboard_is_on_next_as_soon_as_next_can_work(stage: Stage) -> None:
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    stage.wait_until_next()
    assert focused(stage) == "setupNext"
    hands.press(stage.window.focusWidget(), Qt.Key.Key_Space)
    stage.wait_for_page("endUserPage")


def test_the_keyboard_stays_where_somebody_is_typing(stage: Stage, sandbox: SandboxAccess) -> None:
    stage.give_keys(access_to(sandbox))
    stage.next_to("endUserPage")
    write("endUserCompany", "Big Co.")
    write("endUserEmail", "office@big.example")
    stage.settle()
    assert stage.can_go_next
    assert focused(stage) == "endUserEmail"


def test_a_key_that_is_held_down_does_not_run_through_the_pages(stage: Stage) -> None:
    click("doorSample")
    stage.window.setFocus()
    radio = find("doorSample")
    assert radio is not None
    radio.setFocus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(radio, held)
    assert stage.runner.is_idle
    assert stage.step is SetupStep.WELCOME
    hands.press(radio, Qt.Key.Key_Return)
    stage.wait_for_page("checksPage")


def test_back_leads_through_all_pages_to_the_doors(qtbot: QtBot, stage: Stage) -> None:
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    for page in ("endUserPage", "connectPage"):
        stage.next_to(page)
    for page in ("endUserPage", "checksPage", "welcomePage"):
        button = back()
        assert button is not None
        assert button.text() == "Back"
        click("setupBack")
        qtbot.waitUntil(sees(page), timeout=WAIT_MS)
    assert back() is None


def test_without_a_connection_there_is_nothing_to_go_back_to(stage: Stage) -> None:
    assert back() is None
    stage.controller.go_back()
    assert (stage.left, stage.step) == (0, SetupStep.WELCOME)


@pytest.fixture
def done(open_setup: Open, sandbox: SandboxAccess) -> Stage:
    """Opened again although everything is set up."""
    parts = Parts(base_url=sandbox.base_url, sandbox=access_to(sandbox))
    first = open_setup(parts)
    first.session.update(
        mode=Mode.API_KEYS,
        base_url=sandbox.base_url,
        end_user=EndUserRef(sandbox.end_user_id, "sandbox-demo", "a@b.example", "Big Co."),
        setup_step=SetupStep.DONE,
    )
    first.close()
    return open_setup(parts)


def test_with_a_connection_the_doors_can_be_left_again(done: Stage) -> None:
    button = back()
    assert button is not None
    assert button.text() == "Cancel"
    click("setupBack")
    assert done.left == 1
    assert done.session.profile.setup_step is SetupStep.DONE


def test_a_new_way_in_is_settled_so_the_old_connection_cannot_be_gone_back_to(
    qtbot: QtBot, done: Stage, sandbox: SandboxAccess
) -> None:
    done.give_keys(access_to(sandbox))
    done.settle()
    click("setupBack")
    qtbot.waitUntil(sees("welcomePage"), timeout=WAIT_MS)
    assert back() is None


def test_the_first_page_stands_before_anything_gives_it_life(qtbot: QtBot) -> None:
    window = SetupWindow()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert find("welcomePage") is not None
    click("doorSample")
    click("setupNext")  # nobody listens yet
    assert find("welcomePage") is not None
    window.close()


def test_messages_stand_above_every_page(stage: Stage) -> None:
    stage.messages.show(Message(Kind.LOOK, "Something", "Happened."))
    assert reads("notice", "Something")()
    click("doorSample")
    click("setupNext")
    stage.wait_for_page("checksPage")
    assert reads("notice", "Something")()
    click("noticeAction")
    assert find("notice") is None


def test_at_every_step_it_is_known_what_is_waited_for(stage: Stage, sandbox: SandboxAccess) -> None:
    waited: list[Wait | None] = []
    stage.controller.waiting_changed.connect(waited.append)
    stage.give_keys(access_to(sandbox))
    stage.go_to_connect()
    finish_auth_flow(stage.view.opened[0].reveal())
    stage.next_to("verifyPage")
    stage.wait_until_next()
    seen = [wait for wait in waited if wait is not None]
    assert seen == [
        waits.ASKING_ABOUT_KEYS,
        waits.LOOKING_AROUND,
        waits.LISTING,
        waits.SETTLING,
        waits.ASKING_FOR_LINK,
        waits.ASKING_QUICKBOOKS,
        waits.ASKING_QUICKBOOKS,
    ]
    assert waited[-1] is None


def test_what_is_waited_for_stands_beside_the_way_back(qtbot: QtBot, open_setup: Open) -> None:
    with StubServer([silence()]) as server:
        stage = open_setup(Parts(base_url=server.base_url))
        stage.choose_keys("sk_conductor_one", "pk_conductor_two")
        click("setupNext")
        qtbot.waitUntil(reads("waitNote", "Asking Conductor about the keys"), timeout=WAIT_MS)
        click("setupBack")
        assert not reads("waitNote", "Asking")()
