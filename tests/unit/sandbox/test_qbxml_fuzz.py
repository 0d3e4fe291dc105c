"""Requests that are nearly right, by the tables' own grammar: answered or refused, never broken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.sandbox.books.catalogue import catalogue
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from conductor_desktop.sandbox.qbxml.fields import Aggregate, Fields, Repeated, Written
from conductor_desktop.sandbox.qbxml.kinds import (
    FLAG,
    Choice,
    Day,
    Kind,
    Number,
    ReferenceTo,
)
from conductor_desktop.sandbox.qbxml.tables.customer import CUSTOMER
from conductor_desktop.sandbox.qbxml.tables.invoice import INVOICE, INVOICE_LINE
from tests.helpers.qbxml import ask
from tests.helpers.sandbox import SOME_DAY

MANY = settings(max_examples=150, deadline=None, derandomize=True)

Strategy = st.SearchStrategy[Any]

TRICKY: Strategy = st.sampled_from(
    [
        *("", " ", "0", "-1", "-0", "1e9", ".5", "5.", "٣", "9" * 50, "9" * 11, "0.00001", "NaN"),
        *("0001-01-01", "9999-12-31", "2025-02-30", "2025-01-01T24:00:00", "-1", "true", "All"),
        *("\x00", "\U0010ffff", "\ufffe", "a:b", "&<>\"'", "x" * 5000, "שלום", "🌵" * 9),
        *(0, -1, 2**63, 10**39, 1.5, 1e300, 1e-300, True, False, None, [], {}, [[]], [None]),
    ]
)
NAMES: Strategy = st.sampled_from(
    [
        *("Canyon Mouth Brewing", "Canyon Mouth Brewing:Beer garden", "Granite Reef Golf"),
        *("Gärtnerei Sonnenhang GmbH", "Plants:Saltbush, 5 gal", "Discount", "Fin Chg"),
        *("Tax", "Non", "Net 30", "2% 10 Net 30", "EUR", "USD", "Install", "Accounts Receivable"),
    ]
)
DECIMALS: Strategy = st.one_of(
    st.decimals(min_value=-(10**7), max_value=10**7, places=2).map(str),
    st.integers(-500, 500),
    st.sampled_from(["99999999999", "0.00001", "12345.67891"]),
)
DAYS: Strategy = st.dates(min_value=dt.date(1900, 12, 31)).map(str)


def mostly(usual: Strategy, share: int = 15) -> Strategy:
    """Sometimes a wrong one among the right ones."""
    return st.integers(0, share).flatmap(lambda n: TRICKY if n == 0 else usual)


def value_of(kind: Kind) -> Strategy:
    if isinstance(kind, ReferenceTo):
        listed = [ref["fullName"] for ref in catalogue().refs.get(kind.list_name, ())]
        names = st.sampled_from(listed) if listed else NAMES
        return mostly(st.fixed_dictionaries({"FullName": mostly(names, 30)}))
    if isinstance(kind, Aggregate):
        return mostly(elements_of(kind.fields, Written.ADD))
    if isinstance(kind, Repeated):
        return mostly(st.lists(elements_of(kind.fields, Written.ADD), max_size=2))
    if isinstance(kind, Number):
        return mostly(DECIMALS)
    if isinstance(kind, Day):
        return mostly(DAYS)
    if isinstance(kind, Choice):
        return mostly(st.sampled_from(sorted(kind.words)))
    return mostly(st.booleans() if kind is FLAG else st.text(max_size=12))


def elements_of(fields: Fields, when: Written) -> Strategy:
    """Some of the elements that a request may hold; few, so that some are right throughout."""
    return some_of({f.element: value_of(f.kind) for f in fields if when in f.written})


def some_of(known: dict[str, Strategy]) -> Strategy:
    names = st.lists(st.sampled_from(sorted(known)), max_size=5, unique=True)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({n: known[n] for n in chosen}))


LINES: Strategy = st.lists(elements_of(INVOICE_LINE, Written.ADD), max_size=4)
HEADER: Strategy = elements_of(INVOICE, Written.ADD)
CHANGED_HEADER: Strategy = elements_of(INVOICE, Written.MOD)
PERSON: Strategy = elements_of(CUSTOMER, Written.ADD)
CHANGED_PERSON: Strategy = elements_of(CUSTOMER, Written.MOD)


def attempt(work: Callable[[], list[dict[str, Any]]]) -> dict[str, Any] | None:
    """The object that came of it, or None if QuickBooks said why not."""
    try:
        [ret] = work()
    except ApiError as refused:
        check_refusal(refused)
        return None
    assert json.loads(msgspec.json.encode(ret)) == ret
    return ret


def check_refusal(refused: ApiError) -> None:
    assert (refused.status, refused.code) == (502, "QBD_REQUEST_ERROR")
    assert refused.integration_code
    assert 10 < len(refused.message) < 700
    assert refused.message.isprintable()


def check_invoice(ledger: Ledger, identifier: str) -> None:
    number = ledger.find(identifier)
    assert number is not None
    written: dict[str, Any] = ledger.document(number, with_lines=True, with_links=True)
    assert set(written) == set(ledger.document(0, with_lines=True, with_links=True))
    total = Decimal(written["subtotal"]) + Decimal(written["salesTaxTotal"])
    assert total - Decimal(written["appliedAmount"]) == Decimal(written["balanceRemaining"])
    assert written["isPaid"] is (Decimal(written["balanceRemaining"]) == 0)
    parts = [line for group in written["lineGroups"] for line in group["lines"]]
    amounts = [Decimal(line["amount"] or 0) for line in (*written["lines"], *parts)]
    assert sum(amounts) == Decimal(written["subtotal"])
    owner = written["customer"]["id"]
    owed = sum(
        Decimal(str(ledger.document(n, with_lines=False, with_links=False)["balanceRemaining"]))
        for n in range(ledger.count)
        if ledger.view(n).customer_id == owner
    )
    index = ledger.customers.find(owner)
    assert index is not None
    assert Decimal(str(ledger.customers.document(index)["balance"])) == owed


@MANY
@given(HEADER, LINES)
def test_an_invoice_is_added_with_totals_that_tie_or_not_at_all(
    header: dict[str, object], lines: list[object]
) -> None:
    ledger = Ledger(1, 6, SOME_DAY)
    content = {"CustomerRef": {"FullName": "Granite Reef Golf"}, **header, "InvoiceLineAdd": lines}
    ret = attempt(lambda: ask(ledger, "InvoiceAdd", InvoiceAdd=content))
    assert ledger.count == 6 + (ret is not None)
    if ret is not None:
        check_invoice(ledger, ret["TxnID"])


@MANY
@given(st.integers(0, 5), CHANGED_HEADER, LINES, st.data())
def test_an_invoice_is_changed_with_totals_that_tie_or_not_at_all(
    number: int, header: dict[str, object], lines: list[dict[str, object]], data: st.DataObject
) -> None:
    ledger = Ledger(1, 6, SOME_DAY)
    before: dict[str, Any] = ledger.document(number, with_lines=True, with_links=True)
    known = [line["id"] for line in before["lines"]]
    ids = st.sampled_from(["-1", "-1", *known, *known])
    changed = [{**line, "TxnLineID": data.draw(ids)} for line in lines]
    content = {
        **header,
        "TxnID": before["id"],
        "EditSequence": before["revisionNumber"],
        **({"InvoiceLineMod": changed} if changed else {}),
    }
    ret = attempt(lambda: ask(ledger, "InvoiceMod", InvoiceMod=content))
    if ret is None:
        assert ledger.document(number, with_lines=True, with_links=True) == before
    else:
        check_invoice(ledger, str(before["id"]))


@MANY
@given(PERSON, CHANGED_PERSON)
def test_a_customer_is_added_and_changed_whole_or_not_at_all(
    person: dict[str, object], changes: dict[str, object]
) -> None:
    ledger = Ledger(1, 6, SOME_DAY)
    everybody = ledger.customers.count
    ret = attempt(lambda: ask(ledger, "CustomerAdd", CustomerAdd={"Name": "Nova", **person}))
    assert ledger.customers.count == everybody + (ret is not None)
    if ret is None:
        return
    assert set(ledger.customers.document(everybody)) == set(ledger.customers.document(0))
    content = {**changes, "ListID": ret["ListID"], "EditSequence": ret["EditSequence"]}
    changed = attempt(lambda: ask(ledger, "CustomerMod", CustomerMod=content))
    [now] = ask(ledger, "CustomerQuery", ListID=ret["ListID"])
    assert {**now, "DataExtRet": None} == {**(changed or ret), "DataExtRet": None}


RANGE: Strategy = mostly(DAYS)
QUERY: Strategy = some_of(
    {
        "RefNumber": mostly(st.sampled_from(["10001", "m-10005", "10002"])),
        "MaxReturned": mostly(st.integers(1, 9)),
        "ModifiedDateRangeFilter": mostly(
            st.fixed_dictionaries({}, optional={"FromModifiedDate": RANGE, "ToModifiedDate": RANGE})
        ),
        "TxnDateRangeFilter": mostly(
            st.fixed_dictionaries({}, optional={"FromTxnDate": RANGE, "ToTxnDate": RANGE})
        ),
        "EntityFilter": mostly(st.fixed_dictionaries({"FullNameWithChildren": mostly(NAMES)})),
        "AccountFilter": mostly(st.fixed_dictionaries({"FullName": mostly(NAMES)})),
        "CurrencyFilter": mostly(st.fixed_dictionaries({"FullName": mostly(NAMES)})),
        "RefNumberRangeFilter": mostly(
            st.fixed_dictionaries({}, optional={"FromRefNumber": TRICKY, "ToRefNumber": TRICKY})
        ),
        "PaidStatus": mostly(st.sampled_from(["All", "PaidOnly", "NotPaidOnly"])),
        "IncludeLineItems": mostly(st.booleans()),
        "IncludeLinkedTxns": mostly(st.booleans()),
        "IncludeRetElement": mostly(st.lists(st.sampled_from(["TxnID", "Memo", "X"]))),
        "OwnerID": mostly(st.just("0")),
    },
)

BOOKS = Ledger(1, 20, SOME_DAY)


@MANY
@given(QUERY)
def test_a_query_is_answered_or_refused(elements: dict[str, object]) -> None:
    try:
        found = ask(BOOKS, "InvoiceQuery", **elements)
    except ApiError as refused:
        check_refusal(refused)
    else:
        assert len(found) <= BOOKS.count
