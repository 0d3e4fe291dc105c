"""Invoices and previews for the tests of the export."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.errors import AppError
from conductor_desktop.services.export.csv_file import write_csv
from conductor_desktop.services.export.table import Table
from conductor_desktop.services.export.xlsx_file import write_xlsx
from conductor_desktop.services.invoices import InvoicePreview

TODAY = date(2025, 6, 18)
TITLES = [
    "Number",
    "Customer",
    "Date",
    "Due date",
    "Terms",
    "PO",
    "Subtotal",
    "Tax",
    "Total",
    "Paid",
    "Balance",
    "Currency",
    "Status",
    "Memo",
    "ID",
]


def full_invoice(number: str = "1001") -> InvoiceRow:
    """An invoice with something in every column."""
    return InvoiceRow(
        id="1B1A-1795200003",
        ref_number=number,
        customer=Ref(id="c1", full_name="Étang & Söhne"),
        transaction_date=date(2025, 1, 31),
        due_date=date(2025, 3, 2),
        terms=Ref(full_name="Net 30"),
        purchase_order_number="PO-7",
        subtotal=Decimal("1000.10"),
        sales_tax_total=Decimal("80.02"),
        applied_amount=Decimal("80.12"),
        balance_remaining=Decimal("1000.00"),
        currency=Ref(full_name="USD"),
        is_paid=False,
        memo="Thanks",
    )


def bare_invoice(amount: str = "1.00", *, identifier: str = "A-1") -> InvoiceRow:
    """An invoice with nothing but what every invoice has."""
    return InvoiceRow(id=identifier, transaction_date=date(2025, 1, 1), subtotal=Decimal(amount))


def worded_invoice(text: str) -> InvoiceRow:
    """An invoice that has ``text`` wherever people can type."""
    return InvoiceRow(
        id=text,
        transaction_date=date(2025, 1, 1),
        subtotal=Decimal(-1),
        ref_number=text,
        customer=Ref(full_name=text),
        terms=Ref(full_name=text),
        purchase_order_number=text,
        currency=Ref(full_name=text),
        memo=text,
        is_paid=True,
    )


def preview(
    invoices: Iterable[InvoiceRow], *, complete: bool = True, problem: AppError | None = None
) -> InvoicePreview:
    several = tuple(invoices)
    return InvoicePreview(several, complete, problem)


def table(*invoices: InvoiceRow, complete: bool = True, problem: AppError | None = None) -> Table:
    return Table(preview(invoices, complete=complete, problem=problem), TODAY)


def csv_bytes(table: Table) -> bytes:
    file = io.BytesIO()
    write_csv(table, file)
    return file.getvalue()


def xlsx_bytes(table: Table) -> bytes:
    file = io.BytesIO()
    with tempfile.TemporaryDirectory() as scratch:
        write_xlsx(table, file, Path(scratch))
        assert list(Path(scratch).iterdir()) == []
    return file.getvalue()


hostile = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=())),  # half characters as well
    st.builds(
        lambda start, middle, end: start + middle + end,
        st.sampled_from(
            ["", " ", "'", "''", "\t", "\r\n", "\n", "\u00a0", "\ufeff", "\u200b", '"']
        ),
        st.sampled_from(["=", "+", "-", "@", "＝", "＋", "－", "＠", ";=", '","=', "|", ""]),
        st.text(max_size=10),
    ),
    st.sampled_from(
        [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "@SUM(1,2)",
            "-2+3",
            "007",
            "1E5",
            "2025-01-31",
            "TRUE",
            "https://example.com/",
            "_x0041_",
            "<b>&amp;</b>",
            "\u202eabc",
            "a\x00b\x1b[31m",
            "🌵",
        ]
    ),
)
"""Text as an attacker, an accident or another language would have it."""
