"""The folder that is offered for a file: the one of the last file, in this run and the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.profiles import Settings
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.ui.parts.export_folder import ExportFolder
from conductor_desktop.ui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


def test_the_folder_of_the_last_file_is_offered_and_kept(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    kept: list[str] = []
    folder = ExportFolder(None, kept.append, runner)
    assert folder.path != tmp_path
    folder.remember(tmp_path / "a.csv")
    folder.remember(tmp_path / "b.csv")
    qtbot.waitUntil(lambda: runner.is_idle)
    assert folder.path == tmp_path
    assert kept == [str(tmp_path)]
    assert ExportFolder(kept[0]).path == tmp_path


@pytest.mark.parametrize("gone", ["removed", "a file now", "a\0b"])
def test_a_folder_that_is_gone_is_not_offered(tmp_path: Path, gone: str) -> None:
    if gone == "a file now":
        (tmp_path / gone).write_text("")
    usual = ExportFolder().path
    assert ExportFolder(str(tmp_path / gone)).path == usual
    assert usual.is_dir()


def test_it_is_in_the_settings_of_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsStore(path).save(Settings(export_folder=str(tmp_path)))
    assert SettingsStore(path).load().settings.export_folder == str(tmp_path)
