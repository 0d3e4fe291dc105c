"""The Support screen as a person uses it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError
from conductor_desktop.services.diagnostics import Failure
from conductor_desktop.storage.profiles import Vendor
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.support.fakes import SUMMARY, FakeDiagnostics, bundle

ACME = Vendor("Acme Field Service", "help@acme.example", "https://acme.example/help")


class Desk:
    """The whole screen on a fake service."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, vendor: Vendor | None = None) -> None:
        self.service = FakeDiagnostics()
        self.revealed: list[Path] = []
        self.can_reveal = True
        self.controller = SupportController(lambda: self.service, runner)
        self.screen = SupportScreen(
            self.controller, Path("/somewhere/home"), vendor, reveal=self._reveal
        )
        qtbot.addWidget(self.screen)
        self._qtbot = qtbot
        self._runner = runner

    def _reveal(self, path: Path) -> bool:
        self.revealed.append(path)
        return self.can_reveal

    def open(self) -> None:
        self.screen.resize(880, 680)
        self.screen.show()
        self._qtbot.waitExposed(self.screen)
        if not self.service.waits:
            self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self._runner.is_idle)

    def files(self) -> QListWidget:
        found = self.screen.findChild(QListWidget, "supportFiles")
        assert found is not None
        return found

    def row(self, name: str) -> str | None:
        """What a screen reader says of a file's row; None without one."""
        files = self.files()
        for item in (files.item(row) for row in range(files.count())):
            if item.text() == name:
                return str(item.data(Qt.ItemDataRole.AccessibleTextRole))
        return None

    def label(self, name: str) -> str:
        """What a label says; "" while it is not there to be seen."""
        found = self.screen.findChild(QLabel, name)
        assert found is not None, name
        return found.text() if found.isVisible() else ""

    def button(self, name: str) -> QPushButton:
        found = self.screen.findChild(QPushButton, name)
        assert found is not None, name
        return found

    def panel(self, name: str) -> str:
        found = self.screen.findChild(MessagePanel, name)
        assert found is not None, name
        return found.text

    def saved_path(self) -> str:
        """The path in the result panel; "" while the panel is hidden."""
        found = self.screen.findChild(QLineEdit, "supportSavedPath")
        assert found is not None
        return found.text() if found.isVisible() else ""

    def progress(self) -> bool:
        found = self.screen.findChild(QProgressBar)
        assert found is not None
        return found.isVisible()

    def dialog(self) -> QFileDialog:
        found = self.screen.findChild(QFileDialog, "supportSaveDialog")
        assert found is not None
        return found


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner) -> Desk:
    return Desk(qtbot, runner, ACME)


def test_showing_the_screen_collects_and_shows_what_is_inside(desk: Desk) -> None:
    desk.open()
    assert desk.label("supportSummary") == (
        "2 files, 2 KB. Support code CD-0A1B-2C3D. What is ticked here is exactly what is saved."
    )
    assert desk.button("supportSave").isEnabled()
    assert not desk.progress()
    assert nameless(desk.screen) == []


