"""The guide's steps on the Connection screen, as a hand meets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.guide.book import guide
from conductor_desktop.services.checks import Owner
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.ui.connection.state_card import StateCard
from conductor_desktop.ui.connection.words import LOOKING, of_asking, of_report
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.connection.fakes import NOW, proof, report

THREE = ("Look.", "Close it.", "Try again.")
FOUR = (*THREE, "Rest.")


class Shown:
    """A state card, and what a person sees of its steps."""

    def __init__(self, qtbot: QtBot) -> None:
        self.card = StateCard()
        qtbot.addWidget(self.card)
        self.card.resize(600, 600)
        self.card.show()
        qtbot.waitExposed(self.card)

    def say(self, answer: ConnectionReport) -> None:
        self.card.show_text(of_report(answer, NOW, ""), "", busy=False)

    def ask(self) -> None:
        """QuickBooks is being asked, and nothing else is shown meanwhile."""
        self.card.show_text(of_asking(3, None), "", busy=True)

    def button(self, name: str) -> QPushButton:
        found = self.card.findChild(QPushButton, name)
        assert found is not None, name
        return found

    @property
    def toggle(self) -> QPushButton:
        return self.button("connectionSteps")

    @property
    def copy(self) -> QPushButton:
        return self.button("connectionStepsCopy")

    @property
    def lines(self) -> list[str]:
        """What stands in the list, row by row; nothing while it cannot be seen."""
        body = self.card.findChild(QWidget, "connectionStepsList")
        assert body is not None
        grid = body.layout()
        assert isinstance(grid, QGridLayout)
        texts = []
        for row in range(grid.rowCount()):
            items = [grid.itemAtPosition(row, column) for column in range(2)]
            labels = dict.fromkeys(item.widget() for item in items if item is not None)
            seen = [x.text() for x in labels if isinstance(x, QLabel) and x.isVisible()]
            texts += [" ".join(seen)] if seen else []
        return texts


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def trouble(*steps: str, if_that_fails: tuple[str, ...] = ()) -> ConnectionReport:
    return report(
        ConnectionState.NEEDS_ATTENTION,
        owner=Owner.YOU,
        code="0x80040414",
        steps=steps,
        if_that_fails=if_that_fails,
    )


def test_few_steps_are_there_to_be_read(shown: Shown) -> None:
    shown.say(trouble(*THREE))
    assert shown.lines == ["1. Look.", "2. Close it.", "3. Try again."]
    assert not shown.toggle.isVisible()
    assert shown.copy.isVisible()


def test_many_steps_are_folded_until_somebody_wants_them(shown: Shown) -> None:
    shown.say(trouble(*FOUR))
    assert shown.lines == []
    assert shown.toggle.text() == "Show the 4 steps"
    click(shown.toggle)
    assert shown.lines == ["1. Look.", "2. Close it.", "3. Try again.", "4. Rest."]
    assert shown.toggle.text() == "Hide the steps"
    press(shown.toggle, Qt.Key.Key_Space)
    assert shown.lines == []


def test_a_second_remedy_comes_second_and_goes_on_counting(shown: Shown) -> None:
    shown.say(trouble("Wait.", "Try again.", if_that_fails=("Allow it.", "Try again.")))
    assert shown.toggle.text() == "Show the 4 steps"
    click(shown.toggle)
    assert shown.lines == [
        "1. Wait.",
        "2. Try again.",
        "If that did not help:",
        "3. Allow it.",
        "4. Try again.",
    ]


def test_every_entry_of_the_guide_can_be_shown_one_after_the_other(shown: Shown) -> None:
    for entry in guide().entries:
        shown.say(trouble(*entry.steps, if_that_fails=entry.if_that_fails))
        if not shown.lines:
            click(shown.toggle)
        numbered = [line for line in shown.lines if line[0].isdigit()]
        told = [*entry.steps, *entry.if_that_fails]
        assert numbered == [f"{number}. {step}" for number, step in enumerate(told, 1)]


def test_without_steps_there_is_neither_list_nor_link(shown: Shown) -> None:
    shown.say(trouble(*FOUR))
    shown.say(proof())
    assert shown.lines == []
    assert not shown.toggle.isVisible()
    assert not shown.copy.isVisible()


def test_what_was_unfolded_is_so_again_when_the_answer_is_the_same(shown: Shown) -> None:
    shown.say(trouble(*FOUR))
    click(shown.toggle)
    shown.ask()
    assert shown.lines == []
    shown.say(trouble(*FOUR))
    assert len(shown.lines) == 4


def test_other_steps_are_folded_anew_and_leave_nothing_behind(shown: Shown) -> None:
    shown.say(trouble(*FOUR, *FOUR))
    click(shown.toggle)
    shown.say(trouble("One.", "Two.", "Three.", "Four."))
    assert shown.lines == []
    click(shown.toggle)
    assert shown.lines == ["1. One.", "2. Two.", "3. Three.", "4. Four."]
    shown.say(trouble("Only this."))
    assert shown.lines == ["1. Only this."]


def test_a_click_copies_all_that_support_wants(shown: Shown) -> None:
    shown.say(trouble(*FOUR))
    click(shown.copy)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == "Headline of needs_attention"
    for line in ("4. Rest.", "Code: 0x80040414", "Request ID: req_123", "Whose turn: you"):
        assert line in copied.splitlines()
    assert shown.copy.text() == "Copied"
    shown.say(trouble(*THREE))
    assert shown.copy.text() == "Copy for support"


def test_long_steps_are_broken_and_not_cut(shown: Shown) -> None:
    long = " ".join(["Choose the user of this connection."] * 6)
    shown.say(trouble(long, long))
    labels = [x for x in shown.card.findChildren(QLabel) if x.text() == long]
    assert len(labels) == 2
    for label in labels:
        assert label.width() < 600
        assert label.height() >= label.heightForWidth(label.width())


def test_every_control_has_a_name(shown: Shown) -> None:
    shown.say(trouble(*FOUR))
    click(shown.toggle)
    assert nameless(shown.card) == []
    shown.card.show_text(LOOKING, "", busy=False)
    assert shown.lines == []
