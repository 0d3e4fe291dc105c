"""What the page shows is what lies in the saved file: with the real service, byte for byte."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.support.contents import preview_of
from conductor_desktop.ui.support.controller import SupportController
from conductor_desktop.ui.support.screen import SupportScreen
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.hands import press
from tests.unit.services.diagnostics_world import COMPANY, EMAIL, WHEN, World


class Desk:
    """The page on a PC with a long log that has private things in it."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, root: Path) -> None:
        world = World(root / "home")
        stamp = f"{WHEN:%Y-%m-%dT%H:%M:%S}.000Z INFO x [1 MainThread]"
        world.log(f"{stamp} {COMPANY} wrote to {EMAIL}, größer\n" * 9000)
        self.controller = SupportController(world.service, runner)
        self.screen = SupportScreen(self.controller, root)
        qtbot.addWidget(self.screen)
        self.screen.show()
        self._qtbot, self._runner = qtbot, runner
        self.settle()
        files = self.screen.findChild(QListWidget, "supportFiles")
        preview = self.screen.findChild(QPlainTextEdit, "supportPreview")
        more = self.screen.findChild(QPushButton, "supportShowMore")
        assert files is not None
        assert preview is not None
        assert more is not None
        self.files, self.preview, self.more = files, preview, more

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self._runner.is_idle)

    def label(self, name: str) -> str:
        found = self.screen.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def shown(self) -> dict[str, str]:
        """Every file with its tick, as somebody reads all of it."""
        found = {}
        for row in range(self.files.count()):
            item = self.files.item(row)
            self.files.setCurrentRow(row)
            while self.more.isVisible():
                self.more.click()
            if item.data(Qt.ItemDataRole.CheckStateRole) is None or item.checkState() is (
                Qt.CheckState.Checked
            ):
                found[item.text()] = self.preview.toPlainText()
        return found

    def saved(self, path: Path) -> dict[str, bytes]:
        self.screen.save_to(path)
        self.settle()
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def desk(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> Desk:
    return Desk(qtbot, runner, tmp_path)


def test_every_file_on_the_page_is_the_one_in_the_archive(desk: Desk, tmp_path: Path) -> None:
    shown = desk.shown()
    saved = desk.saved(tmp_path / "bundle.zip")
    assert shown == {name: preview_of(data) for name, data in saved.items()}
    assert len(saved["logs/app.log"]) > 300_000
    assert COMPANY not in "".join(shown.values())


def test_without_some_ticks_too_and_the_list_vouches_for_the_rest(
    desk: Desk, tmp_path: Path
) -> None:
    before = desk.label("supportSummary")
    for name in ("logs/app.log", "settings.json"):
        [item] = desk.files.findItems(name, Qt.MatchFlag.MatchExactly)
        desk.files.setCurrentItem(item)
        press(desk.files, Qt.Key.Key_Space)
    after = desk.label("supportSummary")
    shown = desk.shown()
    saved = desk.saved(tmp_path / "bundle.zip")
    assert shown == {name: preview_of(data) for name, data in saved.items()}
    manifest = json.loads(shown["manifest.json"])
    assert manifest["leftOutByUser"] == ["logs/app.log", "settings.json"]
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in saved.items()
        if name != "manifest.json"
    }
    assert before.startswith("14 files, ")
    assert after.startswith("12 files, ")
    assert "2 left out" in after
    total = sum(map(len, saved.values()))
    assert f", {total / 1024:.0f} KB, 2 left out" in after
