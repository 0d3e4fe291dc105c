"""What QuickBooks is asked for: the panel, the chips, and everything after an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import Customer, InvoiceRow, Ref
from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.invoices import InvoiceProgress
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.filter_panel import FilterPanel
from conductor_desktop.ui.invoices.narrowing import Named, Narrowing, NumberWay
from conductor_desktop.ui.invoices.period_chooser import PeriodChooser
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.formats import Formats
from tests.helpers.accessibility import accessible_name, nameless
from tests.helpers.hands import click, press
from tests.ui.invoices.books import (
    TODAY,
    PlayedSource,
    an_invoice,
    numbered,
    preview,
    progress,
    us_formats,
)
from tests.ui.invoices.stage import button, next_call, totals

ANA = Named("C-1", "Ana's Bakery")
EURO = Named("E-1", "Euro")
FULL = Narrowing(
    first=date(2025, 1, 2),
    last=date(2025, 3, 4),
    payment=PaymentStatus.NOT_PAID,
    way=NumberWay.STARTS,
    number="INV",
    customer=ANA,
    changed_since=date(2025, 2, 3),
    currency=EURO,
)


def known(one: InvoiceRow, customer: Named, currency: Named) -> InvoiceRow:
    """``one`` with references as QuickBooks gives them."""
    return msgspec.structs.replace(
        one,
        customer=Ref(id=customer.id, full_name=customer.name),
        currency=Ref(id=currency.id, full_name=currency.name),
    )


ROWS = (known(an_invoice("1"), ANA, EURO), known(an_invoice("2"), Named("C-2", "Zoë"), EURO))


def load(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource, rows: Sequence[InvoiceRow] = ROWS
) -> None:
    screen.load()
    answer(qtbot, screen, source, 1, rows)


def answer(
    qtbot: QtBot,
    screen: InvoicesScreen,
    source: PlayedSource,
    number: int,
    rows: Sequence[InvoiceRow] = ROWS,
) -> InvoiceQuery:
    """What the load with this number asks for, once it has been answered with ``rows``."""
    call = next_call(qtbot, source, number)
    call.end(preview(rows))
    qtbot.waitUntil(button(screen, "invoicesRefresh").isVisible)
    return call.query


def panel(screen: InvoicesScreen) -> FilterPanel:
    return screen.asking.filters.panel


def field(screen: InvoicesScreen, name: str) -> QLineEdit:
    found = panel(screen).findChild(QLineEdit, f"invoicesFilter{name}")
    assert found is not None
    return found


def combo(screen: InvoicesScreen, name: str) -> QComboBox:
    found = panel(screen).findChild(QComboBox, f"invoicesFilter{name}")
    assert found is not None
    return found


def chooser(screen: InvoicesScreen) -> PeriodChooser:
    found = screen.findChild(PeriodChooser, "invoicesPeriod")
    assert found is not None
    return found


def choose(screen: InvoicesScreen, period: Period) -> None:
    """As with the mouse: straight to it."""
    chooser(screen).choose(period)
    chooser(screen).activated.emit(chooser(screen).currentIndex())


def chips(screen: InvoicesScreen) -> list[str]:
    buttons = screen.asking.filters.chips.findChildren(QPushButton)
    return [accessible_name(one) for one in buttons if one.isVisible()]


def problem(screen: InvoicesScreen) -> str:
    found = panel(screen).findChild(QLabel, "invoicesFiltersProblem")
    assert found is not None
    return found.text()


def test_every_filter_of_the_api_is_asked_for() -> None:
    assert FULL.query(Period.OWN_DATES, TODAY) == InvoiceQuery(
        transaction_date_from=date(2025, 1, 2),
        transaction_date_to=date(2025, 3, 4),
        payment_status=PaymentStatus.NOT_PAID,
        updated_after=datetime(2025, 2, 3).astimezone(),
        customer_ids=("C-1",),
        ref_number_starts_with="INV",
        currency_ids=("E-1",),
    )
    for way, wanted in {
        NumberWay.CONTAINS: InvoiceQuery(ref_number_contains="7"),
        NumberWay.ENDS: InvoiceQuery(ref_number_ends_with="7"),
        NumberWay.RANGE: InvoiceQuery(ref_number_from="7", ref_number_to="9"),
    }.items():
        asked = Narrowing(way=way, number="7", number_to="9").query(Period.EVERYTHING, TODAY)
        assert asked == wanted


def test_filters_are_added_to_the_period() -> None:
    period = Period.THIS_YEAR.query(TODAY)
    asked = Narrowing(payment=PaymentStatus.PAID).query(Period.THIS_YEAR, TODAY)
    assert asked.transaction_date_from == period.transaction_date_from
    assert asked.payment_status is PaymentStatus.PAID


def test_each_chip_takes_away_its_own_part() -> None:
    texts = []
    rest = FULL
    while found := rest.chips(us_formats()):
        texts.append(found[0].text)
        assert len(found[0].rest.chips(us_formats())) == len(found) - 1
        rest = found[0].rest
    assert texts == [
        "1/2/25 – 3/4/25",
        "Not paid",
        "Number starts with “INV”",
        "Changed since 2/3/25",
        "Ana's Bakery",
        "Euro",
    ]
    assert rest == Narrowing()


def test_a_day_before_all_clocks_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="too far away"):
        Narrowing(changed_since=date.min).query(Period.EVERYTHING, TODAY)


@pytest.mark.parametrize(
    ("locale", "text", "day"),
    [
        ("en_US", "6/1/25", date(2025, 6, 1)),
        ("en_US", "6/1/2025", date(2025, 6, 1)),
        ("en_US", "12/31/99", date(1999, 12, 31)),
        ("en_US", " 2025-06-01 ", date(2025, 6, 1)),
        ("de_DE", "01.06.25", date(2025, 6, 1)),
        ("de_DE", "01.06.2025", date(2025, 6, 1)),
        ("en_US", "13/1/25", None),
        ("en_US", "soon", None),
    ],
)
def test_days_are_read_as_they_are_written_here(locale: str, text: str, day: date | None) -> None:
    assert Formats(QLocale(locale), TODAY).read_day(text) == day


def test_the_panel_is_filled_in_by_keyboard_and_asks_quickbooks(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    opener = button(screen, "invoicesFiltersButton")
    opener.setFocus()
    press(opener, Qt.Key.Key_Space)
    assert field(screen, "From").hasFocus()
    assert nameless(panel(screen)) == []
    field(screen, "From").setText("1/2/25")
    field(screen, "To").setText("2025-03-04")
    combo(screen, "Paid").setCurrentText("Not paid")
    combo(screen, "Way").setCurrentText("starts with")
    field(screen, "Number").setText("INV")
    field(screen, "Changed").setText("2/3/25")
    combo(screen, "Customer").setEditText("ana's bakery")
    combo(screen, "Currency").setCurrentText("Euro")
    press(field(screen, "Number"), Qt.Key.Key_Return)
    assert answer(qtbot, screen, source, 2) == FULL.query(Period.OWN_DATES, TODAY)
    assert panel(screen).isHidden()
    assert screen.period is Period.OWN_DATES
    assert len(chips(screen)) == 6
    assert totals(screen).sentence == "Complete: all 2 invoices of these dates with these filters."
    note = screen.asking.seen().note
    assert note is not None
    assert "Not paid" in note


def test_what_is_set_is_there_when_the_panel_opens_again(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    screen.asking.filters.open()
    panel(screen).applied.emit(FULL)
    answer(qtbot, screen, source, 2, ())
    click(button(screen, "invoicesFiltersButton"))
    click(button(screen, "invoicesFiltersApply"))
    assert answer(qtbot, screen, source, 3) == FULL.query(Period.OWN_DATES, TODAY)


def test_a_load_leaves_the_keyboard_where_it_is(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    assert not screen.asking.filters.button.hasFocus()
    screen.table.setFocus()
    screen.load()
    answer(qtbot, screen, source, 2)
    assert screen.table.hasFocus()


def test_a_chip_is_removed_by_a_click_and_the_rest_is_asked_for(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    panel(screen).applied.emit(Narrowing(first=TODAY, payment=PaymentStatus.PAID))
    answer(qtbot, screen, source, 2)
    assert chips(screen) == ["Remove the filter: From 6/18/25", "Remove the filter: Paid"]
    click(button(screen, "invoicesChip0"))
    asked = answer(qtbot, screen, source, 3)
    assert asked == Narrowing(payment=PaymentStatus.PAID).query(Period.LAST_90_DAYS, TODAY)
    assert screen.period is Period.LAST_90_DAYS
    click(button(screen, "invoicesChip0"))
    assert answer(qtbot, screen, source, 4) == Period.LAST_90_DAYS.query(TODAY)
    assert screen.asking.filters.chips.isHidden()


def test_the_keyboard_stays_by_the_chips_when_one_is_removed(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    panel(screen).applied.emit(Narrowing(first=TODAY, payment=PaymentStatus.PAID))
    answer(qtbot, screen, source, 2)
    button(screen, "invoicesChip1").setFocus()
    press(button(screen, "invoicesChip1"), Qt.Key.Key_Space)
    answer(qtbot, screen, source, 3)
    assert button(screen, "invoicesChip0").hasFocus()
    press(button(screen, "invoicesChip0"), Qt.Key.Key_Space)
    answer(qtbot, screen, source, 4)
    assert button(screen, "invoicesFiltersButton").hasFocus()


def test_none_like_these_offers_to_remove_the_filters(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    panel(screen).applied.emit(Narrowing(number="nothing has this"))
    answer(qtbot, screen, source, 2, ())
    assert screen.content is Content.NONE_LIKE_THESE
    click(button(screen, "invoicesNoneLikeTheseAction"))
    assert answer(qtbot, screen, source, 3) == Period.LAST_90_DAYS.query(TODAY)


@pytest.mark.parametrize("name", ["From", "To", "Changed"])
def test_what_is_no_day_is_told_beside_it(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource, name: str
) -> None:
    load(qtbot, screen, source)
    screen.asking.filters.open()
    field(screen, name).setText("soon")
    click(button(screen, "invoicesFiltersApply"))
    assert panel(screen).isVisible()
    assert problem(screen) == "“soon” is not a day. Write it like 6/18/25."
    assert field(screen, name).hasFocus()
    assert len(source.calls) == 1


def test_days_the_wrong_way_round_and_customers_nobody_knows_are_told(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    screen.asking.filters.open()
    field(screen, "From").setText("6/2/25")
    field(screen, "To").setText("6/1/25")
    click(button(screen, "invoicesFiltersApply"))
    assert problem(screen).endswith("Swap the two dates.")
    field(screen, "To").clear()
    combo(screen, "Customer").setEditText("somebody else")
    click(button(screen, "invoicesFiltersApply"))
    assert problem(screen).endswith("or choose one from the list.")
    assert len(source.calls) == 1


def test_escape_leaves_the_panel_and_what_was_shown(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    choose(screen, Period.OWN_DATES)
    assert panel(screen).isVisible()
    press(field(screen, "From"), Qt.Key.Key_Escape)
    assert panel(screen).isHidden()
    assert screen.period is Period.LAST_90_DAYS
    assert len(source.calls) == 1


def test_own_dates_without_a_date_are_not_taken_for_everything(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    choose(screen, Period.OWN_DATES)
    click(button(screen, "invoicesFiltersApply"))
    assert problem(screen).endswith("Write one of the two dates.")
    assert len(source.calls) == 1


def test_everything_comes_after_an_estimate_and_a_click(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    choose(screen, Period.EVERYTHING)
    assert "is not known before QuickBooks is asked" in screen.asking.everything.text
    assert len(source.calls) == 1
    click(button(screen, "invoicesEverythingNotNow"))
    assert (screen.asking.everything.text, screen.period) == ("", Period.LAST_90_DAYS)
    choose(screen, Period.EVERYTHING)
    click(button(screen, "invoicesEverythingLoad"))
    assert screen.asking.everything.text == ""
    assert answer(qtbot, screen, source, 2) == InvoiceQuery()


def test_everything_is_of_every_day_whatever_dates_were_asked_for(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    load(qtbot, screen, source)
    panel(screen).applied.emit(Narrowing(first=TODAY, payment=PaymentStatus.PAID))
    answer(qtbot, screen, source, 2)
    choose(screen, Period.EVERYTHING)
    click(button(screen, "invoicesEverythingLoad"))
    asked = answer(qtbot, screen, source, 3)
    assert asked == InvoiceQuery(payment_status=PaymentStatus.PAID)
    assert chips(screen) == ["Remove the filter: Paid"]


def test_the_estimate_knows_what_was_seen_and_forgets_it_with_the_books(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(InvoiceQuery())
    call = next_call(qtbot, source)
    call.page(InvoiceProgress(numbered(150), restarted=False, loaded=150, remaining=9850))
    call.page(InvoiceProgress((), False, 300, 9700, seconds_left=388.0))
    qtbot.waitUntil(lambda: controller.loaded.count == 300)
    assert controller.estimate.startswith("QuickBooks will be busy for about 7 minutes: there")
    assert "10,000 invoices" in controller.estimate
    controller.reset()
    assert controller.estimate.startswith("How long QuickBooks will be busy is not known yet")


def test_a_load_that_has_started_over_says_so(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    screen.load()
    call = next_call(qtbot, source)
    call.page(progress(numbered(150), 150, 300))
    call.page(InvoiceProgress(numbered(150), True, 150, 150, seconds_left=60.0, breaks=1))
    qtbot.waitUntil(lambda: "started over" in totals(screen).sentence)
    assert totals(screen).sentence == (
        "Still loading: 150 of about 300 invoices so far. QuickBooks is busy with the rest for "
        "about 60 seconds, at 2 a second. It had broken off, and has started over by itself."
    )


def test_customers_that_are_listed_and_their_currencies_can_be_chosen_before_their_invoices(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    yen = Ref(id="Y-1", full_name="Japanese Yen")
    listed = Customer(id="C-9", full_name="Kenji", currency=yen)
    screen.asking.filters.listed = lambda: [listed]
    load(qtbot, screen, source)
    click(button(screen, "invoicesFiltersButton"))
    customer = screen.findChild(QComboBox, "invoicesFilterCustomer")
    currency = screen.findChild(QComboBox, "invoicesFilterCurrency")
    assert customer is not None
    assert currency is not None
    assert customer.findText("Kenji") > 0
    customer.setEditText("kenji")
    currency.setCurrentText("Japanese Yen")
    click(button(screen, "invoicesFiltersApply"))
    query = next_call(qtbot, source, 2).query
    assert (query.customer_ids, query.currency_ids) == (("C-9",), ("Y-1",))
