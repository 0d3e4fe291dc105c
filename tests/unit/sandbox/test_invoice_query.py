"""The filters, checked against the finished documents rather than against themselves."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.queries.invoices import read_invoice_query
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]
Pairs = list[tuple[str, str]]


def make_ledger() -> Ledger:
    """Books in which something was written as well: over old invoices, and new ones of any day."""
    ledger = Ledger(1, 240, SOME_DAY)
    model = ledger.document(5, with_lines=False, with_links=False)
    days = ("2019-01-01", "2024-08-08", "2025-06-17", "2026-02-02")
    numbers = ("R-9", "00012", None, "10100")
    for day, number in zip(days, numbers, strict=True):
        identifier = ledger.new_transaction_id(MOMENT)
        changes = {"id": identifier, "refNumber": number, "transactionDate": day}
        ledger.put_invoice({**model, **changes, "updatedAt": f"{day}T23:59:59-07:00"})
    for place in (0, 100, 239):
        old = ledger.document(place, with_lines=False, with_links=False)
        nobodys = {"transactionDate": "2024-12-24", "refNumber": f"m-{place}", "customer": None}
        ledger.put_invoice({**old, **nobodys, "isPaid": not old["isPaid"]})
    return ledger


MOMENT = dt.datetime(2025, 6, 18, 17, 30, tzinfo=dt.UTC)
LEDGER = make_ledger()
BOOKS: list[Document] = [
    dict(LEDGER.document(number, with_lines=False, with_links=False))
    for number in range(LEDGER.count)
]


@pytest.fixture
def ledger() -> Ledger:
    return LEDGER


@pytest.fixture
def books() -> list[Document]:
    return BOOKS


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
    "starts with": ([("refNumberStartsWith", "M-")], lambda d: ref(d)[:2] in ("M-", "m-")),
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


def test_ids_make_the_other_filters_ignored(ledger: Ledger, books: list[Document]) -> None:
    paid = next(n for n in range(len(books)) if books[n]["isPaid"])
    found = select(ledger, [("ids", books[paid]["id"]), ("paymentStatus", "not_paid")])
    assert list(found) == [paid]


def test_ref_numbers_are_exact_and_may_belong_to_two_invoices(
    ledger: Ledger, books: list[Document]
) -> None:
    numbers = Counter(ref(document) for document in books if ref(document))
    doubles = [number for number, times in numbers.items() if times == 2]
    assert len(doubles) >= 2
    for double in doubles:
        found = select(ledger, [("refNumbers", double)])
        assert [books[n]["refNumber"] for n in found] == [double, double]


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


def a_few(field: str) -> list[str]:
    """Some of the values that are there, at both ends and in between."""
    there = sorted({value for d in BOOKS if (value := d[field]) is not None})
    return [*there[:2], *there[:: len(there) // 6], *there[-2:]]


def some_ids(field: str) -> st.SearchStrategy[list[str]]:
    there = sorted({d[field]["id"] for d in BOOKS if d[field]})
    return st.lists(st.sampled_from([*there, "80000001-1"]), min_size=1, max_size=5)


def in_form(moment: str) -> st.SearchStrategy[str]:
    """As a date, as a local time, or with an offset."""
    there = dt.datetime.fromisoformat(moment)
    return st.sampled_from(
        [moment[:10], moment[:19], moment, there.astimezone(dt.UTC).isoformat(), f"{moment[:16]}Z"]
    )


DAYS = st.sampled_from([*a_few("transactionDate"), "1999-12-31", "2030-01-01"])
MOMENTS = st.sampled_from(sorted({d["updatedAt"] for d in BOOKS})).flatmap(in_form)
NUMBERS = st.sampled_from([*a_few("refNumber"), "m", "M-", "10", "010100", "1", "*", "99999999999"])
TEXT_FILTERS = st.one_of(
    st.fixed_dictionaries({}),
    *(
        st.fixed_dictionaries({name: NUMBERS})
        for name in ("refNumberContains", "refNumberStartsWith", "refNumberEndsWith")
    ),
    st.fixed_dictionaries({}, optional={"refNumberFrom": NUMBERS, "refNumberTo": NUMBERS}),
)
OTHER_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "transactionDateFrom": DAYS,
        "transactionDateTo": DAYS,
        "updatedAfter": MOMENTS,
        "updatedBefore": MOMENTS,
        "customerIds": some_ids("customer"),
        "accountIds": some_ids("receivablesAccount"),
        "currencyIds": some_ids("currency"),
        "paymentStatus": st.sampled_from(["all", "paid", "not_paid"]),
    },
)


def as_moment(text: str, clock: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text if "T" in text else f"{text}T{clock}")
    return moment if moment.tzinfo else moment.replace(tzinfo=ARIZONA)


def not_after(one: str, other: str) -> bool:
    return int(one) <= int(other) if one.isdecimal() and other.isdecimal() else one <= other


ARIZONA = dt.timezone(dt.timedelta(hours=-7))
REFERENCE: dict[str, Callable[[Document, Any], bool]] = {
    "transactionDateFrom": lambda d, day: d["transactionDate"] >= day,
    "transactionDateTo": lambda d, day: d["transactionDate"] <= day,
    "updatedAfter": lambda d, text: moment(d) >= as_moment(text, "00:00:00"),
    "updatedBefore": lambda d, text: moment(d) <= as_moment(text, "23:59:59"),
    "customerIds": lambda d, ids: bool(d["customer"]) and d["customer"]["id"] in ids,
    "accountIds": lambda d, ids: d["receivablesAccount"]["id"] in ids,
    "currencyIds": lambda d, ids: d["currency"]["id"] in ids,
    "paymentStatus": lambda d, wish: wish == "all" or d["isPaid"] is (wish == "paid"),
    "refNumberContains": lambda d, text: text.lower() in ref(d).lower(),
    "refNumberStartsWith": lambda d, text: ref(d).lower().startswith(text.lower()),
    "refNumberEndsWith": lambda d, text: ref(d).lower().endswith(text.lower()),
    "refNumberFrom": lambda d, text: bool(ref(d)) and not_after(text, ref(d)),
    "refNumberTo": lambda d, text: bool(ref(d)) and not_after(ref(d), text),
}
"""What each filter says, about one finished document."""


@settings(max_examples=400)
@given(TEXT_FILTERS, OTHER_FILTERS)
def test_filters_combine(text: dict[str, str], other: dict[str, str | list[str]]) -> None:
    wanted = {**text, **other}
    pairs = [
        (name, one)
        for name, value in wanted.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    expected = [
        number
        for number, document in enumerate(BOOKS)
        if all(REFERENCE[name](document, value) for name, value in wanted.items())
    ]
    assert list(select(LEDGER, pairs)) == expected[::-1]


@given(st.lists(st.sampled_from(sorted({ref(d) for d in BOOKS if ref(d)})), min_size=1))
def test_every_ref_number_is_found_wherever_it_is(wanted: list[str]) -> None:
    found = select(LEDGER, [("refNumbers", one) for one in wanted])
    expected = [number for number, d in enumerate(BOOKS) if d["refNumber"] in wanted]
    assert list(found) == expected[::-1]


def test_an_odd_ref_number_is_found_in_big_books_without_looking_at_all_of_them() -> None:
    big = Ledger(1, 100_000, SOME_DAY)
    found = select(big, [("refNumbers", "R&D, 180/b"), ("refNumbers", "M-100005")])
    assert [big.ref_number(number) for number in found].count("M-100005") == 1
    every = [n for n in range(100_000) if big.ref_number(n) == "R&D, 180/b"]
    assert len(every) > 1
    assert list(found) == sorted([*every, 90_004], reverse=True)


def test_others_are_let_in_while_a_big_list_is_searched() -> None:
    async def search() -> int:
        query = read_invoice_query([("paymentStatus", "not_paid")])
        searching = asyncio.ensure_future(query.select(Ledger(1, 20_000, SOME_DAY)))
        turns = 0
        while not searching.done():
            turns += 1
            await asyncio.sleep(0)
        return turns

    assert asyncio.run(search()) > 5


def test_a_search_that_something_is_written_into_finds_nothing_twice() -> None:
    async def search() -> list[int]:
        ledger = Ledger(1, 20_000, SOME_DAY)
        ledger.put_invoice(ledger.document(3, with_lines=False, with_links=False))
        query = read_invoice_query([("paymentStatus", "paid")])
        searching = asyncio.ensure_future(query.select(ledger))
        await asyncio.sleep(0)
        assert not searching.done()
        for number in (0, 5, 19_999):
            ledger.put_invoice(ledger.document(number, with_lines=False, with_links=False))
        return list(await searching)

    found = asyncio.run(search())
    assert found == sorted(set(found), reverse=True)
    assert {0, 5, 19_999} & set(found)


def test_days_alone_compute_nothing_in_advance() -> None:
    big = Ledger(1, 1_000_000, SOME_DAY)
    found = select(
        big, [("transactionDateFrom", "2025-01-01"), ("transactionDateTo", "2025-01-31")]
    )
    assert isinstance(found, range)
    days = {str(big.facts(number).day) for number in (found[0], found[-1])}
    assert days == {"2025-01-01", "2025-01-31"}


def test_no_filter_computes_nothing_in_advance() -> None:
    assert isinstance(select(Ledger(1, 1_000_000, SOME_DAY), []), range)
