"""How filters become a query string."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.errors import InvalidInput


def test_nothing_given_restricts_nothing_and_leaves_out_lines() -> None:
    assert InvoiceQuery().params(150) == {"limit": "150", "includeLineItems": "false"}


def test_every_filter_has_conductors_name_and_spelling() -> None:
    query = InvoiceQuery(
        transaction_date_from=date(2025, 1, 31),
        transaction_date_to=date(2025, 2, 1),
        payment_status=PaymentStatus.NOT_PAID,
        updated_after=datetime(2025, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))),
        customer_ids=("80000001-1", "80000002-1"),
        ref_number_contains="7,8",
        currency_ids=("1",),
    )

    assert query.params(20, with_lines=True) == {
        "limit": "20",
        "transactionDateFrom": "2025-01-31",
        "transactionDateTo": "2025-02-01",
        "paymentStatus": "not_paid",
        "updatedAfter": "2025-01-01T10:00:00+00:00",
        "customerIds": ("80000001-1", "80000002-1"),
        "refNumberContains": "7,8",
        "currencyIds": ("1",),
        "includeLineItems": "true",
    }


def test_one_day_is_a_range() -> None:
    day = date(2025, 2, 1)
    query = InvoiceQuery(transaction_date_from=day, transaction_date_to=day)
    assert query.params(1)["transactionDateTo"] == "2025-02-01"


def test_a_backward_range_is_refused() -> None:
    with pytest.raises(InvalidInput, match="wrong way round"):
        InvoiceQuery(transaction_date_from=date(2025, 2, 1), transaction_date_to=date(2025, 1, 31))


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        InvoiceQuery(updated_after=datetime(2025, 1, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("query", "params"),
    [
        (InvoiceQuery(ref_number_starts_with="INV-"), {"refNumberStartsWith": "INV-"}),
        (InvoiceQuery(ref_number_ends_with="-A"), {"refNumberEndsWith": "-A"}),
        (InvoiceQuery(ref_number_from="7"), {"refNumberFrom": "7"}),
        (InvoiceQuery(ref_number_to="9"), {"refNumberTo": "9"}),
        (
            InvoiceQuery(ref_number_from="0099", ref_number_to="100"),
            {"refNumberFrom": "0099", "refNumberTo": "100"},
        ),
        (
            InvoiceQuery(ref_number_from="B", ref_number_to="A"),
            {"refNumberFrom": "B", "refNumberTo": "A"},
        ),
    ],
)
def test_every_way_to_look_for_a_number(query: InvoiceQuery, params: dict[str, str]) -> None:
    assert query.params(150) == {"limit": "150", "includeLineItems": "false", **params}


@pytest.mark.parametrize(
    "ways",
    [
        {"ref_number_contains": "1", "ref_number_starts_with": "1"},
        {"ref_number_starts_with": "1", "ref_number_ends_with": "1"},
        {"ref_number_contains": "1", "ref_number_to": "1"},
        {"ref_number_ends_with": "1", "ref_number_from": "1"},
    ],
)
def test_two_ways_to_look_for_a_number_are_refused(ways: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="Too many filters"):
        InvoiceQuery(**ways)  # type: ignore[arg-type]


def test_an_empty_number_is_no_filter() -> None:
    query = InvoiceQuery(ref_number_contains="", ref_number_starts_with="1", ref_number_from="")
    assert query.params(1)["refNumberStartsWith"] == "1"


@pytest.mark.parametrize(("first", "last"), [("10", "9"), ("9" * 9_000, "1"), ("0100", "99")])
def test_numbers_backwards_are_refused(first: str, last: str) -> None:
    with pytest.raises(InvalidInput, match="wrong way round"):
        InvoiceQuery(ref_number_from=first, ref_number_to=last)
