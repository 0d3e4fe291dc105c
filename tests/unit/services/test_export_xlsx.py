"""Invoices as a workbook, read again by another library."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.services.export.errors import TooManyForSheet
from conductor_desktop.services.export.table import Table
from conductor_desktop.services.export.text import clean
from conductor_desktop.services.export.xlsx_file import MOST_ROWS, check_fits, write_xlsx
from tests.unit.services.export_books import (
    TITLES,
    TODAY,
    bare_invoice,
    full_invoice,
    hostile,
    preview,
    table,
    worded_invoice,
    xlsx_bytes,
)

BROKEN = Offline(OfflineKind.SERVER)
WORDED = ("Number", "Customer", "Terms", "PO", "Currency", "Memo", "ID")


def workbook(*invoices: InvoiceRow, complete: bool = True) -> Workbook:
    problem = None if complete else BROKEN
    made = table(*invoices, complete=complete, problem=problem)
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(made)))


def sheet(book: Workbook, place: int) -> Worksheet:
    found = book.worksheets[place]
    assert isinstance(found, Worksheet)
    return found


def cells(row: int, *invoices: InvoiceRow, complete: bool = True) -> dict[str, Cell]:
    """The cells of one row by their headings; rows count from 1."""
    invoice_sheet = sheet(workbook(*invoices, complete=complete), 0)
    found = {}
    for place, title in enumerate(TITLES, 1):
        cell = invoice_sheet.cell(row, place)
        assert isinstance(cell, Cell)
        found[title] = cell
    return found


def number(cell: Cell) -> Decimal:
    """What the cell holds, as the shortest decimal that means it."""
    assert cell.data_type == "n"
    return Decimal(repr(cell.value))


def test_values_are_what_they_are() -> None:
    row = cells(2, full_invoice("007"))
    assert {title: cell.value for title, cell in row.items()} == {
        "Number": "007",
        "Customer": "Étang & Söhne",
        "Date": datetime(2025, 1, 31),  # noqa: DTZ001
        "Due date": datetime(2025, 3, 2),  # noqa: DTZ001
        "Terms": "Net 30",
        "PO": "PO-7",
        "Subtotal": 1000.10,
        "Tax": 80.02,
        "Total": 1080.12,
        "Paid": 80.12,
        "Balance": 1000,
        "Currency": "USD",
        "Status": "Overdue",
        "Memo": "Thanks",
        "ID": "1B1A-1795200003",
    }
    assert row["Number"].data_type == "s"
    assert row["Date"].is_date
    assert row["Date"].number_format == "yyyy-mm-dd"
    assert row["Total"].number_format == "#,##0.00"


def test_the_headings_stay_in_sight() -> None:
    book = workbook(full_invoice())
    assert book.sheetnames == ["Invoices", "Totals"]
    invoice_sheet = sheet(book, 0)
    assert [cell.value for cell in invoice_sheet[1]] == TITLES
    assert invoice_sheet.freeze_panes == "A2"


def test_totals_are_values_per_currency() -> None:
    euros = msgspec.structs.replace(full_invoice(), currency=Ref(full_name="EUR"))
    totals = sheet(workbook(full_invoice(), euros, full_invoice()), 1)
    assert [[cell.value for cell in row] for row in totals.iter_rows()] == [
        ["Currency", "Invoices", "Billed", "Paid", "Open", "Overdue"],
        ["EUR", 1, 1080.12, 80.12, 1000, 1000],
        ["USD", 2, 2160.24, 160.24, 2000, 2000],
    ]


def test_a_partial_workbook_says_so_in_names_first_lines_and_totals() -> None:
    book = workbook(full_invoice(), complete=False)
    assert book.sheetnames == ["Invoices (partial)", "Totals so far"]
    for invoice_sheet in (sheet(book, 0), sheet(book, 1)):
        first = str(invoice_sheet["A1"].value)
        assert first.startswith("Partial: 1 invoice so far.")
        assert BROKEN.title in first
        assert invoice_sheet.freeze_panes == "A3"
    assert [cell.value for cell in sheet(book, 0)[2]] == TITLES
    assert [cell.value for cell in sheet(book, 1)[2]][2:] == [
        "Billed so far",
        "Paid so far",
        "Open so far",
        "Overdue so far",
    ]
    assert sheet(book, 0)["A3"].value == "1001"


def test_empty_values_are_empty_cells() -> None:
    row = cells(2, bare_invoice())
    assert {title for title, cell in row.items() if cell.value is None} == {
        "Number",
        "Customer",
        "Due date",
        "Terms",
        "PO",
        "Tax",
        "Paid",
        "Balance",
        "Currency",
        "Status",
        "Memo",
    }


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 2, 28)])
def test_a_day_excel_does_not_know_is_text(day: date) -> None:
    cell = cells(2, msgspec.structs.replace(bare_invoice(), transaction_date=day))["Date"]
    assert (cell.data_type, cell.value) == ("s", day.isoformat())


@pytest.mark.parametrize("day", [date(1900, 3, 1), date(9999, 12, 31)])
def test_a_day_excel_knows_is_a_day(day: date) -> None:
    cell = cells(2, msgspec.structs.replace(bare_invoice(), transaction_date=day))["Date"]
    assert isinstance(cell.value, datetime)
    assert cell.value.date() == day


@pytest.mark.parametrize("amount", ["-0.00", "0", "0E-10"])
def test_nothing_is_zero_without_a_sign(amount: str) -> None:
    assert str(number(cells(2, bare_invoice(amount))["Subtotal"])) == "0"


def test_what_is_finer_than_cents_is_shown() -> None:
    assert cells(2, bare_invoice("0.125"))["Subtotal"].number_format == "#,##0.000"
    assert cells(2, bare_invoice("0.1255"))["Subtotal"].number_format == "#,##0.00########"
    assert cells(2, bare_invoice("0.1200"))["Subtotal"].number_format == "#,##0.00"


def test_an_amount_of_more_digits_than_excel_keeps_is_text() -> None:
    cell = cells(2, bare_invoice("99999999999999.99"))["Subtotal"]
    assert (cell.data_type, cell.value) == ("s", "99999999999999.99")
    assert number(cells(2, bare_invoice("9999999999999.99"))["Subtotal"]) == Decimal(
        "9999999999999.99"
    )


amounts = st.decimals(-(10**15) + 1, 10**15 - 1, places=3, allow_nan=False, allow_infinity=False)


@settings(deadline=None, max_examples=40)
@given(st.lists(amounts, min_size=1, max_size=20))
def test_no_amount_is_rounded(several: list[Decimal]) -> None:
    invoice_sheet = sheet(workbook(*(bare_invoice(str(amount)) for amount in several)), 0)
    for row, amount in enumerate(several, 2):
        cell = invoice_sheet.cell(row, TITLES.index("Subtotal") + 1)
        assert isinstance(cell, Cell)
        found = Decimal(str(cell.value)) if cell.data_type == "s" else number(cell)
        assert found == amount


@settings(deadline=None, max_examples=40)
@given(st.lists(hostile, min_size=1, max_size=10))
def test_any_text_comes_back_and_none_is_a_formula(texts: list[str]) -> None:
    data = xlsx_bytes(table(*map(worded_invoice, texts)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"hyperlink" not in archive.read(name)
    invoice_sheet = sheet(openpyxl.load_workbook(io.BytesIO(data)), 0)
    for row, text in enumerate(texts, 2):
        for title in WORDED:
            cell = invoice_sheet.cell(row, TITLES.index(title) + 1)
            assert _as_excel_reads(cell.value or "") == clean(text)
            assert cell.data_type == ("s" if text else "n")


def _as_excel_reads(text: object) -> str:
    """openpyxl leaves the escaped ``_`` of "_x0041_" as it is where a text stands in its cell."""
    return re.sub(r"_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", str(text))


def test_a_text_like_a_formula_stays_one_when_it_is_edited() -> None:
    row = cells(2, worded_invoice("=1+1"))
    assert row["Memo"].quotePrefix
    assert not row["Status"].quotePrefix


def test_more_invoices_than_a_sheet_has_rows_are_refused() -> None:
    check_fits(MOST_ROWS)
    with pytest.raises(TooManyForSheet, match=r"\.csv"):
        check_fits(MOST_ROWS + 1)


def test_a_note_stands_above_the_headings_and_after_what_is_missing() -> None:
    made = preview([full_invoice()], complete=False)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(Table(made, TODAY, "=Only “a”."))))
    for invoice_sheet in (sheet(book, 0), sheet(book, 1)):
        assert str(invoice_sheet["A1"].value).startswith("Partial:")
        assert invoice_sheet["A2"].value == "=Only “a”."
        assert invoice_sheet["A2"].data_type == "s"
        assert invoice_sheet.freeze_panes == "A4"
    assert [cell.value for cell in sheet(book, 0)[3]] == TITLES


def peak(folder: Path, rows: int) -> int:
    """Bytes that are needed for this many rows."""
    many = Table(preview([full_invoice()] * rows), TODAY)
    with (folder / "a.xlsx").open("wb") as file:
        tracemalloc.start()
        try:
            write_xlsx(many, file, folder)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_many_rows_take_hardly_more_memory_than_one(tmp_path: Path) -> None:
    """What is written lies in the scratch folder and not in memory."""
    assert peak(tmp_path, 2_000) < peak(tmp_path, 1) + 500_000


@pytest.mark.parametrize(
    ("currency", "amount", "style", "value"),
    [
        ("JPY", "1500.00", "#,##0", 1500),
        ("JPY", "1500.50", "#,##0.00", 1500.5),
        ("Kuwaiti Dinar", "1.5", "#,##0.000", 1.5),
        ("US Dollar", "15", "#,##0.00", 15),
    ],
)
def test_an_amount_is_shown_as_its_currency_is_written(
    currency: str, amount: str, style: str, value: float
) -> None:
    invoice = msgspec.structs.replace(bare_invoice(amount), currency=Ref(full_name=currency))
    cell = cells(2, invoice)["Subtotal"]
    assert (cell.number_format, cell.value) == (style, value)
