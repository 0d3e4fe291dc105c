"""All of the guided setup without a mouse, on the real pages in the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.tour.hands import WebHands, can_click, reads, sees
from tests.helpers.keyboard import Keyboard
from tests.helpers.keyring import MemoryKeyring
from tests.helpers.running_app import RunningApp

pytestmark = pytest.mark.slow

ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


def test_from_the_doors_to_the_proof(qtbot: QtBot, tmp_path: Path) -> None:
    keys, page = Keyboard(qtbot), WebHands()
    with RunningApp(qtbot, tmp_path / "home", MemoryKeyring()) as running:
        running.open()
        keys.tab_to("doorFile")
        keys.press(Qt.Key.Key_Down, times=2)
        assert keys.place == "doorSample"
        keys.press(ENTER)

        running.wait_for("checksPage")
        running.wait(can_click("setupNext"))
        assert keys.place == "setupNext"
        keys.press(SPACE)

        running.wait_for("endUserPage")
        running.settle()
        keys.tab_to("endUserCompany")
        keys.write("Big Co.")
        keys.press(ENTER)

        running.wait_for("connectPage")
        for element in ("begin", "download-file"):
            running.wait(page.can_click(element))
            keys.tab_to_element(element)
            keys.press(ENTER)
        running.wait(reads("connectionFilePanel", "Connection file received"))
        running.settle()  # what comes with it may take the keyboard
        running.wait(page.can_click("authorise"))
        keys.tab_to_element("authorise")
        keys.press(ENTER)
        running.wait(page.can_click("choice-always"))
        keys.tab_to_element("choice-no")
        keys.press(Qt.Key.Key_Up)  # from the first of a group to its last
        keys.tab_to_element("choice-always")
        keys.tab_to_element("certificate-continue")
        keys.press(ENTER)

        running.wait_for("verifyPage")
        running.wait(can_click("setupNext"))
        running.wait(lambda: keys.place == "setupNext")
        keys.press(SPACE)
        running.wait_for("mainWindow")


def test_back_to_the_doors_again(qtbot: QtBot, tmp_path: Path) -> None:
    keys = Keyboard(qtbot)
    with RunningApp(qtbot, tmp_path / "home", MemoryKeyring()) as running:
        running.open()
        keys.tab_to("doorFile")
        keys.press(Qt.Key.Key_Down, times=2)
        keys.press(ENTER)
        running.wait_for("checksPage")
        running.wait(can_click("setupNext"))
        keys.press(SPACE)
        running.wait_for("endUserPage")
        running.wait(can_click("setupNext"))
        keys.press(SPACE)
        running.wait_for("connectPage")
        for before in ("endUserPage", "checksPage", "welcomePage"):
            keys.tab_to("setupBack")
            keys.press(SPACE)
            running.wait(sees(before))
