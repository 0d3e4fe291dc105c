"""One invoice on paper, as a PDF and on the clipboard."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Address, Invoice, InvoiceLine, Ref
from conductor_desktop.services.policies.policies import Policies, Setting
from conductor_desktop.ui.invoices import detail_rows
from conductor_desktop.ui.invoices.detail import InvoiceDetail
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.invoices.paper import pdf_of
from conductor_desktop.ui.parts.formats import Formats
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.workstation.pc import Hive
from tests.helpers.hands import click
from tests.ui.invoices.books import an_invoice, us_formats
from tests.ui.invoices.stage import button

ROW = an_invoice("1001", subtotal="70.00")
FORBIDDEN = Policies({"AllowExport": Setting(False, Hive.MACHINE)})
HOSTILE = "<img src=x> & =1+1 \u202etxt"


def invoice(count: int = 2, **more: object) -> Invoice:
    lines = tuple(
        InvoiceLine(
            id=f"l{number}",
            item=Ref(full_name=f"Plant {number}"),
            description=HOSTILE if number == 1 else "Saltbush",
            quantity=1.0,
            amount=Decimal("-7.34"),
        )
        for number in range(count)
    )
    address = Address(line1="Mary's Nursery", line2="1 High Street", city="Perth", state="WA")
    fields: dict[str, Any] = {
        **msgspec.structs.asdict(ROW),
        "lines": lines,
        "billing_address": address,
        **more,
    }
    return Invoice(**fields)


def opened(count: int = 2) -> Opened:
    one = invoice(count)
    return Opened(one, one)


def pages(data: bytes) -> list[str]:
    """The text of each page, read by Qt's own reader of PDFs."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts


@pytest.fixture
def detail(qtbot: QtBot, runner: TaskRunner) -> InvoiceDetail:
    page = InvoiceDetail(us_formats, runner)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def test_a_pdf_says_what_the_page_says(qtbot: QtBot) -> None:
    (text,) = pages(pdf_of(opened(), us_formats()))
    for wanted in ("Invoice 1001", "Plant 0", "-7.34", "Mary's Nursery", "Page 1 of 1"):
        assert wanted in text
    assert "<img src=x> & =1+1" in text


def test_a_long_invoice_goes_over_as_many_pages_as_it_takes(qtbot: QtBot) -> None:
    texts = pages(pdf_of(opened(200), us_formats()))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
    whole = "\n".join(texts)
    assert all(f"Plant {number}" in whole for number in range(200))


def test_it_is_saved_whole_and_shown_where(
    qtbot: QtBot, detail: InvoiceDetail, tmp_path: Path
) -> None:
    detail.show_opened(opened())
    detail.paper.save_to(tmp_path / "one.pdf")
    qtbot.waitUntil(lambda: detail.paper.panel.text.startswith("Saved"))
    assert len(pages((tmp_path / "one.pdf").read_bytes())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["one.pdf"]


def test_a_place_that_takes_nothing_is_said(
    qtbot: QtBot, detail: InvoiceDetail, tmp_path: Path
) -> None:
    detail.show_opened(opened())
    detail.paper.save_to(tmp_path / "nowhere" / "one.pdf")
    qtbot.waitUntil(lambda: "not written" in detail.paper.panel.text)
    detail.paper.save_to(tmp_path / "CON.pdf")
    qtbot.waitUntil(lambda: "device" in detail.paper.panel.text)


def test_nothing_goes_out_before_the_lines_have_come(detail: InvoiceDetail) -> None:
    detail.show_opened(Opened(ROW))
    for name in ("invoiceDetailPrint", "invoiceDetailPdf"):
        assert not button(detail, name).isEnabled()
    detail.show_opened(opened())
    for name in ("invoiceDetailPrint", "invoiceDetailPdf"):
        assert button(detail, name).isEnabled()


def test_what_it_may_switch_off_is_off(qtbot: QtBot, runner: TaskRunner) -> None:
    page = InvoiceDetail(us_formats, runner, policies=lambda: FORBIDDEN)
    qtbot.addWidget(page)
    page.show()
    page.show_opened(opened())
    assert not button(page, "invoiceDetailPdf").isEnabled()
    assert "switched" in button(page, "invoiceDetailPrint").toolTip()


def test_without_a_printer_that_is_said(qtbot: QtBot, runner: TaskRunner) -> None:
    previewed: list[Opened] = []

    def preview(one: Opened, _formats: Formats, _window: QWidget) -> bool:
        previewed.append(one)
        return False

    page = InvoiceDetail(us_formats, runner)
    page.paper._preview = preview
    qtbot.addWidget(page)
    page.show()
    page.show_opened(opened())
    click(button(page, "invoiceDetailPrint"))
    assert previewed
    assert "There is no printer" in page.paper.panel.text


def test_all_of_it_can_be_copied_and_single_lines(detail: InvoiceDetail) -> None:
    detail.show_opened(opened())
    click(button(detail, "invoiceDetailCopy"))
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Invoice 1001\n")
    assert "Plant 0\tSaltbush\t1\t\t-7.34" in text
    assert "Billing address: Mary's Nursery, 1 High Street, Perth WA" in text
    lines = detail.findChild(QTableWidget, "invoiceDetailLines")
    assert lines is not None
    lines.selectRow(1)
    action = next(one for one in lines.actions() if one.objectName() == "invoiceDetailCopyLines")
    action.trigger()
    assert QGuiApplication.clipboard().text().startswith("Plant 1\t")


def test_no_text_of_a_line_becomes_a_formula() -> None:
    line = detail_rows.Line(("=1+1", "+2", "1", "-3.00", "-3.00"))
    assert detail_rows.line_text(line) == "'=1+1\t'+2\t1\t-3.00\t-3.00"


def test_what_is_unknown_takes_no_room() -> None:
    assert detail_rows.further_facts(invoice(billing_address=None), us_formats()) == []
