"""A task runner that is shut down, and the page on a source the test plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.customers.controller import CustomersController
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.customers.screen import CustomersScreen
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.customers.stage import PlayedSource, us_formats


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
def model() -> CustomersModel:
    return CustomersModel(us_formats)


@pytest.fixture
def controller(
    source: PlayedSource, runner: TaskRunner, model: CustomersModel
) -> CustomersController:
    return CustomersController(lambda: source, runner, model)


@pytest.fixture
def screen(qtbot: QtBot, controller: CustomersController) -> CustomersScreen:
    screen = CustomersScreen(controller)
    qtbot.addWidget(screen)
    screen.resize(900, 600)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen
