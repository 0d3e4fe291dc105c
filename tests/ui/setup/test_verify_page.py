"""The last page: what was proven, what was not, whose turn it is, and when one may finish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.errors import (
    ConnectionNotActive,
    EndUserNotFound,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
)
from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.errors import AppError
from conductor_desktop.guide.book import guide
from conductor_desktop.services.checks import Owner, Remedy
from conductor_desktop.services.connection import ConnectionState
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Suspect
from conductor_desktop.services.proof import (
    NotFinished,
    ProofProgress,
    ProofStep,
    ProvenConnection,
)
from conductor_desktop.services.proof_failure import failure_of
from conductor_desktop.services.way_out import WayOut
from conductor_desktop.services.wrong_company import WrongCompany
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.setup.proof_rows import ProofRow
from conductor_desktop.ui.setup.verify import VerifyPage
from conductor_desktop.ui.tour.hands import click, find
from tests.helpers.accessibility import nameless
from tests.ui.setup.pages import TROUBLE, show_page, text

INVOICE = InvoiceRow(
    id="123",
    transaction_date=date(2025, 3, 4),
    subtotal=Decimal("1234.50"),
    sales_tax_total=Decimal("65.50"),
    ref_number="INV-7",
)
PROOF = ProvenConnection("Big Construction Co.", INVOICE, 2.34, "req_1")
ANOTHER = WrongCompany("Saltbush", "Big Construction Co.")
DIALOG = QuickBooksProblem("0x80040414", details={"integrationCode": "0x80040414"})


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
    found = [row.findChild(StatusMark) for row in page.findChildren(ProofRow)]
    return [mark.mark for mark in found if mark is not None]


def buttons(page: VerifyPage) -> list[str]:
    """The page's own that can be clicked now, from left to right."""
    names = ("verifyAgain", "verifyAccept", "verifyWay", "verifyHelp", "verifyCancel")
    found = [page.findChild(QPushButton, name) for name in names]
    visible = [button for button in found if button is not None and button.isVisible()]
    return [button.text() for button in sorted(visible, key=lambda button: button.x())]


