"""One piece of work at a time: what is begun next takes the place of what went before."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput
from conductor_desktop.ui.setup.one_at_a_time import OneAtATime
from conductor_desktop.ui.setup.waits import Wait
from conductor_desktop.ui.tasks import Task, TaskRunner


class Desk:
    """The work, and everything that was heard of it."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner) -> None:
        self._qtbot = qtbot
        self._runner = runner
        self._parent = QObject()
        self.work = OneAtATime(runner, self._parent)
        self.heard: list[object] = []
        self.work.busy_changed.connect(self.heard.append)

    def start(self, work: Callable[[Task], object]) -> None:
        self.work.start(work, self.heard.append, self.heard.append, on_progress=self.heard.append)

    def settle(self) -> list[object]:
        self._qtbot.waitUntil(lambda: self._runner.is_idle)
        return self.heard


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner) -> Desk:
    return Desk(qtbot, runner)


def wait_for_cancel(task: Task) -> object:
    task.token.wait(60)
    return None


def test_it_is_busy_from_the_start_to_the_answer(desk: Desk) -> None:
    def work(task: Task) -> object:
        task.report("half")
        return "done"

    assert not desk.work.is_busy
    desk.start(work)
    assert desk.work.is_busy
    assert desk.settle() == [True, "half", False, "done"]
    assert not desk.work.is_busy


def test_a_failure_ends_it_too(desk: Desk) -> None:
    error = InvalidInput("Wrong", "It is wrong.", "Put it right.")

    def work(_task: Task) -> object:
        raise error

    desk.start(work)
    assert desk.settle() == [True, False, error]


def test_the_newer_piece_takes_the_place_of_the_older_one(desk: Desk) -> None:
    desk.start(wait_for_cancel)
    desk.start(lambda _task: "newer")
    # It went on being busy; nobody is told that it stopped in between.
    assert desk.settle() == [True, False, "newer"]


def test_the_late_answer_of_the_older_piece_is_not_heard(desk: Desk) -> None:
    let_go = threading.Event()

    def older(_task: Task) -> object:
        assert let_go.wait(60)
        return "older"

    desk.start(older)
    desk.start(lambda _task: "newer")
    let_go.set()
    assert desk.settle() == [True, False, "newer"]


def test_cancelling_ends_it_at_once_and_for_good(desk: Desk) -> None:
    desk.start(wait_for_cancel)
    desk.work.cancel()
    assert not desk.work.is_busy
    assert desk.settle() == [True, False]


def test_cancelling_nothing_says_nothing(desk: Desk) -> None:
    desk.work.cancel()
    assert desk.settle() == []


def test_an_answer_may_begin_the_next_piece(desk: Desk) -> None:
    def then(result: object) -> None:
        desk.heard.append(result)
        desk.start(lambda _task: "second")

    desk.work.start(lambda _task: "first", then, desk.heard.append)
    assert desk.settle() == [True, False, "first", True, False, "second"]


def test_it_says_what_is_waited_for_and_when_nothing_is_any_more(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    owner, heard = QObject(), list[object]()
    work = OneAtATime(runner, owner)
    work.waiting_changed.connect(heard.append)
    first, second, more = (Wait(what, "a second", 1) for what in ("First", "Second", "More"))
    work.wait_for(first)  # nothing is under way
    work.start(wait_for_cancel, heard.append, heard.append, wait=first)
    work.start(lambda _task: "done", heard.append, heard.append, wait=second)
    work.wait_for(more)
    qtbot.waitUntil(lambda: runner.is_idle)
    assert heard == [first, second, more, None, "done"]
