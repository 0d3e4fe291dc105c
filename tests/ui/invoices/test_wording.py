"""What is said about how complete the invoices are."""

from __future__ import annotations

from datetime import date

import pytest

from conductor_desktop.conductor.models import InvoiceRow
from conductor_desktop.services.invoices import UnreadableInvoices
from conductor_desktop.ui.invoices.periods import Period
from conductor_desktop.ui.invoices.sums import Amounts, CurrencySum, Tally
from conductor_desktop.ui.invoices.wording import (
    Content,
    Rows,
    content_for,
    count_line,
    selection_words,
    verdict,
)
from conductor_desktop.ui.parts.loading import Phase, State
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.totals_strip import Verdict
from tests.ui.invoices.books import PROBLEM, an_invoice, us_formats

YEAR, ALL = Period.THIS_YEAR, Period.EVERYTHING
REASON = (
    "QuickBooks stopped answering. QuickBooks was closed while the invoices were read. "
    "Open QuickBooks, then try again."
)


def sums_of(invoices: list[InvoiceRow]) -> dict[str, CurrencySum]:
    amounts = Amounts()
    amounts.extend(invoices, us_formats().today)
    tally = Tally(amounts)
    tally.add(range(len(invoices)))
    return tally.by_currency()


def test_a_selection_is_added_up_and_averaged_per_currency() -> None:
    chosen = [
        an_invoice("1", subtotal="0.10"),
        an_invoice("2", subtotal="0.20", tax="0.01"),
        an_invoice("3", subtotal="1000.00", balance="999.00"),
        an_invoice("4", subtotal="-2.00", currency=None, is_paid=True),
    ]
    assert selection_words(sums_of(chosen), us_formats()) == (
        "4 selected: 1,000.31 US Dollar, 333.44 on average, 999.31 open; -2.00, -2.00 on average"
    )
    chosen.append(an_invoice("5", currency="Euro"))
    assert selection_words(sums_of(chosen), us_formats()) == "5 selected, in 3 currencies"


@pytest.mark.parametrize(
    ("state", "rows", "period", "said"),
    [
        (
            State(Phase.READY),
            Rows(1240, 1240),
            YEAR,
            Verdict(Mark.OK, "Complete: all 1,240 invoices of this period.", complete=True),
        ),
        (
            State(Phase.READY),
            Rows(240, 240),
            ALL,
            Verdict(Mark.OK, "Complete: all 240 invoices.", complete=True),
        ),
        (
            State(Phase.READY),
            Rows(1, 1),
            YEAR,
            Verdict(Mark.OK, "Complete: the only invoice of this period.", complete=True),
        ),
        (
            State(Phase.READY),
            Rows(240, 240, matching=1),
            YEAR,
            Verdict(
                Mark.OK,
                "Complete: all 240 invoices of this period. "
                "The amounts are for the 1 invoice found.",
                complete=True,
            ),
        ),
        (
            State(Phase.READY),
            Rows(240, 240, matching=0),
            YEAR,
            Verdict(Mark.OK, "Complete: all 240 invoices of this period.", complete=True),
        ),
        (
            State(Phase.LOADING),
            Rows(120, 240),
            YEAR,
            Verdict(Mark.BUSY, "Still loading: 120 of about 240 invoices so far.", complete=False),
        ),
        (
            State(Phase.LOADING),
            Rows(150, 40_000, seconds_left=1_300.0),
            ALL,
            Verdict(
                Mark.BUSY,
                "Still loading: 150 of about 40,000 invoices so far. "
                "QuickBooks is busy with the rest for about 22 minutes.",
                complete=False,
            ),
        ),
        (
            State(Phase.PARTIAL, UnreadableInvoices(1, ["subtotal"])),
            Rows(239, 239),
            ALL,
            Verdict(
                Mark.LOOK,
                "Partial: 239 invoices came, not all of them readable. An invoice is unreadable. "
                "One invoice came with values this app cannot use. They say “unreadable” here and "
                "are in no sum. What makes no sense is “subtotal”. Look in QuickBooks for what is "
                "missing here, and send your vendor a support bundle.",
                complete=False,
                retry="Try again",
            ),
        ),
        (
            State(Phase.PARTIAL, PROBLEM),
            Rows(120, 240),
            YEAR,
            Verdict(
                Mark.LOOK,
                f"Partial: 120 of about 240 invoices came before loading stopped. {REASON}",
                complete=False,
                retry="Try again",
            ),
        ),
        (
            State(Phase.PARTIAL, PROBLEM),
            Rows(120, None),
            YEAR,
            Verdict(
                Mark.LOOK,
                f"Partial: 120 invoices came before loading stopped. {REASON}",
                complete=False,
                retry="Try again",
            ),
        ),
        (
            State(Phase.CANCELLED),
            Rows(120, 120),
            YEAR,
            Verdict(
                Mark.LOOK,
                "Partial: you stopped loading after 120 invoices.",
                complete=False,
                retry="Load again",
            ),
        ),
    ],
)
def test_the_verdict(state: State, rows: Rows, period: Period, said: Verdict) -> None:
    assert verdict(state, rows, period, us_formats()) == said


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.READY])
def test_only_a_finished_load_is_called_complete(phase: Phase) -> None:
    said = verdict(State(phase, PROBLEM), Rows(5, 5), YEAR, us_formats())
    assert not said.complete
    assert "Complete" not in said.sentence
    assert said.mark is not Mark.OK