def test_entering_always_asks_anew(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(PROOF)
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        verify.on_enter()
    assert wanted.args == [None]


# ---- while QuickBooks is asked


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


def test_cancel_is_there_as_long_as_quickbooks_is_asked(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_progress(ProofProgress(ProofStep.ANSWERS))
    assert buttons(verify) == ["Cancel"]
    with qtbot.waitSignal(verify.cancel_wanted):
        click("verifyCancel")
    verify.show_stopped()
    assert buttons(verify) == ["Check again"]
    assert marks(verify)[0] is Mark.UNKNOWN
    assert verify.problem.text.startswith("You stopped the check")
    assert not verify.can_go_next


def test_the_keyboard_is_where_the_next_click_is(verify: VerifyPage) -> None:
    verify.activateWindow()
    for show, name in (
        (verify.start, "verifyCancel"),
        (verify.show_stopped, "verifyAgain"),
        (verify.start, "verifyCancel"),
        (
            lambda: verify.show_failure(failure_of(ANOTHER)),
            "verifyAgain",
        ),  # not on the one that accepts
        (verify.start, "verifyCancel"),
        (lambda: verify.show_failure(failure_of(KeyRejected())), "verifyWay"),
    ):
        show()
        focus = verify.focusWidget()
        assert focus is not None
        assert focus.objectName() == name


# ---- proven


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
    assert buttons(verify) == []
    with qtbot.waitSignal(verify.finish_wanted):
        verify.on_next()


def test_books_without_invoices_are_proof_too(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(ProvenConnection("Big Construction Co.", None, 2.0, None))
    assert verify.can_go_next
    assert find("verifyInvoice") is None


def test_a_name_nobody_would_take_for_it_is_said_before_one_finishes(
    qtbot: QtBot, verify: VerifyPage
) -> None:
    verify.start()
    verify.show_proof(ProvenConnection("Saltbush", None, 2.0, None, called="Rivera Plumbing"))
    assert "“Rivera Plumbing”" in done(verify)
    assert verify.can_go_next
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        click("verifyAgain")
    assert wanted.args == [None]


def test_books_without_a_name_are_said_to_be(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(ProvenConnection("", INVOICE, 2.0, None))
    assert "no name" in done(verify)
    assert buttons(verify) == ["Check again"]


# ---- not proven


def test_a_failure_says_why_and_offers_another_try(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_progress(ProofProgress(ProofStep.ANSWERS, 1.0, "It does."))
    verify.show_progress(ProofProgress(ProofStep.COMPANY))
    verify.show_failure(failure_of(TROUBLE))
    assert not verify.can_go_next
    assert verify.problem.text == "Trouble There is trouble. Put it right."
    assert marks(verify) == [Mark.OK, Mark.STOP, Mark.WAITING]
    assert buttons(verify) == ["Check again"]
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        click("verifyAgain")
    assert wanted.args == [None]


def test_what_the_guide_knows_is_shown_as_steps_with_whose_turn_it_is(verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(failure_of(DIALOG))
    entry = guide().entry("0x80040414")
    for number, step in enumerate(entry.steps, 1):
        assert f"{number}.\n{step}" in said(verify)
    assert text("verifyPageProblemTurn") == "Whose turn: you"
    assert "0x80040414" not in said(verify)  # which is for support
    click("verifyPageProblemStepsCopy")
    assert "integrationCode: 0x80040414" in QGuiApplication.clipboard().text()


def test_what_the_vendor_has_to_do_names_the_vendor(verify: VerifyPage) -> None:
    verify.vendor = "Acme Field Service"
    verify.start()
    verify.show_failure(failure_of(EndUserNotFound()))
    assert text("verifyPageProblemTurn") == "Whose turn: Acme Field Service"


def test_where_nobody_has_to_do_anything_nobody_is_named(verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(failure_of(Offline(OfflineKind.SERVER)))
    assert text("verifyPageProblemTurn") == ""


NOT_OPENED = NotFinished(was_opened=False, details={})


@pytest.mark.parametrize(
    ("error", "offered", "way"),
    [
        (NOT_OPENED, ["Back to “Connect”", "Check again"], WayOut.CONNECT),
        (KeyRejected(), ["Give the key or file again", "Check again"], WayOut.WAY_IN),
        (EndUserNotFound(), ["Choose the company again", "Check again"], WayOut.END_USER),
        # The permission can be given where it is; the way back is for when it is not in the list.
        (QuickBooksProblem("0x80040420"), ["Check again", "Back to “Connect”"], WayOut.CONNECT),
        (DIALOG, ["Check again"], None),
        (ConnectionNotActive(), ["Check again"], None),
        (ANOTHER, ["Check again", "This is the right company"], None),
    ],
)
def test_the_right_button_comes_first(
    qtbot: QtBot, verify: VerifyPage, error: AppError, offered: list[str], way: WayOut | None
) -> None:
    verify.start()
    verify.show_failure(failure_of(error))
    assert buttons(verify) == offered
    if way is not None:
        with qtbot.waitSignal(verify.way_wanted) as wanted:
            click("verifyWay")
        assert wanted.args == [way]


def test_another_company_is_accepted_only_by_saying_so(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_progress(ProofProgress(ProofStep.COMPANY, 1.0, "Saltbush"))
    verify.show_failure(failure_of(ANOTHER))
    assert not verify.can_go_next
    assert marks(verify)[1] is Mark.LOOK  # it was answered, and is not fine
    with qtbot.waitSignal(verify.proof_wanted) as wanted:
        click("verifyAccept")
    assert wanted.args == ["Saltbush"]


def test_another_failure_takes_the_doubt_away(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(failure_of(ANOTHER))
    verify.start()
    verify.show_failure(failure_of(KeyRejected()))
    assert buttons(verify) == ["Give the key or file again", "Check again"]
    verify.start()
    verify.show_failure(failure_of(DIALOG))
    assert buttons(verify) == ["Check again"]


def test_a_new_try_takes_the_old_answers_away(verify: VerifyPage) -> None:
    verify.start()
    verify.show_proof(PROOF)
    verify.start()
    assert not verify.can_go_next
    assert done(verify) == ""
    assert find("verifyInvoice") is None
    verify.show_failure(replace(failure_of(DIALOG), likely=(LIKELY,)))
    verify.start()
    assert verify.problem.text == ""
    assert find("verifyAgain") is None
    assert find("verifyLikely") is None


# ---- one click on this PC


FRONT = Remedy("Bring it to the front", bring_to_front=7)
SEEN = replace(failure_of(DIALOG), remedy=FRONT)
LIKELY = Suspect(
    id=CauseId.DIALOG_WAITING,
    state=ConnectionState.NEEDS_ATTENTION,
    title="A QuickBooks window is waiting",
    explanation="It waits.",
    next_step="Answer it.",
    owner=Owner.YOU,
    told_by="a window asks something",
    remedy=FRONT,
)


def test_what_one_click_does_comes_first(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(SEEN)
    assert buttons(verify) == ["Bring it to the front", "Check again"]
    with qtbot.waitSignal(verify.remedy_wanted) as wanted:
        click("verifyHelp")
    assert wanted.args == [FRONT]
    verify.show_remedy_done(True)
    assert buttons(verify) == ["Bring it to the front", "Check again"]


def test_a_click_that_did_nothing_is_said_and_not_offered_again(verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(SEEN)
    verify.show_remedy_done(False)
    assert "Windows did not let this app do that." in verify.problem.text
    assert buttons(verify) == ["Check again"]


def test_a_click_of_another_page_is_not_of_this_one(verify: VerifyPage) -> None:
    verify.start()
    verify.show_remedy_done(False)
    assert verify.problem.text == ""


def test_what_is_only_likely_says_how_to_tell(qtbot: QtBot, verify: VerifyPage) -> None:
    verify.start()
    verify.show_failure(replace(failure_of(DIALOG), likely=(LIKELY,)))
    assert "It is this one if a window asks something." in said(verify)
    with qtbot.waitSignal(verify.remedy_wanted) as wanted:
        click("remedy-dialog_waiting")
    assert wanted.args == [FRONT]
    verify.show_failure(failure_of(DIALOG))
    assert find("verifyLikely") is None
    assert "a window asks something" not in said(verify)


# ---- with a link alone


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
    verify.show_failure(failure_of(ANOTHER))
    assert nameless(verify) == []
