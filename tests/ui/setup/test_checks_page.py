"""The second page: what Next needs, and what is said while the PC is looked at."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.services.checks import Answer, CheckReport, CheckResult, Remedy
from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.setup.checks import ChecksPage
from conductor_desktop.ui.tour.hands import click, find
from tests.helpers.accessibility import nameless
from tests.ui.setup.pages import TROUBLE, show_page, text

FRONT = Remedy("Bring it to the front", bring_to_front=7)


def answered(
    answer: Answer, name: str = "web-connector", remedy: Remedy | None = None
) -> CheckResult:
    return CheckResult(
        id=name,
        title="Web Connector",
        answer=answer,
        sentence="It is so.",
        owner=None,
        action="Do something.",
        evidence=(),
        seconds=0.1,
        remedy=remedy,
    )


@pytest.fixture
def checks(qtbot: QtBot) -> ChecksPage:
    page = ChecksPage()
    show_page(qtbot, page)
    return page


@pytest.mark.parametrize(
    ("verdict", "next_text"),
    [
        (Answer.OK, "Next"),
        (Answer.LOOK, "Next"),
        (Answer.COULD_NOT_TELL, "Next"),
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


def visible_rows(page: ChecksPage) -> list[str]:
    rows = [row for row in page.findChildren(CheckRow) if row.isVisible()]
    return [row.objectName() for row in sorted(rows, key=lambda row: row.y())]


def wait_for_button(qtbot: QtBot, name: str) -> None:
    """Until it has been given its place, so that its middle can be hit."""

    def has_its_height() -> bool:
        button = find(name)
        return button is not None and button.height() >= button.minimumSizeHint().height()

    qtbot.waitUntil(has_its_height)


def test_what_is_fine_steps_aside_for_what_is_to_be_done(checks: ChecksPage) -> None:
    checks.start()
    for answer, name in ((Answer.OK, "a"), (Answer.STOP, "b"), (Answer.LOOK, "c")):
        checks.add_result(answered(answer, name))
    assert len(visible_rows(checks)) == 3
    checks.finish(CheckReport(Answer.STOP, ()))
    assert visible_rows(checks) == ["check-b", "check-c"]
    click("checksFine")
    assert len(visible_rows(checks)) == 3


def test_everything_is_shown_where_everything_is_fine(checks: ChecksPage) -> None:
    checks.start()
    checks.add_result(answered(Answer.OK, "a"))
    checks.finish(CheckReport(Answer.OK, ()))
    assert visible_rows(checks) == ["check-a"]


def test_whoever_comes_back_from_a_rows_button_is_shown_what_has_become_of_it(
    qtbot: QtBot, checks: ChecksPage
) -> None:
    checks.start()
    checks.add_result(answered(Answer.STOP, "a", FRONT))
    checks.finish(CheckReport(Answer.STOP, ()))
    wait_for_button(qtbot, "remedy-a")
    with qtbot.waitSignal(checks.remedy_wanted) as wanted:
        click("remedy-a")
    assert wanted.args == [FRONT]
    checks.show_remedy_done(True)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    with qtbot.waitSignal(checks.check_wanted):
        checks.activateWindow()


def test_coming_back_from_elsewhere_checks_nothing(qtbot: QtBot, checks: ChecksPage) -> None:
    checks.start()
    checks.finish(CheckReport(Answer.STOP, ()))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    with qtbot.assertNotEmitted(checks.check_wanted):
        checks.activateWindow()
        qtbot.waitUntil(checks.isActiveWindow)


def test_a_button_that_did_not_help_says_what_to_do_instead(
    qtbot: QtBot, checks: ChecksPage
) -> None:
    checks.start()
    checks.add_result(answered(Answer.STOP, "a", FRONT))
    checks.finish(CheckReport(Answer.STOP, ()))
    wait_for_button(qtbot, "remedy-a")
    with qtbot.waitSignal(checks.remedy_wanted):
        click("remedy-a")
    checks.show_remedy_done(False)
    assert "by hand" in text("checksSummary")


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


def test_every_control_has_a_name(checks: ChecksPage) -> None:
    checks.start()
    assert nameless(checks) == []
    checks.add_result(answered(Answer.STOP))
    checks.finish(CheckReport(Answer.STOP, ()))
    checks.show_error(TROUBLE)
    assert nameless(checks) == []
