"""What the cells show: money, days, status, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS, RIGHT, natural_key
from conductor_desktop.ui.parts.formats import Formats, fold, one_line
from tests.ui.invoices.books import TODAY, an_invoice, us_formats


def cell(invoice: InvoiceRow, key: str, formats: Formats | None = None) -> str:
    return COLUMNS[POSITIONS[key]].text(invoice, formats or us_formats())


def test_the_columns_are_those_of_an_invoice_register() -> None:
    assert [column.title for column in COLUMNS] == [
        "Number",
        "Customer",
        "Date",
        "Due",
        "Terms",
        "PO",
        "Status",
        "Subtotal",
        "Tax",
        "Total",
        "Paid",
        "Balance",
        "Currency",
        "Memo",
    ]


def test_every_cell_of_a_full_invoice() -> None:
    invoice = an_invoice(
        "INV-7",
        customer="Müller Elektro",
        subtotal="1234.50",
        tax="98.76",
        paid="1000",
        balance="333.26",
        currency="Canadian Dollar",
        day=date(2025, 5, 2),
        due=date(2025, 6, 16),
        memo="Second half",
        terms="Net 30",
        order="PO-9",
    )
    assert [column.text(invoice, us_formats()) for column in COLUMNS] == [
        "INV-7",
        "Müller Elektro",
        "5/2/25",
        "6/16/25",
        "Net 30",
        "PO-9",
        "Overdue by 2 days",
        "1,234.50",
        "98.76",
        "1,333.26",
        "1,000.00",
        "333.26",
        "Canadian Dollar",
        "Second half",
    ]


def test_what_is_missing_is_an_empty_cell() -> None:
    bare = InvoiceRow(id="1", transaction_date=date(2025, 5, 2), subtotal=Decimal(5))
    texts = {column.key: column.text(bare, us_formats()) for column in COLUMNS}
    shown = {key: text for key, text in texts.items() if text}
    assert shown == {"date": "5/2/25", "subtotal": "5.00", "total": "5.00"}


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("-0.5", "-0.50"),
        ("1E+5", "100,000.00"),
        ("12.3456", "12.3456"),
        ("-1234567.891", "-1,234,567.891"),
        ("0.00", "0.00"),
        ("90071992547409.93", "90,071,992,547,409.93"),
        ("123456789012345678901234.01", "123,456,789,012,345,678,901,234.01"),
    ],
)
def test_money_is_exact_and_grouped(amount: str, text: str) -> None:
    assert us_formats().money(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("de_DE", "-1.234.567,50"),
        ("en_IN", "-12,34,567.50"),
        ("fr_FR", "-1\u202f234\u202f567,50"),
        ("fa_IR", "\u200e\u2212۱٬۲۳۴٬۵۶۷٫۵۰"),
    ],
)
def test_money_follows_the_locale(locale: str, text: str) -> None:
    assert Formats(QLocale(locale), TODAY).money(Decimal("-1234567.5")) == text


def test_days_follow_the_locale() -> None:
    german = Formats(QLocale("de_DE"), TODAY)
    assert cell(an_invoice(day=date(2025, 12, 3)), "date", german) == "03.12.25"


def test_the_c_locale_reads_like_us_english() -> None:
    formats = Formats(QLocale.c(), TODAY)
    assert (formats.money(Decimal(1000)), formats.day(TODAY)) == ("1,000.00", "6/18/25")


@pytest.mark.parametrize(
    ("invoice", "status"),
    [
        (an_invoice(due=TODAY - timedelta(days=1)), "Overdue by 1 day"),
        (an_invoice(due=TODAY - timedelta(days=1200)), "Overdue by 1,200 days"),
        (an_invoice(due=TODAY), "Open"),
        (an_invoice(due=None), "Open"),
        (an_invoice(due=date(2024, 1, 1), is_paid=True), "Paid"),
        (an_invoice(due=date(2024, 1, 1), is_pending=True), "Pending"),
        (an_invoice(is_paid=None, balance="0.00"), "Paid"),
        (an_invoice(is_paid=None, balance="5.00"), "Open"),
        (an_invoice(is_paid=None, balance="5.00", due=date(2025, 6, 8)), "Overdue by 10 days"),
        (an_invoice(is_paid=None, balance=None), ""),
        (an_invoice(subtotal="-20", balance="-20", due=date(2025, 1, 1)), "Open"),
    ],
)
def test_status(invoice: InvoiceRow, status: str) -> None:
    assert cell(invoice, "status") == status


def test_amounts_stand_on_the_right_and_words_do_not() -> None:
    right = {column.key for column in COLUMNS if column.alignment == RIGHT}
    assert right == {"subtotal", "tax", "total", "paid", "balance"}


def test_a_memo_of_several_lines_stays_in_its_row() -> None:
    assert cell(an_invoice(memo="first\r\nsecond\tthird "), "memo") == "first second third"
    assert one_line(" \n ") == ""


def test_numbers_sort_as_people_count() -> None:
    numbers = ["INV-10", "inv-9", "10", "9", "007", "8b", "8a"]
    assert sorted(numbers, key=natural_key) == ["007", "8a", "8b", "9", "10", "inv-9", "INV-10"]


@given(st.lists(st.tuples(st.sampled_from(("", "INV-", "inv-")), st.integers(0, 10**40))))
def test_whole_numbers_sort_by_how_much_they_are(parts: list[tuple[str, int]]) -> None:
    numbers = [f"{before}{number}" for before, number in parts]
    expected = [
        f"{before}{number}"
        for before, number in sorted(parts, key=lambda part: (bool(part[0]), part[1]))
    ]
    assert sorted(numbers, key=natural_key) == expected


def test_noughts_before_a_number_do_not_count() -> None:
    assert natural_key("007") == natural_key("7")
    assert natural_key("A-0") == natural_key("a-000")


def test_a_number_of_millions_of_digits_sorts_too() -> None:
    endless = "9" * 2_000_000
    assert sorted([endless, "10", "9"], key=natural_key) == ["9", "10", endless]


def test_accents_and_case_do_not_matter_for_comparing() -> None:
    assert fold("ÉLAN Straße") == fold("elan STRASSE")


@pytest.mark.parametrize(
    ("currency", "amount", "text"),
    [
        ("Japanese Yen", "1234567.00", "1,234,567"),
        ("Japanese Yen", "-12.50", "-12.5"),
        ("JPY", "0.00", "0"),
        ("Kuwaiti Dinar", "9.12", "9.120"),
        ("Kuwaiti Dinar", "9.12345", "9.12345"),
        ("US Dollar", "9", "9.00"),
        ("US Dollar", "9.9950", "9.9950"),
        ("Zorkmid", "9.5", "9.50"),
        (None, "9.5", "9.50"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency_and_all_its_own(
    currency: str | None, amount: str, text: str
) -> None:
    invoice = an_invoice(subtotal=amount, currency=currency)
    assert cell(invoice, "subtotal") == text
    assert cell(invoice, "total") == text
