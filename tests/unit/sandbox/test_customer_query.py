"""The customer filters, checked against the finished documents rather than against themselves."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.sandbox.books.catalogue import currency_ref, list_ref
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.queries.customers import read_customer_query, sorting_key
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]
Pairs = list[tuple[str, str]]
Wanted = Callable[[Document], bool]

MOMENT = dt.datetime(2025, 6, 18, 17, 30, tzinfo=dt.UTC)


def make_ledger() -> Ledger:
    """Books in which something was written, too."""
    ledger = Ledger(1, 240, SOME_DAY)
    model = ledger.customers.document(0)
    for name, parent in (("zeta & co", None), ("Zeta 2", 1), ("_under", None)):
        above = None if parent is None else ledger.customers.ref(parent)
        identifier = ledger.new_list_id(MOMENT)
        ledger.put_customer({**model, "id": identifier, "name": name, "parent": above})
    ledger.put_customer({**ledger.customers.document(4), "isActive": False, "class": None})
    return ledger


LEDGER = make_ledger()
BOOKS: list[Document] = [dict(LEDGER.customers.document(i)) for i in range(LEDGER.customers.count)]
INSTALL = list_ref("class", 0, "Install")["id"] or ""
NURSERY = list_ref("class", 2, "Nursery")["id"] or ""
EUR = currency_ref("EUR")["id"] or ""
USD = currency_ref("USD")["id"] or ""


def select(pairs: Pairs) -> Sequence[int]:
    return asyncio.run(read_customer_query(pairs).select(LEDGER))


def of(field: str, *ids: str) -> Wanted:
    return lambda d: d[field] is not None and d[field]["id"] in ids


def total(compare: Callable[[Decimal], bool]) -> Wanted:
    return lambda d: compare(Decimal(d["totalBalance"]))


def moment(document: Document) -> dt.datetime:
    return dt.datetime.fromisoformat(document["updatedAt"])


OWED = max(BOOKS, key=lambda d: Decimal(d["totalBalance"]))["totalBalance"]
FILTERS: dict[str, tuple[Pairs, Wanted]] = {
    "everybody": ([("status", "all")], lambda d: True),
    "inactive": ([("status", "inactive")], lambda d: not d["isActive"]),
    "active": ([("status", "active")], lambda d: d["isActive"]),
    "updated after": (
        [("updatedAfter", "2024-09-01T12:00:00+00:00")],
        lambda d: moment(d) >= dt.datetime(2024, 9, 1, 12, tzinfo=dt.UTC),
    ),
    "updated before the end of a day": (
        [("updatedBefore", "2024-09-10")],
        lambda d: d["updatedAt"][:10] <= "2024-09-10",
    ),
    "contains": ([("nameContains", "HO")], lambda d: "ho" in d["name"].lower()),
    "starts with": ([("nameStartsWith", "c")], lambda d: d["name"].lower().startswith("c")),
    "ends with": ([("nameEndsWith", "S")], lambda d: d["name"].lower().endswith("s")),
    "equal total": ([("totalBalance", OWED)], total(lambda t: t == Decimal(OWED))),
    "nothing owed": ([("totalBalance", "0.000")], total(lambda t: t == 0)),
    "more": ([("totalBalanceGreaterThan", OWED)], total(lambda t: t > Decimal(OWED))),
    "as much": (
        [("totalBalanceGreaterThanOrEqualTo", OWED)],
        total(lambda t: t >= Decimal(OWED)),
    ),
    "less": ([("totalBalanceLessThan", "0")], total(lambda t: t < 0)),
    "at most": ([("totalBalanceLessThanOrEqualTo", "0")], total(lambda t: t <= 0)),
    "one currency": ([("currencyIds", EUR)], of("currency", EUR)),
    "two currencies": ([("currencyIds", EUR), ("currencyIds", USD)], of("currency", EUR, USD)),
    "one class": ([("classIds", INSTALL)], of("class", INSTALL)),
    "two classes": ([("classIds", INSTALL), ("classIds", NURSERY)], of("class", INSTALL, NURSERY)),
}
EMPTY = {"more"}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_what_it_says_and_nothing_else(name: str) -> None:
    pairs, wanted = FILTERS[name]
    status: Pairs = [] if "status" in dict(pairs) else [("status", "all")]
    found = list(select(pairs + status))
    assert found == [index for index, document in enumerate(BOOKS) if wanted(document)]
    assert bool(found) is (name not in EMPTY)


def families() -> list[list[str]]:
    """The filters, those that exclude each other together."""
    keys: dict[str, list[str]] = {}
    for name, (pairs, _) in FILTERS.items():
        family = pairs[0][0].partition("Balance")[0].removesuffix("s")
        if family.startswith("name"):
            family = "name"
        keys.setdefault(family, []).append(name)
    return list(keys.values())


@given(st.tuples(*(st.sampled_from([None, *family]) for family in families())))
def test_filters_combine(names: tuple[str | None, ...]) -> None:
    chosen = [FILTERS[name] for name in names if name is not None]
    pairs = [pair for some, _ in chosen for pair in some]
    if not any(name == "status" for name, _ in pairs):
        chosen.append(FILTERS["active"])
    expected = [i for i, d in enumerate(BOOKS) if all(wanted(d) for _, wanted in chosen)]
    assert list(select(pairs)) == expected


def test_only_active_ones_come_unasked() -> None:
    found = [BOOKS[index] for index in select([])]
    assert found == [one for one in BOOKS if one["isActive"]]
    assert len(found) < len(BOOKS)


def test_a_range_of_names_is_about_full_names_and_sorts_them() -> None:
    found = [BOOKS[i]["fullName"] for i in select([("nameFrom", "p"), ("nameTo", "ROSA")])]
    assert found[0] == "Palo Verde Community College"
    assert found[1:3] == [
        "Palo Verde Community College:Library court",
        "Palo Verde Community College:Quad",
    ]
    assert "Rosa & Teodoro Ibarra" not in found
    everybody = [("nameFrom", "!"), ("status", "all")]
    names = [BOOKS[i]["fullName"] for i in select(everybody)]
    assert len(names) == len(BOOKS)
    assert names[:3] == [
        "+1 Studio (event hire)",
        "+1 Studio (event hire):Spring fair",
        "@Home Porches & Pergolas",
    ]


def test_punctuation_comes_before_digits_and_digits_before_letters() -> None:
    names = ["b", "Ä", "A:1", "A 1", "a", "9", "10", "-x", "A&B"]
    assert sorted(names, key=sorting_key) == ["-x", "10", "9", "a", "A 1", "A&B", "A:1", "b", "Ä"]


def test_lookups_find_inactive_ones_and_ignore_the_rest() -> None:
    gone = next(i for i, one in enumerate(BOOKS) if not one["isActive"])
    ignored = [("status", "active"), ("nameContains", "no such name"), ("limit", "1")]
    assert list(select([("ids", BOOKS[gone]["id"]), *ignored])) == [gone]
    by_name = [("fullNames", BOOKS[gone]["fullName"].upper()), ("fullNames", BOOKS[2]["fullName"])]
    assert list(select([*by_name, *ignored])) == [gone, 2]


@pytest.mark.parametrize(
    "pairs",
    [
        [("ids", "80000001-1")],
        [("ids", "80000001-1502910000"), ("ids", "")],
        [("fullNames", "Courtyard")],
        [("fullNames", "Alder Creek Townhomes"), ("fullNames", "Nobody")],
    ],
)
def test_a_lookup_that_misses_fails_as_quickbooks_does(pairs: Pairs) -> None:
    with pytest.raises(ApiError) as failed:
        select(pairs)
    assert failed.value.status == 502
    assert failed.value.code == "QBD_REQUEST_ERROR"
    assert failed.value.integration_code == "500"
    assert "could not be found in QuickBooks" in failed.value.message


def test_a_range_that_ends_before_it_begins_is_quickbooks_error() -> None:
    with pytest.raises(ApiError) as failed:
        select([("nameFrom", "b"), ("nameTo", "A")])
    assert (failed.value.status, failed.value.code) == (502, "QBD_REQUEST_ERROR")


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ([("limit", "151")], "limit"),
        ([("status", "Active")], "status"),
        ([("updatedAfter", "soon")], "updatedAfter"),
        ([("totalBalance", "1,000.00")], "totalBalance"),
        ([("totalBalanceLessThan", "1e5")], "totalBalanceLessThan"),
        ([("totalBalanceLessThan", "NaN")], "totalBalanceLessThan"),
        ([("totalBalance", "1"), ("totalBalance", "2")], "totalBalance"),
        ([("excludeAlternateShippingAddresses", "1")], "excludeAlternateShippingAddresses"),
        ([("refNumbers", "1")], "refNumbers"),
        ([("nameContains", "a"), ("nameStartsWith", "b")], '"nameContains" and "nameStartsWith"'),
        ([("nameEndsWith", "a"), ("nameTo", "b")], '"nameEndsWith" and "nameTo"'),
        (
            [("totalBalance", "1"), ("totalBalanceLessThan", "2")],
            '"totalBalance" and "totalBalanceLessThan"',
        ),
        (
            [("totalBalanceGreaterThan", "1"), ("totalBalanceLessThan", "2")],
            '"totalBalanceGreaterThan" and "totalBalanceLessThan"',
        ),
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(pairs: Pairs, named: str) -> None:
    with pytest.raises(ApiError) as refused:
        read_customer_query(pairs)
    assert refused.value.status == 400
    assert refused.value.kind == "INVALID_REQUEST_ERROR"
    assert named in refused.value.message
