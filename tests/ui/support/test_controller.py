"""The Support screen's controller, with real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError
from conductor_desktop.ui.support.controller import Stage, SupportController
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.support.fakes import FakeDiagnostics, bundle


class Desk:
    """A controller, its fake service, and everything it has said."""

    def __init__(self, runner: TaskRunner) -> None:
        self.service = FakeDiagnostics()
        self.provider_threads: set[threading.Thread] = set()
        self.now = 0.0
        self.controller = SupportController(self._provide, runner, clock=lambda: self.now)
        self.stages: list[Stage] = []
        self.saved: list[Path] = []
        self.saving: list[bool] = []
        self.controller.stage_changed.connect(self.stages.append)
        self.controller.saved.connect(self.saved.append)
        self.controller.saving_changed.connect(self.saving.append)

    def _provide(self) -> FakeDiagnostics:
        self.provider_threads.add(threading.current_thread())
        return self.service


@pytest.fixture
def desk(runner: TaskRunner) -> Desk:
    return Desk(runner)


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: runner.is_idle)


def test_it_collects_once_by_itself(desk: Desk, settle: Callable[[], None]) -> None:
    desk.controller.collect_once()
    desk.controller.collect_once()
    settle()
    desk.controller.collect_once()
    settle()
    assert desk.service.collected == 1
    assert desk.stages == [Stage.COLLECTING, Stage.READY]
    assert desk.controller.bundle == bundle()


def test_what_is_old_is_collected_anew_by_itself(desk: Desk, settle: Callable[[], None]) -> None:
    for now, collected in ((0.0, 1), (300.0, 1), (300.5, 2), (600.0, 2)):
        desk.now = now
        desk.controller.collect_once()
        settle()
        assert desk.service.collected == collected


def test_what_was_collected_first_is_void_once_it_is_collected_again(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.service.waits = True
    desk.controller.collect()
    qtbot.waitUntil(lambda: desk.service.collected == 1)
    desk.service.bundle = bundle(marker="second")
    desk.controller.collect()
    assert desk.service.tokens == [] or desk.service.tokens[0].is_cancelled
    desk.service.end()
    settle()
    assert desk.controller.bundle == bundle(marker="second")
    assert desk.stages == [Stage.COLLECTING, Stage.COLLECTING, Stage.READY]


def test_what_is_saved_is_what_was_collected(
    desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    desk.controller.collect()
    settle()
    desk.service.bundle = bundle(marker="later")
    desk.controller.save(tmp_path / "bundle.zip")
    assert desk.controller.is_saving
    settle()
    assert desk.service.written == [bundle()]
    assert (tmp_path / "bundle.zip").read_bytes() == bundle().archive()
    assert desk.saved == [tmp_path / "bundle.zip"]
    assert desk.saving == [True, False]


def test_nothing_happens_on_the_ui_thread(
    desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    desk.controller.collect()
    settle()
    desk.controller.save(tmp_path / "bundle.zip")
    settle()
    assert threading.main_thread() not in desk.service.threads | desk.provider_threads


def test_nothing_is_saved_before_there_is_something(
    desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    desk.controller.save(tmp_path / "bundle.zip")
    settle()
    assert desk.saving == []


def test_one_file_is_written_at_a_time(
    desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    desk.controller.collect()
    settle()
    desk.service.waits = True
    desk.controller.save(tmp_path / "one.zip")
    desk.controller.save(tmp_path / "two.zip")
    desk.service.end()
    settle()
    assert desk.saved == [tmp_path / "one.zip"]


def test_a_failed_collection_can_be_tried_again(desk: Desk, settle: Callable[[], None]) -> None:
    failures: list[object] = []
    desk.controller.failed.connect(failures.append)
    error = desk.service.failure = InternalError()
    desk.controller.collect()
    settle()
    assert failures == [error]
    assert desk.controller.stage is Stage.FAILED
    desk.service.failure = None
    desk.controller.collect()
    settle()
    assert desk.stages[-1] is Stage.READY


def test_a_bundle_that_cannot_be_written_says_so_and_may_be_saved_elsewhere(
    desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    failures: list[object] = []
    desk.controller.not_saved.connect(failures.append)
    desk.controller.collect()
    settle()
    error = desk.service.write_failure = InternalError()
    desk.controller.save(tmp_path / "bundle.zip")
    settle()
    assert failures == [error]
    assert desk.saved == []
    desk.service.write_failure = None
    desk.controller.save(tmp_path / "other.zip")
    settle()
    assert desk.saved == [tmp_path / "other.zip"]


def test_collecting_stops_when_the_screen_is_gone(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    desk.service.waits = True
    desk.controller.collect()
    qtbot.waitUntil(lambda: desk.service.collected == 1)
    shiboken6.delete(desk.controller)
    desk.service.end()
    settle()
    assert desk.service.tokens[0].is_cancelled
