"""The step "Who is this for?" in the real window: made once, or a person is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.services.session import Session
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.setup.question import QuestionPanel
from conductor_desktop.ui.tour.hands import can_click, click, find, sees, write
from tests.helpers import hands
from tests.helpers.end_user_desk import EndUserDesk, Loss, open_desk
from tests.ui.setup.conftest import Open
from tests.ui.setup.pages import value
from tests.ui.setup.stage import WAIT_MS, Parts, Stage

HERE, THERE = "1" * 32, "2" * 32  # two machines


@pytest.fixture
def desk() -> Iterator[EndUserDesk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def parts(desk: EndUserDesk) -> Parts:
    return Parts(base_url=desk.base_url)


def hurried(open_setup: Open, parts: Parts, machine: str = HERE) -> Stage:
    """Its looks follow each other without a pause."""

    def new_end_users(session: Session) -> EndUsersService:
        return EndUsersService(
            session, look_again_seconds=(0.0, 0.0, 0.0), machine_id=lambda: machine
        )

    parts.new_end_users = new_end_users
    return open_setup(parts)


def at_the_page(open_setup: Open, parts: Parts, desk: EndUserDesk) -> Stage:
    """With all fields filled in."""
    stage = hurried(open_setup, parts)
    stage.give_keys(desk.access)
    stage.next_to("endUserPage")
    stage.settle()
    write("endUserCompany", "Big Co.")
    write("endUserEmail", "office@big.example")
    return stage


def wait_for_question(qtbot: QtBot) -> str:
    qtbot.waitUntil(sees("endUserQuestion"), timeout=WAIT_MS)
    panel = find("endUserQuestion")
    assert isinstance(panel, QuestionPanel)
    return panel.text


def test_create_cannot_be_pressed_again_while_it_is_under_way(
    open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        assert go_on.wait(WAIT_MS / 1000)

    desk.on_create = hold
    stage = at_the_page(open_setup, parts, desk)
    click("setupNext")
    assert arrived.wait(WAIT_MS / 1000)
    button, field = find("setupNext"), find("endUserEmail")
    assert button is not None
    assert field is not None
    assert not button.isEnabled()
    hands.click(button)
    hands.press(field, Qt.Key.Key_Return)
    go_on.set()
    stage.wait_for_page("connectPage")
    stage.settle()
    assert desk.creates == 1


def test_an_answer_that_is_lost_is_made_up_for_without_a_word(
    open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    desk.losses, desk.lag = [Loss.RESET], 1
    stage = at_the_page(open_setup, parts, desk)
    stage.next_to("connectPage")
    assert desk.ids == [stage.session.end_user_id]


def test_what_may_have_been_made_is_asked_about_and_made_anew_only_on_a_click(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    desk.losses = [Loss.BEFORE]
    stage = at_the_page(open_setup, parts, desk)
    click("setupNext")
    assert wait_for_question(qtbot).startswith("Is there an entry for “Big Co.”?")
    assert stage.problem == ""
    click("answer-look_again")
    stage.settle()
    wait_for_question(qtbot)
    click("setupNext")  # which is no answer
    stage.settle()
    wait_for_question(qtbot)
    assert desk.creates == 1
    click("answer-create_anew")
    stage.wait_for_page("connectPage")
    assert desk.creates == 2
    assert desk.ids == [stage.session.end_user_id]


def test_closed_over_the_question_it_looks_before_it_asks_again(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    desk.losses, desk.lag = [Loss.RESET], 3
    stage = at_the_page(open_setup, parts, desk)
    click("setupNext")
    wait_for_question(qtbot)
    stage.close()
    again = hurried(open_setup, parts)
    again.controller.resume()
    again.wait_for_page("endUserPage")
    again.settle()
    assert value("endUserCompany") == "Big Co."
    again.next_to("connectPage")
    assert desk.creates == 1
    assert desk.ids == [again.session.end_user_id]


def test_of_two_with_one_id_the_person_chooses(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    twins = [desk.add("cust-1", "Big Co."), desk.add("cust-1", "Big Co.")]
    stage = at_the_page(open_setup, parts, desk)
    write("endUserSource", "cust-1")
    click("setupNext")
    assert "Two entries have this id" in wait_for_question(qtbot)
    stage.settle()
    assert not stage.can_go_next
    stage.choose_first_entry()
    stage.next_to("connectPage")
    assert stage.session.end_user_id == twins[0]
    assert desk.creates == 0


def test_back_while_it_is_sent_and_forward_again_makes_one(
    open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    arrived = threading.Event()
    desk.losses, desk.on_create = [Loss.SILENT], arrived.set
    stage = at_the_page(open_setup, parts, desk)
    click("setupNext")
    assert arrived.wait(WAIT_MS / 1000)
    click("setupBack")
    stage.wait_for_page("checksPage")
    stage.next_to("endUserPage")
    stage.next_to("connectPage")
    stage.settle()
    assert desk.creates == 1
    assert desk.ids == [stage.session.end_user_id]


def test_an_entry_that_is_gone_is_said_and_made_anew_only_on_a_click(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    stage = at_the_page(open_setup, parts, desk)
    stage.next_to("connectPage")
    stage.settle()
    stage.close()
    desk.remove(stage.session.end_user_id)
    again = hurried(open_setup, parts)
    again.controller.resume()
    assert "This connection is unknown" in again.wait_for_problem()
    assert again.step is SetupStep.CONNECT
    click("setupBack")
    again.wait_for_page("endUserPage")
    again.settle()
    click("setupNext")
    assert "The entry of “Big Co.” is gone" in wait_for_question(qtbot)
    assert desk.creates == 1
    click("answer-create_anew")
    again.wait_for_page("connectPage")
    again.settle()
    assert desk.creates == 2
    assert desk.ids == [again.session.end_user_id]


# ---- settings that come from another PC


def begun_there(open_setup: Open, parts: Parts, desk: EndUserDesk) -> str:
    """A company is set up as far as the auth flow; the settings then go to another PC."""
    stage = at_the_page(open_setup, parts, desk)
    stage.next_to("connectPage")
    stage.settle()
    end_user_id = stage.session.end_user_id
    stage.close()
    return end_user_id


def test_settings_from_another_pc_are_asked_about_before_anything_is_used(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk
) -> None:
    theirs = begun_there(open_setup, parts, desk)
    copy = hurried(open_setup, parts, THERE)
    copy.controller.resume()
    copy.wait_for_page("endUserPage")
    said = wait_for_question(qtbot)
    assert "Is this PC for the same company?" in said
    assert "“Big Co.”" in said
    assert value("endUserSource") == ""
    click("answer-another_company")
    qtbot.waitUntil(lambda: value("endUserSource") != "", timeout=WAIT_MS)
    copy.settle()
    write("endUserCompany", "Rivera Plumbing")
    write("endUserEmail", "office@rivera.example")
    copy.next_to("connectPage")
    assert copy.session.end_user_id != theirs
    assert [user["companyName"] for user in desk.users] == ["Big Co.", "Rivera Plumbing"]


def test_the_same_company_on_a_new_pc_goes_on_with_its_entry(
    qtbot: QtBot, open_setup: Open, parts: Parts, desk: EndUserDesk, tmp_path: Path
) -> None:
    theirs = begun_there(open_setup, parts, desk)
    moved = hurried(open_setup, parts, THERE)
    moved.controller.resume()
    moved.wait_for_page("endUserPage")
    wait_for_question(qtbot)
    click("answer-same_company")
    qtbot.waitUntil(can_click("setupNext"), timeout=WAIT_MS)
    assert find("endUserQuestion") is None
    moved.next_to("connectPage")
    moved.settle()
    assert moved.session.end_user_id == theirs
    assert len(desk.users) == 1
    moved.close()
    later = hurried(open_setup, parts, THERE)
    later.controller.resume()
    later.wait_for_page("connectPage")
    later.settle()
    assert later.step is SetupStep.CONNECT
    written = (tmp_path / "settings.json").read_text("utf-8")
    assert HERE not in written
    assert THERE not in written
