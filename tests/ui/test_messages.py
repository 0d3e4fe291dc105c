"""Messages wait for a window, and then come in order."""

from __future__ import annotations

import logging

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput
from conductor_desktop.ui.messages import Kind, Message, Messages

FIRST = Message(Kind.LOOK, "First", "It was said first.")
SECOND = Message(Kind.INFO, "Second", "It was said later.")


@pytest.fixture
def heard(qtbot: QtBot, messages: Messages) -> list[Message]:
    heard: list[Message] = []
    messages.shown.connect(heard.append)
    return heard


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    return Messages()


def test_messages_wait_until_a_window_listens(messages: Messages, heard: list[Message]) -> None:
    messages.show(FIRST)
    messages.show(SECOND)
    assert heard == []
    messages.open_door()
    assert heard == [FIRST, SECOND]


def test_what_has_waited_is_shown_once(messages: Messages, heard: list[Message]) -> None:
    messages.show(FIRST)
    messages.open_door()
    messages.open_door()  # another window
    assert heard == [FIRST]


def test_with_a_window_messages_come_at_once(messages: Messages, heard: list[Message]) -> None:
    messages.open_door()
    messages.show(FIRST)
    assert heard == [FIRST]


def test_a_message_said_while_the_waiting_ones_are_shown_comes_after_them(
    messages: Messages, heard: list[Message]
) -> None:
    def answer(message: Message) -> None:
        if message == FIRST:
            messages.show(SECOND)

    messages.shown.connect(answer)
    messages.show(FIRST)
    messages.open_door()
    assert heard == [FIRST, SECOND]


def test_an_error_is_said_with_its_next_step_and_its_details(
    messages: Messages, heard: list[Message]
) -> None:
    messages.open_door()
    messages.error(InvalidInput("Wrong", "It is wrong.", "Put it right.", details={"code": "7"}))
    turn = "Whose turn: you"
    assert heard == [Message(Kind.STOP, "Wrong", "It is wrong. Put it right.", {"code": "7"}, turn)]


def test_the_log_hears_of_every_message_even_before_a_window(
    messages: Messages, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        messages.show(FIRST)
    assert "First" in caplog.text
