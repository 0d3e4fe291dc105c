"""The status file is written on every change and every few minutes, and goes with the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.services.connection.status_file import Tree
from conductor_desktop.services.connection.watch import Clicked, Tick
from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.connection.noting import Noting
from conductor_desktop.ui.tasks import TaskRunner
from tests.unit.services.watched import Watched


class Kept:
    """A file that remembers."""

    def __init__(self) -> None:
        self.written: list[tuple[object, datetime]] = []
        self.is_removed = False
        self.threads: set[threading.Thread] = set()

    def write(self, tree: Tree, now: datetime) -> None:
        self.threads.add(threading.current_thread())
        self.is_removed = False
        self.written.append((tree["state"], now))

    def remove(self) -> None:
        self.is_removed = True


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def noting(kept: Kept, runner: TaskRunner) -> Noting:
    return Noting(lambda: kept, ProfileName.LIVE, runner)


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: runner.is_idle)


def test_a_change_is_written_at_once_and_away_from_the_window(
    noting: Noting, kept: Kept, settle: Callable[[], None]
) -> None:
    watched = Watched()
    noting.see(watched.watch)
    noting.see(watched.watch)
    watched.click("works")
    noting.see(watched.watch)
    settle()
    assert [state for state, _ in kept.written] == ["unknown", "connected"]
    assert threading.main_thread() not in kept.threads


def test_where_nothing_changes_it_is_written_every_two_minutes(
    noting: Noting, kept: Kept, settle: Callable[[], None]
) -> None:
    watched = Watched()
    watched.click("works")
    for _ in range(40):
        watched.monotonic += 15
        watched.happens(Tick())
        noting.see(watched.watch)
    settle()
    assert len(kept.written) == 5


def test_it_goes_with_the_window_and_does_not_come_back(
    noting: Noting, kept: Kept, settle: Callable[[], None]
) -> None:
    watched = Watched()
    noting.see(watched.watch)
    noting.stop()
    watched.happens(Clicked())
    noting.see(watched.watch)
    settle()
    assert kept.is_removed
