"""The Invoices screen as it stands on a desktop."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.parts.totals_strip import TotalsStrip
from tests.ui.invoices.books import TODAY, Call, PlayedSource


def shown_screen(qtbot: QtBot, controller: InvoicesController) -> InvoicesScreen:
    screen = InvoicesScreen(controller, today=lambda: TODAY)
    qtbot.addWidget(screen)
    screen.resize(900, 600)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen


def button(screen: QWidget, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, name)
    assert found is not None, name
    return found


def filter_field(screen: QWidget) -> QLineEdit:
    found = screen.findChild(QLineEdit, "invoicesFilter")
    assert found is not None
    return found


def totals(screen: QWidget) -> TotalsStrip:
    found = screen.findChild(TotalsStrip, "invoicesTotals")
    assert found is not None
    return found


def next_call(qtbot: QtBot, source: PlayedSource, number: int = 1) -> Call:
    """The load that is under way, once it has reached the source."""
    qtbot.waitUntil(lambda: len(source.calls) >= number)
    return source.calls[number - 1]
