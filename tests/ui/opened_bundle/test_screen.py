"""A bundle that was sent, looked at as the vendor's engineer does."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.services.diagnostics.manifest import MANIFEST
from conductor_desktop.ui.connection.state_card import StateCard
from conductor_desktop.ui.opened_bundle.desk import OpenedBundles
from conductor_desktop.ui.opened_bundle.screen import OpenedBundleScreen
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken
from tests.helpers.accessibility import nameless
from tests.ui.support.fakes import FakeDiagnostics
from tests.unit.services.cause_table import CASES, Case, answered
from tests.unit.services.diagnostics_world import PlannedChecks, PlannedConnection, World

BROKEN = {
    ("Web Connector closed", "not active"): "The Web Connector is closed",
    ("password refused in the log", "not active"): "The password is missing or wrong",
    ("no network", "no network"): "This PC is offline",
    ("only by hand", "not active"): "Auto-Run is off",
    ("Web Connector stuck", "not active"): "The Web Connector is stuck",
}

Make = Callable[[Case], Path]


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A real bundle of a described PC and an answer of Conductor's."""

    def made(case: Case) -> Path:
        world = World(tmp_path / "home")
        look = case.evidence.pc
        assert look is not None
        world.checks = lambda: PlannedChecks(*look.report.results)
        world.connection = lambda: PlannedConnection(answered(case.answer))
        service = world.service()
        return service.write(service.collect(CancelToken()), tmp_path / "bundle.zip")

    return made


class Desk:
    """The screen, and what can be read on it."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, parent: SupportScreen) -> None:
        self._qtbot = qtbot
        self._bundles = OpenedBundles(runner, parent)
        self.screen: OpenedBundleScreen = self._bundles.screen
        qtbot.addWidget(self.screen)
        self.screen.resize(900, 700)
        self.screen.show()

    def open(self, path: Path) -> None:
        self._bundles.open(path)
        self._qtbot.waitUntil(lambda: bool(self.problem or self.label("openedAbout")))

    @property
    def problem(self) -> str:
        panel = self.screen.findChild(MessagePanel, "openedProblem")
        assert panel is not None
        return panel.text

    @property
    def mark(self) -> Mark:
        card = self.screen.findChild(StateCard)
        assert card is not None
        return card.mark

    def label(self, name: str) -> str:
        label = self.screen.findChild(QLabel, name)
        return label.text() if label is not None and label.isVisible() else ""

    def lines(self, name: str) -> str:
        text = self.screen.findChild(QPlainTextEdit, name)
        return text.toPlainText() if text is not None and text.isVisible() else ""


@pytest.fixture
def support(qtbot: QtBot, runner: TaskRunner) -> SupportScreen:
    service = FakeDiagnostics()
    screen = SupportScreen(SupportController(lambda: service, runner), Path("/home"))
    qtbot.addWidget(screen)
    return screen


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner, support: SupportScreen) -> Desk:
    return Desk(qtbot, runner, support)


def case_of(pc: str, answer: str) -> Case:
    return next(case for case in CASES if (case.pc, case.answer) == (pc, answer))


@pytest.mark.parametrize(("pc", "answer"), BROKEN)
def test_a_broken_pc_is_shown_with_its_cause_steps_and_evidence(
    desk: Desk, make: Make, pc: str, answer: str
) -> None:
    desk.open(make(case_of(pc, answer)))
    assert not desk.problem
    assert desk.label("connectionHeadline") == BROKEN[pc, answer]
    assert desk.mark is Mark.STOP
    assert desk.label("connectionTurn").startswith("Whose turn: ")
    assert desk.label("connectionNextStep")
    assert "this PC: " in desk.lines("openedEvidence")
    assert "Every file is as its manifest says" in desk.label("openedAbout")


def test_a_pc_where_all_is_well_is_green(desk: Desk, make: Make) -> None:
    desk.open(make(case_of("all well", "works")))
    assert desk.mark is Mark.OK


def test_every_file_can_be_looked_at_as_it_came_and_none_can_be_left_out(
    desk: Desk, make: Make
) -> None:
    path = make(case_of("all well", "not active"))
    desk.open(path)
    files = desk.screen.findChild(QListWidget, "supportFiles")
    assert files is not None
    names = [files.item(row).text() for row in range(files.count())]
    with zipfile.ZipFile(path) as archive:
        assert sorted(names) == sorted(archive.namelist())
    assert all(
        files.item(row).data(Qt.ItemDataRole.CheckStateRole) is None for row in range(files.count())
    )
    assert names[-1] == MANIFEST


def test_nothing_on_it_asks_or_changes_this_pc(desk: Desk, make: Make) -> None:
    desk.open(make(case_of("Web Connector closed", "not active")))
    for name in ("connectionCheck", "connectionSetup", "connectionRemedy"):
        button = desk.screen.findChild(QPushButton, name)
        assert button is not None
        assert not button.isVisible()
    assert not nameless(desk.screen)


def test_what_is_no_bundle_is_refused_and_takes_the_one_before_away(
    desk: Desk, make: Make, tmp_path: Path
) -> None:
    desk.open(make(case_of("all well", "works")))
    other = tmp_path / "holiday.zip"
    other.write_bytes(b"PK no archive")
    desk._bundles.open(other)
    desk._qtbot.waitUntil(lambda: bool(desk.problem))
    assert "“holiday.zip” is not a support bundle" in desk.problem
    assert not desk.label("openedAbout")
    assert not desk.label("connectionHeadline")


def test_a_bundle_that_is_dropped_on_support_is_opened(support: SupportScreen) -> None:
    dropped: list[Path] = []
    support.bundle_dropped.connect(dropped.append)
    for names, wanted in (
        (["/tmp/a.txt"], False),
        (["/tmp/a.zip", "/tmp/b.zip"], False),
        (["/tmp/a.zip"], True),
    ):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(name) for name in names])
        copy, left, none = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        enters = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
        enters.ignore()
        support.dragEnterEvent(enters)
        assert enters.isAccepted() is wanted
        support.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert [path.name for path in dropped] == ["a.zip"]


def test_a_newer_bundle_says_that_there_may_be_more(desk: Desk, make: Make) -> None:
    from conductor_desktop.services.diagnostics.opened import open_bundle
    from conductor_desktop.services.diagnostics.reading import read
    from conductor_desktop.ui.opened_bundle.words import about

    reading = read(open_bundle(make(case_of("all well", "works"))))
    assert "newer version" not in about(reading)
    assert "newer version" in about(replace(reading, is_newer=True))
