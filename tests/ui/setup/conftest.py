"""A task runner that is gone again after each test, and the guided setup on real parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.setup.stage import Parts, Stage

Open = Callable[[Parts], Stage]


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """Real threads; cancelled and waited for at the end."""
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def open_setup(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens the window on given parts; may be called again to see what a restart sees."""
    with ExitStack() as stack:

        def open_setup(parts: Parts) -> Stage:
            stage = Stage(qtbot, tmp_path, parts)
            stack.callback(stage.close)
            return stage

        yield open_setup
