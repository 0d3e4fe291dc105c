"""One at a time with each QuickBooks, first come, first served."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.asking.turns import LONGEST_REST, Turn, Turns
from conductor_desktop.conductor.errors import CursorLost
from conductor_desktop.work import Cancelled, CancelToken

LONG = 60.0  # only a test that fails waits this long


class Line:
    """Callers on threads of their own, who queue in the order in which they were told to."""

    def __init__(self, pool: ThreadPoolExecutor, clock: Callable[[], float] = lambda: 0.0) -> None:
        self.turns = Turns(clock=clock)
        self.order: list[str] = []
        self._pool = pool

    def join(self, name: str, cancel: CancelToken | None = None) -> Future[None]:
        queued = threading.Event()
        call = self._pool.submit(self._hold, name, cancel or CancelToken(), queued)
        assert queued.wait(LONG)
        return call

    def _hold(self, name: str, cancel: CancelToken, queued: threading.Event) -> None:
        with self.turns.hold("a", _Telling(cancel, queued)):
            self.order.append(name)


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
