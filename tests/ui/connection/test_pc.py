"""The card about this PC and what runs behind it."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError
from conductor_desktop.services.checks import Answer, CheckReport, CheckResult, PcChecks, Remedy
from conductor_desktop.ui.connection.pc import PcController
from conductor_desktop.ui.connection.pc_card import PcCard, summary_of
from conductor_desktop.ui.parts.check_rows import CheckRow
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.workstation.described_pc import DescribedPc
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click
from tests.helpers.pcs import PCS, purpose_of
from tests.ui.connection.fakes import FakeChecks, result


def rows(card: PcCard) -> list[str]:
    """What the rows say, from top to bottom."""
    shown = [row for row in card.findChildren(CheckRow) if row.isVisible()]
    return [row.accessibleName() for row in sorted(shown, key=lambda row: row.y())]


def summary(card: PcCard) -> str:
    label = card.findChild(QLabel, "pcSummary")
    assert label is not None
    return label.text()


@pytest.fixture
def card(qtbot: QtBot) -> PcCard:
    card = PcCard()
    qtbot.addWidget(card)
    card.show()
    return card


def wire(card: PcCard, controller: PcController) -> None:
    card.recheck_clicked.connect(controller.check_again)
    controller.started.connect(card.start)
    controller.result_added.connect(card.add_result)
    controller.finished.connect(card.finish)
    controller.failed.connect(card.fail)
    card.remedy_wanted.connect(controller.carry_out)
    controller.remedy_done.connect(card.show_remedy_done)


def test_rows_arrive_while_the_checks_still_run(
    qtbot: QtBot, card: PcCard, runner: TaskRunner
) -> None:
    checks = FakeChecks(result("quickbooks"), result("clock", Answer.LOOK))
    checks.results += (result("network", Answer.STOP),)
    checks.waits = True
    controller = PcController(lambda: checks, runner)
    wire(card, controller)
    controller.check_once()
    qtbot.waitUntil(lambda: len(rows(card)) == 2)
    assert summary(card) == "Looking at this PC…"
    checks.end()
    qtbot.waitUntil(lambda: summary(card) == "1 needs fixing, 1 needs a look, 1 is fine.")
    qtbot.waitUntil(
        lambda: (
            rows(card)
            == ["Network: needs fixing. It is there.", "Clock: worth a look. It is there."]
        )
    )
    assert threading.main_thread() not in checks.threads


def test_the_last_update_is_told_and_the_click_after_it_went_well_takes_the_row_away(
    qtbot: QtBot, card: PcCard, runner: TaskRunner
) -> None:
    pcs = iter(DescribedPc.load(PCS / f"{name}.json") for name in ("update_failed", "ent24_64_ok"))

    def provider() -> PcChecks:
        pc = next(pcs)
        return PcChecks(pc, purpose_of(pc))

    controller = PcController(provider, runner)
    wire(card, controller)
    controller.check_once()
    qtbot.waitUntil(lambda: summary(card) == "1 needs a look, 28 are fine.")
    [row] = rows(card)
    assert "The last update of “Example Sync”, 3 minutes ago, ended with a problem: " in row
    again = card.findChild(QPushButton, "pcRecheck")
    assert again is not None
    click(again)
    qtbot.waitUntil(lambda: summary(card).startswith("Everything this app can see"))
    assert rows(card) == []


def test_checking_again_is_a_click_and_replaces_rows_in_place(
    qtbot: QtBot, card: PcCard, runner: TaskRunner
) -> None:
    checks = FakeChecks(result("a", Answer.STOP), result("b", Answer.LOOK), result("c"))
    controller = PcController(lambda: checks, runner)
    wire(card, controller)
    controller.check_once()
    qtbot.waitUntil(lambda: runner.is_idle)
    checks.results = (result("c"), result("a", Answer.LOOK, sentence="It is back."))
    button = card.findChild(QPushButton, "pcRecheck")
    assert button is not None
    click(button)
    qtbot.waitUntil(lambda: runner.is_idle)
    qtbot.waitUntil(lambda: rows(card) == ["A: worth a look. It is back."])
    assert summary(card) == "1 needs a look, 1 is fine."


def test_what_is_fine_is_shown_to_whoever_asks(qtbot: QtBot, card: PcCard) -> None:
    card.add_result(result("a"))
    card.finish(CheckReport.of([result("a")]))
    assert rows(card) == []
    link = card.findChild(QPushButton, "pcFine")
    assert link is not None
    click(link)
    assert rows(card) == ["A: all right. It is there."]


@pytest.mark.parametrize("helps", [True, False])
def test_a_click_on_a_rows_button_is_carried_out_away_from_the_window(
    qtbot: QtBot, card: PcCard, runner: TaskRunner, helps: bool
) -> None:
    remedy = Remedy("Bring it to the front", bring_to_front=7)
    checks = FakeChecks(result("a", Answer.STOP, remedy=remedy))
    checks.helps = helps
    controller = PcController(lambda: checks, runner)
    wire(card, controller)
    controller.check_once()
    qtbot.waitUntil(lambda: summary(card) == "1 needs fixing.")
    button = card.findChild(QPushButton, "remedy-a")
    assert button is not None
    with qtbot.waitSignal(controller.remedy_done):
        click(button)
    assert checks.carried_out == [remedy]
    assert threading.main_thread() not in checks.threads
    assert ("by hand" in summary(card)) is not helps


def test_it_runs_by_itself_only_once(qtbot: QtBot, runner: TaskRunner) -> None:
    checks = FakeChecks(result())
    controller = PcController(lambda: checks, runner)
    controller.check_once()
    controller.check_once()
    qtbot.waitUntil(lambda: runner.is_idle)
    controller.check_once()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert checks.runs == 1


def test_answers_of_an_older_run_are_not_shown(
    qtbot: QtBot, card: PcCard, runner: TaskRunner
) -> None:
    old, new = FakeChecks(result("old", Answer.LOOK)), FakeChecks(result("new", Answer.LOOK))
    old.waits = True
    given = [old, new]
    controller = PcController(lambda: given.pop(0), runner)
    wire(card, controller)
    finished: list[CheckReport] = []
    controller.finished.connect(finished.append)
    controller.check_again()
    qtbot.waitUntil(lambda: old.runs == 1)
    controller.check_again()
    old.end()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert [[one.id for one in report.results] for report in finished] == [["new"]]
    qtbot.waitUntil(lambda: rows(card) == ["New: worth a look. It is there."])


def test_checks_that_cannot_run_say_why(qtbot: QtBot, card: PcCard, runner: TaskRunner) -> None:
    checks = FakeChecks()
    checks.failure = InternalError()
    controller = PcController(lambda: checks, runner)
    wire(card, controller)
    controller.check_again()
    panel = card.findChild(MessagePanel, "pcProblem")
    assert panel is not None
    qtbot.waitUntil(lambda: "inside the app" in panel.text)
    assert summary(card) == ""
    checks.failure = None
    controller.check_again()
    assert panel.text == ""
    qtbot.waitUntil(lambda: runner.is_idle)


def test_work_stops_when_the_card_is_gone(qtbot: QtBot, runner: TaskRunner) -> None:
    checks = FakeChecks(result())
    checks.waits = True
    controller = PcController(lambda: checks, runner)
    finished: list[CheckReport] = []
    controller.finished.connect(finished.append)
    controller.check_again()
    qtbot.waitUntil(lambda: checks.runs == 1)
    shiboken6.delete(controller)
    checks.end()
    qtbot.waitUntil(lambda: runner.is_idle)
    assert finished == []


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((), "Nothing was looked at."),
        (
            (result("a"), result("b")),
            "Everything this app can see on this PC is as it should be.",
        ),
        (
            (result("a", Answer.LOOK), result("b", Answer.LOOK), result("c"), result("d")),
            "2 need a look, 2 are fine.",
        ),
        (
            (result("a", Answer.COULD_NOT_TELL), result("b", Answer.STOP)),
            "1 needs fixing, 1 could not be told.",
        ),
    ],
)
def test_the_summary_names_the_worst_first(results: tuple[CheckResult, ...], said: str) -> None:
    assert summary_of(CheckReport.of(results)) == said


def test_every_control_has_a_name(card: PcCard) -> None:
    card.add_result(result())
    assert nameless(card) == []
