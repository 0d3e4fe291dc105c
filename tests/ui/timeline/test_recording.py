"""What is watched is noted down on another thread, to its end, and trouble with it is told once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.services.connection.watch import Moment, Watch
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.timeline.stage import Stage
from tests.unit.services.watched import Watched
from tests.unit.storage.history.stage import EVER, LIVE


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> Stage:
    return Stage(qtbot, tmp_path, runner)


def later(watch: Watch, seconds: float) -> Watch:
    seen = watch.seen
    moment = Moment(seen.monotonic + seconds, seen.wall + timedelta(seconds=seconds))
    return replace(watch, seen=moment)


def test_every_change_is_kept_and_never_on_this_thread(stage: Stage) -> None:
    watched = Watched()
    stage.recording.see(watched.watch)
    watched.click("works")
    stage.recording.see(watched.watch)
    stage.settle()
    kept = stage.store.since(LIVE, EVER)
    assert [one.phase for one in kept] == ["starting", "healthy"]
    assert threading.main_thread() not in stage.service.threads


def test_what_goes_on_is_not_written_each_time(stage: Stage, qtbot: QtBot) -> None:
    watch = Watched().watch
    stage.recording.see(watch)
    stage.settle()
    with qtbot.assertNotEmitted(stage.recording.kept):
        for seconds in range(1, 60):
            stage.recording.see(later(watch, seconds))
        stage.settle()
    with qtbot.waitSignal(stage.recording.kept):
        for seconds in range(60, 180, 15):
            stage.recording.see(later(watch, seconds))


def test_what_was_seen_is_written_though_the_app_closes_at_once(
    stage: Stage, runner: TaskRunner
) -> None:
    watch = Watched().watch
    stage.recording.see(watch)
    stage.recording.see(later(watch, 45))
    stage.recording.bring_up_to_now()
    runner.shutdown()
    (kept,) = stage.store.since(LIVE, EVER)
    assert kept.until - kept.began == timedelta(seconds=45)


def test_never_having_seen_anything_there_is_nothing_to_write(stage: Stage) -> None:
    stage.recording.bring_up_to_now()
    stage.settle()
    assert stage.store.since(LIVE, EVER) == ()


def test_what_the_person_has_to_know_is_told_once(
    qtbot: QtBot, tmp_path: Path, runner: TaskRunner
) -> None:
    (tmp_path / "home").write_text("a file, where the folder is to be")
    stage = Stage(qtbot, tmp_path / "home", runner)
    stage.store.notices()  # of setting the stage
    told: list[str] = []
    stage.recording.told.connect(told.append)
    (tmp_path / "home").unlink()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "history.sqlite3").write_text("no database at all" * 50)
    watched = Watched()
    stage.recording.see(watched.watch)
    stage.settle()
    watched.click("works")
    stage.recording.see(watched.watch)
    stage.settle()
    assert len(told) == 1
    assert "a new one was begun" in told[0]
