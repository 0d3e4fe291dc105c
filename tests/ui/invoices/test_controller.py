"""The states of the screen, and whose answers are heard."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.ui.invoices.controller import (
    InvoicesController,
    InvoicesLoaded,
    InvoiceSource,
)
from conductor_desktop.ui.invoices.model import InvoicesModel
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.invoices.books import (
    PROBLEM,
    PlayedSource,
    numbered,
    preview,
    progress,
    us_formats,
)
from tests.ui.invoices.stage import next_call

EVERYTHING = InvoiceQuery()


def phases(controller: InvoicesController) -> list[Phase]:
    """Every phase from now on."""
    seen: list[Phase] = []

    def note(state: State) -> None:
        seen.append(state.phase)

    controller.state_changed.connect(note)
    return seen


def numbers(model: InvoicesModel) -> list[str | None]:
    return [invoice.ref_number for invoice in model.invoices]


def test_nothing_is_asked_before_somebody_wants_it(
    controller: InvoicesController, source: PlayedSource
) -> None:
    assert controller.state == State(Phase.EMPTY_START)
    assert source.calls == []


def test_a_whole_load(qtbot: QtBot, controller: InvoicesController, source: PlayedSource) -> None:
    seen = phases(controller)
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    rows = numbered(5)
    with qtbot.waitSignal(controller.loaded_changed) as told:
        call.page(progress(rows[:3], 3, 2))
    assert told.args == [InvoicesLoaded(3, 2)]
    assert controller.loaded.expected == 5
    assert numbers(controller.model) == ["1", "2", "3"]
    with qtbot.waitSignal(controller.state_changed):
        call.page(progress(rows[3:], 5, 0))
        call.end(preview(rows))
    assert numbers(controller.model) == ["1", "2", "3", "4", "5"]
    assert seen == [Phase.LOADING, Phase.READY]
    qtbot.waitUntil(lambda: controller.model.is_prepared)


def test_the_query_reaches_the_source_and_is_used_again_for_reload(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    query = InvoiceQuery(transaction_date_from=date(2025, 1, 1))
    controller.load(query)
    next_call(qtbot, source).end(preview(()))
    qtbot.waitUntil(lambda: controller.state.phase is Phase.NO_ROWS)
    controller.reload()
    assert next_call(qtbot, source, 2).query == query


def test_a_load_without_invoices_is_complete(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    next_call(qtbot, source).end(preview(()))
    qtbot.waitUntil(lambda: controller.state == State(Phase.NO_ROWS))


def test_a_load_that_breaks_off_keeps_its_rows_and_is_partial(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(3), 3, 7))
    call.end(preview(numbered(3), PROBLEM))
    qtbot.waitUntil(lambda: controller.state == State(Phase.PARTIAL, PROBLEM))
    assert numbers(controller.model) == ["1", "2", "3"]
    assert controller.loaded.expected == 10


def test_an_error_after_rows_is_partial_too(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(3), 3, 7))
    call.end(PROBLEM)
    qtbot.waitUntil(lambda: controller.state == State(Phase.PARTIAL, PROBLEM))
    assert numbers(controller.model) == ["1", "2", "3"]


def test_an_error_before_any_row_is_a_failure(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    next_call(qtbot, source).end(PROBLEM)
    qtbot.waitUntil(lambda: controller.state == State(Phase.FAILED, PROBLEM))


def test_the_preview_has_the_last_word_on_the_rows(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(3), 3, 7, restarted=True))
    call.end(preview(numbered(8), PROBLEM))
    qtbot.waitUntil(lambda: controller.state.phase is Phase.PARTIAL)
    assert len(controller.model.invoices) == 8


def test_starting_over_takes_back_what_was_shown(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(5), 5, 5))
    qtbot.waitUntil(lambda: len(controller.model.invoices) == 5)
    call.page(progress(numbered(2, start=3), 2, 8, restarted=True))
    qtbot.waitUntil(lambda: numbers(controller.model) == ["3", "4"])
    assert controller.loaded == InvoicesLoaded(2, 8)
    assert controller.state.phase is Phase.LOADING


def test_cancelling_keeps_what_is_here(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(3), 3, 7))
    qtbot.waitUntil(lambda: len(controller.model.invoices) == 3)
    controller.cancel()
    assert controller.state == State(Phase.CANCELLED)
    assert call.cancel.is_cancelled
    assert numbers(controller.model) == ["1", "2", "3"]


@pytest.mark.parametrize("ending", [preview(numbered(9)), PROBLEM])
def test_late_answers_are_ignored_after_cancel(
    qtbot: QtBot, runner: TaskRunner, model: InvoicesModel, ending: AppError
) -> None:
    source = PlayedSource(deaf=True)
    controller = InvoicesController(lambda: source, runner, model)
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    controller.cancel()
    seen = phases(controller)
    call.page(progress(numbered(9)))
    call.end(ending)
    qtbot.waitUntil(lambda: runner.is_idle)
    assert (seen, numbers(model), controller.state.phase) == ([], [], Phase.CANCELLED)


def test_a_newer_load_replaces_the_older(
    qtbot: QtBot, runner: TaskRunner, model: InvoicesModel
) -> None:
    source = PlayedSource(deaf=True)
    controller = InvoicesController(lambda: source, runner, model)
    controller.load(InvoiceQuery(transaction_date_from=date(2025, 1, 1)))
    older = next_call(qtbot, source)
    older.page(progress(numbered(2), 2, 0))
    qtbot.waitUntil(lambda: len(model.invoices) == 2)
    controller.load(EVERYTHING)
    assert older.cancel.is_cancelled
    assert numbers(model) == []
    newer = next_call(qtbot, source, 2)
    older.page(progress(numbered(9)))
    older.end(PROBLEM)
    newer.page(progress(numbered(1), 1, 0))
    newer.end(preview(numbered(1)))
    qtbot.waitUntil(lambda: runner.is_idle)
    assert (numbers(model), controller.state) == (["1"], State(Phase.READY))


def test_cancel_without_a_load_changes_nothing(controller: InvoicesController) -> None:
    seen = phases(controller)
    controller.cancel()
    assert (seen, controller.state.phase) == ([], Phase.EMPTY_START)


def test_a_pc_that_is_not_set_up_says_so(runner: TaskRunner, model: InvoicesModel) -> None:
    controller = InvoicesController(lambda: None, runner, model)
    assert controller.state == State(
        Phase.UNAVAILABLE, unavailable=Unavailable.not_set_up("invoices")
    )
    controller.load(EVERYTHING)
    assert controller.state.phase is Phase.UNAVAILABLE
    assert runner.is_idle


def test_a_setup_file_without_access_says_who_has_it() -> None:
    assert "Acme Field Service" in Unavailable.held_by_vendor("Acme Field Service", "invoices").text
    assert (
        "The vendor who sent you the setup file" in Unavailable.held_by_vendor("", "invoices").text
    )


def test_a_key_that_is_gone_is_unavailable_and_not_a_failure(
    qtbot: QtBot, controller: InvoicesController, source: PlayedSource
) -> None:
    gone = NotSetUp("The key is not on this PC any more.", "Run the guided setup again.")
    controller.load(EVERYTHING)
    next_call(qtbot, source).end(gone)
    qtbot.waitUntil(lambda: controller.state.phase is Phase.UNAVAILABLE)
    why = controller.state.unavailable
    assert why is not None
    assert why.text == "The key is not on this PC any more. Run the guided setup again."


def test_reset_forgets_the_rows_and_looks_again_for_a_source(
    qtbot: QtBot, runner: TaskRunner, source: PlayedSource
) -> None:
    offered: list[InvoiceSource | Unavailable | None] = [source]
    controller = InvoicesController(lambda: offered[0], runner, InvoicesModel(us_formats))
    controller.load(EVERYTHING)
    call = next_call(qtbot, source)
    call.page(progress(numbered(3)))
    qtbot.waitUntil(lambda: len(controller.model.invoices) == 3)
    offered[0] = Unavailable.held_by_vendor("Acme", "invoices")
    controller.reset()
    assert call.cancel.is_cancelled
    assert controller.state.unavailable == Unavailable.held_by_vendor("Acme", "invoices")
    assert len(controller.model.invoices) == 0
    offered[0] = source
    controller.reset()
    assert controller.state == State(Phase.EMPTY_START)
