from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.collector import UiThreadCollector


class Knot:
    """Garbage that only the cycle collector can find, with a widget in it."""

    def __init__(self) -> None:
        self.itself = self
        self.widget = QWidget()


@pytest.fixture
def collector(qtbot: QtBot) -> UiThreadCollector:
    return UiThreadCollector()


def allocate(number: int) -> list[list[int]]:
    return [[] for _ in range(number)]


def test_a_worker_that_allocates_a_lot_deletes_no_widget(collector: UiThreadCollector) -> None:
    gc.collect()
    gone = list[int]()
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(threading.get_ident()))
    del knot
    worker = threading.Thread(target=allocate, args=(200_000,))
    worker.start()
    worker.join()
    assert gone == []
    collector._thresholds = (0, 0, 0)
    held = allocate(1)
    collector.look()
    assert gone == [threading.get_ident()]
    assert held


def test_it_collects_by_itself(qtbot: QtBot, collector: UiThreadCollector) -> None:
    gone = list[bool]()
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(True))
    del knot
    kept = list[list[int]]()

    def has_gone() -> bool:
        kept.extend(allocate(1000))  # over and over: what the tests before let go is counted off
        return gone == [True]

    qtbot.waitUntil(has_gone)


def test_python_does_not_collect_by_itself_any_more(collector: UiThreadCollector) -> None:
    assert not gc.isenabled()
