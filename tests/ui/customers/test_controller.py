"""The states of the page, and whose answers are heard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import NotSetUp
from conductor_desktop.services.customers import CustomerList
from conductor_desktop.ui.customers.controller import CustomersController, CustomerSource
from conductor_desktop.ui.customers.model import CustomersModel
from conductor_desktop.ui.parts.loading import Phase, State, Unavailable
from conductor_desktop.ui.tasks import TaskRunner
from tests.ui.customers.stage import (
    ANA,
    BERT,
    BOOKS,
    PROBLEM,
    PlayedSource,
    next_call,
    progress,
)


def phase(controller: CustomersController) -> Phase:
    """Asked anew each time, which mypy does not see of a property."""
    return controller.state.phase


def test_nothing_is_asked_before_somebody_asks(
    controller: CustomersController, source: PlayedSource
) -> None:
    assert phase(controller) is Phase.EMPTY_START
    assert source.calls == []


def test_rows_appear_as_pages_come_and_are_complete_in_the_end(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource, model: CustomersModel
) -> None:
    controller.load()
    assert phase(controller) is Phase.LOADING
    call = next_call(qtbot, source)
    with qtbot.waitSignal(controller.loaded_changed):
        call.page(progress([BERT], remaining=4))
    assert list(model.customers) == [BERT]
    assert controller.loaded.expected == 5
    call.end(CustomerList(BOOKS))
    qtbot.waitUntil(lambda: phase(controller) is Phase.READY)
    assert tuple(model.customers) == BOOKS
    assert controller.seen().complete


def test_a_pass_that_starts_over_takes_back_what_came(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource, model: CustomersModel
) -> None:
    controller.load()
    call = next_call(qtbot, source)
    call.page(progress([BERT]))
    call.page(progress([ANA], restarted=True))
    qtbot.waitUntil(lambda: list(model.customers) == [ANA])
    call.end(CustomerList((ANA,)))
    qtbot.waitUntil(lambda: phase(controller) is Phase.READY)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (CustomerList(()), State(Phase.NO_ROWS)),
        (CustomerList((ANA,), False, PROBLEM), State(Phase.PARTIAL, PROBLEM)),
        (PROBLEM, State(Phase.FAILED, PROBLEM)),
        (NotSetUp(), State(Phase.UNAVAILABLE, unavailable=Unavailable.because(NotSetUp()))),
    ],
)
def test_how_a_load_ends(
    qtbot: QtBot,
    controller: CustomersController,
    source: PlayedSource,
    end: CustomerList | Exception,
    state: State,
) -> None:
    controller.load()
    next_call(qtbot, source).end(end)
    qtbot.waitUntil(lambda: phase(controller) is not Phase.LOADING)
    assert controller.state == state
    assert not controller.seen().complete


def test_what_breaks_off_keeps_the_rows_that_came(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource, model: CustomersModel
) -> None:
    controller.load()
    call = next_call(qtbot, source)
    call.page(progress([ANA]))
    call.end(PROBLEM)
    qtbot.waitUntil(lambda: phase(controller) is Phase.PARTIAL)
    assert list(model.customers) == [ANA]


def test_a_cancelled_load_keeps_its_rows_and_is_not_heard_any_more(
    qtbot: QtBot, runner: TaskRunner, model: CustomersModel
) -> None:
    source = PlayedSource(deaf=True)
    controller = CustomersController(lambda: source, runner, model)
    controller.load()
    call = next_call(qtbot, source)
    call.page(progress([ANA]))
    qtbot.waitUntil(lambda: len(model.customers) == 1)
    controller.cancel()
    assert phase(controller) is Phase.CANCELLED
    assert call.cancel.is_cancelled
    call.page(progress([BERT]))
    call.end(CustomerList(BOOKS))
    qtbot.waitUntil(lambda: runner.is_idle)
    assert list(model.customers) == [ANA]
    assert phase(controller) is Phase.CANCELLED


def test_a_newer_load_takes_the_place_of_the_older(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource, model: CustomersModel
) -> None:
    controller.load()
    first = next_call(qtbot, source)
    controller.load()
    assert first.cancel.is_cancelled
    next_call(qtbot, source, 2).end(CustomerList((BERT,)))
    qtbot.waitUntil(lambda: phase(controller) is Phase.READY)
    assert list(model.customers) == [BERT]


def test_a_pc_that_cannot_ask_says_why_and_looks_again(
    runner: TaskRunner, model: CustomersModel, source: PlayedSource
) -> None:
    offered: list[CustomerSource | Unavailable | None] = [None]
    controller = CustomersController(lambda: offered[0], runner, model)
    assert controller.state.unavailable == Unavailable.not_set_up("customers")
    controller.load()
    assert phase(controller) is Phase.UNAVAILABLE
    offered[0] = Unavailable.held_by_vendor("Acme", "customers")
    controller.reset()
    assert "Acme reads them" in str(controller.state.unavailable)
    offered[0] = source
    controller.reset()
    assert phase(controller) is Phase.EMPTY_START


def test_what_is_seen_says_which_rows_a_filter_hides(
    qtbot: QtBot, controller: CustomersController, source: PlayedSource, model: CustomersModel
) -> None:
    controller.load()
    next_call(qtbot, source).end(CustomerList(BOOKS))
    qtbot.waitUntil(lambda: phase(controller) is Phase.READY)
    assert controller.seen().note is None
    model.set_filter("ana")
    seen = controller.seen()
    assert seen.note == "Filtered by “ana”: 3 of 5 customers."
    assert len(seen) == 3
