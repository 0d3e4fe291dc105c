"""What goes into a file, whatever its format."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.conductor.models import InvoiceRow, Ref
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.export.table import COLUMNS, Table, completeness
from conductor_desktop.services.export.text import CUT_MARK
from conductor_desktop.services.standing import Standing, standing
from tests.unit.services.export_books import (
    TITLES,
    TODAY,
    bare_invoice,
    full_invoice,
    preview,
    table,
    worded_invoice,
)


def test_every_column_has_its_value() -> None:
    assert [column.title for column in COLUMNS] == TITLES
    assert list(table(full_invoice()).rows()) == [
        (
            "1001",
            "Étang & Söhne",
            date(2025, 1, 31),
            date(2025, 3, 2),
            "Net 30",
            "PO-7",
            Decimal("1000.10"),
            Decimal("80.02"),
            Decimal("1080.12"),
            Decimal("80.12"),
            Decimal("1000.00"),
            "USD",
            "Overdue",
            "Thanks",
            "1B1A-1795200003",
        ),
    ]


def test_some_columns_can_be_wanted_in_another_order() -> None:
    some = Table(preview([full_invoice()]), TODAY, columns=["total", "number", "total"])
    assert [title for title, _ in some.headings] == ["Total", "Number"]
    assert list(some.rows()) == [(Decimal("1080.12"), "1001")]


@pytest.mark.parametrize("keys", [(), ("number", "colour"), ("Number",), ("x" * 99,)])
def test_columns_there_are_not_are_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput, match="columns cannot be written") as caught:
        Table(preview([full_invoice()]), TODAY, columns=keys)
    assert "number, customer, date" in caught.value.next_step
    assert len(caught.value.explanation) < 60


def test_what_is_not_known_stays_empty() -> None:
    [row] = table(bare_invoice()).rows()
    known = {title: value for title, value in zip(TITLES, row, strict=True) if value}
    assert known == {
        "Date": date(2025, 1, 1),
        "Subtotal": Decimal("1.00"),
        "Total": Decimal("1.00"),
        "ID": "A-1",
    }


def test_a_line_of_totals_per_currency_in_the_order_of_their_names() -> None:
    dollars, euros = full_invoice(), msgspec.structs.replace(full_invoice(), id="2")
    euros = msgspec.structs.replace(euros, currency=Ref(full_name="EUR"))
    sums = table(dollars, euros, dollars, bare_invoice("5.00")).sum_rows()
    assert [(currency, count, billed) for currency, count, billed, *_ in sums] == [
        ("EUR", 1, Decimal("1080.12")),
        ("USD", 2, Decimal("2160.24")),
        ("home currency", 1, Decimal("5.00")),
    ]


def test_texts_too_long_for_a_cell_are_cut_and_counted() -> None:
    long = worded_invoice("x" * 40_000)
    made = table(bare_invoice(), long, full_invoice())
    rows = list(made.rows())
    texts = [value for value in rows[1] if isinstance(value, str) and len(value) > 100]
    assert made.cut == len(texts) == 7
    assert all(text.endswith(CUT_MARK) for text in texts)


@pytest.mark.parametrize(
    ("count", "complete", "says"),
    [
        (2, True, "Complete: 2 invoices."),
        (1, True, "Complete: 1 invoice."),
        (0, True, "Complete: no invoice matches."),
        (1, False, "Partial: the first 1 invoice; there are more."),
    ],
)
def test_it_says_how_complete_it_is(count: int, complete: bool, says: str) -> None:
    made = preview([bare_invoice()] * count, complete=complete)
    assert completeness(made) == says
    assert table(*made.invoices, complete=complete).partial == (None if complete else says)


def test_a_broken_reading_is_partial_with_the_reason_and_what_to_do() -> None:
    problem = Offline(OfflineKind.SERVER)
    said = completeness(preview([bare_invoice()], complete=False, problem=problem))
    assert said.startswith("Partial: 1 invoice so far. ")
    assert problem.title in said
    assert problem.next_step in said


PAST, FUTURE = date(2025, 6, 17), date(2025, 6, 19)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_paid": False, "due_date": PAST}, Standing.OVERDUE),
        ({"is_paid": False, "due_date": TODAY}, Standing.OPEN),
        ({"is_paid": False, "due_date": FUTURE}, Standing.OPEN),
        ({"is_paid": False}, Standing.OPEN),
        ({"is_paid": True, "due_date": PAST}, Standing.PAID),
        ({"is_paid": False, "is_pending": True, "due_date": PAST}, Standing.PENDING),
        ({"balance_remaining": Decimal(0), "due_date": PAST}, Standing.PAID),
        ({"balance_remaining": Decimal(5), "due_date": PAST}, Standing.OVERDUE),
        ({"balance_remaining": Decimal(-5), "due_date": PAST}, Standing.OPEN),
        ({"due_date": PAST}, Standing.UNKNOWN),
    ],
)
def test_where_an_invoice_stands(changes: dict[str, object], expected: Standing) -> None:
    invoice: InvoiceRow = msgspec.structs.replace(bare_invoice(), **changes)
    assert standing(invoice, TODAY) is expected
