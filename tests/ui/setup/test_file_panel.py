"""The panel about the connection file: one state at a time, each with what can be done in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput, Owner
from conductor_desktop.services.connect_watch import Answer
from conductor_desktop.services.hand_over import STEPS_BY_HAND, HandOverProblem
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.setup.connect_words import ADDED, ANSWERS
from conductor_desktop.ui.setup.file_panel import FilePanel
from conductor_desktop.ui.setup.guide import GuideStep
from conductor_desktop.ui.tour.hands import click
from conductor_desktop.workstation.qwc.keeping import FileChanged
from tests.helpers.accessibility import nameless
from tests.helpers.hands import clear_the_screen
from tests.ui.setup.connection_files import KEPT, checked_file
from tests.ui.setup.pages import TROUBLE

BY_HAND = HandOverProblem("Another program", "It would open something else.")
MISSING = HandOverProblem("It is missing", "It was not found.", "Install it.", by_hand=False)


@pytest.fixture
def panel(qtbot: QtBot) -> FilePanel:
    clear_the_screen()
    panel = FilePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 300)
    return panel


def buttons(panel: FilePanel) -> list[str]:
    return [b.objectName() for b in panel.findChildren(QPushButton) if not b.isHidden()]


def take(panel: FilePanel) -> None:
    panel.show_taken(checked_file(), can_hand_over=True, was_found=False)


def test_it_is_hidden_until_there_is_something_to_say(panel: FilePanel) -> None:
    assert panel.isHidden()
    assert panel.text == ""
    take(panel)
    assert not panel.isHidden()
    panel.clear()
    assert panel.isHidden()


def test_a_usual_file_is_fine(panel: FilePanel) -> None:
    take(panel)
    assert panel.mark is Mark.OK
    assert panel.text.startswith("Connection file received Checked: “Conductor” at")


def test_a_file_that_was_found_says_where(panel: FilePanel) -> None:
    panel.show_taken(checked_file(), can_hand_over=True, was_found=True)
    assert panel.text.startswith("Found in your Downloads")
    assert "only if you have just downloaded it yourself" in panel.text
    assert buttons(panel) == ["connectionFileOpen"]


def test_what_may_go_wrong_makes_it_worth_a_look(panel: FilePanel) -> None:
    file = checked_file(added=("Conductor",), IsReadOnly="true")
    panel.show_taken(file, can_hand_over=True, was_found=False)
    assert panel.mark is Mark.LOOK
    assert "in the Web Connector already" in panel.text
    assert "QBWC1080" in panel.text


def test_what_is_only_unusual_is_said_by_the_way(panel: FilePanel) -> None:
    file = checked_file(AppSupport="https://docs.conductor.is/")
    panel.show_taken(file, can_hand_over=True, was_found=False)
    assert panel.mark is Mark.OK
    assert panel.text.endswith("Its help page is at “docs.conductor.is”.")


def test_where_it_can_be_added_by_hand_the_steps_are_there(panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(BY_HAND)
    assert panel.mark is Mark.LOOK
    assert buttons(panel) == ["connectionFileCopy", "connectionFileAgain"]
    for number, step in enumerate(STEPS_BY_HAND, 1):
        assert f"{number}. {step}" in panel.text
    assert str(KEPT) in panel.text


def test_the_path_can_be_copied(qtbot: QtBot, panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(BY_HAND)
    panel.show()
    click("connectionFileCopy")
    assert QGuiApplication.clipboard().text() == str(KEPT)


def test_where_hands_do_not_help_there_are_no_steps(panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(MISSING)
    assert panel.mark is Mark.STOP
    assert panel.text == "It is missing It was not found. Install it. Whose turn: you"
    assert buttons(panel) == ["connectionFileAgain"]


def test_a_file_that_was_changed_is_not_tried_again(panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(FileChanged())
    assert panel.mark is Mark.STOP
    assert buttons(panel) == []


def test_for_support_the_reason_is_there(panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(
        HandOverProblem("No", "Not Intuit’s.", "Ask.", by_hand=False, reason="Evil Ltd")
    )
    assert panel.text.endswith("Evil Ltd")


@pytest.mark.parametrize("was_open", [True, False])
def test_handed_over_it_goes_on_elsewhere(panel: FilePanel, was_open: bool) -> None:
    take(panel)
    panel.show_handed_over(was_open=was_open)
    assert panel.text.startswith("Go on in the Web Connector")
    assert ("It was open already" in panel.text) is was_open
    assert "click OK" in panel.text


def test_if_it_asks_nothing_there_is_a_way_by_hand(panel: FilePanel) -> None:
    take(panel)
    panel.show_handed_over(was_open=True)
    panel.show()
    click("connectionFileByHand")
    assert str(KEPT) in panel.text
    assert buttons(panel) == ["connectionFileCopy"]


def test_a_refusal_of_what_was_found_is_no_alarm(panel: FilePanel) -> None:
    panel.show_refused(TROUBLE, was_found=True)
    assert panel.mark is Mark.LOOK
    assert "Downloads" in panel.text


def test_a_refusal_of_what_was_given_is_one(panel: FilePanel) -> None:
    panel.show_refused(TROUBLE, was_found=False)
    assert panel.mark is Mark.STOP
    assert panel.text == "Trouble There is trouble. Put it right. Whose turn: you"


def test_it_says_whose_turn_it_is_where_somebody_has_to_do_something(panel: FilePanel) -> None:
    refused = InvalidInput("Trouble", "There is trouble.", "Put it right.")
    refused.owner = Owner.VENDOR
    panel.show_refused(refused, was_found=False, vendor="Acme Field Service")
    assert panel.text.endswith("Whose turn: Acme Field Service")
    panel.say(ANSWERS[GuideStep.PERMISSION, Answer.REFUSED])
    assert panel.text.endswith("Whose turn: whoever has the QuickBooks Admin password")
    panel.show_waiting()
    assert "Whose turn" not in panel.text


SECOND: list[Callable[[FilePanel], None]] = [
    lambda panel: panel.show_refused(TROUBLE, was_found=False),
    lambda panel: panel.show_refused(TROUBLE, was_found=True),
    lambda panel: panel.show_refused_download("It is larger than it can be."),
    FilePanel.show_waiting,
]


@pytest.mark.parametrize("second", SECOND)
def test_a_second_file_that_is_no_good_takes_nothing_from_the_first(
    qtbot: QtBot, panel: FilePanel, second: Callable[[FilePanel], None]
) -> None:
    take(panel)
    second(panel)
    assert "The file from before is still here." in panel.text
    assert buttons(panel) == ["connectionFileOpen"]
    panel.show()
    with qtbot.waitSignal(panel.hand_over_wanted):
        click("connectionFileOpen")
    panel.clear()
    second(panel)
    assert "still here" not in panel.text
    assert buttons(panel) == []


def test_a_first_file_that_cannot_be_handed_over_is_only_named(panel: FilePanel) -> None:
    panel.show_taken(checked_file(), can_hand_over=False, was_found=False)
    panel.show_refused(TROUBLE, was_found=False)
    assert panel.text.endswith("The file from before is still here. Whose turn: you")
    assert buttons(panel) == []


def test_a_first_file_that_was_changed_is_not_offered_again(panel: FilePanel) -> None:
    take(panel)
    panel.show_not_handed_over(FileChanged())
    panel.show_refused(TROUBLE, was_found=False)
    assert "still here" not in panel.text
    assert buttons(panel) == []


STATES: list[Callable[[FilePanel], None]] = [
    FilePanel.show_waiting,
    take,
    lambda panel: panel.show_handed_over(was_open=True),
    lambda panel: panel.show_not_handed_over(BY_HAND),
    lambda panel: panel.show_not_handed_over(MISSING),
    lambda panel: panel.say(ADDED),
    lambda panel: panel.show_refused_download("No."),
]


@pytest.mark.parametrize("state", STATES)
def test_every_control_has_a_name_and_no_state_leaves_anything_to_the_next(
    panel: FilePanel, state: Callable[[FilePanel], None]
) -> None:
    state(panel)
    assert nameless(panel) == []
    panel.clear()
    panel.show_refused(TROUBLE, was_found=False)
    assert panel.text == "Trouble There is trouble. Put it right. Whose turn: you"
    assert buttons(panel) == []
