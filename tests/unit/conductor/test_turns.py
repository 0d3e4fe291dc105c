"""One at a time with each QuickBooks, first come, first served."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.asking.turns import LONGEST_REST, Turn, Turns
from conductor_desktop.conductor.errors import CursorGivenUp, CursorLost
from conductor_desktop.work import Cancelled, CancelToken

LONG = 60.0  # only a test that fails waits this long


class Line:
    """Callers on threads of their own, who queue in the order in which they were told to."""

    def __init__(self, pool: ThreadPoolExecutor, clock: Callable[[], float] = lambda: 0.0) -> None:
        self.turns = Turns(clock=clock)
        self.order: list[str] = []
        self._pool = pool

    def join(
        self,
        name: str,
        cancel: CancelToken | None = None,
        *,
        is_urgent: bool = False,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Future[None]:
        queued = threading.Event()

        def hold() -> None:
            telling = _Telling(cancel or CancelToken(), queued)
            with self.turns.hold("a", telling, is_urgent=is_urgent):
                self.order.append(name)
                meanwhile()

        call = self._pool.submit(hold)
        assert queued.wait(LONG)
        return call


class _Telling(CancelToken):
    """Tells when its holder has taken a place in the line."""

    def __init__(self, cancel: CancelToken, queued: threading.Event) -> None:
        super().__init__()
        self._queued = queued
        cancel.on_cancel(self.cancel)

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        forget = super().on_cancel(callback)
        self._queued.set()
        return forget


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_who_comes_first_is_served_first(pool: ThreadPoolExecutor) -> None:
    line = Line(pool)
    with line.turns.hold("a", CancelToken()):
        calls = [line.join(str(number)) for number in range(7)]
        assert line.order == []
    for call in calls:
        call.result(LONG)
    assert line.order == [str(number) for number in range(7)]


def test_another_end_user_does_not_wait() -> None:
    turns = Turns()
    with turns.hold("a", CancelToken()), turns.hold("b", CancelToken()):
        pass


def test_who_is_cancelled_leaves_at_once_and_those_behind_move_up(pool: ThreadPoolExecutor) -> None:
    line, cancel = Line(pool), CancelToken()
    with line.turns.hold("a", CancelToken()):
        leaving, staying = line.join("leaving", cancel), line.join("staying")
        cancel.cancel()
        with pytest.raises(Cancelled):
            leaving.result(LONG)
        assert not staying.done()
    staying.result(LONG)
    assert line.order == ["staying"]


def test_who_is_cancelled_already_gets_no_turn() -> None:
    cancel = CancelToken()
    cancel.cancel()
    turns = Turns()
    with pytest.raises(Cancelled), turns.hold("a", cancel):
        pytest.fail("had a turn")
    with turns.hold("a", CancelToken()):
        pass


def test_an_error_ends_a_turn() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.hold("a", CancelToken()):
        raise KeyError
    with turns.hold("a", CancelToken()):
        pass


# ---- turns that rest between two requests


def resting(turn: Turn) -> None:
    with turn.in_use():
        pass


def test_a_short_rest_keeps_the_turn(pool: ThreadPoolExecutor) -> None:
    now = [0.0]
    line = Line(pool, lambda: now[0])
    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        waiting = line.join("waiting")
        now[0] = LONGEST_REST
        resting(turn)
        assert not waiting.done()
    waiting.result(LONG)


def test_a_rest_that_no_cursor_survives_gives_the_turn_away(pool: ThreadPoolExecutor) -> None:
    now = [0.0]
    line = Line(pool, lambda: now[0])
    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        now[0] = LONGEST_REST + 0.1
        line.join("waiting").result(LONG)
        with pytest.raises(CursorLost), turn.in_use():
            pytest.fail("asked in somebody else's turn")
    assert line.order == ["waiting"]


def test_a_long_rest_nobody_minds_costs_nothing() -> None:
    now = [0.0]
    turns = Turns(clock=lambda: now[0])
    with turns.hold("a", CancelToken()) as turn:
        resting(turn)
        now[0] = LONGEST_REST * 9
        resting(turn)


def test_a_long_request_keeps_the_turn(pool: ThreadPoolExecutor) -> None:
    now = [0.0]
    line = Line(pool, lambda: now[0])
    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        with turn.in_use():
            waiting = line.join("waiting")
            now[0] = LONGEST_REST * 9
            leaving = CancelToken()  # makes everybody in the line look up
            ended = line.join("leaving", leaving)
            leaving.cancel()
            with pytest.raises(Cancelled):
                ended.result(LONG)
            assert not waiting.done()
    waiting.result(LONG)


def test_cancelling_ends_a_turn_that_rests(pool: ThreadPoolExecutor) -> None:
    line, cancel = Line(pool), CancelToken()
    with line.turns.hold("a", cancel) as turn:
        resting(turn)
        waiting = line.join("waiting")
        cancel.cancel()
        waiting.result(LONG)


# ---- what cannot wait


def test_what_is_urgent_goes_ahead_of_all_that_only_wait(pool: ThreadPoolExecutor) -> None:
    line = Line(pool)
    with line.turns.hold("a", CancelToken()):
        calls = [
            line.join("first"),
            line.join("urgent", is_urgent=True),
            line.join("urgent too", is_urgent=True),
            line.join("last"),
        ]
        assert line.order == []
    for call in calls:
        call.result(LONG)
    assert line.order == ["urgent", "urgent too", "first", "last"]


def test_a_pass_lets_urgent_ones_in_between_two_requests_and_nobody_else(
    pool: ThreadPoolExecutor,
) -> None:
    line = Line(pool)
    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        assert not turn.gave_way
        waiting = line.join("waiting")
        urgent = [line.join("urgent", is_urgent=True), line.join("urgent too", is_urgent=True)]
        with turn.in_use():
            line.order.append("next page")
        assert turn.gave_way
        resting(turn)
        assert not turn.gave_way
        assert not waiting.done()
        for call in urgent:
            call.result(LONG)
    waiting.result(LONG)
    assert line.order == ["urgent", "urgent too", "next page", "waiting"]


def test_nothing_goes_in_between_while_a_request_is_under_way(pool: ThreadPoolExecutor) -> None:
    line = Line(pool)
    with line.turns.hold("a", CancelToken()) as turn, turn.in_use():
        urgent = line.join("urgent", is_urgent=True)
        line.order.append("page")
        leaving = CancelToken()  # makes everybody in the line look up
        ended = line.join("leaving", leaving)
        leaving.cancel()
        with pytest.raises(Cancelled):
            ended.result(LONG)
        assert not urgent.done()
    urgent.result(LONG)
    assert line.order == ["page", "urgent"]


@pytest.mark.parametrize(("seconds", "too_long"), [(LONGEST_REST, False), (10.1, True)])
def test_a_pass_kept_longer_than_a_cursor_lives_gives_up(
    pool: ThreadPoolExecutor, seconds: float, too_long: bool
) -> None:
    now = [0.0]
    line = Line(pool, lambda: now[0])
    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        line.join("urgent", is_urgent=True, meanwhile=lambda: now.__setitem__(0, seconds))
        if too_long:
            with pytest.raises(CursorGivenUp), turn.in_use():
                pytest.fail("asked for a page of a dead cursor")
        else:
            resting(turn)


def test_before_its_first_request_a_pass_can_wait_for_any_time(pool: ThreadPoolExecutor) -> None:
    now = [0.0]
    line = Line(pool, lambda: now[0])
    with line.turns.hold("a", CancelToken()) as turn:
        line.join("urgent", is_urgent=True, meanwhile=lambda: now.__setitem__(0, 99.0))
        resting(turn)


def test_the_place_of_a_pass_kept_too_long_may_be_taken(pool: ThreadPoolExecutor) -> None:
    now = [0.0]
    line, over = Line(pool, lambda: now[0]), threading.Event()

    def take_long() -> None:
        now[0] = LONGEST_REST + 0.1
        assert over.wait(LONG)

    with line.turns.hold("a", CancelToken()) as turn:
        resting(turn)
        urgent = line.join("urgent", is_urgent=True, meanwhile=take_long)
        asking = pool.submit(resting, turn)
        waiting = line.join("waiting")
        with pytest.raises(CursorGivenUp):
            asking.result(LONG)
        over.set()
        urgent.result(LONG)
        waiting.result(LONG)
    assert line.order == ["urgent", "waiting"]


def test_a_pass_that_is_cancelled_while_it_gives_way_leaves_at_once(
    pool: ThreadPoolExecutor,
) -> None:
    line, cancel, over = Line(pool), CancelToken(), threading.Event()
    with line.turns.hold("a", cancel) as turn:
        resting(turn)
        urgent = line.join("urgent", is_urgent=True, meanwhile=lambda: _wait(over))
        asking = pool.submit(resting, turn)
        cancel.cancel()
        with pytest.raises(Cancelled):
            asking.result(LONG)
    waiting = line.join("waiting")
    assert not waiting.done()
    over.set()
    for call in (urgent, waiting):
        call.result(LONG)
    assert line.order == ["urgent", "waiting"]


def test_an_urgent_one_that_leaves_lets_the_pass_go_on(pool: ThreadPoolExecutor) -> None:
    line, leaving = Line(pool), CancelToken()
    with line.turns.hold("a", CancelToken()) as turn, turn.in_use():
        urgent = line.join("urgent", leaving, is_urgent=True)
        leaving.cancel()
        with pytest.raises(Cancelled):
            urgent.result(LONG)
    assert line.order == []


def _wait(event: threading.Event) -> None:
    assert event.wait(LONG)
