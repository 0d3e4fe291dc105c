"""The screen as people use it: every state, every button, the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.period_chooser import PeriodChooser
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.loading import Phase, Unavailable
from conductor_desktop.ui.parts.marks import Mark, StatusMark
from conductor_desktop.ui.parts.message_panel import MessagePanel
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hands import click, press
from tests.ui.invoices.books import (
    PROBLEM,
    TODAY,
    Call,
    PlayedSource,
    an_invoice,
    numbered,
    preview,
    progress,
)
from tests.ui.invoices.stage import button, filter_field, next_call, shown_screen, totals

CONTROL = Qt.KeyboardModifier.ControlModifier
TWO_CURRENCIES = (
    an_invoice("1", subtotal="1000.00", tax="82.50", balance="82.50"),
    an_invoice("2", subtotal="0.10", balance="0.10"),
    an_invoice("3", subtotal="0.20", balance="0.00", is_paid=True),
    an_invoice("4", subtotal="70", balance="70", currency="Canadian Dollar"),
    an_invoice("5", subtotal="9", balance="9", currency=None),
)


def finish(
    qtbot: QtBot,
    call: Call,
    screen: InvoicesScreen,
    rows: tuple[InvoiceRow, ...] = TWO_CURRENCIES,
) -> None:
    """The load ends complete, with ``rows``."""
    call.end(preview(rows))
    qtbot.waitUntil(lambda: content(screen) is not Content.WAITING)


def content(screen: InvoicesScreen) -> Content:
    """Asked anew each time, which mypy does not see of a property."""
    return screen.content


def mark(screen: InvoicesScreen) -> Mark:
    found = screen.findChild(StatusMark, "invoicesMark")
    assert found is not None
    return found.mark


def label(screen: InvoicesScreen, name: str) -> str:
    found = screen.findChild(QLabel, name)
    assert found is not None
    return found.text()


def choose(screen: InvoicesScreen, period: Period) -> None:
    """As a person does it: with the keyboard, in the list."""
    chooser = screen.findChild(PeriodChooser, "invoicesPeriod")
    assert isinstance(chooser, QComboBox)
    chooser.setFocus()
    while chooser.period is not period:
        press(chooser, Qt.Key.Key_Down)


def test_it_starts_unloaded_and_loads_at_a_click(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    assert content(screen) is Content.NOT_LOADED
    assert source.calls == []
    click(button(screen, "invoicesNotLoadedAction"))
    assert content(screen) is Content.WAITING
    call = next_call(qtbot, source)
    assert call.query == Period.LAST_90_DAYS.query(TODAY)
    finish(qtbot, call, screen)
    assert content(screen) is Content.TABLE


def test_progress_is_told_while_loading(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    bar = screen.findChild(QProgressBar, "invoicesProgress")
    assert bar is not None
    assert bar.isVisible()
    assert label(screen, "invoicesCount") == "Asking QuickBooks…"
    call = next_call(qtbot, source)
    call.page(progress(numbered(120), 120, 120))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    assert label(screen, "invoicesCount") == "120 of about 240 invoices so far"
    assert (bar.value(), bar.maximum()) == (120, 240)
    assert mark(screen) is Mark.BUSY
    call.end(preview(numbered(120)))
    qtbot.waitUntil(bar.isHidden)
    assert label(screen, "invoicesCount") == "120 invoices"


def test_totals_are_per_currency_and_marked_complete(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    strip = totals(screen)
    assert strip.isVisible()
    assert strip.lines == [
        ("Currency", "Invoices", "Billed", "Paid", "Open", "Overdue"),
        ("Canadian Dollar", "1", "70.00", "0.00", "70.00", "0.00"),
        ("US Dollar", "3", "1,082.80", "1,000.20", "82.60", "0.00"),
        ("Home currency", "1", "9.00", "0.00", "9.00", "0.00"),
    ]
    assert (mark(screen), strip.sentence) == (
        Mark.OK,
        "Complete: all 5 invoices of this period.",
    )
    assert button(screen, "invoicesTryAgain").isHidden()


def test_totals_follow_the_filter(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    filter_field(screen).setText("us dollar")
    assert totals(screen).lines[1:] == [("US Dollar", "3", "1,082.80", "1,000.20", "82.60", "0.00")]
    assert totals(screen).sentence.endswith("The amounts are for the 3 invoices found.")
    assert label(screen, "invoicesCount") == "3 of 5 invoices match the filter"
    filter_field(screen).clear()
    assert len(totals(screen).lines) == 4


def test_a_partial_table_never_shows_a_bare_total(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    call = next_call(qtbot, source)
    call.page(progress(TWO_CURRENCIES, 5, 7))
    call.end(preview(TWO_CURRENCIES, PROBLEM))
    qtbot.waitUntil(lambda: mark(screen) is Mark.LOOK)
    strip = totals(screen)
    assert strip.sentence.startswith("Partial: 5 of about 12 invoices came before")
    assert PROBLEM.title in strip.sentence
    assert strip.lines[0] == (
        "Currency",
        "Invoices so far",
        "Billed so far",
        "Paid so far",
        "Open so far",
        "Overdue so far",
    )
    amounts = [found for found in strip.findChildren(QLabel) if found.text() == "1,082.80"]
    assert [accessible_name(amount) for amount in amounts] == ["Billed so far, US Dollar: 1,082.80"]
    click(button(screen, "invoicesTryAgain"))
    next_call(qtbot, source, 2)
    assert content(screen) is Content.WAITING


def test_cancel_stops_and_says_partial(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    call = next_call(qtbot, source)
    call.page(progress(numbered(3), 3, 7))
    qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    click(button(screen, "invoicesCancel"))
    assert call.cancel.is_cancelled
    assert totals(screen).sentence == ("Partial: you stopped loading after 3 of about 10 invoices.")
    assert button(screen, "invoicesCancel").isHidden()
    assert button(screen, "invoicesRefresh").isVisible()


def test_cancel_before_the_first_invoice_offers_to_load_again(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    next_call(qtbot, source)
    click(button(screen, "invoicesCancel"))
    assert content(screen) is Content.STOPPED
    click(button(screen, "invoicesStoppedAction"))
    next_call(qtbot, source, 2)


def test_the_keyboard_focus_goes_from_refresh_to_cancel_and_back(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    refresh, cancel = button(screen, "invoicesRefresh"), button(screen, "invoicesCancel")
    refresh.setFocus()
    press(refresh, Qt.Key.Key_Space)
    next_call(qtbot, source)
    assert cancel.hasFocus()
    press(cancel, Qt.Key.Key_Space)
    assert refresh.hasFocus()


def test_no_invoices_in_the_period_offers_everything(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen, ())
    assert content(screen) is Content.NONE_IN_PERIOD
    assert totals(screen).isHidden()
    click(button(screen, "invoicesNoneInPeriodAction"))
    call = next_call(qtbot, source, 2)
    assert call.query == InvoiceQuery()
    assert screen.period is Period.EVERYTHING
    finish(qtbot, call, screen, ())
    assert content(screen) is Content.NONE_AT_ALL


def test_choosing_a_period_loads_it(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    choose(screen, Period.THIS_YEAR)
    assert next_call(qtbot, source).query == Period.THIS_YEAR.query(TODAY)


def test_a_filter_that_finds_nothing_offers_to_clear_it(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    filter_field(screen).setText("<b>nobody</b>")
    assert content(screen) is Content.NO_MATCH
    texts = [found.text() for found in screen.findChildren(QLabel) if found.isVisible()]
    assert "Nothing matches “<b>nobody</b>”" in texts
    click(button(screen, "invoicesNoMatchAction"))
    assert filter_field(screen).text() == ""
    assert content(screen) is Content.TABLE


def test_a_failure_is_told_where_the_table_would_be(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    next_call(qtbot, source).end(PROBLEM)
    qtbot.waitUntil(lambda: content(screen) is Content.FAILED)
    panel = screen.findChild(MessagePanel, "invoicesProblem")
    assert panel is not None
    assert panel.text == f"{PROBLEM.title} {PROBLEM.explanation} {PROBLEM.next_step}"
    click(button(screen, "invoicesProblemAction"))
    next_call(qtbot, source, 2)


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (None, "Finish the guided setup first"),
        (
            Unavailable.held_by_vendor("Acme Field Service", "invoices"),
            "Acme Field Service reads them",
        ),
    ],
)
def test_without_access_it_says_why_and_offers_nothing(
    qtbot: QtBot, runner: TaskRunner, model: InvoicesModel, why: Unavailable | None, text: str
) -> None:
    screen = shown_screen(qtbot, InvoicesController(lambda: why, runner, model))
    assert content(screen) is Content.UNAVAILABLE
    shown = [found.text() for found in screen.findChildren(QLabel) if found.isVisible()]
    assert any(text in sentence for sentence in shown)
    assert not button(screen, "invoicesRefresh").isEnabled()
    press(screen, Qt.Key.Key_F5)
    assert runner.is_idle


def test_coming_back_to_the_screen_looks_again_for_access(
    qtbot: QtBot, runner: TaskRunner, model: InvoicesModel, source: PlayedSource
) -> None:
    offered: list[PlayedSource | None] = [None]
    screen = shown_screen(qtbot, InvoicesController(lambda: offered[0], runner, model))
    screen.hide()
    offered[0] = source
    screen.show()
    assert content(screen) is Content.NOT_LOADED
    assert button(screen, "invoicesRefresh").isEnabled()


def test_coming_back_to_the_screen_keeps_the_rows(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    screen.hide()
    screen.show()
    assert (content(screen), len(source.calls)) == (Content.TABLE, 1)


def test_f5_loads_once_and_not_again_while_loading(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    press(screen, Qt.Key.Key_F5)
    call = next_call(qtbot, source)
    press(screen, Qt.Key.Key_F5)
    assert not call.cancel.is_cancelled
    finish(qtbot, call, screen)
    press(screen, Qt.Key.Key_F5)
    next_call(qtbot, source, 2)


def test_control_f_and_escape(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    screen.table.setFocus()
    press(screen, Qt.Key.Key_F, CONTROL)
    field = filter_field(screen)
    assert field.hasFocus()
    field.setText("us dollar")
    press(field, Qt.Key.Key_F, CONTROL)
    assert field.selectedText() == "us dollar"
    press(field, Qt.Key.Key_Escape)
    assert (field.text(), field.hasFocus()) == ("", True)
    press(field, Qt.Key.Key_Escape)
    assert screen.table.hasFocus()
    field.setFocus()
    press(field, Qt.Key.Key_Return)
    assert screen.table.hasFocus()


def test_escape_elsewhere_leaves_the_filter_alone(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen)
    filter_field(screen).setText("us dollar")
    screen.table.setFocus()
    press(screen.table, Qt.Key.Key_Escape)
    assert filter_field(screen).text() == "us dollar"


@pytest.mark.parametrize("phase", [Phase.EMPTY_START, Phase.LOADING, Phase.PARTIAL])
def test_everything_the_keyboard_reaches_has_a_name(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource, phase: Phase
) -> None:
    if phase is not Phase.EMPTY_START:
        screen.load()
        call = next_call(qtbot, source)
        call.page(progress(TWO_CURRENCIES, 5, 7))
        if phase is Phase.PARTIAL:
            call.end(PROBLEM)
        qtbot.waitUntil(lambda: content(screen) is Content.TABLE)
    assert nameless(screen) == []
    assert accessible_name(screen.table) == "Invoices"


def test_nothing_of_the_header_is_cut_in_the_smallest_window(
    qtbot: QtBot, screen: InvoicesScreen
) -> None:
    screen.resize(684, 540)
    assert screen.minimumSizeHint().width() <= 684
    for name in ("invoicesRefresh", "invoicesNotLoadedAction"):
        shown = button(screen, name)
        assert shown.width() >= shown.sizeHint().width()


def test_what_is_selected_is_added_up_until_it_is_one_again(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    finish(qtbot, next_call(qtbot, source), screen, numbered(3))
    hint = screen.findChild(QLabel, "invoicesHint")
    assert hint is not None
    assert hint.text() == "Double-click an invoice to open it."
    screen.table.selectAll()
    assert hint.text() == "3 selected: 6.00 US Dollar, 2.00 on average, 6.00 open"
    filter_field(screen).setText(">1")
    assert hint.text() == "2 selected: 5.00 US Dollar, 2.50 on average, 5.00 open"
    screen.table.selectRow(0)
    assert hint.text() == "Double-click an invoice to open it."


def test_what_is_said_of_a_selection_makes_the_window_no_wider(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    rows = tuple(an_invoice(str(number), currency="Doubloon " * 30) for number in range(2))
    finish(qtbot, next_call(qtbot, source), screen, rows)
    before = screen.minimumSizeHint().width()
    screen.table.selectAll()
    assert screen.minimumSizeHint().width() == before
