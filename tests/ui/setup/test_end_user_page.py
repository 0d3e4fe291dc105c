"""The third page: a new entry from three fields, or one from the list."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtWidgets import QListView, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import EndUser
from conductor_desktop.services.end_user_draft import EndUserDraft
from conductor_desktop.services.end_user_questions import (
    Choice,
    EndUserGone,
    EndUserQuestion,
    OtherCompany,
    OtherPc,
    PerhapsCreated,
    SettledMeanwhile,
    SeveralEntries,
)
from conductor_desktop.storage.profiles import EndUserRef
from conductor_desktop.ui.setup.end_user import EndUserPage
from conductor_desktop.ui.setup.question import QuestionPanel
from conductor_desktop.ui.tour.hands import click, click_row, find, write
from tests.helpers.accessibility import nameless
from tests.ui.setup.pages import TROUBLE, show_page, value


def user(number: int, name: str) -> EndUser:
    return EndUser(
        id=f"end_usr_{number}",
        created_at=datetime(2025, 1, number, tzinfo=UTC),
        company_name=name,
        source_id=f"cust-{number}",
        email=f"office{number}@example.com",
        integration_connections=(),
    )


USERS = (user(2, "Cedar & Finch"), user(1, "Big Construction Co."))


@pytest.fixture
def who(qtbot: QtBot) -> EndUserPage:
    page = EndUserPage()
    show_page(qtbot, page)
    return page


def entries() -> list[str]:
    """What stands in the list, from top to bottom."""
    model = _list().model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(row: int) -> None:
    click_row("endUserList", row)


def _list() -> QListView:
    found = find("endUserList")
    assert isinstance(found, QListView)
    return found


@pytest.mark.parametrize("missing", ["endUserCompany", "endUserEmail", "endUserSource"])
def test_a_new_entry_needs_all_three_fields(who: EndUserPage, missing: str) -> None:
    who.offer(EndUserDraft("Big Co.", "a@big.example", "cust-1"))
    assert who.can_go_next
    assert who.next_text == "Create and continue"
    write(missing, "   ")
    assert not who.can_go_next


def test_a_new_entry_is_asked_for_as_it_is_written(qtbot: QtBot, who: EndUserPage) -> None:
    who.offer(EndUserDraft("Big Co.", "a@big.example", "cust-1"))
    write("endUserCompany", "Bigger Co.")
    with qtbot.waitSignal(who.create_wanted) as wanted:
        who.on_next()
    assert wanted.args == ["Bigger Co.", "a@big.example", "cust-1"]


def test_an_offer_does_not_touch_what_has_been_typed(who: EndUserPage) -> None:
    write("endUserCompany", "Typed Co.")
    who.offer(EndUserDraft("Big Co.", "a@big.example", "cust-1"))
    assert (value("endUserCompany"), value("endUserEmail")) == ("Typed Co.", "a@big.example")


def test_another_way_in_leaves_nothing_of_the_one_before(who: EndUserPage) -> None:
    who.offer(EndUserDraft("Sample Co.", "sample@example.com", "pc-1"))
    who.show_end_users(USERS)
    click("doorExisting")
    choose(0)
    who.forget()
    assert not who.can_go_next
    assert (value("endUserCompany"), value("endUserEmail"), value("endUserSource")) == ("",) * 3
    click("doorExisting")
    assert entries() == []


def test_an_existing_entry_is_chosen_from_the_list(qtbot: QtBot, who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    assert not who.can_go_next
    choose(1)
    assert who.can_go_next
    assert who.next_text == "Use this one"
    with qtbot.waitSignal(who.load_wanted) as wanted:
        who.on_next()
    assert wanted.args == ["end_usr_1"]


@pytest.mark.parametrize("words", ["cedar", "OFFICE2@", "cust-2", "end_usr_2"])
def test_the_list_is_searched_by_name_address_and_either_id(who: EndUserPage, words: str) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    write("endUserSearch", words)
    (line,) = entries()
    assert line.startswith("Cedar & Finch")


@pytest.mark.parametrize("words", ["CONSTRUCTION cust-1", "  big   co. ", "1@example end_usr"])
def test_several_words_are_looked_for_in_any_order(who: EndUserPage, words: str) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    write("endUserSearch", words)
    (line,) = entries()
    assert line.startswith("Big Construction Co.")


def test_an_entry_that_the_search_hides_is_not_used(who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    choose(0)
    write("endUserSearch", "big construction")
    assert not who.can_go_next
    write("endUserSearch", "cedar")
    assert who.can_go_next


def test_a_choice_survives_a_newer_list(qtbot: QtBot, who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    choose(1)
    who.show_end_users((user(3, "New Co."), *USERS))
    with qtbot.waitSignal(who.load_wanted) as wanted:
        who.on_next()
    assert wanted.args == ["end_usr_1"]


def test_the_entry_that_the_vendor_has_made_is_chosen_already(
    qtbot: QtBot, who: EndUserPage
) -> None:
    who.offer(EndUserDraft("Big Construction Co.", "office@big.example", "cust-1", "end_usr_1"))
    assert not who.can_go_next
    who.show_end_users(USERS)
    assert who.can_go_next
    with qtbot.waitSignal(who.load_wanted) as wanted:
        who.on_next()
    assert wanted.args == ["end_usr_1"]


def test_a_list_that_did_not_come_can_be_asked_for_again(qtbot: QtBot, who: EndUserPage) -> None:
    who.on_enter()
    who.show_error(TROUBLE)
    with qtbot.waitSignal(who.list_wanted):
        click("endUserPageProblemAction")
    assert who.problem.text == ""


def test_once_the_list_is_there_next_is_the_way_to_try_again(who: EndUserPage) -> None:
    who.on_enter()
    who.show_end_users(USERS)
    who.show_error(TROUBLE)
    assert who.problem.text.startswith("Trouble")
    assert find("endUserPageProblemAction") is None


def test_an_error_goes_when_its_cause_is_changed(who: EndUserPage) -> None:
    who.show_error(TROUBLE)
    write("endUserCompany", "Another Co.")
    assert who.problem.text == ""


def asked(who: EndUserPage, question: EndUserQuestion) -> QuestionPanel:
    who.offer(EndUserDraft("Big Co.", "a@big.example", "cust-1"))
    who.show_error(question)
    panel = find("endUserQuestion")
    assert isinstance(panel, QuestionPanel)
    assert panel.text == f"{question.title} {question.explanation} {question.next_step}"
    assert who.problem.text == ""
    return panel


QUESTIONS = (
    PerhapsCreated("Big Co."),
    EndUserGone("Big Co."),
    OtherCompany(user(2, "Cedar & Finch"), "Big Co.", is_own_id=True),
    OtherCompany(user(2, "Cedar & Finch"), "Big Co.", is_own_id=False),
    SettledMeanwhile(EndUserRef("end_usr_2", "cust-2", "a@cedar.example", "Cedar & Finch")),
    OtherPc("Big Co."),
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_a_button_for_each_answer(
    who: EndUserPage, question: EndUserQuestion
) -> None:
    panel = asked(who, question)
    buttons = [b.text() for b in panel.findChildren(QPushButton) if b.isVisible()]
    assert buttons == [choice.value for choice in question.choices]
    assert nameless(who) == []


@pytest.mark.parametrize(
    ("choice", "signal", "arguments"),
    [
        (Choice.LOOK_AGAIN, "create_wanted", ["Big Co.", "a@big.example", "cust-1"]),
        (Choice.CREATE_ANEW, "create_anew_wanted", ["Big Co.", "a@big.example", "cust-1"]),
        (Choice.USE_FOUND, "load_wanted", ["end_usr_2"]),
        (Choice.SAME_COMPANY, "company_told", [True]),
        (Choice.ANOTHER_COMPANY, "company_told", [False]),
    ],
)
def test_an_answer_is_given_once(
    qtbot: QtBot, who: EndUserPage, choice: Choice, signal: str, arguments: list[object]
) -> None:
    panel = asked(who, next(q for q in QUESTIONS if choice in q.choices))
    with qtbot.waitSignal(getattr(who, signal)) as told:
        click(f"answer-{choice.name.lower()}")
    assert told.args == arguments
    assert panel.text == ""
    assert find(f"answer-{choice.name.lower()}") is None


def test_another_company_gets_another_id(who: EndUserPage) -> None:
    asked(who, OtherCompany(user(1, "Big Co."), "Cedar & Finch", is_own_id=True))
    click("answer-another_company")
    who.offer(EndUserDraft("", "", "pc-2"))
    assert (value("endUserCompany"), value("endUserSource")) == ("Big Co.", "pc-2")


def test_a_newer_question_takes_the_place_of_the_one_before(who: EndUserPage) -> None:
    asked(who, PerhapsCreated("Big Co."))
    asked(who, OtherPc("Big Co."))
    assert find("answer-create_anew") is None
    assert find("answer-same_company") is not None


@pytest.mark.parametrize("what", ["a field is changed", "an error", "entering", "next"])
def test_a_question_goes_when_it_is_not_the_question_any_more(who: EndUserPage, what: str) -> None:
    panel = asked(who, PerhapsCreated("Big Co."))
    match what:
        case "a field is changed":
            write("endUserCompany", "Another Co.")
        case "an error":
            who.show_error(TROUBLE)
        case "entering":
            who.on_enter()
        case "next":
            who.on_next()
    assert panel.text == ""


def test_two_of_one_id_are_shown_with_what_tells_them_apart(qtbot: QtBot, who: EndUserPage) -> None:
    twins = (user(1, "Big Co."), msgspec.structs.replace(user(2, "Big Co."), source_id="cust-1"))
    who.show_end_users(USERS)
    click("doorExisting")
    write("endUserSearch", "cedar")
    click("doorNew")
    asked(who, SeveralEntries("cust-1", twins))
    assert not who.can_go_next  # none of them is chosen for the person
    for line, twin in zip(entries(), twins, strict=True):
        for part in (twin.company_name, twin.email, twin.id, "25"):
            assert part in line
    choose(1)
    with qtbot.waitSignal(who.load_wanted) as wanted:
        who.on_next()
    assert wanted.args == ["end_usr_2"]


def test_while_it_is_looked_for_one_is_told_that_it_takes_a_while(who: EndUserPage) -> None:
    who.show_looking()
    assert "up to half a minute" in who.problem.text
    assert find("endUserPageProblemAction") is None


@pytest.mark.parametrize("door", ["doorNew", "doorExisting"])
def test_every_control_has_a_name(who: EndUserPage, door: str) -> None:
    who.show_end_users(USERS)
    click(door)
    who.show_error(TROUBLE)
    assert nameless(who) == []
