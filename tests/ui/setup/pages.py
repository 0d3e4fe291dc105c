"""One page on its own, and what there is to read on it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InvalidInput
from conductor_desktop.ui.setup.page import SetupPage
from conductor_desktop.ui.tour.hands import find
from tests.helpers.hands import clear_the_screen

TROUBLE = InvalidInput("Trouble", "There is trouble.", "Put it right.")


def show_page(qtbot: QtBot, page: SetupPage) -> None:
    qtbot.addWidget(page)
    clear_the_screen()
    page.resize(900, 700)
    page.show()
    qtbot.waitExposed(page)


def text(name: str) -> str:
    """What a label says; "" while it is not there to be seen."""
    found = find(name)
    return found.text() if isinstance(found, QLabel) else ""


def value(name: str) -> str:
    """What stands in a field."""
    found = find(name)
    assert isinstance(found, QLineEdit), name
    return found.text()
