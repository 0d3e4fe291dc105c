"""Customers and the company in a file: safe, typed, and marked when something is missing."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from conductor_desktop.errors import AppError
from conductor_desktop.services.customers import CustomerList
from conductor_desktop.services.export.company_sheet import CompanySheet
from conductor_desktop.services.export.customer_sheet import CustomerSheet, completeness
from conductor_desktop.services.export.service import Exported, write_sheet
from conductor_desktop.services.export.sheet import Sheet
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.made_up_customers import a_company, a_customer, full_customer

PROBLEM = AppError("QuickBooks was closed", "It was closed meanwhile.", "Open it.")
FULL = [
    "Étang & Söhne:Garden",
    "Étang & Söhne",
    "Zoë Field",
    "'+1-602-555-0100",
    "zoe@etang.example",
    "Étang & Söhne, 7 Mill Lane, Tempe AZ 85281",
    "Net 30",
    "1000.10",
    "1500.25",
    "USD",
    "Inactive",
    "8000001-1502910000",
]


def write(sheet: Sheet, target: Path) -> Exported:
    return write_sheet(sheet, target, CancelToken())


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_customer_has_all_its_columns_in_a_csv(tmp_path: Path) -> None:
    found = CustomerList((full_customer(),))
    assert write(CustomerSheet(found), tmp_path / "a.csv") == Exported(tmp_path / "a.csv", 1, 0)
    heading, row = csv_rows(tmp_path / "a.csv")
    assert dict(zip(heading, row, strict=True)) == dict(zip(heading, FULL, strict=True))


def test_a_workbook_has_typed_cells_and_what_is_owed_per_currency(tmp_path: Path) -> None:
    found = CustomerList((full_customer(), a_customer("=1+1", balance="-2.50", currency="Euro")))
    write(CustomerSheet(found), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Customers", "Totals"]
    sheet = book["Customers"]
    assert sheet.freeze_panes == "A2"
    assert (sheet["H2"].value, sheet["H2"].data_type) == (1000.1, "n")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert [[cell.value for cell in row] for row in book["Totals"].rows] == [
        ["Currency", "Customers", "Balance"],
        ["Euro", 1, -2.5],
        ["USD", 1, 1000.1],
    ]


@pytest.mark.parametrize("problem", [PROBLEM, None])
def test_a_list_that_is_not_whole_is_marked(tmp_path: Path, problem: AppError | None) -> None:
    found = CustomerList((a_customer(),), False, problem)
    exported = write(CustomerSheet(found, "Filtered by “ana”."), tmp_path / "a.xlsx")
    assert exported.path.name == "a (partial).xlsx"
    book = openpyxl.load_workbook(exported.path)
    assert book.sheetnames == ["Customers (partial)", "Totals so far"]
    told = [book.worksheets[0][f"A{row}"].value for row in (1, 2)]
    assert told == [completeness(found), "Filtered by “ana”."]
    assert ("QuickBooks was closed" in told[0]) is (problem is not None)


def test_nothing_is_written_once_it_is_cancelled(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        write_sheet(
            CustomerSheet(CustomerList((a_customer(),)), cancel=cancel), tmp_path / "a.csv", cancel
        )
    assert list(tmp_path.iterdir()) == []


def test_the_company_is_names_and_values(tmp_path: Path) -> None:
    sheet = CompanySheet(a_company(company_name="=Canyon"))
    write(sheet, tmp_path / "a.csv")
    write(CompanySheet(a_company(company_name="=Canyon")), tmp_path / "a.xlsx")
    rows = csv_rows(tmp_path / "a.csv")
    assert rows[:2] == [["Detail", "Value"], ["Company", "'=Canyon"]]
    assert ["Address", "Étang & Söhne\n7 Mill Lane\nTempe AZ 85281"] in rows
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Company"]
    assert book["Company"]["B2"].value == "=Canyon"
    assert book["Company"]["B2"].data_type == "s"
    assert len(rows) == len(sheet) + 1


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (CustomerList(()), "Complete: there are no customers."),
        (CustomerList((a_customer(),)), "Complete: 1 customer."),
        (CustomerList((a_customer("a"), a_customer("b"))), "Complete: 2 customers."),
        (
            CustomerList((a_customer(),), False),
            "Partial: 1 customer came before reading was stopped.",
        ),
    ],
)
def test_how_complete_it_is_in_a_sentence(found: CustomerList, says: str) -> None:
    assert completeness(found) == says


def test_amounts_have_the_decimals_of_their_currency() -> None:
    yen = a_customer("Aki", balance="1200.00", currency="Japanese Yen")
    sheet = CustomerSheet(CustomerList((yen,)))
    [row] = sheet.rows()
    assert [str(value) for value in row if isinstance(value, Decimal)] == ["1200", "1200"]
    [(_, _, owed)] = sheet.sum_rows()
    assert str(owed) == "1200"


def test_an_amount_is_exact_in_the_sums() -> None:
    owed = [a_customer(str(n), balance="0.1") for n in range(3)]
    assert list(CustomerSheet(CustomerList(tuple(owed))).sum_rows()) == [
        ("US Dollar", 3, Decimal("0.3"))
    ]
