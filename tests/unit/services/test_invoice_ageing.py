"""What is open, by how long it has been due: against a slow and obvious reference."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    Age,
    Ageing,
    age_of,
    ageing_of,
    totals_of,
)
from tests.unit.services.scripted_conductor import invoice

TODAY = date(2025, 6, 18)
# Days overdue of each age, first and last; what is beyond the calendar is not asked for.
BOUNDS = {
    Age.CURRENT: (-400, 0),
    Age.DAYS_30: (1, 30),
    Age.DAYS_60: (31, 60),
    Age.DAYS_90: (61, 90),
    Age.OLDER: (91, 4000),
}

money = st.decimals(
    min_value=-(10**18) + 1, max_value=10**18 - 1, places=10, allow_nan=False, allow_infinity=False
)
days = st.one_of(st.integers(-5, 95), st.sampled_from([0, 1, 30, 31, 60, 61, 90, 91, 4000]))
books = st.lists(
    st.builds(
        invoice,
        st.integers(),
        money.map(str),
        currency=st.sampled_from(["USD", "EUR", "", None]),
        due_date=st.none() | days.map(lambda late: TODAY - timedelta(days=late)),
        balance_remaining=st.none() | st.just(Decimal(0)) | money,
        applied_amount=st.none() | money,
        is_paid=st.none() | st.booleans(),
        is_pending=st.none() | st.booleans(),
    ),
    max_size=30,
)


def due(late: int, **fields: object) -> InvoiceRow:
    """Ten dollars, due ``late`` days ago."""
    day = TODAY - timedelta(days=late)
    ten = msgspec.structs.replace(
        invoice(1, "10"), balance_remaining=Decimal(10), due_date=day, is_paid=False
    )
    return msgspec.structs.replace(ten, **fields)


@pytest.mark.parametrize("age", Age)
def test_the_first_and_the_last_day_of_each_age(age: Age) -> None:
    assert [age_of(due(late), TODAY) for late in BOUNDS[age]] == [age, age]


@pytest.mark.parametrize(
    "fields",
    [
        {"is_pending": True},
        {"balance_remaining": Decimal(-10)},
        {"due_date": None},
        {"is_paid": True},
    ],
    ids=["pending", "a credit", "no due day", "said to be paid"],
)
def test_what_nobody_owes_by_a_day_is_current(fields: dict[str, object]) -> None:
    assert age_of(due(500, **fields), TODAY) is Age.CURRENT


def test_what_is_not_known_to_be_open_is_not_taken_for_fine() -> None:
    unknown = due(45, balance_remaining=None, is_paid=None)
    assert age_of(unknown, TODAY) is Age.DAYS_60


def test_what_is_settled_has_no_age() -> None:
    assert age_of(due(500, balance_remaining=Decimal(0)), TODAY) is None
    assert ageing_of([due(500, balance_remaining=Decimal(0))], TODAY) == {}


@settings(deadline=None)
@given(books)
def test_ages_are_all_that_is_open_and_each_is_what_the_days_say(many: list[InvoiceRow]) -> None:
    found, totals = ageing_of(many, TODAY), totals_of(many)
    for name in ("USD", "EUR", None):
        ours = [one for one in many if ((one.currency and one.currency.full_name) or None) == name]
        ageing = found.get(name or HOME_CURRENCY, Ageing())
        for age, (first, last) in BOUNDS.items():
            here = [one for one in ours if one.open_amount and _is_between(one, first, last)]
            assert ageing.ages[age].count == len(here)
            assert Fraction(ageing.ages[age].open) == sum(
                (Fraction(one.open_amount) for one in here), Fraction(0)
            )
        if ours:
            together = sum((Fraction(one.open) for one in ageing.ages.values()), Fraction(0))
            assert together == Fraction(totals[name or HOME_CURRENCY].open)
            current = Fraction(ageing.ages[Age.CURRENT].open)
            assert Fraction(ageing.overdue) == together - current


def _is_between(one: InvoiceRow, first: int, last: int) -> bool:
    late = (TODAY - one.due_date).days if one.due_date else 0
    settled = one.is_paid is True or (one.is_paid is None and one.balance_remaining == 0)
    if one.is_pending or settled or one.open_amount < 0:
        late = 0
    return first <= late <= last
