"""One invoice, opened from the list: its lines, its payments, and the way back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import (
    Invoice,
    InvoiceLine,
    InvoiceLineGroup,
    InvoiceRow,
    LinkedTransaction,
    Ref,
)
from conductor_desktop.ui.invoices import detail_rows
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.parts.message_panel import MessagePanel
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.ui.invoices.books import (
    PROBLEM,
    TODAY,
    Opening,
    PlayedSource,
    an_invoice,
    preview,
    us_formats,
)
from tests.ui.invoices.stage import button, filter_field, next_call

BOOKS = (an_invoice("1001", subtotal="70.00"), an_invoice("1002", subtotal="5.00"))
LINES = (
    InvoiceLine(
        id="l1",
        item=Ref(full_name="Plants:Saltbush"),
        description="Spring\nplanting",
        quantity=2.5,
        unit_of_measure="ea",
        rate=Decimal("27.95"),
        amount=Decimal("69.88"),
    ),
    InvoiceLine(id="l2", rate_percent=Decimal("10.5"), amount=Decimal("-7.34")),
)
GROUP = InvoiceLineGroup(
    id="g1",
    item_group=Ref(full_name="Terrace"),
    total_amount=Decimal("7.46"),
    quantity=1.0,
    lines=(InvoiceLine(id="l3", item=Ref(full_name="Pot"), quantity=1e6, amount=Decimal("7.46")),),
)
PAYMENT = LinkedTransaction(
    id="p1",
    transaction_type="receive_payment",
    transaction_date=date(2025, 6, 3),
    ref_number="77",
    amount=Decimal("20.00"),
)


def whole(row: InvoiceRow, **more: object) -> Invoice:
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    return Invoice(**{**fields, **more})


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> InvoicesScreen:
    screen.load()
    next_call(qtbot, source).end(preview(BOOKS))
    qtbot.waitUntil(lambda: screen.content is Content.TABLE)
    screen.table.setFocus()
    screen.table.selectRow(0)
    return screen


def first_shown(screen: InvoicesScreen) -> InvoiceRow:
    [row] = screen.table.selected_invoices()
    return row


def opening(qtbot: QtBot, source: PlayedSource, number: int = 1) -> Opening:
    qtbot.waitUntil(lambda: len(source.openings) >= number)
    return source.openings[number - 1]


def label(screen: InvoicesScreen, name: str) -> QLabel:
    found = screen.findChild(QLabel, name)
    assert found is not None
    return found


def lines_shown(screen: InvoicesScreen) -> list[list[str]]:
    table = screen.findChild(QTableWidget, "invoiceDetailLines")
    assert table is not None
    if table.isHidden():
        return []
    cells = range(table.columnCount())
    rows = range(table.rowCount())
    return [[((item := table.item(r, c)) and item.text()) or "" for c in cells] for r in rows]


def test_enter_opens_what_is_known_at_once_and_the_lines_when_they_come(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    row = first_shown(loaded)
    press(loaded.table, Qt.Key.Key_Return)
    assert loaded.content is Content.OPENED
    assert label(loaded, "invoiceDetailHeading").text() == f"Invoice {row.ref_number}"
    assert label(loaded, "invoiceDetailWaiting").isVisible()
    assert lines_shown(loaded) == []
    asked = opening(qtbot, source)
    assert asked.invoice_id == row.id
    asked.end(whole(row, lines=LINES, line_groups=(GROUP,), linked_transactions=(PAYMENT,)))
    qtbot.waitUntil(label(loaded, "invoiceDetailWaiting").isHidden)
    assert lines_shown(loaded) == [
        ["Plants:Saltbush", "Spring planting", "2.5 ea", "27.95", "69.88"],
        ["", "", "", "10.5%", "-7.34"],
        ["Terrace", "", "1", "", "7.46"],
        ["    Pot", "", "1000000", "", "7.46"],
    ]
    payments = label(loaded, "invoiceDetailPayments")
    assert payments.text() == "Payment 77 of 6/3/25: 20.00"
    assert nameless(loaded) == []


@pytest.mark.parametrize(
    ("rate", "language", "shown"),
    [
        ("0.086", "en_US", "Arizona 8.6%"),
        ("0.07250", "de_DE", "Arizona 7,25%"),
        ("0.1", "en_US", "Arizona 10%"),
        ("0.0", "en_US", "Arizona 0%"),
        (None, "en_US", "Arizona"),
    ],
)
def test_the_tax_rate_is_shown_in_per_cent(rate: str | None, language: str, shown: str) -> None:
    invoice = whole(
        BOOKS[0],
        sales_tax_item=Ref(full_name="Arizona"),
        sales_tax_percentage=None if rate is None else Decimal(rate),
    )
    assert ("Tax", shown) in detail_rows.further_facts(invoice, Formats(QLocale(language), TODAY))


@pytest.mark.parametrize("way", ["button", "escape", "filter"])
def test_the_way_back_leads_to_the_same_row(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource, way: str
) -> None:
    row = first_shown(loaded)
    loaded.table.wanted.emit(row)
    asked = opening(qtbot, source)
    back = button(loaded, "invoiceDetailBack")
    qtbot.waitUntil(back.hasFocus)
    if way == "button":
        click(back)
    elif way == "escape":
        press(back, Qt.Key.Key_Escape)
    else:
        filter_field(loaded).setFocus()
        press(filter_field(loaded), Qt.Key.Key_1)
    assert loaded.content is Content.TABLE
    assert first_shown(loaded) is row
    assert asked.cancel.is_cancelled
    focused = filter_field(loaded) if way == "filter" else loaded.table
    qtbot.waitUntil(focused.hasFocus)


def test_the_newest_click_counts(
    qtbot: QtBot, loaded: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    first, second = BOOKS
    controller.opener.open(first)
    slow = opening(qtbot, source)
    controller.opener.open(second)
    assert slow.cancel.is_cancelled
    slow.end(whole(first, lines=LINES))
    opening(qtbot, source, 2).end(whole(second))
    qtbot.waitUntil(label(loaded, "invoiceDetailWaiting").isHidden)
    assert label(loaded, "invoiceDetailHeading").text() == "Invoice 1002"
    assert lines_shown(loaded) == []


def test_what_went_wrong_is_said_there_and_can_be_tried_again(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    row = first_shown(loaded)
    loaded.table.wanted.emit(row)
    opening(qtbot, source).end(PROBLEM)
    panel = loaded.findChild(MessagePanel, "invoiceDetailProblem")
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    assert PROBLEM.title in panel.text
    again = loaded.findChild(QPushButton, "invoiceDetailProblemAction")
    assert again is not None
    click(again)
    opening(qtbot, source, 2).end(whole(row, lines=LINES))
    qtbot.waitUntil(lambda: len(lines_shown(loaded)) == 2)
    assert panel.isHidden()


def test_while_one_is_open_the_list_goes_on_and_is_not_exported(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    call = next_call(qtbot, source)
    screen.table.wanted.emit(BOOKS[0])
    opening(qtbot, source)
    call.end(preview(BOOKS))
    qtbot.waitUntil(lambda: "2 invoices" in label(screen, "invoicesCount").text())
    assert screen.content is Content.OPENED
    assert not button(screen, "invoicesExport").isEnabled()
    click(button(screen, "invoiceDetailBack"))
    assert button(screen, "invoicesExport").isEnabled()


def test_loading_anew_leads_back_to_the_list(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    loaded.table.wanted.emit(BOOKS[0])
    opening(qtbot, source)
    click(button(loaded, "invoicesRefresh"))
    assert loaded.content is Content.WAITING


def test_hostile_texts_stay_texts_of_one_line() -> None:
    hostile = "<b>x</b>\n" * 200
    row = msgspec.structs.replace(BOOKS[0], ref_number=None, memo=hostile)
    invoice = whole(row, lines=(InvoiceLine(id="l", description=hostile),))
    shown = dict(detail_rows.facts(row, us_formats()))["Memo"]
    [line] = detail_rows.lines(invoice, us_formats())
    for text in (shown, line.cells[1]):
        assert "\n" not in text
        assert len(text) == 301
    assert detail_rows.heading(row) == "Invoice without a number"


@pytest.mark.parametrize(
    ("quantity", "written"),
    [(1.0, "1"), (0.125, "0.125"), (1e22, "1" + "0" * 22), (-3.0, "-3"), (1e-7, "0.0000001")],
)
def test_a_quantity_is_written_out(quantity: float, written: str) -> None:
    invoice = whole(BOOKS[0], lines=(InvoiceLine(id="l", quantity=quantity),))
    assert detail_rows.lines(invoice, us_formats())[0].cells[2] == written
