"""From every error there is a way to the support bundle, and none where one is there already."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError
from conductor_desktop.ui.messages import Kind, Message
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.parts.support_way import lead_to_support
from tests.helpers.hands import click


class Window(QMainWindow):
    """A window that leads to support, with a panel on a page of that name."""

    def __init__(self, page: str, *, leads: bool = True) -> None:
        super().__init__()
        self.led = 0
        if leads:
            lead_to_support(self, self._lead)
        inside = QWidget(self)
        inside.setObjectName(page)
        self.panel = MessagePanel("problem", inside)
        QVBoxLayout(inside).addWidget(self.panel)
        self.setCentralWidget(inside)

    def _lead(self) -> None:
        self.led += 1

    @property
    def link(self) -> QPushButton:
        link = self.panel.findChild(QPushButton, "problemDetailsBundle")
        assert link is not None
        return link


def shown(qtbot: QtBot, page: str, *, leads: bool = True) -> Window:
    window = Window(page, leads=leads)
    qtbot.addWidget(window)
    window.show()
    return window


def test_an_error_leads_to_the_bundle(qtbot: QtBot) -> None:
    window = shown(qtbot, "somePage")
    window.panel.show_error(InternalError())
    click(window.link)
    assert window.led == 1


def test_it_is_found_from_a_dialog_over_the_window_and_where_told_before_shown(
    qtbot: QtBot,
) -> None:
    window = shown(qtbot, "somePage")
    dialog = QDialog(window)
    panel = MessagePanel("problem", dialog)
    panel.show_error(InternalError())
    QVBoxLayout(dialog).addWidget(panel)
    dialog.show()
    link = panel.findChild(QPushButton, "problemDetailsBundle")
    assert link is not None
    click(link)
    assert window.led == 1


@pytest.mark.parametrize(("page", "leads"), [("supportScreen", True), ("somePage", False)])
def test_there_is_no_link_that_leads_nowhere(qtbot: QtBot, page: str, leads: bool) -> None:
    window = shown(qtbot, page, leads=leads)
    window.panel.show_error(InternalError())
    assert not window.link.isVisible()


def test_what_is_no_error_needs_no_bundle(qtbot: QtBot) -> None:
    window = shown(qtbot, "somePage")
    window.panel.show_message(Message(Kind.OK, "Done", "All is well."))
    assert not window.link.isVisible()
