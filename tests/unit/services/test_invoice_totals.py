"""Sums per currency, exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    CurrencyTotals,
    totals_of,
)
from tests.unit.services.scripted_conductor import invoice


def test_sums_are_per_currency_and_add_up() -> None:
    totals = totals_of(
        [
            invoice(1, "100.10", currency="USD", balance_remaining=Decimal("40.10")),
            invoice(2, "0.20", currency="USD", sales_tax_total=Decimal("0.02")),
            invoice(3, "7.00", currency="EUR", balance_remaining=Decimal(0)),
            invoice(4, "9.00"),
            invoice(5, "1.00", currency=""),
        ]
    )
    assert totals == {
        "USD": CurrencyTotals(Decimal("100.32"), Decimal("60.00"), Decimal("40.32")),
        "EUR": CurrencyTotals(Decimal("7.00"), Decimal("7.00"), Decimal("0.00")),
        HOME_CURRENCY: CurrencyTotals(Decimal("10.00"), Decimal(0), Decimal("10.00")),
    }


def test_a_currency_without_a_name_is_not_taken_for_the_home_currency() -> None:
    nameless = msgspec.structs.replace(invoice(1, "5.00"), currency=Ref(id="80000002-1"))
    assert {name: one.billed for name, one in totals_of([nameless, invoice(2)]).items()} == {
        "80000002-1": Decimal(5),
        HOME_CURRENCY: Decimal(1),
    }


money = st.decimals(
    min_value=-(10**18) + 1, max_value=10**18 - 1, places=10, allow_nan=False, allow_infinity=False
)
invoices = st.lists(
    st.builds(
        invoice,
        st.integers(),
        money.map(str),
        currency=st.sampled_from(["USD", "EUR", None]),
        sales_tax_total=st.none() | money,
        balance_remaining=st.none() | money,
        applied_amount=st.none() | money,
    ),
    max_size=30,
)


@settings(deadline=None)
@given(invoices)
def test_sums_are_exact_whatever_the_amounts(many: list[InvoiceRow]) -> None:
    totals = totals_of(many)
    for name in ("USD", "EUR", None):
        ours = [one for one in many if (one.currency and one.currency.full_name) == name]
        found = totals.get(name or HOME_CURRENCY, CurrencyTotals())
        billed = sum(
            (Fraction(one.subtotal) + Fraction(one.sales_tax_total or 0) for one in ours),
            Fraction(0),
        )
        assert Fraction(found.billed) == billed
        assert Fraction(found.paid) + Fraction(found.open) == billed
        assert Fraction(found.open) == sum((Fraction(one.open_amount) for one in ours), Fraction(0))
