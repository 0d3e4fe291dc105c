"""The filters, checked against the finished documents rather than against themselves."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.invoice_query import read_invoice_query
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]
Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


@pytest.fixture(scope="module")
def books(ledger: Ledger) -> list[Document]:
    return [
        dict(ledger.document(number, with_lines=False, with_links=False)) for number in range(240)
    ]


def select(ledger: Ledger, pairs: Pairs) -> Sequence[int]:
    return asyncio.run(read_invoice_query(pairs).select(ledger))


def ref(document: Document) -> str:
    return document["refNumber"] or ""


def moment(document: Document) -> dt.datetime:
    return dt.datetime.fromisoformat(document["updatedAt"])


CUSTOMER = "80000001-1502910000"
EUR = "80000002-1503023607"
USD = "80000001-1503020000"
USD_ACCOUNT = "80000001-1502980000"

CASES: dict[str, tuple[Pairs, Callable[[Document], bool]]] = {
    "from a day": (
        [("transactionDateFrom", "2025-03-03")],
        lambda d: d["transactionDate"] >= "2025-03-03",
    ),
    "up to a day": (
        [("transactionDateTo", "2025-03-03")],
        lambda d: d["transactionDate"] <= "2025-03-03",
    ),
    "paid": ([("paymentStatus", "paid")], lambda d: d["isPaid"]),
    "not paid": ([("paymentStatus", "not_paid")], lambda d: not d["isPaid"]),
    "contains": ([("refNumberContains", "-101")], lambda d: "-101" in ref(d)),
    "contains, any case": ([("refNumberContains", "r&d")], lambda d: "R&D" in ref(d)),
    "starts with": ([("refNumberStartsWith", "M-")], lambda d: ref(d).startswith("M-")),
    "ends with": ([("refNumberEndsWith", "7")], lambda d: ref(d).endswith("7")),
    "number range": (
        [("refNumberFrom", "10200"), ("refNumberTo", "010210")],
        lambda d: ref(d).isdecimal() and 10200 <= int(ref(d)) <= 10210,
    ),
    "one currency": ([("currencyIds", EUR)], lambda d: d["currency"]["id"] == EUR),
    "two currencies": ([("currencyIds", EUR), ("currencyIds", USD)], lambda d: True),
    "account": (
        [("accountIds", USD_ACCOUNT)],
        lambda d: d["receivablesAccount"]["id"] == USD_ACCOUNT,
    ),
    "updated after": (
        [("updatedAfter", "2025-02-01T12:00:00+00:00")],
        lambda d: moment(d) >= dt.datetime(2025, 2, 1, 12, tzinfo=dt.UTC),
    ),
    "updated before the end of a day": (
        [("updatedBefore", "2025-02-03")],
        lambda d: d["updatedAt"][:10] <= "2025-02-03",
    ),
    "updated after a local time": (
        [("updatedAfter", "2025-02-03T00:00:00")],
        lambda d: d["updatedAt"][:10] >= "2025-02-03",
    ),
    "two filters at once": (
        [("paymentStatus", "paid"), ("transactionDateFrom", "2025-05-01")],
        lambda d: d["isPaid"] and d["transactionDate"] >= "2025-05-01",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_filter_finds_what_it_says_and_nothing_else(
    name: str, ledger: Ledger, books: list[Document]
) -> None:
    pairs, wanted = CASES[name]
    found = [books[number]["id"] for number in select(ledger, pairs)]
    expected = [document["id"] for document in reversed(books) if wanted(document)]
    assert expected, "the case finds nothing, so it proves nothing"
    assert found == expected


def test_a_customer_filter_takes_every_id_it_is_given(
    ledger: Ledger, books: list[Document]
) -> None:
    ids = sorted({document["customer"]["id"] for document in books})[:2]
    found = select(ledger, [("customerIds", one) for one in ids])
    expected = [n for n in range(239, -1, -1) if books[n]["customer"]["id"] in ids]
    assert list(found) == expected


def test_ids_make_the_other_filters_ignored(ledger: Ledger, books: list[Document]) -> None:
    paid = next(n for n in range(240) if books[n]["isPaid"])
    found = select(ledger, [("ids", books[paid]["id"]), ("paymentStatus", "not_paid")])
    assert list(found) == [paid]


def test_ref_numbers_are_exact_and_may_belong_to_two_invoices(
    ledger: Ledger, books: list[Document]
) -> None:
    double = next(d["refNumber"] for d in books if sum(ref(o) == ref(d) for o in books) == 2)
    found = select(ledger, [("refNumbers", double)])
    assert {books[n]["refNumber"] for n in found} == {double}
    assert len(found) == 2


@pytest.mark.parametrize(
    "pairs",
    [
        [("ids", "1A2B-1")],
        [("refNumbers", "m-10005")],
        [("refNumbers", "10001"), ("refNumbers", "nobody")],
    ],
)
def test_a_lookup_that_misses_fails_as_quickbooks_does(ledger: Ledger, pairs: Pairs) -> None:
    with pytest.raises(ApiError) as failed:
        select(ledger, pairs)
    assert failed.value.status == 502
    assert failed.value.code == "QBD_REQUEST_ERROR"
    assert failed.value.integration_code == "500"
    assert "could not be found in QuickBooks" in failed.value.message


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ([("limit", "0")], "limit"),
        ([("limit", "151")], "limit"),
        ([("limit", "ten")], "limit"),
        ([("limit", "1_0")], "limit"),
        ([("limit", "5"), ("limit", "6")], "limit"),
        ([("paymentStatus", "unpaid")], "paymentStatus"),
        ([("includeLineItems", "yes")], "includeLineItems"),
        ([("transactionDateFrom", "2025-02-30")], "transactionDateFrom"),
        ([("transactionDateTo", "20250201")], "transactionDateTo"),
        ([("updatedAfter", "2025-02-01T12:00:00 00:00")], "%2B"),
        ([("updatedBefore", "yesterday")], "updatedBefore"),
        ([("sort", "amount")], "sort"),
        ([("refNumberContains", "1"), ("refNumberEndsWith", "2")], "refNumberEndsWith"),
        ([("refNumberStartsWith", "1"), ("refNumberFrom", "2")], "refNumberFrom"),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(pairs: Pairs, named: str) -> None:
    with pytest.raises(ApiError) as refused:
        read_invoice_query(pairs)
    assert refused.value.status == 400
    assert refused.value.kind == "INVALID_REQUEST_ERROR"
    assert named in refused.value.message


def test_no_filter_computes_nothing_in_advance() -> None:
    assert isinstance(select(Ledger(1, 1_000_000, SOME_DAY), []), range)
