"""The Company page: what it shows, in every state, and what goes out of it."""

from __future__ import annotations

import csv
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Company
from conductor_desktop.errors import NotSetUp
from conductor_desktop.ui.company.controller import CompanyController
from conductor_desktop.ui.company.screen import CompanyScreen
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.loading import Phase, Unavailable
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.panels import EmptyState
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.helpers.made_up_customers import a_company
from tests.ui.customers.stage import PROBLEM, TODAY


class PlayedSource:
    """Answers what the test says."""

    def __init__(self) -> None:
        self.asked = 0
        self._answers: queue.SimpleQueue[Company | Exception] = queue.SimpleQueue()

    def answer(self, answer: Company | Exception) -> None:
        self._answers.put(answer)

    def read(self, cancel: CancelToken) -> Company:
        self.asked += 1
        cancel.on_cancel(lambda: self.answer(Cancelled()))
        answer = self._answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def source(runner: TaskRunner) -> Iterator[PlayedSource]:
    source = PlayedSource()
    yield source
    source.answer(Cancelled())


@pytest.fixture
def controller(source: PlayedSource, runner: TaskRunner) -> CompanyController:
    return CompanyController(lambda: source, runner)


def a_screen(qtbot: QtBot, controller: CompanyController) -> CompanyScreen:
    screen = CompanyScreen(controller, lambda: Formats(QLocale("en_US"), TODAY))
    qtbot.addWidget(screen)
    screen.resize(900, 600)
    screen.show()
    qtbot.waitExposed(screen)
    return screen


@pytest.fixture
def screen(qtbot: QtBot, controller: CompanyController) -> CompanyScreen:
    return a_screen(qtbot, controller)


@pytest.fixture
def loaded(qtbot: QtBot, screen: CompanyScreen, source: PlayedSource) -> CompanyScreen:
    screen.begin()
    source.answer(a_company(company_name="=Canyon"))
    qtbot.waitUntil(lambda: bool(screen.facts))
    return screen


def phase(controller: CompanyController) -> Phase:
    """Asked anew each time, which mypy does not see of a property."""
    return controller.state.phase


def button(screen: QWidget, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, name)
    assert found is not None, name
    return found


def said(screen: CompanyScreen) -> str:
    empty = screen.findChild(EmptyState, "companyEmpty")
    assert empty is not None
    if not empty.isVisible():
        return ""
    return " ".join(label.text() for label in empty.findChildren(QLabel))


def texts(screen: CompanyScreen) -> list[str]:
    sheet = screen.findChild(QWidget, "companySheet")
    assert sheet is not None
    return [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]


def test_opening_the_page_asks_once_and_shows_what_is_known(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource
) -> None:
    assert "one click away" in said(screen)
    screen.begin()
    assert "Asking QuickBooks" in said(screen)
    source.answer(a_company())
    qtbot.waitUntil(lambda: bool(screen.facts))
    qtbot.waitUntil(lambda: len(texts(screen)) > 4)
    shown = texts(screen)
    assert shown[:4] == ["Company", "Canyon Supply", "Legal name", "Canyon Supply, LLC"]
    assert any("EIN and SSN" in text for text in shown)
    screen.begin()
    assert source.asked == 1


def test_who_stops_it_can_ask_again(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource, controller: CompanyController
) -> None:
    screen.begin()
    qtbot.waitUntil(lambda: source.asked == 1)
    click(button(screen, "companyCancel"))
    assert phase(controller) is Phase.CANCELLED
    click(button(screen, "companyEmptyAction"))
    qtbot.waitUntil(lambda: source.asked == 2)


def test_a_failure_is_told_and_what_was_known_stays(
    qtbot: QtBot, loaded: CompanyScreen, source: PlayedSource, controller: CompanyController
) -> None:
    press(loaded, Qt.Key.Key_F5)
    source.answer(PROBLEM)
    qtbot.waitUntil(lambda: phase(controller) is Phase.FAILED)
    panel = loaded.findChild(MessagePanel, "companyProblem")
    assert panel is not None
    assert PROBLEM.title in panel.text
    qtbot.waitUntil(lambda: "=Canyon" in texts(loaded))
    click(button(loaded, "companyProblemAction"))
    source.answer(a_company(company_name="Newer"))
    qtbot.waitUntil(lambda: "Newer" in texts(loaded))
    assert panel.text == ""


def test_a_failure_without_anything_known_is_told_alone(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource, controller: CompanyController
) -> None:
    screen.begin()
    source.answer(PROBLEM)
    qtbot.waitUntil(lambda: phase(controller) is Phase.FAILED)
    assert said(screen) == ""
    assert not button(screen, "companyCopy").isEnabled()
    assert not button(screen, "companyExport").isEnabled()


def test_a_company_that_says_nothing_is_an_answer(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource, controller: CompanyController
) -> None:
    screen.begin()
    source.answer(Company(is_sample_company_file=False))
    qtbot.waitUntil(lambda: phase(controller) is Phase.READY)
    assert "Nothing is known" in said(screen)


@pytest.mark.parametrize(
    ("why", "says"),
    [
        (None, "Finish the guided setup first"),
        (Unavailable.held_by_vendor("Acme", "company’s details"), "Acme reads them"),
    ],
)
def test_a_pc_that_cannot_ask_says_why(
    qtbot: QtBot, runner: TaskRunner, why: Unavailable | None, says: str
) -> None:
    screen = a_screen(qtbot, CompanyController(lambda: why, runner))
    screen.begin()
    assert says in said(screen)
    assert not button(screen, "companyRefresh").isEnabled()
    assert not button(screen, "companyEmptyAction").isVisible()


def test_what_turns_out_to_be_missing_is_said(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource, controller: CompanyController
) -> None:
    screen.begin()
    source.answer(NotSetUp())
    qtbot.waitUntil(lambda: phase(controller) is Phase.UNAVAILABLE)
    assert NotSetUp().title in said(screen)


def test_it_is_copied_a_line_each_and_never_turns_into_a_formula(loaded: CompanyScreen) -> None:
    click(button(loaded, "companyCopy"))
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Company\t'=Canyon"
    assert "Address\tÉtang & Söhne, 7 Mill Lane, Tempe AZ 85281" in lines
    assert len(lines) == len(loaded.facts)


def test_it_is_written_to_a_file(qtbot: QtBot, loaded: CompanyScreen, tmp_path: Path) -> None:
    click(button(loaded, "companyExport"))
    dialog = loaded.findChild(QFileDialog, "companyExportDialog")
    assert dialog is not None
    assert dialog.windowTitle() == "Export the company details you see"
    name, box = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
    assert name is not None
    assert box is not None
    name.setText(str(tmp_path / "a.csv"))
    with qtbot.waitSignal(dialog.destroyed):
        click(box.button(QDialogButtonBox.StandardButton.Save))
    panel = loaded.findChild(MessagePanel, "companyExported")
    assert panel is not None
    qtbot.waitUntil(lambda: "details in" in panel.text)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == ["Company", "'=Canyon"]


def test_a_text_of_a_megabyte_does_not_stop_the_page(
    qtbot: QtBot, screen: CompanyScreen, source: PlayedSource
) -> None:
    screen.begin()
    source.answer(a_company(company_name="x" * 1_000_000))
    qtbot.waitUntil(lambda: bool(screen.facts))
    assert max(map(len, texts(screen))) < 1_100


def test_another_profile_forgets_it(loaded: CompanyScreen, controller: CompanyController) -> None:
    controller.reset()
    assert controller.company is None
    assert loaded.facts == ()


def test_everything_has_a_name(loaded: CompanyScreen) -> None:
    assert nameless(loaded) == []
