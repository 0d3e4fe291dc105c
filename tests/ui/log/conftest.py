"""A task runner that is gone again after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """Real threads; cancelled and waited for at the end."""
    runner = TaskRunner()
    yield runner
    runner.shutdown()
