"""The second page: what Next needs, and what is said while the PC is looked at."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from conductor_desktop.services.checks import Answer, CheckReport, CheckResult
from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.setup.checks import ChecksPage
from conductor_desktop.ui.tour.hands import click, find
from tests.helpers.accessibility import nameless
from tests.ui.setup.pages import TROUBLE, show_page, text


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
