"""Pages that cannot follow each other are noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from conductor_desktop.conductor.errors import CursorLost, UnexpectedAnswer
from conductor_desktop.conductor.models import InvoiceRow, Page, UnreadItem
from conductor_desktop.conductor.reading.decoding import decode
from conductor_desktop.conductor.reading.paging import PageOnWire, PassWatch


def page(
    first: int, count: int, remaining: int | None, *, has_more: bool = True
) -> Page[InvoiceRow]:
    invoices = tuple(
        InvoiceRow(id=str(number), transaction_date=date(2025, 1, 1), subtotal=Decimal(1))
        for number in range(first, first + count)
    )
    return Page(items=invoices, remaining=remaining, has_more=has_more)


def watch(*pages: Page[InvoiceRow]) -> None:
    watcher = PassWatch()
    for one in pages:
        watcher.check(one)


@pytest.mark.parametrize(
    "pages",
    [
        [page(0, 0, 0, has_more=False)],
        [page(0, 3, None, has_more=False)],
        [page(0, 3, 5), page(3, 3, 2), page(6, 2, 0, has_more=False)],
        [page(0, 3, None), page(3, 3, None), page(6, 2, None, has_more=False)],
        [page(0, 3, 5), page(3, 3, None), page(6, 2, 0, has_more=False)],
        [page(0, 3, 5), page(3, 3, 4), page(6, 4, 0, has_more=False)],  # two were added
        [page(0, 3, 5), page(2, 4, 2), page(6, 2, 0, has_more=False)],  # one came again
        [page(0, 3, 5), page(2, 3, 3), page(5, 3, 0, has_more=False)],  # one was added before
    ],
)
def test_pages_that_add_up_pass(pages: list[Page[InvoiceRow]]) -> None:
    watch(*pages)


@pytest.mark.parametrize(
    "pages",
    [
        [page(0, 3, 5), page(6, 2, 0, has_more=False)],
        [page(0, 3, 5), page(6, 2, None, has_more=False)],
        [page(0, 3, 8), page(6, 3, 2)],
        [page(0, 3, 5), page(0, 0, 0, has_more=False)],
        [page(0, 3, 5), page(2, 3, 2), page(5, 2, 0, has_more=False)],  # the shift hides a hole
        [page(0, 3, 8), page(3, 3, None), page(9, 2, 0, has_more=False)],
    ],
)
def test_a_page_that_went_missing_is_noticed(pages: list[Page[InvoiceRow]]) -> None:
    with pytest.raises(CursorLost, match="got lost"):
        watch(*pages)


def test_a_page_that_comes_again_ends_the_pass() -> None:
    with pytest.raises(CursorLost, match="came twice"):
        watch(page(0, 3, None), page(0, 3, None))


def test_a_last_page_that_announces_more_is_not_taken_for_the_end() -> None:
    with pytest.raises(CursorLost, match="last page"):
        watch(page(0, 3, 5, has_more=False))


def test_empty_pages_without_an_end_are_refused() -> None:
    with pytest.raises(CursorLost, match="empty page"):
        watch(page(0, 3, None), page(3, 0, None))


def test_invoices_that_cannot_be_read_are_not_taken_for_lost_ones() -> None:
    problem = UnexpectedAnswer("it is wrong")
    watch(
        replace(page(0, 2, 5), unread=(UnreadItem("2", problem),)),
        replace(page(3, 1, 3), unread=(UnreadItem("4", problem),)),
        page(5, 3, 0, has_more=False),
    )


def test_an_invoice_that_cannot_be_read_may_come_again_like_any_other() -> None:
    unread = (UnreadItem("2", UnexpectedAnswer("it is wrong")),)
    with pytest.raises(CursorLost, match="got lost"):
        watch(
            replace(page(0, 2, 5), unread=unread),
            replace(page(3, 2, 2), unread=unread),
            page(6, 2, 0, has_more=False),
        )


@pytest.mark.parametrize(
    ("count", "remaining"),
    [("null", None), ("-3", 0), ("2.9", 2), ("1e9", 10**9), ("1e10", None), ("1e300", None)],
)
def test_a_number_of_invoices_that_no_books_hold_says_nothing(
    count: str, remaining: int | None
) -> None:
    body = f'{{"data": [], "hasMore": false, "remainingCount": {count}}}'
    assert decode(body.encode(), PageOnWire, request_id=None).remaining == remaining
