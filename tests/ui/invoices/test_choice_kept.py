"""Period and filters come back with the next window, and nothing that is in the books does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.query import InvoiceQuery, PaymentStatus
from conductor_desktop.storage.invoice_choice import InvoiceChoice, InvoicePeriod
from conductor_desktop.ui.invoices.controller import InvoicesController
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.narrowing import Narrowing
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.view_keeper import ChoiceKeeper
from conductor_desktop.ui.invoices.wording import Content
from conductor_desktop.ui.tasks import TaskRunner
from tests.helpers.hands import click
from tests.ui.invoices.books import TODAY, PlayedSource, us_formats
from tests.ui.invoices.stage import button, next_call, shown_screen
from tests.ui.invoices.test_filters import FULL

choices = st.builds(
    InvoiceChoice,
    st.sampled_from(InvoicePeriod),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.booleans(),
)


def reopened(
    qtbot: QtBot, source: PlayedSource, runner: TaskRunner, kept: InvoiceChoice | None
) -> InvoicesScreen:
    """The screen of the next window."""
    controller = InvoicesController(lambda: source, runner, InvoicesModel(us_formats))
    screen = shown_screen(qtbot, controller)
    ChoiceKeeper(screen.asking, kept, lambda _choice: None, runner)
    return screen


def test_what_was_asked_for_is_asked_for_again_without_what_is_in_the_books(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource, runner: TaskRunner
) -> None:
    written: list[InvoiceChoice] = []
    keeper = ChoiceKeeper(screen.asking, None, written.append, runner)
    screen.asking.filters.changed.emit(FULL)
    asked = next_call(qtbot, source).query
    keeper.keep_now()
    qtbot.waitUntil(lambda: bool(written))
    assert asked.customer_ids
    assert "Ana" not in repr(written[0])

    again = reopened(qtbot, source, runner, written[0])
    again.asking.begin()
    query = next_call(qtbot, source, 2).query
    assert again.period is Period.OWN_DATES
    assert query == InvoiceQuery(
        transaction_date_from=asked.transaction_date_from,
        transaction_date_to=asked.transaction_date_to,
        payment_status=PaymentStatus.NOT_PAID,
        updated_after=asked.updated_after,
    )
    assert button(again, "invoicesChip1").text().startswith("Not paid")


def test_the_last_90_days_are_asked_for_at_first(
    qtbot: QtBot, source: PlayedSource, runner: TaskRunner
) -> None:
    screen = reopened(qtbot, source, runner, None)
    screen.asking.begin()
    assert next_call(qtbot, source).query == Period.LAST_90_DAYS.query(TODAY)


def test_everything_is_offered_again_and_not_read_without_a_click(
    qtbot: QtBot, source: PlayedSource, runner: TaskRunner
) -> None:
    screen = reopened(qtbot, source, runner, InvoiceChoice(InvoicePeriod.EVERYTHING))
    screen.asking.begin()
    assert screen.content is Content.NOT_LOADED
    assert "QuickBooks will be busy" in screen.asking.everything.text
    assert source.calls == []
    click(button(screen, "invoicesEverythingLoad"))
    assert next_call(qtbot, source).query == InvoiceQuery()
    assert screen.asking.choice.period is InvoicePeriod.EVERYTHING


def test_everything_that_is_declined_is_not_offered_the_next_time(
    qtbot: QtBot, source: PlayedSource, runner: TaskRunner
) -> None:
    screen = reopened(qtbot, source, runner, InvoiceChoice(InvoicePeriod.EVERYTHING))
    screen.asking.begin()
    click(button(screen, "invoicesEverythingNotNow"))
    assert screen.period is Period.LAST_90_DAYS
    assert screen.asking.choice.period is InvoicePeriod.LAST_90_DAYS


def test_what_was_only_looked_at_is_not_kept(
    qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource, runner: TaskRunner
) -> None:
    written: list[InvoiceChoice] = []
    keeper = ChoiceKeeper(screen.asking, None, written.append, runner)
    chooser = screen.findChild(QComboBox, "invoicesPeriod")
    assert chooser is not None
    chooser.setCurrentIndex(list(Period).index(Period.OWN_DATES))
    chooser.activated.emit(chooser.currentIndex())
    keeper.keep_now()
    runner.shutdown()
    assert written == []


@pytest.mark.usefixtures("qapp")
@settings(deadline=None, max_examples=60)
@given(kept=choices)
def test_whatever_was_kept_something_sensible_is_chosen(kept: InvoiceChoice) -> None:
    runner = TaskRunner()
    try:
        controller = InvoicesController(lambda: None, runner, InvoicesModel(us_formats))
        screen = InvoicesScreen(controller, today=lambda: TODAY)
        screen.asking.recall(kept)
        chosen, narrowing = screen.period, screen.asking.filters.narrowing
        narrowing.query(chosen, TODAY)  # can be asked for
        assert narrowing.without_dates == narrowing or chosen is Period.OWN_DATES
        if chosen.kept is not kept.period:
            assert (chosen, narrowing) == (Period.LAST_90_DAYS, Narrowing())
        screen.deleteLater()
    finally:
        runner.shutdown()
