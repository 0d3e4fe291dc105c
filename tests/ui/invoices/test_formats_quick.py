"""The quick ways of writing and sorting give what the slow ones give."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, likely_longest
from conductor_desktop.ui.invoices.ordering import in_order, merged
from conductor_desktop.ui.parts.formats import Formats
from tests.ui.invoices.books import an_invoice, us_formats

LOCALES = ("en_US", "de_DE", "de_CH", "es_ES", "hi_IN", "fr_FR", "ar_EG", "pl_PL", "en_IN")
TODAY = date(2026, 3, 4)


@pytest.mark.parametrize("name", LOCALES)
@given(number=st.integers(min_value=0, max_value=2**63 - 1))
def test_whole_numbers_are_grouped_as_the_country_does(name: str, number: int) -> None:
    locale = QLocale(name)
    assert Formats(locale, TODAY).count(number) == locale.toString(number)


@given(
    st.lists(
        st.tuples(
            st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False),
            st.sampled_from(["US Dollar", "Japanese Yen", "Kuwaiti Dinar", None]),
        ),
        max_size=40,
    )
)
def test_the_longest_amount_is_found_without_writing_all(
    amounts: list[tuple[Decimal, str | None]],
) -> None:
    column, formats = COLUMNS[POSITIONS["subtotal"]], us_formats()
    books = [
        an_invoice(str(at), subtotal=str(amount), currency=currency)
        for at, (amount, currency) in enumerate(amounts)
    ]

    def longest(rows: object) -> int:
        return max((len(column.text(one, formats)) for one in rows), default=0)  # type: ignore[attr-defined]

    assert longest(likely_longest(column, books, formats)) == longest(books)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=30),
    st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=30),
    st.booleans(),
)
def test_many_more_rows_come_into_the_same_order_as_few(
    here: list[int | None], more: list[int | None], descending: bool
) -> None:
    sorts = [((*here, *more), descending)]
    ordered = in_order(range(len(here)), sorts)
    added = range(len(here), len(here) + len(more))
    assert merged(ordered, added, sorts) == in_order([*ordered, *added], sorts)
    for row in added:  # one by one, by the other way
        ordered = merged(ordered, [row], sorts)
    assert ordered == merged(in_order(range(len(here)), sorts), added, sorts)