@pytest.mark.parametrize(
    ("phase", "rows", "line"),
    [
        (Phase.EMPTY_START, Rows(0), ""),
        (Phase.LOADING, Rows(0), "Asking QuickBooks…"),
        (Phase.LOADING, Rows(120, 240), "120 of about 240 invoices so far"),
        (Phase.LOADING, Rows(120), "120 invoices so far"),
        (Phase.LOADING, Rows(120, 240, 7), "7 of 120 invoices that are here match the filter"),
        (Phase.PARTIAL, Rows(120, 240), "120 of about 240 invoices so far"),
        (Phase.READY, Rows(240, 240), "240 invoices"),
        (Phase.READY, Rows(1, 1), "1 invoice"),
        (Phase.READY, Rows(240, 240, 7), "7 of 240 invoices match the filter"),
    ],
)
def test_the_line_above_the_table(phase: Phase, rows: Rows, line: str) -> None:
    assert count_line(State(phase), rows, us_formats()) == line


@pytest.mark.parametrize(
    ("phase", "period", "rows", "shown", "content"),
    [
        (Phase.UNAVAILABLE, YEAR, 0, 0, Content.UNAVAILABLE),
        (Phase.EMPTY_START, YEAR, 0, 0, Content.NOT_LOADED),
        (Phase.LOADING, YEAR, 0, 0, Content.WAITING),
        (Phase.LOADING, YEAR, 9, 9, Content.TABLE),
        (Phase.READY, YEAR, 9, 9, Content.TABLE),
        (Phase.READY, YEAR, 9, 0, Content.NO_MATCH),
        (Phase.PARTIAL, YEAR, 9, 0, Content.NO_MATCH),
        (Phase.NO_ROWS, YEAR, 0, 0, Content.NONE_IN_PERIOD),
        (Phase.NO_ROWS, ALL, 0, 0, Content.NONE_AT_ALL),
        (Phase.FAILED, YEAR, 0, 0, Content.FAILED),
        (Phase.CANCELLED, YEAR, 0, 0, Content.STOPPED),
        (Phase.CANCELLED, YEAR, 9, 9, Content.TABLE),
    ],
)
def test_what_stands_in_the_middle(
    phase: Phase, period: Period, rows: int, shown: int, content: Content
) -> None:
    assert content_for(phase, period, rows, shown) is content


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.LAST_90_DAYS, date(2025, 3, 20), None),
        (Period.THIS_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
        (Period.EVERYTHING, None, None),
    ],
)
def test_what_a_period_asks_for(period: Period, first: date | None, last: date | None) -> None:
    query = period.query(date(2025, 6, 18))
    assert (query.transaction_date_from, query.transaction_date_to) == (first, last)