def test_a_file_without_its_tick_is_not_saved(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    files = desk.screen.findChild(QListWidget, "supportFiles")
    assert files is not None
    files.setFocus()
    press(files, Qt.Key.Key_Down)
    press(files, Qt.Key.Key_Space)
    assert desk.label("supportSummary").startswith("1 file, 50 bytes, 1 left out. Support code")
    desk.screen.save_to(tmp_path / "bundle.zip")
    desk.settle()
    [written] = desk.service.written
    assert [file.name for file in written.files] == ["summary.txt"]
    press(files, Qt.Key.Key_Space)
    assert desk.label("supportSummary").startswith("2 files, 2 KB. Support code")


def test_the_summary_can_be_copied_into_a_mail(desk: Desk) -> None:
    desk.service.waits = True
    desk.open()
    assert not desk.button("supportCopySummary").isEnabled()
    desk.service.end()
    desk.settle()
    click(desk.button("supportCopySummary"))
    assert QGuiApplication.clipboard().text() == SUMMARY
    assert desk.button("supportCopySummary").text() == "Copied"
    desk.controller.collect()
    desk.settle()
    assert desk.button("supportCopySummary").text() == "Copy summary"


def test_the_support_code_can_be_copied_to_be_told(desk: Desk) -> None:
    desk.open()
    click(desk.button("supportCopyCode"))
    assert QGuiApplication.clipboard().text() == "CD-0A1B-2C3D"
    assert desk.button("supportCopyCode").text() == "Copied"


def test_while_it_collects_each_file_is_seen_as_it_comes_and_nothing_can_be_saved(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.service.waits = True
    desk.service.arrivals = [bundle().files[1], Failure("checks.json", "No answer in time")]
    desk.open()
    assert desk.progress()
    qtbot.waitUntil(lambda: desk.label("supportSummary").startswith("2 of 14 files are here."))
    assert desk.row("app.log") is None, "no file of that name is awaited"
    assert desk.row("checks.json") == "checks.json, Failed: No answer in time."
    assert desk.row("network.json") == "network.json, Waiting."
    assert not desk.button("supportSave").isEnabled()
    assert not desk.button("supportCopyCode").isEnabled()
    assert nameless(desk.screen) == []
    desk.service.end()
    desk.settle()
    assert not desk.progress()
    assert desk.row("network.json") is None


def test_a_file_can_be_left_out_before_it_has_come(desk: Desk, tmp_path: Path) -> None:
    desk.service.waits = True
    desk.open()
    files = desk.files()
    files.setFocus()
    assert files.item(0).text() == "summary.txt"
    press(files, Qt.Key.Key_Space)
    desk.service.end()
    desk.settle()
    desk.screen.save_to(tmp_path / "bundle.zip")
    desk.settle()
    assert [file.name for file in desk.service.written[0].files] == ["app.log"]


def test_collecting_can_be_stopped_and_begun_anew(desk: Desk) -> None:
    desk.service.waits = True
    desk.service.arrivals = [bundle().files[0]]
    desk.open()
    desk.button("supportStop").setFocus()
    click(desk.button("supportStop"))
    assert desk.label("supportSummary").startswith("Collecting was stopped")
    assert not desk.progress()
    assert desk.files().count() == 0
    assert desk.screen.window().focusWidget() is desk.button("supportCollect")
    desk.service.end()
    desk.settle()
    assert desk.label("supportSummary").startswith("Collecting was stopped"), "a late answer"
    assert desk.service.tokens[0].is_cancelled
    assert not desk.button("supportSave").isEnabled()
    click(desk.button("supportCollect"))
    desk.settle()
    assert desk.button("supportSave").isEnabled()


def test_eight_days_of_the_log_are_collected_on_request(desk: Desk) -> None:
    desk.open()
    more = desk.screen.findChild(QCheckBox, "supportMoreDays")
    assert more is not None
    press(more, Qt.Key.Key_Space)
    desk.settle()
    press(more, Qt.Key.Key_Space)
    desk.settle()
    assert desk.service.days == [2, 8, 2]


def test_what_was_left_out_stays_so_when_it_is_collected_again(desk: Desk) -> None:
    desk.open()
    press(desk.files(), Qt.Key.Key_Space)
    click(desk.button("supportCollect"))
    desk.settle()
    assert desk.row("summary.txt") == "summary.txt, 50 bytes, left out. One page to read first."


def test_collecting_again_takes_the_old_contents_away(desk: Desk) -> None:
    desk.open()
    desk.service.waits = True
    click(desk.button("supportCollect"))
    assert desk.row("summary.txt") == "summary.txt, Waiting."
    assert not desk.button("supportSave").isEnabled()
    desk.service.end()
    desk.settle()
    assert desk.row("summary.txt") == "summary.txt, 50 bytes. One page to read first."


def test_collecting_again_shows_the_new_bundle(desk: Desk) -> None:
    desk.open()
    desk.service.bundle = bundle(Failure("checks.json", "TimeoutError"))
    click(desk.button("supportCollect"))
    desk.settle()
    assert desk.service.collected == 2
    assert "checks.json: TimeoutError" in desk.panel("supportMissing")
    desk.service.bundle = bundle()
    click(desk.button("supportCollect"))
    desk.settle()
    assert desk.panel("supportMissing") == ""


def test_a_failed_collection_says_why_and_can_be_tried_again(desk: Desk) -> None:
    desk.service.failure = InternalError()
    desk.open()
    assert desk.panel("supportProblem").startswith("Something went wrong inside the app")
    assert not desk.button("supportSave").isVisible()
    assert nameless(desk.screen) == []
    desk.service.failure = None
    click(desk.button("supportProblemAction"))
    desk.settle()
    assert desk.panel("supportProblem") == ""
    assert desk.button("supportSave").isEnabled()


def test_the_real_dialog_saves_under_a_typed_name(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.open()
    click(desk.button("supportSave"))
    dialog = desk.dialog()
    assert dialog.isVisible()
    name = dialog.findChild(QLineEdit)
    assert name is not None
    assert name.text() == bundle().default_name
    name.setText(str(tmp_path / "for-acme"))
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.saved_path() != "")
    assert desk.saved_path() == str(tmp_path / "for-acme.zip")
    with zipfile.ZipFile(tmp_path / "for-acme.zip") as archive:
        assert archive.read("summary.txt").decode() == SUMMARY


def test_the_dialog_opens_in_the_documents(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "conductor_desktop.ui.support.save_dialog.QStandardPaths.writableLocation",
        lambda _location: str(tmp_path),
    )
    desk.open()
    click(desk.button("supportSave"))
    assert Path(desk.dialog().directory().absolutePath()) == tmp_path
    desk.dialog().reject()


def test_saying_no_in_the_dialog_saves_nothing(desk: Desk) -> None:
    desk.open()
    click(desk.button("supportSave"))
    desk.dialog().reject()
    desk.settle()
    assert desk.service.written == []
    assert desk.saved_path() == ""


def test_what_was_saved_can_be_found_and_its_path_copied(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    path = tmp_path / "bundle.zip"
    desk.screen.save_to(path)
    assert not desk.button("supportSave").isEnabled()
    assert desk.label("supportSummary") == "Saving…"
    desk.settle()
    assert desk.button("supportSave").isEnabled()
    assert desk.saved_path() == str(path)
    click(desk.button("supportShowFolder"))
    assert desk.revealed == [path]
    assert desk.label("supportSavedTrouble") == ""
    click(desk.button("supportCopyPath"))
    assert QGuiApplication.clipboard().text() == str(path)
    assert desk.button("supportCopyPath").text() == "Copied"
    assert nameless(desk.screen) == []


def test_whoever_comes_from_an_error_gets_a_bundle_with_it(desk: Desk) -> None:
    desk.open()
    desk.service.bundle = bundle(marker="the error")
    desk.screen.come_from_an_error()
    desk.settle()
    preview = desk.screen.findChild(QPlainTextEdit, "supportPreview")
    assert preview is not None
    assert preview.toPlainText() == SUMMARY + "the error"


def test_the_result_is_seen_also_by_who_had_scrolled_down(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    desk.screen.resize(880, 400)
    bar = desk.screen.verticalScrollBar()
    for failure in (None, InternalError()):
        desk.service.write_failure = failure
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        desk.screen.save_to(tmp_path / "bundle.zip")
        desk.settle()
        assert bar.value() == 0


def test_a_folder_that_cannot_be_opened_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.can_reveal = False
    desk.open()
    desk.screen.save_to(tmp_path / "bundle.zip")
    desk.settle()
    click(desk.button("supportShowFolder"))
    assert desk.label("supportSavedTrouble") == (
        "The folder cannot be opened from here. “Copy path” has it."
    )


def test_a_bundle_that_cannot_be_written_says_why(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    desk.service.write_failure = InternalError()
    desk.screen.save_to(tmp_path / "bundle.zip")
    desk.settle()
    assert desk.panel("supportProblem").startswith("Something went wrong")
    assert desk.saved_path() == ""
    assert desk.button("supportSave").isEnabled()
    desk.service.write_failure = None
    desk.screen.save_to(tmp_path / "bundle.zip")
    desk.settle()
    assert desk.panel("supportProblem") == ""


def test_the_vendor_is_named_with_every_way_to_reach_them(desk: Desk) -> None:
    desk.open()
    assert desk.label("vendorContact") == (
        "Acme Field Service\nhelp@acme.example\nhttps://acme.example/help"
    )
    desk.screen.set_vendor(Vendor("Only a name"))
    assert desk.label("vendorContact") == "Only a name"


def test_without_a_vendor_it_is_said_who_wants_the_file(qtbot: QtBot, runner: TaskRunner) -> None:
    desk = Desk(qtbot, runner)
    desk.open()
    assert desk.label("vendorContact").startswith("Send the file to whoever asked you for it")


def test_the_versions_and_the_folder_can_be_copied(desk: Desk) -> None:
    desk.open()
    click(desk.button("aboutCopy"))
    copied = dict(line.split(": ", 1) for line in QGuiApplication.clipboard().text().split("\n"))
    assert {"Conductor Desktop", "Python", "Qt", "PySide"} <= copied.keys()
    assert copied["The app's folder"] == str(Path("/somewhere/home"))
