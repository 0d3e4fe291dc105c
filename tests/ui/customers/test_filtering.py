"""What people type into the filter of the customers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from conductor_desktop.ui.customers.filtering import Filter, read_filter
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.parts.comparison import Comparison
from conductor_desktop.ui.parts.formats import Formats
from tests.helpers.made_up_customers import a_customer
from tests.ui.customers.stage import us_formats
from tests.ui.invoices.books import TODAY

BOOKS = [
    a_customer("Ana", identifier="1", balance="500.00"),
    a_customer("Bo", identifier="2", balance="500.01"),
    a_customer("Cem", identifier="3", balance="-20.00"),
    a_customer("Dana", identifier="4", balance="0.00"),
    a_customer("Eve", identifier="5", balance=None),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (">0", ["Ana", "Bo"]),
        ("balance>0", ["Ana", "Bo"]),
        ("Balance >  0", ["Ana", "Bo"]),
        ("> 500", ["Bo"]),
        (">=500 <=500.00", ["Ana"]),
        ("balance=0", ["Dana"]),
        ("<0", ["Cem"]),
        ("ana <500", ["Dana"]),
        ("balance>much", []),
        (">", []),
        ("", ["Ana", "Bo", "Cem", "Dana", "Eve"]),
    ],
)
def test_balances_are_compared(text: str, names: list[str]) -> None:
    model = CustomersModel(us_formats)
    model.set_filter(text)
    model.append(BOOKS[:2])
    model.append(BOOKS[2:])
    assert [one.full_name for one in model.shown()] == names
    assert model.is_filtered is bool(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Élan  b", Filter(("elan", "b"))),
        ("x>5", Filter(("x>5",))),
        ("> x", Filter((">", "x"))),
        ("balance", Filter(("balance",))),
        ("balance >1.234,5", Filter((), (Comparison(">", Decimal("1234.5")),))),
    ],
)
def test_what_is_no_comparison_is_words(text: str, wanted: Filter) -> None:
    assert read_filter(text, Formats(QLocale("de_DE"), TODAY)) == wanted


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    read_filter(text, us_formats())
