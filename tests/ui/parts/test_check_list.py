"""The list of answers: the worst first, one row for each check, what is fine folded away."""

from __future__ import annotations

import random

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.services.checks import Answer, CheckResult, Remedy
from conductor_desktop.ui.parts.check_list import CheckList
from conductor_desktop.ui.tour.hands import click, find, reads
from tests.helpers.accessibility import nameless

OK, LOOK, STOP, UNKNOWN = Answer.OK, Answer.LOOK, Answer.STOP, Answer.COULD_NOT_TELL
FRONT = Remedy("Bring it to the front", bring_to_front=7)


def row(name: str, answer: Answer, place: int, remedy: Remedy | None = None) -> CheckResult:
    return CheckResult(name, name, answer, "So.", None, None, (), 0.0, place=place, remedy=remedy)


@pytest.fixture
def checks(qtbot: QtBot) -> CheckList:
    checks = CheckList("fine")
    qtbot.addWidget(checks)
    checks.show()
    qtbot.waitExposed(checks)
    return checks


def ids(checks: CheckList, *, visible: bool = True) -> list[str]:
    return [r.result.id for r in checks.rows if r.isVisible() or not visible]


ROWS = [
    row("stop", STOP, 4),
    row("look 1", LOOK, 1),
    row("look 2", LOOK, 5),
    row("unknown", UNKNOWN, 0),
    row("ok 1", OK, 2),
    row("ok 2", OK, 3),
]


def test_whenever_a_row_arrives_it_takes_its_place(checks: CheckList, qtbot: QtBot) -> None:
    arrived = list(ROWS)
    random.shuffle(arrived)
    for one in arrived:
        checks.add(one)
    assert ids(checks) == [one.id for one in ROWS]

    def stand_below_each_other() -> bool:
        tops = [one.y() for one in checks.rows]
        return tops == sorted(set(tops))

    qtbot.waitUntil(stand_below_each_other)


def test_a_newer_answer_replaces_the_older_one_and_takes_its_own_place(checks: CheckList) -> None:
    for one in ROWS:
        checks.add(one)
    checks.add(row("ok 2", STOP, 3))
    assert ids(checks)[:2] == ["ok 2", "stop"]
    assert len(ids(checks)) == len(ROWS)


def test_what_is_fine_can_be_folded_away_and_counted(checks: CheckList) -> None:
    for one in ROWS:
        checks.add(one)
    checks.fold(True)
    assert ids(checks) == ["stop", "look 1", "look 2", "unknown"]
    checks.add(row("ok 3", OK, 9))
    assert "ok 3" not in ids(checks)
    link = find("fine")
    assert link is not None
    assert link.property("text") == "Show what is fine (3)"
    click("fine")
    assert ids(checks)[-1] == "ok 3"
    assert link.property("text") == "Hide what is fine (3)"


def test_there_is_nothing_to_unfold_where_nothing_is_fine(checks: CheckList) -> None:
    checks.add(row("stop", STOP, 0))
    assert find("fine") is None
    checks.add(row("ok", OK, 1))
    assert find("fine") is not None
    checks.clear()
    assert find("fine") is None
    assert ids(checks, visible=False) == []


def test_rows_that_are_not_answered_any_more_go(checks: CheckList) -> None:
    for one in ROWS:
        checks.add(one)
    checks.keep_only({"stop", "ok 1"})
    assert ids(checks) == ["stop", "ok 1"]


def test_the_one_click_that_helps_is_told(qtbot: QtBot, checks: CheckList) -> None:
    checks.add(row("stop", STOP, 0, FRONT))
    checks.add(row("look", LOOK, 1))
    with qtbot.waitSignal(checks.remedy_wanted) as wanted:
        click("remedy-stop")
    assert wanted.args == [FRONT]
    assert find("remedy-look") is None
    assert not reads("check-look", FRONT.label)()


def test_every_control_has_a_name(checks: CheckList) -> None:
    for one in (*ROWS, row("x", STOP, 9, FRONT)):
        checks.add(one)
    assert nameless(checks) == []
