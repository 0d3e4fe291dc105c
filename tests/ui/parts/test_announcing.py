"""What a screen reader is told of when it happens where nobody's focus is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.announcing import announce
from conductor_desktop.ui.parts.message_panel import MessagePanel
from tests.helpers.accessibility import Listener


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    return Listener(monkeypatch)


def test_what_happens_is_said_where_somebody_listens(
    qtbot: QtBot, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Hello")
    announce(label, "")
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    announce(label, "Is anybody there?")
    assert listener.said == ["Hello"]


def test_a_message_is_said_when_it_is_shown(qtbot: QtBot, listener: Listener) -> None:
    panel = MessagePanel("problem")
    qtbot.addWidget(panel)
    panel.show_message(Message(Kind.STOP, "No internet", "Check the cable."))
    panel.show_message(Message(Kind.INFO, "", "Never mind."))
    assert listener.said == ["No internet. Check the cable.", "Never mind."]
