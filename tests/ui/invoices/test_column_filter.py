"""What stands below the title of a column and the one filter are the same, whatever is typed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from conductor_desktop.ui.invoices.column_filter import (
    help_for,
    hint_for,
    read_typed,
    shown_for,
    with_words,
)
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, Column
from conductor_desktop.ui.invoices.filter_parts import parts
from conductor_desktop.ui.invoices.filtering import Filter, read_filter
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts.formats import Formats
from tests.ui.invoices.books import TODAY, us_formats
from tests.ui.invoices.test_conditions import BOOKS

columns = st.sampled_from(COLUMNS)
words = st.one_of(
    st.sampled_from(
        [
            *("ana", '"ana b"', "=", ">", "> 5", ">=2026-01", "1-30", "30 - 1", "=500", "-20..500"),
            *('="a b"', "=Ana B", '"', '""', '="', "<=20", "2026-03-31", "6/18/2025", "abc"),
            *("balance>0", "due=2026-01..2026-03", 'customer:"a b"', "po=", "status>30", "total=5"),
            *("status:30", "customer:=x", "ana ", ">500", "customer:", "x=1", "1,234.50", "0"),
        ]
    ),
    st.text(max_size=6),
)
typing = st.lists(words, max_size=4).map(" ".join)
# A quotation mark that was never closed may find another one in what is put behind it.
closed = typing.filter(lambda text: not any(one.count('"') % 2 for one in parts(text)))


def column(key: str) -> Column:
    return COLUMNS[POSITIONS[key]]


def put(key: str, typed: str, text: str = "", formats: Formats | None = None) -> str:
    """The filter ``text`` once ``typed`` stands below the column; nothing is wrong with it."""
    formats = formats or us_formats()
    read = read_typed(column(key), typed, formats)
    assert not read.problem
    return with_words(column(key), text, read.words, formats)


@pytest.mark.parametrize(
    ("key", "typed", "text"),
    [
        ("customer", "ana", "customer:ana"),
        ("customer", "ana  & co", "customer:ana customer:& customer:co"),
        ("customer", '"ana b"', 'customer:"ana b"'),
        ("customer", "=Ana's Bakery", 'customer="Ana\'s Bakery"'),
        ("po", " = ", "po="),
        ("balance", "> 500", "balance>500"),
        ("balance", ">5 <=1,000.50", "balance>5 balance<=1,000.50"),
        ("balance", "1-30", "balance=1-30"),
        ("balance", "1 - 30", "balance=1-30"),
        ("balance", "-20..500", "balance=-20..500"),
        ("balance", "=", "balance="),
        ("due", "2026-03", "due=2026-03"),
        ("due", ">=2026-01", "due>=2026-01"),
        ("due", "2026-01 – 2026-03", "due=2026-01..2026-03"),
        ("due", "6/18/2025", "due=6/18/2025"),
        ("status", "1-30", "status=1-30"),
        ("status", ">60", "status>60"),
        ("status", "paid", "status:paid"),
        ("memo", "", ""),
    ],
)
def test_what_is_typed_is_a_part_of_the_filter(key: str, typed: str, text: str) -> None:
    assert put(key, typed) == text


@pytest.mark.parametrize(
    ("key", "typed", "numbers"),
    [
        ("balance", ">500", "B"),
        ("balance", "1-500", "A"),
        ("due", "2026-01..2026-02", "AB"),
        ("due", "2/1/2026", "B"),
        ("customer", "co an", "D"),
        ("customer", "=ana", "AC"),
        ("po", "=", "BCD"),
        ("status", "paid", "D"),
    ],
)
def test_it_finds_what_it_says(key: str, typed: str, numbers: str) -> None:
    model = InvoicesModel(us_formats)
    model.append(BOOKS)
    model.set_filter(put(key, typed))
    assert "".join(str(one.ref_number) for one in model.shown()) == numbers


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("1-30", [1, 30]),
        (">30", [31, 60]),
        (">=30", [30, 31, 60]),
        ("<31", [1, 30]),
        ("<=31", [1, 30, 31]),
        ("60", [60]),
    ],
)
def test_the_status_is_asked_for_days_overdue(typed: str, days: list[int]) -> None:
    from datetime import timedelta

    from tests.ui.invoices.books import an_invoice

    books = [
        an_invoice(str(late), due=TODAY - timedelta(days=late), is_paid=is_paid)
        for is_paid in (False, True)
        for late in (-1, 0, 1, 30, 31, 60)
    ]
    model = InvoicesModel(us_formats)
    model.append(books)
    model.set_filter(put("status", typed))
    assert [int(one.ref_number or 0) for one in model.shown()] == days


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("balance", "abc", "“abc” is not an amount. Try >500 or 1-30."),
        ("balance", ">5 much", "“much” is not an amount."),
        ("balance", "1E5", "“1E5” is not an amount."),
        ("balance", ">", "“>” is not an amount."),
        ("balance", "30-1", "Nothing is “30-1”."),
        ("due", "2026-13", "“2026-13” is not a day. Try 2026-03."),
        ("due", "yesterday", "“yesterday” is not a day."),
        ("due", "the day before", "“the” is not a day."),
        ("due", "y" * 99, f"“{'y' * 12}…” is not a day."),
        ("status", "0", "Nothing is “0”."),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(key: str, typed: str, said: str) -> None:
    read = read_typed(column(key), typed, us_formats())
    assert read.problem.startswith(said)
    assert read.words == ()


@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("ana >500 balance>0 due<2026-04", "balance", ">0"),
        ("ana >500 balance>0 due<2026-04", "due", "<2026-04"),
        ("ana >500 balance>0 total<900", "total", ">500 <900"),
        ("ana", "customer", ""),
        ('customer="Ana B"', "customer", "=Ana B"),
        ('customer="Ana" customer:b', "customer", '="Ana" b'),
        ("customer:=x", "customer", '"=x"'),
        ("balance>much", "balance", ""),
        ("status:30", "status", '"30"'),
        ("status=1-30", "status", "1-30"),
    ],
)
def test_a_column_shows_its_part_of_the_filter(text: str, key: str, shown: str) -> None:
    assert shown_for(column(key), text, us_formats()) == shown


def test_the_rest_of_the_filter_stays_where_it_is() -> None:
    assert put("balance", "<9", "ana balance>0 due=2026 >") == "ana balance<9 due=2026 >"
    assert put("balance", "", "ana balance>0 balance<5 due=2026") == "ana due=2026"
    assert put("total", "", "ana >500") == "ana"
    assert put("memo", "x", "ana >") == "memo:x ana >"


def _as_counts(found: Filter) -> tuple[Counter[object], ...]:
    return Counter(found.words), Counter(found.comparisons), Counter(found.conditions)


@given(columns, typing, closed)
@example(column("number"), '=" "', "")
@example(column("memo"), '=" a  b"', "")
def test_whatever_is_typed_comes_back_and_changes_nothing_else(
    of: Column, typed: str, text: str
) -> None:
    formats = us_formats()
    read = read_typed(of, typed, formats)
    changed = with_words(of, text, read.words, formats)
    emptied = with_words(of, text, (), formats)
    own, rest, whole = (
        read_filter(one, formats) for one in (" ".join(read.words), emptied, changed)
    )
    assert not own.words
    for mine, others, all_of_it in zip(*map(_as_counts, (own, rest, whole)), strict=True):
        assert mine + others == all_of_it
    again = read_typed(of, shown_for(of, changed, formats), formats)
    assert not again.problem
    assert read_filter(" ".join(again.words), formats).conditions == own.conditions
    assert shown_for(of, emptied, formats) == ""


@given(typing)
@example("> = ana")
def test_parts_are_the_same_again(text: str) -> None:
    assert parts(" ".join(parts(text))) == parts(text)


@pytest.mark.parametrize("of", COLUMNS, ids=lambda one: one.key)
def test_what_is_hinted_at_can_be_typed(of: Column) -> None:
    for language in ("en_US", "de_DE"):
        assert not read_typed(of, hint_for(of), Formats(QLocale(language), TODAY)).problem
    assert help_for(of)
