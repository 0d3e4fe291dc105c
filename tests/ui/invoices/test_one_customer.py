"""The way from a customer to its invoices, and back to all of them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.invoice_choice import InvoicePeriod
from conductor_desktop.ui.invoices.filter_panel import FilterPanel
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.invoices.narrowing import Named, with_jobs
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.screen import InvoicesScreen
from conductor_desktop.ui.invoices.wording import Content
from tests.helpers.hands import click
from tests.helpers.made_up_customers import a_customer
from tests.ui.invoices.books import TODAY, PlayedSource, numbered, preview
from tests.ui.invoices.stage import button, filter_field, next_call
from tests.ui.invoices.test_filters import FULL

ANA = a_customer("Ana's Bakery", identifier="C-1")
ROOF = a_customer("Ana's Bakery:Roof", identifier="C-2")
FLOOR = a_customer("Ana's Bakery:Floor", identifier="C-3")


@pytest.fixture
def loaded(qtbot: QtBot, screen: InvoicesScreen, source: PlayedSource) -> InvoicesScreen:
    screen.load()
    next_call(qtbot, source).end(preview(numbered(3)))
    qtbot.waitUntil(lambda: screen.content is Content.TABLE)
    return screen


def test_all_invoices_of_the_customer_and_its_jobs_are_asked_for(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource, model: InvoicesModel
) -> None:
    filter_field(loaded).setText("nobody")
    loaded.show_customer(ANA, [ROOF, FLOOR])
    call = next_call(qtbot, source, 2)
    assert call.query.customer_ids == ("C-1", "C-2", "C-3")
    assert (call.query.transaction_date_from, call.query.transaction_date_to) == (None, None)
    assert (loaded.period, model.is_filtered) == (Period.EVERYTHING, False)
    chip = button(loaded, "invoicesChip0")
    assert chip.text().startswith("Ana's Bakery and its 2 jobs")


def test_without_its_chip_what_was_asked_for_before_comes_back(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    loaded.show_customer(ANA, [])
    next_call(qtbot, source, 2).end(preview(numbered(1)))
    loaded.show_customer(ROOF, [])  # one after the other
    next_call(qtbot, source, 3).end(preview(numbered(1)))
    qtbot.waitUntil(lambda: loaded.content is Content.TABLE)
    click(button(loaded, "invoicesChip0"))
    assert next_call(qtbot, source, 4).query == Period.LAST_90_DAYS.query(TODAY)
    assert loaded.period is Period.LAST_90_DAYS


def test_own_dates_come_back_too(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    loaded.asking.filters.changed.emit(FULL)
    next_call(qtbot, source, 2)
    loaded.show_customer(ROOF, [])
    next_call(qtbot, source, 3)
    click(button(loaded, "invoicesChip0"))
    query = next_call(qtbot, source, 4).query
    assert (query.transaction_date_from, query.transaction_date_to) == (FULL.first, FULL.last)
    assert loaded.period is Period.OWN_DATES


def test_none_of_this_customer_leads_back_to_all_others(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    loaded.show_customer(ANA, [])
    next_call(qtbot, source, 2).end(preview(()))
    qtbot.waitUntil(lambda: loaded.content is Content.NONE_LIKE_THESE)
    click(button(loaded, "invoicesNoneLikeTheseAction"))
    assert next_call(qtbot, source, 3).query == Period.LAST_90_DAYS.query(TODAY)


def test_whose_invoices_were_looked_at_is_not_remembered(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    before = loaded.asking.choice
    loaded.show_customer(ANA, [ROOF])
    next_call(qtbot, source, 2)
    assert loaded.asking.choice == before
    assert loaded.asking.choice.period is InvoicePeriod.LAST_90_DAYS


def test_the_panel_knows_the_customer_of_whom_no_invoice_has_been_here(
    qtbot: QtBot, loaded: InvoicesScreen, source: PlayedSource
) -> None:
    loaded.show_customer(ANA, [ROOF])
    next_call(qtbot, source, 2).end(preview(()))
    click(button(loaded, "invoicesFiltersButton"))
    panel = loaded.findChild(FilterPanel)
    assert panel is not None
    chosen = panel.findChild(QComboBox, "invoicesFilterCustomer")
    assert chosen is not None
    assert chosen.currentText() == "Ana's Bakery and its job"
    click(button(loaded, "invoicesFiltersApply"))
    assert next_call(qtbot, source, 3).query.customer_ids == ("C-1", "C-2")


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (0, Named("C-1", "Ana's Bakery")),
        (1, Named("C-1", "Ana's Bakery and its job", ("0",))),
        (151, Named("C-1", "Ana's Bakery")),
    ],
)
def test_very_many_jobs_are_too_many_for_one_question(count: int, named: Named) -> None:
    jobs = [a_customer("x", identifier=str(number)) for number in range(count)]
    assert with_jobs(ANA, jobs) == named
