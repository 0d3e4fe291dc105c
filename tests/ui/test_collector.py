from __future__ import annotations

import gc
import threading
import weakref
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Invoice, InvoiceRow, Ref
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


class Collections:
    """What is asked of the collector, in the order it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.due = 2
        monkeypatch.setattr(gc, "get_count", lambda: [1000 * (n == self.due) for n in range(3)])
        monkeypatch.setattr(gc, "freeze", lambda: self.asked.append("take out what there is"))
        monkeypatch.setattr(gc, "collect", lambda n: self.asked.append(f"collect {n}"))


def test_what_the_app_consists_of_is_taken_out_before_the_first_full_collection(
    collector: UiThreadCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking through all of it would make the window stutter, over and over."""
    collections = Collections(monkeypatch)
    for generation in (0, 1, 2, 2, 0):
        collections.due = generation
        collector.look()
    assert collections.asked == [
        "collect 0",
        "collect 1",
        "take out what there is",
        "collect 2",
        "collect 2",
        "collect 0",
    ]


@pytest.mark.parametrize("kind", [InvoiceRow, Invoice])
def test_invoices_are_nothing_the_collector_would_look_through(kind: type[InvoiceRow]) -> None:
    invoice = kind(
        id="1",
        transaction_date=date(2025, 1, 1),
        subtotal=Decimal(1),
        customer=Ref(full_name="Acme"),
    )
    assert not gc.is_tracked(invoice)
    assert not gc.is_tracked(invoice.customer)


def test_python_does_not_collect_by_itself_any_more(collector: UiThreadCollector) -> None:
    assert not gc.isenabled()
