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


def test_of_many_only_so_many_are_taken_in_at_once(qtbot: QtBot) -> None:
    rows, size = numbered(1500), 150
    pages = [
        InvoiceProgress(rows[first : first + size], False, first + size, None)
        for first in range(0, len(rows), size)
    ]
    arrivals, heard = Arrivals[InvoiceProgress](), list[InvoiceProgress]()
    arrivals.came.connect(heard.append)
    for one in pages:
        arrivals.add(one)
    qtbot.waitUntil(lambda: sum(len(one.new) for one in heard) == len(rows))
    assert [row for one in heard for row in one.new] == list(rows)
    assert max(len(one.new) for one in heard) == 3 * size
    assert [one.loaded for one in heard] == [150, 600, 1050, 1500]


def test_a_page_of_any_size_comes_whole(came: Came) -> None:
    arrivals, heard = came
    rows = numbered(2000)
    arrivals.add(InvoiceProgress(rows, False, 2000, 0))
    assert heard[0].new == rows


def test_the_end_comes_after_all_that_waits(came: Came, qtbot: QtBot) -> None:
    arrivals, heard = came
    at_the_end: list[int] = []
    for first in (0, 2, 4):
        arrivals.add(page(first, first + 2))
    arrivals.end(lambda: at_the_end.append(sum(len(one.new) for one in heard)))
    qtbot.waitUntil(lambda: bool(at_the_end))
    assert at_the_end == [6]


def test_with_nothing_waiting_the_end_comes_at_once(came: Came) -> None:
    arrivals, _heard = came
    at_the_end: list[bool] = []
    arrivals.end(lambda: at_the_end.append(True))
    assert at_the_end == [True]


def test_the_end_of_what_is_not_wanted_any_more_does_not_come(came: Came, qtbot: QtBot) -> None:
    arrivals, heard = came
    at_the_end: list[bool] = []
    arrivals.add(page(0, 2))
    arrivals.add(page(2, 4))
    arrivals.end(lambda: at_the_end.append(True))
    arrivals.drop()
    arrivals.add(page(4, 6))
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert at_the_end == []
