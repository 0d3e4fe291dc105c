"""Sorting, filtering and adding up, compared with slow and obvious references."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import (
    HOME_CURRENCY,
    Age,
    Ageing,
    age_of,
    ageing_of,
    currency_of,
    is_unread,
    totals_of,
)
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.finder import Aged
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts.formats import Formats
from tests.ui.invoices.books import TODAY, an_invoice, numbered, us_formats

ASCENDING = Qt.SortOrder.AscendingOrder
DESCENDING = Qt.SortOrder.DescendingOrder

# In the order a person would put them; "Élan" and "elan" are the same for sorting.
NAMES = ("Ana's Bakery", "élan Interiors", "Élan Interiors", "Zoë & Sons")
NUMBERS = ("007", "9", "10", "INV-9", "INV-10")
MEMOS = ("call first", "Rush delivery", "überall")
TERMS = ("2% 10 Net 30", "Net 8", "Net 30")
ORDERS = ("8", "30", "PO-8", "PO-30")
CURRENCIES = ("Canadian Dollar", "US Dollar")
AMOUNTS = ("-5.00", "0.00", "0.10", "0.2", "9.999", "1234.50", "1E+5")

amounts = st.sampled_from(AMOUNTS)
perhaps_amounts = st.none() | amounts
days = st.one_of(st.integers(-3, 3), st.sampled_from([-91, -61, -31])).map(
    lambda n: TODAY + timedelta(days=n)
)
invoices = st.builds(
    an_invoice,
    st.none() | st.sampled_from(NUMBERS),
    customer=st.none() | st.sampled_from(NAMES),
    subtotal=amounts,
    tax=perhaps_amounts,
    paid=perhaps_amounts,
    balance=perhaps_amounts,
    currency=st.none() | st.sampled_from(CURRENCIES),
    day=days,
    due=st.none() | days,
    is_paid=st.none() | st.booleans(),
    is_pending=st.booleans(),
    memo=st.none() | st.sampled_from(MEMOS),
    terms=st.none() | st.sampled_from(TERMS),
    order=st.none() | st.sampled_from(ORDERS),
)
books = st.lists(invoices, max_size=12)
sorts = st.lists(st.tuples(st.integers(0, len(COLUMNS) - 1), st.booleans()), max_size=4)
filters = st.lists(
    st.sampled_from(["ana", "ELAN", "élan", "2025", "6/1", "1234.5", "1,234", "overdue", "rush"]),
    max_size=2,
).map(" ".join)


aged = st.builds(Aged, st.sampled_from([*CURRENCIES, HOME_CURRENCY]), st.sampled_from(Age))


def filled(rows: Sequence[InvoiceRow], sorted_by: Sequence[tuple[int, bool]] = ()) -> InvoicesModel:
    model = InvoicesModel(us_formats)
    model.append(rows)
    for column, descending in sorted_by:
        model.sort(column, DESCENDING if descending else ASCENDING)
    return model


def shown(model: InvoicesModel) -> list[InvoiceRow]:
    return [model.invoice_at(row) for row in range(model.rowCount())]


def urgency(invoice: InvoiceRow) -> int | None:
    """Overdue ones first, the longest overdue at the very top, paid ones last."""
    if invoice.is_pending:
        return 1001
    paid, balance = invoice.is_paid, invoice.balance_remaining
    if paid is None and balance is None:
        return None
    if paid or (paid is None and balance == 0):
        return 1002
    late = (TODAY - invoice.due_date).days if invoice.due_date else 0
    if invoice.open_amount <= 0:  # nobody has to pay, so nobody is late
        late = 0
    return -late if late > 0 else 1000


def rank(column: str, invoice: InvoiceRow) -> int | Decimal | date | None:
    """What an accountant would sort by, said once more and in other words."""
    if is_unread(invoice, column):
        return None
    customer, currency = invoice.customer, invoice.currency
    terms, order = invoice.terms, invoice.purchase_order_number
    ranks: dict[str, int | Decimal | date | None] = {
        "number": NUMBERS.index(invoice.ref_number) if invoice.ref_number else None,
        "customer": [0, 1, 1, 2][NAMES.index(str(customer.full_name))] if customer else None,
        "date": invoice.transaction_date,
        "due": invoice.due_date,
        "subtotal": invoice.subtotal,
        "tax": invoice.sales_tax_total,
        "total": invoice.subtotal + (invoice.sales_tax_total or 0),
        "paid": invoice.applied_amount,
        "balance": invoice.balance_remaining,
        "currency": CURRENCIES.index(str(currency.full_name)) if currency else None,
        "status": urgency(invoice),
        "terms": TERMS.index(str(terms.full_name)) if terms else None,
        "po": ORDERS.index(str(order)) if order else None,
        "memo": MEMOS.index(invoice.memo) if invoice.memo else None,
    }
    return ranks[column]


def insertion_sorted(rows: Sequence[InvoiceRow], column: str, descending: bool) -> list[InvoiceRow]:
    """Missing ones last, and ones alike in their old order, whatever the direction."""

    def comes_before(one: InvoiceRow, other: InvoiceRow) -> bool:
        mine, theirs = rank(column, one), rank(column, other)
        if mine is None or theirs is None:
            return mine is not None and theirs is None
        return mine > theirs if descending else mine < theirs  # type: ignore[operator]

    result: list[InvoiceRow] = []
    for row in rows:
        place = len(result)
        while place and comes_before(row, result[place - 1]):
            place -= 1
        result.insert(place, row)
    return result


def same(found: Sequence[InvoiceRow], expected: Sequence[InvoiceRow]) -> bool:
    """The very same objects: rows that are alike must not change places."""
    return [id(invoice) for invoice in found] == [id(invoice) for invoice in expected]


@settings(deadline=None)
@given(books, sorts)
def test_sorting_by_any_columns_is_what_insertion_sort_gives(
    rows: list[InvoiceRow], sorted_by: list[tuple[int, bool]]
) -> None:
    expected = list(rows)
    for column, descending in sorted_by:
        expected = insertion_sorted(expected, COLUMNS[column].key, descending)
    assert same(shown(filled(rows, sorted_by)), expected)


@settings(deadline=None)
@given(books, books, sorts, filters)
def test_rows_that_come_later_end_where_they_would_have_been(
    first: list[InvoiceRow], later: list[InvoiceRow], sorted_by: list[tuple[int, bool]], text: str
) -> None:
    at_once = filled([*first, *later], sorted_by)
    at_once.set_filter(text)
    bit_by_bit = filled(first, sorted_by)
    bit_by_bit.set_filter(text)
    bit_by_bit.append(later)
    assert same(shown(bit_by_bit), shown(at_once))
    assert bit_by_bit.sums == at_once.sums


@settings(deadline=None)
@given(books, books, sorts, filters, aged)
def test_an_age_is_shown_alone_and_the_others_still_add_up(
    first: list[InvoiceRow],
    later: list[InvoiceRow],
    sorted_by: list[tuple[int, bool]],
    text: str,
    chosen: Aged,
) -> None:
    model = filled(first, sorted_by)
    model.set_filter(text)
    model.choose_age(chosen)
    model.append(later)
    without = filled([*first, *later], sorted_by)
    without.set_filter(text)
    found = shown(without)
    assert same(
        shown(model),
        [
            one
            for one in found
            if (age_of(one, TODAY), currency_of(one)) == (chosen.age, chosen.currency)
        ],
    )
    of_every_age = ageing_of(found, TODAY)
    assert {name: s.ageing for name, s in model.found_sums.items()} == {
        currency_of(one): of_every_age.get(currency_of(one), Ageing()) for one in found
    }
    assert set(model.sums) == {currency_of(one) for one in shown(model)}
    model.choose_age(None)
    assert same(shown(model), found)
    assert model.sums == model.found_sums == without.sums


@settings(deadline=None)
@given(books, filters)
def test_the_filter_keeps_rows_with_every_word_in_some_cell(
    rows: list[InvoiceRow], text: str
) -> None:
    model = filled(rows)
    model.set_filter(text)

    def cells(invoice: InvoiceRow) -> list[str]:
        shown = [column.text(invoice, us_formats()) for column in COLUMNS]
        money = (
            invoice.subtotal,
            invoice.sales_tax_total,
            invoice.total,
            invoice.applied_amount,
            invoice.balance_remaining,
        )
        ungrouped = [f"{amount:f}" for amount in money if amount is not None]
        days = [str(day) for day in (invoice.transaction_date, invoice.due_date) if day]
        return [cell.lower().replace("é", "e") for cell in [*shown, *ungrouped, *days]]

    words = text.lower().replace("é", "e").split()
    expected = [row for row in rows if all(any(w in c for c in cells(row)) for w in words)]
    assert same(shown(model), expected)


@settings(deadline=None)
@given(books, filters)
def test_sums_are_exact_per_currency_and_only_of_what_is_shown(
    rows: list[InvoiceRow], text: str
) -> None:
    model = filled(rows)
    model.set_filter(text)
    expected: dict[str, list[Fraction]] = {}
    for invoice in shown(model):
        name = str(invoice.currency.full_name) if invoice.currency else HOME_CURRENCY
        sums = expected.setdefault(name, [Fraction(0)] * 3)
        sums[0] += 1
        sums[1] += Fraction(invoice.subtotal) + Fraction(invoice.sales_tax_total or 0)
        sums[2] += Fraction(invoice.open_amount)
    found = {
        name: [Fraction(s.count), Fraction(s.billed), Fraction(s.open)]
        for name, s in model.sums.items()
    }
    assert found == expected
    for name, amounts in totals_of(shown(model)).items():
        mine = model.sums[name]
        assert (mine.billed, mine.paid, mine.open) == (amounts.billed, amounts.paid, amounts.open)


def test_a_hundredth_survives_beside_the_largest_amounts() -> None:
    model = filled([an_invoice(subtotal=f"{9 * 10**14}.0000000001") for _ in range(1000)])
    assert model.sums["US Dollar"].billed == Decimal("900000000000000000.0000001")


def test_no_word_reaches_over_two_cells() -> None:
    model = filled([an_invoice("10", customer="Ana"), an_invoice("11", customer="10 Ana")])
    model.set_filter("10Ana")
    assert model.shown_count == 0
    model.set_filter("10 ana")
    assert model.shown_count == 2


def test_a_blank_filter_shows_everything() -> None:
    model = filled(numbered(3))
    model.set_filter("nothing has this")
    assert (model.shown_count, model.is_filtered) == (0, True)
    model.set_filter("  ")
    assert (model.shown_count, model.is_filtered) == (3, False)


def test_sorting_by_no_column_is_the_order_of_arrival() -> None:
    rows = numbered(5)
    model = filled(rows, [(POSITIONS["subtotal"], True)])
    model.sort(-1)
    assert same(shown(model), rows)


def test_new_rows_keep_sort_and_filter() -> None:
    model = filled(numbered(3), [(POSITIONS["subtotal"], True)])
    model.set_filter("2.00")
    model.replace(numbered(25))
    assert [row.ref_number for row in shown(model)] == ["22", "12", "2"]
    model.clear()
    assert (model.shown_count, len(model.invoices), dict(model.sums)) == (0, 0, {})


def test_overdue_follows_the_day_once_rows_are_loaded_again() -> None:
    today = TODAY
    model = InvoicesModel(lambda: Formats(QLocale("en_US"), today))
    rows = [an_invoice(due=TODAY)]
    model.replace(rows)
    assert model.text_at(0, POSITIONS["status"]) == "Open"
    today = TODAY + timedelta(days=1)
    model.replace(rows)
    assert model.text_at(0, POSITIONS["status"]) == "Overdue by 1 day"


def test_an_index_somebody_holds_follows_its_invoice_through_a_sort() -> None:
    model = filled(numbered(9))
    total = POSITIONS["total"]
    held = [QPersistentModelIndex(model.index(row, total)) for row in (0, 4, 8)]
    model.sort(POSITIONS["total"], DESCENDING)
    assert [(at.row(), at.column(), at.data()) for at in held] == [
        (8, total, "1.00"),
        (4, total, "5.00"),
        (0, total, "9.00"),
    ]


@pytest.mark.parametrize("with_filter", [False, True])
def test_qt_finds_the_model_sound_through_everything(qtbot: QtBot, with_filter: bool) -> None:
    model = InvoicesModel(us_formats)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning fails the test
    tester = QAbstractItemModelTester(model, mode)
    if with_filter:
        model.set_filter("1")
    model.append(numbered(30))
    model.sort(POSITIONS["total"], DESCENDING)
    model.append(numbered(30, start=31))
    model.set_filter("2")
    model.sort(POSITIONS["number"], ASCENDING)
    model.append(())
    model.set_filter("")
    model.replace(numbered(3))
    model.clear()
    assert tester.model() is model


def test_a_table_has_no_children() -> None:
    model = filled(numbered(2))
    inside = model.index(0, 0)
    assert (model.rowCount(inside), model.columnCount(inside)) == (0, 0)
    assert model.data(QModelIndex()) is None


def test_a_huge_memo_is_cut_in_its_cell_but_found_and_copied_whole() -> None:
    model = filled([an_invoice(memo="x" * 1_000_000 + " needle")])
    column = POSITIONS["memo"]
    assert len(str(model.index(0, column).data())) == 301
    assert model.text_at(0, column).endswith("needle")
    model.set_filter("needle")
    assert model.shown_count == 1


def test_markup_in_a_memo_is_not_rendered_in_its_tool_tip() -> None:
    model = filled([an_invoice(memo="<img src='file:///etc/passwd'>"), an_invoice(memo=None)])
    column = POSITIONS["memo"]
    tip = str(model.index(0, column).data(Qt.ItemDataRole.ToolTipRole))
    assert "<img" not in tip
    assert "&lt;img" in tip
    assert model.index(1, column).data(Qt.ItemDataRole.ToolTipRole) is None


def test_ten_thousand_rows_sort_by_every_column() -> None:
    rows = [
        an_invoice(
            f"INV-{n * 7919 % 10000}",
            customer=NAMES[n % 4] if n % 11 else None,
            subtotal=str(n * 31 % 9973),
            tax=None if n % 3 else "0.07",
            due=TODAY + timedelta(days=n % 50 - 25),
        )
        for n in range(10_000)
    ]
    model = filled(rows)
    for column in range(len(COLUMNS)):
        for order in (ASCENDING, DESCENDING):
            model.sort(column, order)
            values = COLUMNS[column].values(shown(model), us_formats())
            present = [value for value in values if value is not None]
            assert values[len(present) :] == [None] * (len(values) - len(present))
            assert present == sorted(present, reverse=order == DESCENDING)
    assert model.rowCount() == 10_000


class CountedFormats(Formats):
    """Counts the amounts it wrote."""

    written = 0

    def money(self, amount: Decimal, decimals: int = 2) -> str:
        self.written += 1
        return super().money(amount, decimals)


def test_the_first_letter_of_a_search_finds_its_texts_ready(qtbot: QtBot) -> None:
    formats = CountedFormats(QLocale("en_US"), TODAY)
    model = InvoicesModel(lambda: formats)
    model.append(numbered(1000))
    assert not model.is_prepared
    model.prepare()
    qtbot.waitUntil(lambda: model.is_prepared)
    before = formats.written
    model.set_filter("999")
    assert (shown_numbers(model), formats.written) == (["999"], before)


def test_rows_that_come_after_the_texts_were_made_are_found_too(qtbot: QtBot) -> None:
    model = InvoicesModel(us_formats)
    model.append(numbered(10))
    model.prepare()
    qtbot.waitUntil(lambda: model.is_prepared)
    model.append(numbered(10, start=501))
    model.set_filter("505")
    assert shown_numbers(model) == ["505"]
    model.replace(numbered(3, start=605))
    model.set_filter("606")
    assert shown_numbers(model) == ["606"]


def shown_numbers(model: InvoicesModel) -> list[str | None]:
    return [invoice.ref_number for invoice in model.shown()]
