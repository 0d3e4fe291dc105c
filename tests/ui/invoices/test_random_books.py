"""Random books, some rows twice and some unreadable, read as the app reads them.

Totals, ages, order and what conditions on columns find are compared with slow references.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.secret import Secret
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    InvoicePreview,
    InvoicesService,
    is_unread,
)
from conductor_desktop.ui.invoices.column_filter import read_typed, with_words
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.work import CancelToken
from tests.helpers.paged_books import PagedBooks
from tests.helpers.stub_server import StubServer
from tests.ui.invoices.books import TODAY, us_formats
from tests.ui.invoices.test_model import (
    AMOUNTS,
    CURRENCIES,
    MEMOS,
    NAMES,
    NUMBERS,
    ORDERS,
    TERMS,
    insertion_sorted,
    same,
    shown,
    sorts,
    urgency,
)

ROUGHLY = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100
)

amounts = st.none() | st.sampled_from(AMOUNTS)
# Few, so that what is asked for is often met exactly.
OFFSETS = (-91, -61, -60, -31, -30, -1, 0, 1)
days = st.sampled_from(OFFSETS).map(lambda n: str(TODAY + timedelta(days=n)))
BOUNDS = ("0", "0.10", "0.2", "9.999", "10", "1234.50", "100000")


def named(names: Sequence[str]) -> st.SearchStrategy[dict[str, str] | None]:
    return st.none() | st.sampled_from(names).map(lambda name: {"id": name, "fullName": name})


good_ones = st.fixed_dictionaries(
    {
        "refNumber": st.none() | st.sampled_from(NUMBERS),
        "customer": named(NAMES),
        "terms": named(TERMS),
        "currency": named(CURRENCIES),
        "transactionDate": days,
        "dueDate": st.none() | days,
        "subtotal": st.sampled_from(AMOUNTS),
        "salesTaxTotal": amounts,
        "appliedAmount": amounts,
        "balanceRemaining": amounts,
        "isPaid": st.none() | st.booleans(),
        "isPending": st.booleans(),
        "memo": st.none() | st.sampled_from(MEMOS),
        "purchaseOrderNumber": st.none() | st.sampled_from(ORDERS),
    }
)
# None of these can be what it should.
damages: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"subtotal": "NaN"},
        {"subtotal": None},
        {"balanceRemaining": "much"},
        {"transactionDate": "2025-02-30"},
        {"dueDate": 20250101},
        {"memo": ["a"]},
        {"isPaid": "yes"},
    ]
)


class Book(NamedTuple):
    """What QuickBooks sends, and how often each good one is in it, unreadable ones counted too."""

    sent: list[dict[str, Any]]
    good: list[str]
    bad: int


@st.composite
def random_books(draw: st.DrawFn) -> Book:
    """Each invoice has an id of its own; some come once more, whole, on the same page.

    One can be read at least, or it would be taken for no answer of Conductor's.
    """
    sent: list[dict[str, Any]] = []
    good: list[str] = []
    bad = 0
    for number, fields in enumerate(draw(st.lists(good_ones, min_size=8, max_size=16))):
        one: dict[str, Any] = {"id": f"id-{number}", **fields}
        fate = draw(st.sampled_from(["good", "good", "good", "bad", "twice"]))
        if fate == "bad":
            one |= draw(damages)
            bad += 1
        else:
            good.append(str(one["id"]))
        sent += [one, one] if fate == "twice" else [one]
    return Book(sent, good, bad) if good else Book([], [], 0)


@pytest.fixture(scope="module")
def server() -> Iterator[StubServer]:
    with StubServer(script=PagedBooks((), 1)) as server:
        yield server


def read(server: StubServer, book: Book) -> InvoicePreview:
    server.script = PagedBooks(book.sent, 150)
    client = ConductorClient(server.base_url, Secret("sk_1"))
    try:
        service = InvoicesService(client, "end_usr_1")
        return service.load(InvoiceQuery(), None, lambda _progress: None, CancelToken())
    finally:
        client.close()


def in_model(preview: InvoicePreview) -> InvoicesModel:
    """As it stands on the screen: a few first, then the others."""
    model = InvoicesModel(us_formats)
    model.append(preview.invoices[:3])
    model.append(preview.invoices[3:])
    return model


# ---- what is asked of a column, as it is typed, and said once more in other words


class Ask(NamedTuple):
    """``typed`` below the title of a column, and the rows that are meant by it."""

    key: str
    typed: str
    holds: Any


def amount_of(one: InvoiceRow, key: str) -> Fraction | None:
    found: dict[str, Decimal | None] = {
        "subtotal": one.subtotal,
        "tax": one.sales_tax_total,
        "total": one.subtotal + (one.sales_tax_total or 0),
        "paid": one.applied_amount,
        "balance": one.balance_remaining,
    }
    amount = found[key]
    return None if amount is None else Fraction(amount)


SIGNS: dict[str, Any] = {
    ">": lambda value, low, high: value > high,
    ">=": lambda value, low, high: value >= low,
    "<": lambda value, low, high: value < low,
    "<=": lambda value, low, high: value <= high,
    "": lambda value, low, high: low <= value <= high,
    "=": lambda value, low, high: low <= value <= high,
}


@st.composite
def asks_of_amounts(draw: st.DrawFn) -> Ask:
    key = draw(st.sampled_from(["subtotal", "tax", "total", "paid", "balance"]))
    first, last = sorted(draw(st.tuples(*[st.sampled_from(BOUNDS)] * 2)), key=Decimal)
    if draw(st.booleans()):
        typed, sign = f"{first}{draw(st.sampled_from(['-', '..', ' - ']))}{last}", ""
    else:
        sign = draw(st.sampled_from(list(SIGNS)))
        last = first
        typed = f"{sign}{draw(st.sampled_from(['', ' ']))}{first}" if sign else first
    low, high = Fraction(first), Fraction(last)

    def holds(one: InvoiceRow) -> bool:
        value = amount_of(one, key)
        return value is not None and bool(SIGNS[sign](value, low, high))

    return Ask(key, typed, holds)


@st.composite
def asks_of_days(draw: st.DrawFn) -> Ask:
    key = draw(st.sampled_from(["date", "due"]))
    day = TODAY + timedelta(days=draw(st.sampled_from(OFFSETS)))
    first = draw(st.sampled_from([day, day.replace(day=1), day.replace(month=1, day=1)]))
    if first == day:
        text, low, high = str(day), day, day
    elif first.month == day.month:
        following = (first + timedelta(days=31)).replace(day=1)
        text, low, high = f"{day:%Y-%m}", first, following - timedelta(days=1)
    else:
        text, low, high = f"{day:%Y}", first, date(day.year, 12, 31)
    sign = draw(st.sampled_from(list(SIGNS)))

    def holds(one: InvoiceRow) -> bool:
        value = one.transaction_date if key == "date" else one.due_date
        return value is not None and bool(SIGNS[sign](value, low, high))

    return Ask(key, f"{sign}{text}", holds)


@st.composite
def asks_of_lateness(draw: st.DrawFn) -> Ask:
    late_ones = [-offset for offset in OFFSETS if offset < 0]
    low, high = sorted(draw(st.tuples(*[st.sampled_from(late_ones)] * 2)))
    sign = draw(st.sampled_from(list(SIGNS)))
    if sign == "<" and low == 1:  # less than a day is not overdue, as is said
        sign = "<="
    if sign:
        typed, high = f"{sign}{low}", low
    else:
        typed = f"{low}-{high}"

    def holds(one: InvoiceRow) -> bool:
        urgent = urgency(one)
        late = -urgent if urgent is not None and urgent < 0 else None
        return late is not None and bool(SIGNS[sign](late, low, high))

    return Ask("status", typed, holds)


def plain(text: str | None) -> str:
    return (text or "").lower().replace("é", "e").replace("ü", "u").replace("ë", "e")


def name_of(one: InvoiceRow) -> str:
    return plain(one.customer.full_name if one.customer else None)


@st.composite
def asks_of_names(draw: st.DrawFn) -> Ask:
    name = draw(st.sampled_from(NAMES))
    words = draw(st.lists(st.sampled_from(["ana", "ÉLAN", "zoe", "&", "s"]), max_size=2))
    ask: Ask = draw(
        st.sampled_from(
            [
                Ask("customer", f"={name}", lambda one: name_of(one) == plain(name)),
                Ask("customer", "=", lambda one: not name_of(one)),
                Ask(
                    "customer",
                    " ".join(words),
                    lambda one: all(plain(word) in name_of(one) for word in words),
                ),
                Ask("memo", "=", lambda one: not one.memo),
                Ask("memo", '"call first"', lambda one: one.memo == "call first"),
                Ask("po", "30", lambda one: "30" in plain(one.purchase_order_number)),
            ]
        )
    )
    return ask


asks = st.lists(
    asks_of_amounts() | asks_of_days() | asks_of_lateness() | asks_of_names(),
    min_size=1,
    max_size=2,
    unique_by=lambda ask: ask.key,  # there is one field for each column
)


def meant(ask: Ask, one: InvoiceRow) -> bool:
    """What nobody could read is not known to be anything, not even nothing."""
    return bool(ask.holds(one)) and not (ask.typed and is_unread(one, ask.key))


@ROUGHLY
@given(random_books(), asks, sorts)
def test_what_is_typed_below_the_titles_finds_what_it_says_and_all_of_it_adds_up(
    server: StubServer, book: Book, asked: list[Ask], sorted_by: list[tuple[int, bool]]
) -> None:
    preview = read(server, book)
    assert [one.id for one in preview.invoices if not one.unread] == book.good
    assert sum(bool(one.unread) for one in preview.invoices) == book.bad
    assert preview.complete is (book.bad == 0)

    model, formats = in_model(preview), us_formats()
    text = ""
    for ask in asked:
        column = COLUMNS[POSITIONS[ask.key]]
        typed = read_typed(column, ask.typed, formats)
        assert not typed.problem, ask.typed
        text = with_words(column, text, typed.words, formats)
    model.set_filter(text)
    expected = [one for one in preview.invoices if all(meant(ask, one) for ask in asked)]
    assert same(shown(model), expected), text

    model.sort_by(sorted_by)
    for column_number, descending in reversed(sorted_by):
        expected = insertion_sorted(expected, COLUMNS[column_number].key, descending)
    assert same(shown(model), expected)
    assert sums_of(model) == sums_by_hand(expected)
    model.set_filter("")
    assert sums_of(model) == sums_by_hand(preview.invoices)


Sums = dict[str, list[Fraction]]


def sums_of(model: InvoicesModel) -> Sums:
    """Count, billed, paid, open, overdue and the five ages of each currency."""
    return {
        name: [
            Fraction(one.count),
            *map(Fraction, (one.billed, one.paid, one.open, one.overdue)),
            *(Fraction(age.open) for age in one.ageing.ages.values()),
        ]
        for name, one in model.sums.items()
    }


def sums_by_hand(rows: Sequence[InvoiceRow]) -> Sums:
    sums: Sums = {}
    for one in rows:
        name = str(one.currency.full_name) if one.currency else HOME_CURRENCY
        line = sums.setdefault(name, [Fraction(0)] * 10)
        has_amounts = one.unread.isdisjoint({"subtotal", "balance_remaining", "is_paid"})
        billed = Fraction(one.subtotal) + Fraction(one.sales_tax_total or 0) if has_amounts else 0
        still_open = Fraction(one.open_amount)
        urgent = urgency(one)
        late = max(0, (TODAY - one.due_date).days) if one.due_date else 0
        owes = still_open > 0 and not one.is_pending and urgent != 1002
        age = next(place for place, last in enumerate((0, 30, 60, 90, 10**6)) if late <= last)
        age = age if owes else 0
        line[0] += 1
        line[1] += billed
        line[2] += billed - still_open
        line[3] += still_open
        line[4] += still_open if age else 0
        line[5 + age] += still_open
    return sums
