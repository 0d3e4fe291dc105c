"""Invoices as CSV, read again by another program's reader."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.export.text import clean, is_formula
from tests.unit.services.export_books import (
    TITLES,
    bare_invoice,
    csv_bytes,
    full_invoice,
    hostile,
    table,
    worded_invoice,
)

# Written out on purpose: what a spreadsheet acts upon, not what our own rule says.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
INVISIBLE = " \u00a0\u200b\ufeff\u3000"
WORDED = ("Number", "Customer", "Terms", "PO", "Currency", "Memo", "ID")


def read(*invoices: InvoiceRow) -> list[dict[str, str]]:
    text = csv_bytes(table(*invoices)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_bytes_are_what_excel_expects() -> None:
    assert csv_bytes(table(full_invoice('10"01'))).decode("utf-8") == (
        "\ufeff" + ",".join(f'"{title}"' for title in TITLES) + "\r\n"
        '"10""01","Étang & Söhne",2025-01-31,2025-03-02,"Net 30","PO-7",'
        '1000.10,80.02,1080.12,80.12,1000.00,"USD","Overdue","Thanks","1B1A-1795200003"\r\n'
    )


def test_without_invoices_there_are_headings() -> None:
    assert csv_bytes(table()).count(b"\r\n") == 1


def test_a_negative_amount_is_a_number_and_a_text_like_one_is_not() -> None:
    [row] = read(worded_invoice("-5"))
    assert row["Subtotal"] == "-1.00"
    assert row["Number"] == "'-5"


@pytest.mark.parametrize(
    ("amount", "written"),
    [("-0.00", "0.00"), ("0E-10", "0.0000000000"), ("1E+3", "1000.00"), ("12345678901234.10",) * 2],
)
def test_amounts_are_written_out(amount: str, written: str) -> None:
    [row] = read(bare_invoice(amount))
    assert row["Subtotal"] == written


@settings(deadline=None)
@given(st.lists(hostile, min_size=1, max_size=5))
@example([" \r"])
def test_any_text_comes_back_and_none_is_a_formula(texts: list[str]) -> None:
    rows = read(*map(worded_invoice, texts))
    assert len(rows) == len(texts)
    for row, text in zip(rows, texts, strict=True):
        for title in WORDED:
            cell = row[title]
            assert not cell.startswith(DANGEROUS)
            assert not cell.lstrip(INVISIBLE).startswith(DANGEROUS)
            assert (cell[1:] if is_formula(cell) else cell) == clean(text)
        assert row["Subtotal"] == "-1.00"


@given(
    st.decimals(-(10**15) + 1, 10**15 - 1, places=4, allow_nan=False, allow_infinity=False),
)
def test_every_amount_comes_back_exactly(amount: Decimal) -> None:
    [row] = read(bare_invoice(str(amount)))
    assert Decimal(row["Subtotal"]) == amount
    assert "E" not in row["Subtotal"]
