"""The log page shows what is written as it is written, and can be searched, stopped and copied."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.services.app_log.reader import LogReader
from conductor_desktop.storage.logs import FILE_NAME, LogFile
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.ui.log.controller import LogController
from conductor_desktop.ui.log.screen import LogScreen
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.tour.hands import can_click, click, reads, sees
from tests.helpers import hands
from tests.helpers.accessibility import nameless, unnamed
from tests.helpers.layout import layout_faults
from tests.helpers.themes import dressed

CTRL = Qt.KeyboardModifier.ControlModifier


class Stage:
    """The page on a real log that the test writes."""

    def __init__(self, qtbot: QtBot, folder: Path, runner: TaskRunner) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.runner = runner
        self.writer = LogFile(folder, Redactor())
        self.revealed: list[Path] = []
        self.can_reveal = True
        self.controller = LogController(LogReader(folder), runner)
        self.screen = LogScreen(self.controller, folder, reveal=self._reveal)
        qtbot.addWidget(self.screen)

    def _reveal(self, path: Path) -> bool:
        self.revealed.append(path)
        return self.can_reveal

    def write(self, message: str, level: int = logging.INFO, *, error: bool = False) -> None:
        record = logging.LogRecord("conductor_desktop.a", level, "x.py", 1, message, None, None)
        if error:
            try:
                raise ValueError("what went wrong")
            except ValueError as raised:
                record.exc_info = (ValueError, raised, raised.__traceback__)
        self.writer.emit(record)

    def show(self) -> Stage:
        self.screen.resize(808, 640)
        hands.clear_the_screen()
        self.screen.show()
        self.screen.activateWindow()
        self.qtbot.waitUntil(lambda: self.screen.isActiveWindow())
        self.read()
        return self

    def read(self) -> None:
        """As if a second had passed."""
        if self.controller._again.isActive():
            self.controller.read()
        self.qtbot.waitUntil(lambda: self.runner.is_idle)

    @property
    def messages(self) -> list[str]:
        return [self.screen.model.told_at(n).headline for n in range(len(self.screen.model.shown))]

    def button(self, name: str) -> str:
        found = self.screen.findChild(QPushButton, name)
        assert found is not None
        return found.text()

    @property
    def whole(self) -> str:
        field = self.screen.findChild(QPlainTextEdit, "logWhole")
        assert field is not None
        return field.toPlainText() if field.isVisible() else ""


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> Iterator[Stage]:
    stage = Stage(qtbot, tmp_path, runner)
    yield stage
    stage.writer.close()


def test_what_was_written_is_there_and_what_is_written_comes(stage: Stage) -> None:
    stage.write("before")
    stage.show()
    assert stage.messages == ["before"]
    assert reads("logCount", "1 line. New ones appear")()
    stage.write("meanwhile")
    stage.read()
    assert stage.messages == ["before", "meanwhile"]


def test_an_empty_log_says_so_and_a_search_that_finds_nothing_says_something_else(
    stage: Stage,
) -> None:
    stage.show()
    assert reads("logEmpty", "Nothing is in the log yet")()
    assert not can_click("logCopy")()
    stage.write("one")
    stage.read()
    QTest.keyClicks(stage.screen.focusWidget(), "another")
    assert reads("logEmpty", "No line fits")()
    click("logEmptyAction")
    assert stage.messages == ["one"]


def test_it_is_searched_by_text_and_by_level(stage: Stage) -> None:
    stage.write("the disk is full", logging.WARNING)
    stage.write("all is well")
    stage.write("the disk is gone", logging.ERROR)
    stage.show()
    QTest.keyClicks(stage.screen.focusWidget(), "DISK")
    assert stage.messages == ["the disk is full", "the disk is gone"]
    assert reads("logCount", "2 of 3 lines")()
    level = stage.screen.findChild(Choice, "logLevel")
    assert level is not None
    hands.press(level, Qt.Key.Key_End)
    assert level.currentText() == "Errors only"
    assert stage.messages == ["the disk is gone"]
    stage.write("the disk came back")
    stage.write("the disk is gone again", logging.CRITICAL)
    stage.read()
    assert stage.messages == ["the disk is gone", "the disk is gone again"]


def test_it_stands_still_while_paused_and_catches_up(stage: Stage) -> None:
    stage.write("before")
    stage.show()
    click("logPause")
    assert stage.button("logPause") == "Follow"
    stage.write("meanwhile")
    stage.read()
    assert stage.messages == ["before"]
    assert reads("logCount", "Paused")()
    click("logPause")
    stage.read()
    assert stage.messages == ["before", "meanwhile"]


def test_out_of_sight_nothing_is_read(stage: Stage) -> None:
    stage.show()
    stage.screen.hide()
    assert not stage.controller._again.isActive()
    stage.write("meanwhile")
    stage.read()
    assert stage.messages == []
    stage.screen.show()
    stage.read()
    assert stage.messages == ["meanwhile"]


def test_the_selected_line_is_shown_whole_with_its_traceback(stage: Stage) -> None:
    stage.write("uncaught error", logging.ERROR, error=True)
    stage.show()
    assert stage.messages == ["uncaught error … ValueError: what went wrong"]
    assert stage.whole == ""
    stage.screen.table.selectRow(0)
    assert stage.whole.startswith("uncaught error\nTraceback (most recent call last):\n  File ")
    assert stage.whole.endswith("\nValueError: what went wrong")


def test_all_that_is_shown_or_what_is_selected_is_copied_as_it_stands(stage: Stage) -> None:
    for message in ("one", "two", "three"):
        stage.write(message)
    stage.show()
    lines = (stage.folder / FILE_NAME).read_text().splitlines()
    click("logCopy")
    assert QGuiApplication.clipboard().text().splitlines() == lines
    stage.screen.table.selectRow(1)
    assert stage.button("logCopy") == "Copy selected"
    stage.screen.table.setFocus()
    QTest.keyClick(stage.screen.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == lines[1]


def test_whoever_is_at_the_end_sees_what_comes_and_whoever_reads_is_left_in_peace(
    stage: Stage,
) -> None:
    for number in range(100):
        stage.write(f"line {number}")
    stage.show()
    bar = stage.screen.table.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    stage.write("more")
    stage.read()
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    stage.write("still more")
    stage.read()
    assert bar.value() == 10


def test_the_line_that_is_read_stays_in_sight(stage: Stage) -> None:
    for number in range(100):
        stage.write(f"line {number}")
    stage.show()
    table = stage.screen.table
    table.selectRow(99)
    stage.qtbot.waitUntil(sees("logWhole"))
    index = table.model().index(99, 0)
    stage.qtbot.waitUntil(
        lambda: table.viewport().rect().contains(table.visualRect(index).center())
    )


def test_the_folder_is_opened_at_the_log(stage: Stage) -> None:
    stage.show()
    click("logFolder")
    assert stage.revealed == [stage.folder / FILE_NAME]
    assert not sees("logNotOpened")()


def test_a_folder_that_does_not_open_is_said_for_as_long_as_it_does_not(stage: Stage) -> None:
    stage.can_reveal = False
    stage.show()
    click("logFolder")
    stage.read()
    panel = stage.screen.findChild(MessagePanel, "logNotOpened")
    assert panel is not None
    assert panel.text.startswith("The folder did not open")
    stage.can_reveal = True
    click("logFolder")
    assert not sees("logNotOpened")()


def test_the_keyboard_alone_gets_everywhere(stage: Stage) -> None:
    stage.write("one")
    stage.show()
    order = []
    for _ in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    first = order.index("logFilter")
    assert order[first : first + 6] == [
        "logFilter",
        "logLevel",
        "logPause",
        "logCopy",
        "logFolder",
        "logTable",
    ]
    QTest.keyClick(stage.screen, Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is stage.screen.findChild(QLineEdit, "logFilter")


def test_a_log_that_cannot_be_read_is_said_and_read_again_once_it_can(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.write("one")

    def fail(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", fail)
        stage.show()
        assert reads("logProblem", "The log cannot be read")()
    stage.read()
    assert stage.messages == ["one"]
    assert not sees("logProblem")()


def test_there_are_two_ways_back(stage: Stage) -> None:
    stage.show()
    with stage.qtbot.waitSignal(stage.screen.back_wanted):
        click("logBack")
    with stage.qtbot.waitSignal(stage.screen.back_wanted):
        QTest.keyClick(stage.screen.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_and_its_room(stage: Stage, qapp: QApplication, scheme: str) -> None:
    with dressed(qapp, scheme):
        stage.write("a long line " * 60, logging.ERROR)
        stage.show()
        stage.screen.table.selectRow(0)
        stage.qtbot.waitUntil(lambda: layout_faults(stage.screen) == [])
        assert nameless(stage.screen) == []
        assert unnamed(stage.screen) == []
