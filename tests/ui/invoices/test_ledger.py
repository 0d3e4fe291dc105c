"""What is kept ready of each invoice says the same as the invoice itself, to the last digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conductor_desktop.services.invoices import ageing_of, totals_of
from conductor_desktop.ui.invoices.columns import COLUMNS
from conductor_desktop.ui.invoices.filtering import read_filter
from conductor_desktop.ui.invoices.ledger import Ledger
from conductor_desktop.ui.invoices.ordering import in_order
from conductor_desktop.ui.invoices.sums import Tally, in_cents, no_values, with_more
from tests.ui.invoices.books import TODAY, an_invoice, us_formats

amounts = st.one_of(
    st.decimals(-(10**6), 10**6, places=2),
    st.decimals(-(10**17), 10**17, places=2),  # too large for eight bytes
    st.decimals(-(10**6), 10**6, places=10),
    st.integers(-5, 5).map(Decimal),
).map(str)
days = st.integers(-200, 200).map(lambda number: TODAY + timedelta(number))
invoices = st.builds(
    an_invoice,
    st.none() | st.sampled_from(["7", "007", "INV-10", "INV-9", "é", " "]),
    customer=st.none() | st.sampled_from(["Ana", "ana", "Élan", "x" * 300]),
    subtotal=amounts,
    tax=st.none() | amounts,
    paid=st.none() | amounts,
    balance=st.none() | amounts,
    currency=st.none() | st.sampled_from(["US Dollar", "Japanese Yen", "Kuwaiti Dinar"]),
    day=days,
    due=st.none() | days,
    is_paid=st.none() | st.booleans(),
    is_pending=st.none() | st.booleans(),
    memo=st.none() | st.sampled_from(["thanks", "Thanks", "500"]),
)
pages = st.lists(st.lists(invoices, max_size=6), max_size=4)


@given(pages)
def test_the_sums_are_those_of_the_services(books: list[list[object]]) -> None:
    ledger = Ledger(us_formats())
    tally = Tally(ledger.amounts)
    for page in books:
        first = len(ledger.invoices)
        ledger.extend(page)  # type: ignore[arg-type]
        tally.add(range(first, len(ledger.invoices)))
    found = tally.by_currency()
    totals, ageing = totals_of(ledger.invoices), ageing_of(ledger.invoices, TODAY)
    assert found.keys() == totals.keys()
    for currency, one in found.items():
        assert (one.billed, one.paid, one.open) == (
            totals[currency].billed,
            totals[currency].paid,
            totals[currency].open,
        )
        assert one.ageing.ages == (
            ageing[currency].ages if currency in ageing else type(one.ageing)().ages
        )
    assert sum(one.count for one in found.values()) == len(ledger.invoices)


@given(pages, st.integers(0, len(COLUMNS) - 1), st.booleans())
def test_keys_sort_as_the_values_do(
    books: list[list[object]], column: int, descending: bool
) -> None:
    ledger = Ledger(us_formats())
    for page in books:  # keys come in pages, too
        ledger.extend(page)  # type: ignore[arg-type]
        ledger.sort_keys(column)
    values = COLUMNS[column].values(ledger.invoices, us_formats())
    rows = range(len(values))
    assert in_order(rows, [(ledger.sort_keys(column), descending)]) == in_order(
        rows, [(values, descending)]
    )


@given(st.lists(invoices, max_size=8), st.lists(st.sampled_from(["n", "no", "50", "-", "ana"])))
def test_a_filter_that_narrows_another_finds_only_what_the_other_finds(
    books: list[object], words: list[str]
) -> None:
    ledger = Ledger(us_formats(), books)  # type: ignore[arg-type]
    everything = list(range(len(books)))
    narrow = read_filter(" ".join(words), us_formats())
    for wide in (read_filter(text, us_formats()) for text in ("n", "a", "5", "", "number=7")):
        if narrow.narrows(wide):
            among = ledger.matching(wide, everything)
            assert ledger.matching(narrow, among) == ledger.matching(narrow, everything)


@given(st.lists(amounts.map(Decimal)))
def test_cents_are_exact(given_amounts: list[Decimal]) -> None:
    cents = in_cents(given_amounts)
    assert [Decimal(one).scaleb(-2) for one in cents] == given_amounts
    assert all(isinstance(one, int) for one in cents if one == int(one))


def test_all_is_prepared_piece_by_piece() -> None:
    ledger = Ledger(us_formats(), [an_invoice(str(number)) for number in range(400)])
    steps = 0
    while not ledger.is_prepared:
        ledger.prepare()
        steps += 1
    assert steps > len(COLUMNS)
    ledger.extend([an_invoice("401", day=date(2025, 1, 1))])
    assert not ledger.is_prepared


@given(st.lists(st.one_of(st.integers(-(2**70), 2**70), st.just(None))), st.integers(1, 7))
def test_values_are_kept_as_they_came_however_large(values: list[int | None], some: int) -> None:
    kept = no_values()
    for first in range(0, len(values), some):
        kept = with_more(kept, values[first : first + some])
    assert list(kept) == values
