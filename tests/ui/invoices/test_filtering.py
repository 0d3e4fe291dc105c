"""What is typed into the filter, and what it lets through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from conductor_desktop.ui.invoices.filtering import Filter, read_filter
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts.comparison import Comparison
from conductor_desktop.ui.parts.formats import Formats
from tests.ui.invoices.books import TODAY, an_invoice, us_formats

BOOKS = (
    an_invoice("1", customer="Ana", subtotal="400.00", tax="99.99", day=date(2025, 3, 31)),
    an_invoice("2", customer="Ana", subtotal="450.00", tax="50.00", day=date(2025, 4, 1)),
    an_invoice("3", customer="Bert >500", subtotal="-7.00", due=date(2026, 3, 2)),
    an_invoice("4", customer="Cem", subtotal="1234.56", day=date(2024, 3, 5)),
)


def comparison(sign: str, amount: str) -> Filter:
    return Filter(comparisons=(Comparison(sign, Decimal(amount)),))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Filter()),
        ("  Élan  BERT ", Filter(("elan", "bert"))),
        (">500", comparison(">", "500")),
        ("> 500", comparison(">", "500")),
        (">=1,234.50", comparison(">=", "1234.50")),
        ("<-3", comparison("<", "-3")),
        ("<=0", comparison("<=", "0")),
        ("=0.10", comparison("=", "0.10")),
        ("ana >5 <9", Filter(("ana",), (Comparison(">", Decimal(5)), Comparison("<", Decimal(9))))),
        ("ana > 5", Filter(("ana",), (Comparison(">", Decimal(5)),))),
        (">", Filter((">",))),
        ("> ", Filter((">",))),
        (">x", Filter((">x",))),
        (">1.2.3", Filter((">1.2.3",))),
        (">nan", Filter((">nan",))),
        (">1e5", Filter((">1e5",))),
        ("a>5", Filter(("a>5",))),
        ("=cmd", Filter(("=cmd",))),
        (">" + "9" * 40, Filter((">" + "9" * 40,))),
    ],
)
def test_words_and_amounts_are_told_apart(text: str, wanted: Filter) -> None:
    assert read_filter(text, us_formats()) == wanted


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("de_DE", "1.234,50", "1234.50"),
        ("de_CH", "1’234.50", "1234.50"),
        ("fr_FR", "1234,5", "1234.5"),
        ("en_US", "1,234.50", "1234.50"),
        ("en_US", ".5", "0.5"),
        ("en_US", "-7", "-7"),
        ("ar_EG", "١٢٣", "123"),
    ],
)
def test_amounts_are_read_as_people_here_write_them(language: str, text: str, amount: str) -> None:
    assert Formats(QLocale(language), TODAY).amount(text) == Decimal(amount)


@given(st.decimals(-(10**14), 10**14, places=2))
def test_an_amount_as_it_is_shown_is_understood(amount: Decimal) -> None:
    for language in ("en_US", "de_DE", "fr_FR", "sv_SE", "hi_IN"):
        formats = Formats(QLocale(language), TODAY)
        assert formats.amount(formats.money(amount)) == amount


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    read_filter(text, us_formats())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (">500", ["4"]),
        (">=499.99 <501", ["1", "2"]),
        ("=500", ["2"]),
        ("<0", ["3"]),
        ("ana >499.99", ["2"]),
        ("2025-03", ["1"]),
        ("2026-03-02", ["3"]),
        ("2024", ["4"]),
        (">x", []),
        ("bert", ["3"]),
    ],
)
def test_the_filter_looks_at_totals_and_days_as_well(text: str, numbers: list[str]) -> None:
    model = InvoicesModel(us_formats)
    model.set_filter(text)
    model.append(BOOKS[:2])
    model.append(BOOKS[2:])
    assert [invoice.ref_number for invoice in model.shown()] == numbers
    model.set_filter("")
    assert model.shown_count == 4
    model.set_filter(text)
    assert [invoice.ref_number for invoice in model.shown()] == numbers
