"""Pages that come in quick succession are handed on together, and none is lost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.services.invoices import InvoiceProgress
from conductor_desktop.ui.parts.arrivals import Arrivals
from tests.ui.invoices.books import numbered

ROWS = numbered(6)
Came = tuple[Arrivals[InvoiceProgress], list[InvoiceProgress]]


def page(first: int, last: int, *, restarted: bool = False) -> InvoiceProgress:
    return InvoiceProgress(ROWS[first:last], restarted, last, len(ROWS) - last)


@pytest.fixture
def came(qtbot: QtBot) -> Came:
    arrivals, heard = Arrivals[InvoiceProgress](), list[InvoiceProgress]()
    arrivals.came.connect(heard.append)
    return arrivals, heard


def test_the_first_page_is_there_at_once(came: Came) -> None:
    arrivals, heard = came
    arrivals.add(page(0, 2))
    assert heard == [page(0, 2)]


def test_what_follows_comes_together_and_by_itself(came: Came, qtbot: QtBot) -> None:
    arrivals, heard = came
    for first in (0, 2, 4):
        arrivals.add(page(first, first + 2))
    assert len(heard) == 1
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == page(2, 6)


def test_a_fresh_start_voids_what_waits_and_is_still_known_with_the_next_page(came: Came) -> None:
    arrivals, heard = came
    arrivals.add(page(0, 2))
    arrivals.add(page(2, 4))
    arrivals.add(page(0, 3, restarted=True))
    arrivals.add(page(3, 6))
    arrivals.hand_over()
    assert heard[1:] == [page(0, 6, restarted=True)]


def test_what_is_not_wanted_any_more_does_not_come(came: Came) -> None:
    arrivals, heard = came
    arrivals.add(page(0, 2))
    arrivals.add(page(2, 4))
    arrivals.drop()
    arrivals.add(page(4, 6))
    assert heard == [page(0, 2), page(4, 6)]
