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
