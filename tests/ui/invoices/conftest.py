"""A task runner that is shut down, and the screen on a source the test plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.invoices.books import PlayedSource, us_formats
from tests.ui.invoices.stage import shown_screen


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def source(runner: TaskRunner) -> Iterator[PlayedSource]:
    source = PlayedSource()
    yield source
    source.release()


@pytest.fixture
def model() -> InvoicesModel:
    return InvoicesModel(us_formats)


@pytest.fixture
def controller(
    source: PlayedSource, runner: TaskRunner, model: InvoicesModel
) -> InvoicesController:
    return InvoicesController(lambda: source, runner, model)


@pytest.fixture
def screen(qtbot: QtBot, controller: InvoicesController) -> InvoicesScreen:
    return shown_screen(qtbot, controller)
