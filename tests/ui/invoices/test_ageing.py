"""The ageing strip: what it says, and that a click on it shows only those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.errors import AppError
from conductor_desktop.services.invoices import Age
from conductor_desktop.ui.invoices.age_bar import AgeBar
from conductor_desktop.ui.invoices.ageing_strip import AgeingStrip
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.loading import Phase
from tests.helpers.accessibility import accessible_name
from tests.helpers.hands import click, press
from tests.ui.invoices.books import PROBLEM, TODAY, PlayedSource, an_invoice, preview
from tests.ui.invoices.stage import button, filter_field, next_call, totals


def late(number: str, days: int, amount: str, currency: str | None = "US Dollar") -> InvoiceRow:
    """Open, and due ``days`` ago."""
    due = TODAY - timedelta(days=days)
    return an_invoice(
        number, subtotal=amount, balance=amount, due=due, currency=currency, day=date(2025, 1, 1)
    )


BOOKS = (
    late("1", 0, "100.00"),
    late("2", 30, "20.00"),
    late("3", 31, "3.50"),
    late("4", 60, "0.50"),
    late("5", 400, "9.00"),
    late("6", 45, "70.00", "Canadian Dollar"),
)
ONE_CURRENCY = BOOKS[:5]


def load(
    qtbot: QtBot,
    screen: InvoicesScreen,
    source: PlayedSource,
    rows: Sequence[InvoiceRow],
    problem: AppError | None = None,
) -> AgeingStrip:
    screen.load()
    next_call(qtbot, source).end(preview(rows, problem))
    strip = screen.findChild(AgeingStrip, "invoicesAgeing")
    assert strip is not None
    qtbot.waitUntil(strip.isVisible)
    qtbot.waitUntil(lambda: totals(screen).sentence.startswith(("Complete", "Partial")))
    return strip


def bar(strip: QWidget, age: Age) -> AgeBar:
    found = strip.findChild(AgeBar, f"invoicesAge{age.value}")
    assert found is not None
    return found


def numbers(controller: InvoicesController) -> list[str]:
    return sorted(one.ref_number or "" for one in controller.model.shown())


def test_each_age_is_named_and_says_its_amount(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    assert [accessible_name(one) for one in strip.bars] == [
        "Not overdue, US Dollar: 100.00 open in 1 invoice",
        "1–30 days overdue, US Dollar: 20.00 open in 1 invoice",
        "31–60 days overdue, US Dollar: 4.00 open in 2 invoices",
        "61–90 days overdue, US Dollar: 0.00 open in 0 invoices",
        "Over 90 days overdue, US Dollar: 9.00 open in 1 invoice",
    ]
    assert strip.heading == "Open, by days overdue"
    assert totals(screen).lines[1][-2:] == ("133.00", "33.00")
    assert not bar(strip, Age.DAYS_90).isEnabled()


def test_an_amount_is_rather_small_than_cut(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, [late("1", 9, "114562290.85")])
    month = bar(strip, Age.DAYS_30)
    large, _ = month.written_in(1000)
    fits = QFontMetrics(large).horizontalAdvance(month.amount)
    assert month.written_in(fits) == (large, "114,562,290.85")
    smaller, shown = month.written_in(fits - 1)
    assert shown == "114,562,290.85"
    assert QFontMetrics(smaller).horizontalAdvance(shown) < fits
    assert "…" in month.written_in(fits // 2)[1]


def test_a_click_shows_only_these_and_again_all(
    qtbot: QtBot, screen: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    click(bar(strip, Age.DAYS_60))
    assert numbers(controller) == ["3", "4"]
    assert bar(strip, Age.DAYS_60).isChecked()
    assert bar(strip, Age.CURRENT).amount == "100.00"  # of all, so that one can go there
    assert totals(screen).lines[1][-2:] == ("4.00", "4.00")
    assert (
        controller.seen().note == "Filtered by “31–60 days overdue (US Dollar)”: 2 of 5 invoices."
    )
    click(bar(strip, Age.CURRENT))
    assert numbers(controller) == ["1"]
    assert not bar(strip, Age.DAYS_60).isChecked()
    click(bar(strip, Age.CURRENT))
    assert len(numbers(controller)) == 5


def test_the_keyboard_does_the_same(
    qtbot: QtBot, screen: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    older = bar(strip, Age.OLDER)
    bar(strip, Age.DAYS_60).setFocus()
    press(bar(strip, Age.DAYS_60), Qt.Key.Key_Tab)  # past 61–90 days, where nothing is
    assert older.hasFocus()
    press(older, Qt.Key.Key_Space)
    assert numbers(controller) == ["5"]
    press(older, Qt.Key.Key_Space)
    assert len(numbers(controller)) == 5


def test_currencies_are_apart_and_the_age_goes_along(
    qtbot: QtBot, screen: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, BOOKS)
    assert strip.currency == "US Dollar"  # which has the most invoices
    assert bar(strip, Age.DAYS_60).amount == "4.00"
    click(bar(strip, Age.DAYS_60))
    assert numbers(controller) == ["3", "4"]
    chooser = strip.findChild(Choice, "invoicesAgeingCurrency")
    assert chooser is not None
    chooser.setFocus()
    press(chooser, Qt.Key.Key_Up)
    assert (strip.currency, numbers(controller)) == ("Canadian Dollar", ["6"])
    assert bar(strip, Age.DAYS_60).amount == "70.00"


def test_of_one_currency_there_is_nothing_to_choose(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    chooser = strip.findChild(Choice, "invoicesAgeingCurrency")
    assert chooser is not None
    assert chooser.isHidden()


def test_of_partial_rows_it_says_so_far(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY, PROBLEM)
    assert strip.heading == "Open so far, by days overdue"
    assert accessible_name(bar(strip, Age.DAYS_30)).endswith("20.00 open in 1 invoice so far")


def test_it_follows_the_filter_and_both_are_cleared_together(
    qtbot: QtBot, screen: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    filter_field(screen).setText("<4")
    assert [one.amount for one in strip.bars] == ["0.00", "0.00", "4.00", "0.00", "0.00"]
    click(bar(strip, Age.DAYS_60))
    filter_field(screen).setText("nobody")
    assert screen.content is Content.NO_MATCH
    click(button(screen, "invoicesNoMatchAction"))
    assert len(numbers(controller)) == 5
    assert not bar(strip, Age.DAYS_60).isChecked()


def test_where_nothing_is_found_nothing_is_open(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    filter_field(screen).setText("nobody")
    assert [one.amount for one in strip.bars] == ["0.00"] * 5
    assert not any(one.isEnabled() for one in strip.bars)
    filter_field(screen).setText("")
    assert bar(strip, Age.DAYS_60).amount == "4.00"


def test_other_books_have_no_age_chosen(
    qtbot: QtBot, screen: InvoicesScreen, controller: InvoicesController, source: PlayedSource
) -> None:
    strip = load(qtbot, screen, source, ONE_CURRENCY)
    click(bar(strip, Age.DAYS_60))
    controller.reset()
    assert controller.model.aged is None
    assert controller.state.phase is Phase.EMPTY_START
