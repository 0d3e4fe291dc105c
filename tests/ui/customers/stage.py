"""The Customers page on a QuickBooks that a test plays line by line."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Customer
from conductor_desktop.errors import AppError
from conductor_desktop.services.customers import CustomerList, CustomerProgress
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.made_up_customers import STREET, a_customer

TODAY = date(2025, 6, 18)
PROBLEM = AppError("QuickBooks stopped answering", "It was closed meanwhile.", "Open it.")

ANA = a_customer("Ana's Bakery", balance="5.00", with_jobs="75.00", phone="+1-602-555-0100")
ROOF = a_customer("Ana's Bakery:Roof", balance="70.00", parent=ANA.id, is_active=False)
TILES = a_customer("Ana's Bakery:Roof:Tiles", balance="0.00", parent=ROOF.id)
BERT = a_customer("=Bert", balance="1000.50", currency="Euro", address=STREET)
CARO = a_customer("Caro", balance=None, currency=None)
BOOKS = (BERT, ROOF, ANA, CARO, TILES)


def us_formats() -> Formats:
    return Formats(QLocale("en_US"), TODAY)


def progress(
    new: Sequence[Customer],
    loaded: int | None = None,
    remaining: int | None = None,
    *,
    restarted: bool = False,
) -> CustomerProgress:
    return CustomerProgress(
        tuple(new), restarted, len(new) if loaded is None else loaded, remaining
    )


class Call:
    """One load that is under way; the test says what it meets."""

    def __init__(self, cancel: CancelToken) -> None:
        self.cancel = cancel
        self._steps: queue.SimpleQueue[CustomerProgress | CustomerList | Exception] = (
            queue.SimpleQueue()
        )

    def page(self, step: CustomerProgress) -> None:
        self._steps.put(step)

    def end(self, step: CustomerList | Exception) -> None:
        self._steps.put(step)

    def play(self, on_progress: Callable[[CustomerProgress], None]) -> CustomerList:
        while True:
            step = self._steps.get()
            if isinstance(step, CustomerList):
                return step
            if isinstance(step, Exception):
                raise step
            on_progress(step)


class PlayedSource:
    """What the controller loads from. ``deaf`` goes on after a cancel, as a slow request does."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.calls: list[Call] = []
        self._deaf = deaf

    def load(
        self, on_progress: Callable[[CustomerProgress], None], cancel: CancelToken
    ) -> CustomerList:
        call = Call(cancel)
        if not self._deaf:
            cancel.on_cancel(lambda: call.end(Cancelled()))
        self.calls.append(call)
        return call.play(on_progress)

    def release(self) -> None:
        """Let everything end that may still be waiting."""
        for call in self.calls:
            call.end(Cancelled())


def next_call(qtbot: QtBot, source: PlayedSource, number: int = 1) -> Call:
    """The load that is under way, once it has reached the source."""
    qtbot.waitUntil(lambda: len(source.calls) >= number)
    return source.calls[number - 1]


def button(screen: QWidget, name: str) -> QPushButton:
    found = screen.findChild(QPushButton, name)
    assert found is not None, name
    return found


def label(screen: QWidget, name: str) -> str:
    found = screen.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def field(screen: QWidget) -> QLineEdit:
    found = screen.findChild(QLineEdit, "customersFilter")
    assert found is not None
    return found
