"""The sandbox banner."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.shell.banner import SandboxBanner
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click


def test_the_way_out_of_the_sandbox_is_a_click(qtbot: QtBot) -> None:
    banner = SandboxBanner()
    qtbot.addWidget(banner)
    banner.show()
    button = banner.findChild(QPushButton, "sandboxLeave")
    assert button is not None
    with qtbot.waitSignal(banner.leave_clicked):
        click(button)
    assert nameless(banner) == []
