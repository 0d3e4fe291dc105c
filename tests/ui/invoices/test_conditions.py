"""Conditions on one column, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from conductor_desktop.ui.invoices.columns import COLUMNS, POSITIONS
from conductor_desktop.ui.invoices.conditions import condition_of, read_condition
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts.formats import Formats
from tests.ui.invoices.books import TODAY, an_invoice, us_formats

BOOKS = [
    an_invoice("A", customer="Ana", balance="500.00", due=date(2026, 1, 31), order="7"),
    an_invoice("B", customer='Bo "B" Ltd', balance="500.01", due=date(2026, 2, 1)),
    an_invoice("C", customer="Ana", balance="-20", due=date(2026, 3, 31), terms="Net 30"),
    an_invoice("D", customer="Anaïs & Co", balance=None, due=None, is_paid=True),
]


def found(text: str) -> str:
    model = InvoicesModel(us_formats)
    model.append(BOOKS)
    model.set_filter(text)
    return "".join(str(invoice.ref_number) for invoice in model.shown())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("balance>500", "B"),
        ("balance>=500", "AB"),
        ("BALANCE<500", "C"),
        ("balance<=500.00", "AC"),
        ("balance=500", "A"),
        ("balance=-20..500", "AC"),
        ("balance=", "D"),
        ("due=2026-01", "A"),
        ("due:2026", "ABC"),
        ("due=2026-02-01", "B"),
        ("due=2026-01..2026-02", "AB"),
        ("due>2026-01", "BC"),
        ("due>=2026-01", "ABC"),
        ("due<2026-02", "A"),
        ("due<=2026-02", "AB"),
        ("due=", "D"),
        ("customer:ana", "ACD"),
        ("customer=ANA", "AC"),
        ('customer="Anais & Co"', "D"),
        ('customer="Bo ""B"" Ltd"', "B"),
        ("po=", "BCD"),
        ("terms:net", "C"),
        ("customer:ana balance<0", "C"),
        ("status=paid", "D"),
        ("balance > 500", "B"),
        ("customer:ana  Balance <  0", "C"),
        ("due = 2026-01", "A"),
        ("balance>500 customer:ana", ""),
    ],
)
def test_only_what_meets_the_condition_is_found(text: str, numbers: str) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize("text", ["status=overdue", "STATUS=Overdue", 'status="overdue"'])
def test_overdue_is_asked_for_whatever_the_days(text: str) -> None:
    late = date(2025, 6, 17)
    model = InvoicesModel(us_formats)
    model.append(
        [an_invoice("A", due=late), an_invoice("B"), an_invoice("C", due=date(2024, 6, 1))]
    )
    model.append([an_invoice("D", due=late, is_paid=True)])
    model.set_filter(text)
    assert [one.ref_number for one in model.shown()] == ["A", "C"]


@pytest.mark.parametrize(
    "word",
    ["balance>much", "due=2026-13", "due=2026-02-30", "due=0000", "customer>a", "customer:", "x=1"],
)
def test_what_makes_no_sense_as_a_condition_is_a_word(word: str) -> None:
    assert read_condition(word, us_formats()) is None
    assert found(word) == ""


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
@pytest.mark.parametrize("invoice", BOOKS, ids=lambda invoice: invoice.ref_number)
def test_the_condition_made_of_a_cell_finds_its_row(
    locale: str, column: object, invoice: object
) -> None:
    formats = Formats(QLocale(locale), TODAY)
    model = InvoicesModel(lambda: formats)
    model.append(BOOKS)
    chosen = next(one for one in BOOKS if one is invoice)
    asked = next(one for one in COLUMNS if one is column)
    text = condition_of(asked, chosen, formats)
    model.set_filter(text)
    position = POSITIONS[asked.key]
    cells = {asked.text(one, formats) for one in model.shown()}
    assert chosen in list(model.shown())
    assert cells == {model.text_at(0, position)}
