"""The pages after the first, each on its own: what Next needs, and what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import EndUser
from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.services.checks import Answer, CheckReport, CheckResult
from conductor_desktop.services.end_users import EndUserDraft
from conductor_desktop.services.proof import ProofProgress, ProofStep, ProvenConnection
from conductor_desktop.services.setup import AuthLink
from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.setup.checks import ChecksPage
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.end_user import EndUserPage
from conductor_desktop.ui.setup.guide import Guide, GuideStep
from conductor_desktop.ui.setup.page import SetupPage
from conductor_desktop.ui.setup.verify import VerifyPage
from conductor_desktop.ui.tour.hands import click, find, write
from tests.helpers.accessibility import nameless
from tests.ui.setup.stage import PretendedView

TROUBLE = InvalidInput("Trouble", "There is trouble.", "Put it right.")


def shown(qtbot: QtBot, page: SetupPage) -> None:
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    qtbot.waitExposed(page)


def text(name: str) -> str:
    """What a label says; "" while it is not there to be seen."""
    found = find(name)
    return found.text() if isinstance(found, QLabel) else ""


def panel(page: QWidget, name: str) -> MessagePanel:
    found = page.findChild(MessagePanel, name)
    assert found is not None
    return found


# ---- check this PC


def answered(answer: Answer, name: str = "web-connector") -> CheckResult:
    return CheckResult(
        id=name,
        title="Web Connector",
        answer=answer,
        sentence="It is so.",
        owner=None,
        action="Do something.",
        evidence=(),
        seconds=0.1,
    )


@pytest.fixture
def checks(qtbot: QtBot) -> ChecksPage:
    page = ChecksPage()
    shown(qtbot, page)
    return page


@pytest.mark.parametrize(
    ("verdict", "next_text"),
    [
        (Answer.OK, "Next"),
        (Answer.LOOK, "Next"),
        (Answer.UNKNOWN, "Next"),
        (Answer.STOP, "Continue anyway"),
    ],
)
def test_whatever_the_checks_say_one_can_go_on_and_is_told(
    qtbot: QtBot, checks: ChecksPage, verdict: Answer, next_text: str
) -> None:
    checks.start()
    assert not checks.can_go_next
    checks.add_result(answered(verdict))
    assert not checks.can_go_next
    with qtbot.waitSignal(checks.next_changed):
        checks.finish(CheckReport(verdict, (answered(verdict),)))
    assert checks.can_go_next
    assert checks.next_text == next_text
    assert text("checksSummary")
    with qtbot.waitSignal(checks.continue_wanted):
        checks.on_next()


def test_while_it_looks_there_is_progress_and_nothing_to_click_twice(checks: ChecksPage) -> None:
    checks.start()
    progress, again = checks.findChild(QProgressBar), find("checkAgain")
    assert progress is not None
    assert again is not None
    assert progress.isVisible()
    assert not again.isEnabled()
    checks.finish(CheckReport(Answer.OK, ()))
    assert not progress.isVisible()
    assert again.isEnabled()


def test_checking_again_takes_the_old_rows_away(checks: ChecksPage) -> None:
    checks.start()
    checks.add_result(answered(Answer.STOP, "one"))
    checks.add_result(answered(Answer.STOP, "two"))
    checks.finish(CheckReport(Answer.STOP, ()))
    checks.start()
    assert not checks.can_go_next
    checks.add_result(answered(Answer.OK, "one"))
    rows = [row for row in checks.findChildren(CheckRow) if row.isVisible()]
    assert [row.objectName() for row in rows] == ["check-one"]


def test_checks_that_broke_can_be_run_again(qtbot: QtBot, checks: ChecksPage) -> None:
    checks.start()
    checks.fail()
    checks.show_error(TROUBLE)
    assert not checks.can_go_next
    assert checks.problem.text.startswith("Trouble")
    with qtbot.waitSignal(checks.check_wanted):
        click("checkAgain")


def test_coming_back_checks_again_only_if_there_is_nothing_to_show(
    qtbot: QtBot, checks: ChecksPage
) -> None:
    with qtbot.waitSignal(checks.check_wanted):
        checks.on_enter()
    checks.start()
    checks.finish(CheckReport(Answer.OK, ()))
    with qtbot.assertNotEmitted(checks.check_wanted):
        checks.on_enter()
    checks.forget()
    with qtbot.waitSignal(checks.check_wanted):
        checks.on_enter()


# ---- who is this for


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
    shown(qtbot, page)
    return page


def value(name: str) -> str:
    found = find(name)
    assert isinstance(found, QLineEdit), name
    return found.text()


def entries() -> QListWidget:
    found = find("endUserList")
    assert isinstance(found, QListWidget)
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
    entries().setCurrentRow(0)
    who.forget()
    assert not who.can_go_next
    assert (value("endUserCompany"), value("endUserEmail"), value("endUserSource")) == ("",) * 3
    click("doorExisting")
    assert entries().count() == 0


def test_an_existing_entry_is_chosen_from_the_list(qtbot: QtBot, who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    assert not who.can_go_next
    entries().setCurrentRow(1)
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
    shown_rows = [row for row in range(2) if not entries().item(row).isHidden()]
    assert shown_rows == [0]


def test_an_entry_that_the_search_hides_is_not_used(who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    entries().setCurrentRow(0)
    write("endUserSearch", "big construction")
    assert not who.can_go_next


def test_a_choice_survives_a_newer_list(who: EndUserPage) -> None:
    who.show_end_users(USERS)
    click("doorExisting")
    entries().setCurrentRow(1)
    who.show_end_users((user(3, "New Co."), *USERS))
    assert entries().currentItem().toolTip() == "end_usr_1"


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


# ---- connect


class _Browser(QObject):
    """Stands in for the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qtbot: QtBot) -> object:
    browser = _Browser()
    # The stub asks for bytes, PySide6 itself for a str.
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("https")
