"""A bundle that was sent, looked at as the vendor's engineer does."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.cli.diagnostics_inspect import lines
from conductor_desktop.guide.book import guide
from conductor_desktop.services.diagnostics.manifest import MANIFEST
from conductor_desktop.services.diagnostics.opened import open_bundle
from conductor_desktop.services.diagnostics.reading import files_of, read
from conductor_desktop.services.diagnostics.reasons import REASONS
from conductor_desktop.ui.connection.state_card import StateCard
from conductor_desktop.ui.opened_bundle.desk import OpenedBundles
from conductor_desktop.ui.opened_bundle.screen import OpenedBundleScreen
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.work import CancelToken
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hostile_bundles import HOSTILE, packed, with_manifest
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

_PATIENCE = 20.0  # a broken test ends instead of hanging; no test waits this long

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
        self.whole = self._bundles.widget
        qtbot.addWidget(self.whole)
        self.whole.resize(900, 700)
        self.whole.show()

    def open(self, path: Path) -> None:
        self._bundles.open(path)
        self._qtbot.waitUntil(lambda: bool(self.problem or self.label("openedAbout")))

    def open_another(self, path: Path) -> None:
        """One that is refused, after whatever was open."""
        self._bundles.open(path)
        self._qtbot.waitUntil(lambda: bool(self.problem))

    @property
    def guide(self) -> list[str]:
        """The codes of the cards of the error guide."""
        cards = self.screen.findChildren(QFrame, "openedGuide")
        headings = [card.findChild(QLabel) for card in cards if card.isVisible()]
        return [label.text().partition(":")[0] for label in headings if label is not None]

    def choose(self, name: str) -> None:
        """Bring one of the files to the front."""
        files = self.screen.findChild(QListWidget, "supportFiles")
        assert files is not None
        [item] = files.findItems(name, Qt.MatchFlag.MatchExactly)
        files.setCurrentItem(item)

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
        label = self.whole.findChild(QLabel, name)
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
    path = make(case_of(pc, answer))
    desk.open(path)
    assert not desk.problem
    assert desk.label("connectionHeadline") == BROKEN[pc, answer]
    assert desk.mark is Mark.STOP
    assert desk.label("connectionTurn") == "Whose turn: whoever sits at that PC"
    assert desk.label("connectionNextStep")
    assert "that PC: " in desk.lines("openedEvidence")
    assert "Every file is as its manifest says" in desk.label("openedAbout")


@pytest.mark.parametrize(("pc", "answer"), BROKEN)
def test_the_cause_is_the_first_thing_that_the_command_line_and_the_summary_say(
    make: Make, pc: str, answer: str
) -> None:
    path = make(case_of(pc, answer))
    said = list(lines(read(open_bundle(path))))
    heading = said.index("How it stands")
    assert said[heading + 1].startswith(f"Cause:      {BROKEN[pc, answer]} (")
    assert said[heading + 2] == "Whose turn: Whoever sits at that PC"
    assert said[heading + 3].startswith("Next step:  ")
    with zipfile.ZipFile(path) as archive:
        page = archive.read("summary.txt").decode().splitlines()
    assert page[page.index("CONNECTION") + 1].startswith(f"Cause       {BROKEN[pc, answer]} (")


def test_a_pc_where_all_is_well_is_green(desk: Desk, make: Make) -> None:
    desk.open(make(case_of("all well", "works")))
    assert desk.mark is Mark.OK


def test_what_was_good_before_says_how_long_before_the_bundle_was_made(
    desk: Desk, tmp_path: Path
) -> None:
    connection = {
        "state": "last_known_good",
        "headline": "Last known good",
        "checkedAt": "2026-11-23T12:00:00+00:00",
        "lastProofAt": "2026-11-23T09:00:00+00:00",
    }
    files = {"connection.json": json.dumps(connection).encode()}
    desk.open(packed(tmp_path / "x.zip", with_manifest(files, supportCode="CD-1")))
    assert desk.label("connectionHeadline") == "Last known good 3 hours ago"
    assert desk.label("connectionExplanation").endswith("It was not asked again for this bundle.")
    assert desk.mark is Mark.UNKNOWN


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
    assert not nameless(desk.whole)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_on_the_screen_and_takes_the_one_before_away(
    desk: Desk, make: Make, tmp_path: Path, kind: str
) -> None:
    desk.open(make(case_of("all well", "works")))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    build, reason = HOSTILE[kind]
    path = build(tmp_path / "holiday.zip")
    desk.open_another(path)
    assert "“holiday.zip” is not a support bundle as it was made" in desk.problem
    assert reason in desk.problem
    assert not desk.label("openedAbout")
    assert not desk.label("connectionHeadline")
    assert not desk.lines("openedEvidence")
    assert desk.label("otherPcHeading") == "Somebody else’s PC"
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {*before, path}


def test_a_file_that_is_not_there_is_said_not_to_be(desk: Desk, tmp_path: Path) -> None:
    desk.open_another(tmp_path / "gone.zip")
    assert "“gone.zip” cannot be read (there is no such file)" in desk.problem


def test_a_band_above_everything_says_whose_pc_it_is(desk: Desk, make: Make) -> None:
    desk.open(make(case_of("all well", "works")))
    heading = desk.label("otherPcHeading")
    assert heading.startswith("Somebody else’s PC: CD-")
    band = desk.whole.findChild(QFrame, "otherPcBanner")
    assert band is not None
    assert heading in accessible_name(band)
    bar = desk.screen.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    assert band.isVisible()
    assert band.mapTo(desk.whole, band.rect().topLeft()).y() == 0


def test_a_newer_bundle_says_that_there_may_be_more_and_shows_what_is_understood(
    desk: Desk, tmp_path: Path
) -> None:
    files = {
        "connection.json": b'{"state": {"now": "up"}, "code": "QBWC1013", "mood": [1]}',
        "timeline.jsonl": b'{"time": "t", "what": "state", "deep": {"a": 1}}\n[1]\n',
        "hologram.bin": b"\xff\x00",
    }
    newer = with_manifest(files, schema=3, supportCode="CD-1234-5678", reasons={"aura": "so"})
    tree = json.loads(newer["manifest.json"])
    tree["removed"] = {"aura": 2}
    tree["files"][2]["removed"] = {"aura": 2}
    newer["manifest.json"] = json.dumps(tree).encode()
    desk.open(packed(tmp_path / "newer.zip", newer))
    assert "It was made by a newer version" in desk.label("openedAbout")
    assert desk.label("otherPcHeading").endswith("CD-1234-5678")
    assert desk.lines("openedTimeline") == "t  state"
    assert desk.mark is Mark.UNKNOWN
    assert desk.guide == ["QBWC1013"]
    desk.choose("hologram.bin")
    assert desk.lines("supportPreview") == "\\xff\\x00"
    assert "aura, 2 times: so." in desk.label("supportRemoved")


def test_the_guide_speaks_of_each_code_that_was_met(desk: Desk, make: Make) -> None:
    desk.open(make(case_of("password refused in the log", "not active")))
    assert desk.guide == ["QBWC1013", "0x80040414"]
    entry = guide().find("QBWC1013")
    assert entry is not None
    texts = [label.text() for label in desk.whole.findChildren(QLabel) if label.isVisible()]
    assert entry.meaning in texts
    assert entry.next_step in texts
    assert "Met 2025-03-04 15:05:02Z" in texts


def test_what_was_taken_out_of_a_file_is_said_with_the_reason(desk: Desk, make: Make) -> None:
    path = make(case_of("all well", "not active"))
    desk.open(path)
    [(name, removed), *_] = [
        (file.name, file.removed) for file in files_of(open_bundle(path)) if file.removed
    ]
    desk.choose(name)
    for rule in removed:
        assert f"{rule}, " in desk.label("supportRemoved")
        assert REASONS[rule] in desk.label("supportRemoved")


def test_what_is_not_in_it_is_said(desk: Desk, make: Make, tmp_path: Path) -> None:
    world = World(tmp_path / "other")
    world.seconds = 0.0
    opened = threading.Event()

    def hangs() -> PlannedChecks:
        assert opened.wait(_PATIENCE)
        return PlannedChecks()

    world.checks = hangs
    service = world.service()
    bundle = service.collect(CancelToken()).without({"summary.txt"})
    opened.set()
    desk.open(service.write(bundle, tmp_path / "part.zip"))
    assert "checks.json: No answer in time" in desk.lines("openedMissing")
    assert "summary.txt: left out by the sender" in desk.lines("openedMissing")


def test_whatever_a_stranger_wrote_stays_plain_text(desk: Desk, tmp_path: Path) -> None:
    evil = "<a href='https://evil.example'>Click</a>"
    connection = {"state": "not_active", "headline": evil, "owner": "you", "code": evil}
    files = {"connection.json": json.dumps(connection).encode()}
    desk.open(packed(tmp_path / "x.zip", with_manifest(files, supportCode=evil)))
    shown = [label for label in desk.whole.findChildren(QLabel) if "evil.example" in label.text()]
    assert shown
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}
