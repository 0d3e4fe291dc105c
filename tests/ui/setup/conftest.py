"""A task runner that is gone again after each test, and the guided setup on real parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.sandbox.server import KnownEndUser, SandboxAccess
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.sandbox import running_sandbox
from tests.ui.setup.stage import Parts, Stage

Open = Callable[[Parts], Stage]

BIG = KnownEndUser(
    id="end_usr_big",
    source_id="cust-1042",
    company_name="Big Construction Co.",
    email="office@big.example",
    connected=True,
)


@pytest.fixture
def sandbox() -> Iterator[SandboxAccess]:
    """One where a company is connected already."""
    with running_sandbox(known_end_users=[BIG]) as access:
        yield access


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
