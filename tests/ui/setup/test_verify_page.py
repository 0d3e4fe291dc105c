"""The last page: what was proven, what was not, and when one may finish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.proof import (
    ProofProgress,
    ProofStep,
    ProvenConnection,
    WrongCompany,
)
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.setup.verify import VerifyPage
from conductor_desktop.ui.tour.hands import click, find
from tests.helpers.accessibility import nameless
from tests.ui.setup.pages import TROUBLE, show_page

INVOICE = InvoiceRow(
    id="123",
    transaction_date=date(2025, 3, 4),
    subtotal=Decimal("1234.50"),
    sales_tax_total=Decimal("65.50"),
    ref_number="INV-7",
)
PROOF = ProvenConnection("Big Construction Co.", INVOICE, 2.34, "req_1")


@pytest.fixture
def verify(qtbot: QtBot) -> VerifyPage:
    page = VerifyPage()
    show_page(qtbot, page)
    return page


def done(page: VerifyPage) -> str:
    panel = page.findChild(MessagePanel, "verifyDone")
    assert panel is not None
    return panel.text


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def marks(page: VerifyPage) -> list[Mark]:
    """Of the three rows, from top to bottom."""
    panels = page.findChildren(MessagePanel)
    return [
        mark.mark
        for mark in page.findChildren(StatusMark)
        if not any(panel.isAncestorOf(mark) for panel in panels)
    ]


def test_entering_always_asks_anew(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(PROOF)
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        verify.on_enter()
    assert wanted.args == [False]


def test_nothing_is_green_before_it_is_there(verify: VerifyPage) -> None:
    verify.start()
    assert not verify.can_go_next
    assert marks(verify) == [Mark.WAITING] * 3
    verify.show_progress(ProofProgress(ProofStep.ANSWERS))
    assert marks(verify) == [Mark.BUSY, Mark.WAITING, Mark.WAITING]
    verify.show_progress(ProofProgress(ProofStep.ANSWERS, 1.25, "It does."))
    assert marks(verify) == [Mark.OK, Mark.WAITING, Mark.WAITING]
    assert "It does." in said(verify)
    assert "1.2 s" in said(verify)
    assert not verify.can_go_next


def test_a_proof_shows_company_invoice_and_time_and_opens_the_way(
    qtbot: QtBot, verify: VerifyPage
) -> None:
    verify.start()
    with qtbot.waitSignal(verify.next_changed):
        verify.show_proof(PROOF)
    assert verify.can_go_next
    assert done(verify).startswith("Connected to Big Construction Co.")
    assert "2.3 s" in done(verify)
    assert "INV-7" in said(verify)
    assert "1,300.00" in said(verify)  # with the tax
    with qtbot.waitSignal(verify.finish_wanted):
        verify.on_next()


def test_books_without_invoices_are_proof_too(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(ProvenConnection("Big Construction Co.", None, 2.0, None))
    assert verify.can_go_next
    assert find("verifyInvoice") is None


def test_a_failure_says_why_and_offers_another_try(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_progress(ProofProgress(ProofStep.ANSWERS, 1.0, "It does."))
    verify.show_progress(ProofProgress(ProofStep.COMPANY))
    verify.show_failure(TROUBLE, False)
    assert not verify.can_go_next
    assert verify.problem.text.startswith("Trouble")
    assert marks(verify) == [Mark.OK, Mark.STOP, Mark.WAITING]
    assert find("verifyPageProblemAction") is None
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        click("verifyAgain")
    assert wanted.args == [False]


def test_another_company_is_accepted_only_by_saying_so(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(WrongCompany("Saltbush", "Big Construction Co."), True)
    assert not verify.can_go_next
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        click("verifyPageProblemAction")
    assert wanted.args == [True]


def test_a_new_try_takes_the_old_answers_away(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(PROOF)
    verify.start()
    assert not verify.can_go_next
    assert done(verify) == ""
    assert find("verifyInvoice") is None
    verify.show_failure(TROUBLE, False)
    verify.start()
    assert verify.problem.text == ""
    assert find("verifyAgain") is None


def test_with_a_link_alone_it_says_who_can_see_more(qtbot: QtBot, verify: VerifyPage) -> None:
    with qtbot.waitSignal(verify.next_changed):
        verify.show_link_only("Acme Field Service")
    assert verify.can_go_next
    assert done(verify).startswith("Your part is done")
    assert "Acme Field Service can see whether the connection works" in done(verify)
    assert "QuickBooks answers" not in said(verify)  # the rows would never tick


def test_after_a_link_a_real_proof_has_its_rows_again(verify: VerifyPage) -> None:
    verify.show_link_only("Acme Field Service")
    verify.start()
    assert "QuickBooks answers" in said(verify)
    assert not verify.can_go_next
    assert done(verify) == ""


def test_every_control_has_a_name(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(PROOF)
    verify.show_failure(TROUBLE, True)
    assert nameless(verify) == []
