"""What is being waited for, since when, and how long it usually takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.setup import waits
from conductor_desktop.ui.setup.wait_note import WaitNote
from conductor_desktop.ui.setup.waits import Wait
from tests.helpers.accessibility import Listener

ASKING = Wait("Asking somebody", "a second or two", 3)


class Noted:
    """The note, and a clock that a test moves."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now = 100.0
        self.note = WaitNote(clock=lambda: self.now)
        qtbot.addWidget(self.note)
        (self._timer,) = self.note.findChildren(QTimer)

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def after(self, seconds: float) -> str:
        """What it says when the clock has moved, and its timer has noticed."""
        self.now += seconds
        self._timer.timeout.emit()
        return self.note.text()


@pytest.fixture
def noted(qtbot: QtBot) -> Noted:
    return Noted(qtbot)


def test_what_for_since_when_and_how_long_usually(noted: Noted) -> None:
    noted.note.wait_for(ASKING)
    assert noted.note.text() == ""  # what is over at once is not waited for
    assert noted.after(0.6) == "Asking somebody: 1 s so far, usually a second or two."
    assert noted.after(1.6) == "Asking somebody: 2 s so far, usually a second or two."
    assert noted.after(9) == "Asking somebody: 11 s so far, longer than usual."


def test_when_it_is_over_nothing_is_said(noted: Noted) -> None:
    noted.note.wait_for(ASKING)
    noted.after(2)
    noted.note.wait_for(None)
    assert noted.note.text() == ""
    assert not noted.is_waiting


def test_the_next_thing_has_a_time_of_its_own(noted: Noted) -> None:
    noted.note.wait_for(ASKING)
    noted.after(20)
    noted.note.wait_for(waits.ASKING_QUICKBOOKS)
    assert noted.after(5) == "Asking QuickBooks: 5 s so far, usually up to a minute."


def test_it_is_noticed_by_itself(qtbot: QtBot) -> None:
    note = WaitNote()
    qtbot.addWidget(note)
    note.wait_for(ASKING)
    qtbot.waitUntil(lambda: note.text() != "")


def test_a_screen_reader_hears_of_it_once(noted: Noted, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener(monkeypatch)
    noted.note.wait_for(ASKING)
    noted.after(1)
    noted.after(1)
    assert listener.said == ["Asking somebody. This takes a second or two."]
