"""One answer for everybody who asks the same at the same time."""

from __future__ import annotations

import contextlib
import gc
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.asking.sharing import Sharing
from conductor_desktop.work import Cancelled, CancelToken

LONG = 60.0  # only a test that fails waits this long


class Work:
    """Counts how often it is done; each time it ends when told to, or when it is cancelled."""

    def __init__(self) -> None:
        self.tokens: list[CancelToken] = []
        self.begun = threading.Semaphore(0)
        self.ended = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, cancel: CancelToken) -> object:
        cancel.on_cancel(self.go_on.set)
        self.tokens.append(cancel)
        self.begun.release()
        assert self.go_on.wait(LONG)
        self.ended.release()
        cancel.raise_if_cancelled()
        return object()


class Joining(CancelToken):
    """Tells when its owner has begun to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()

    def on_cancel(self, callback: object) -> object:  # type: ignore[override]
        forget = super().on_cancel(callback)  # type: ignore[arg-type]
        self.waits.set()
        return forget


class Crowd:
    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.sharing = Sharing()
        self.work = Work()
        self._pool = pool

    def ask(self, key: str = "a") -> tuple[Future[object], CancelToken]:
        token = Joining()
        call = self._pool.submit(self.sharing.join, key, self.work, token)
        assert token.waits.wait(LONG)
        return call, token


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with ThreadPoolExecutor(10) as pool:
        yield Crowd(pool)


def test_ten_who_ask_the_same_have_one_answer(crowd: Crowd) -> None:
    calls = [crowd.ask()[0] for _ in range(10)]
    crowd.work.go_on.set()
    assert len({id(call.result(LONG)) for call in calls}) == 1
    assert len(crowd.work.tokens) == 1


def test_an_answer_is_not_kept_for_later(crowd: Crowd) -> None:
    crowd.work.go_on.set()
    first, _ = crowd.ask()
    again = crowd.ask()[0] if first.result(LONG) else first
    assert again.result(LONG) is not first.result()


def test_another_question_is_another_matter(crowd: Crowd) -> None:
    calls = [crowd.ask("a")[0], crowd.ask("b")[0]]
    crowd.work.go_on.set()
    assert calls[0].result(LONG) is not calls[1].result(LONG)


def test_an_error_is_everybodys(crowd: Crowd) -> None:
    def fail(_cancel: CancelToken) -> object:
        crowd.work.begun.acquire()
        raise KeyError("told")

    tokens = [Joining(), Joining()]
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(crowd.sharing.join, "a", fail, token) for token in tokens]
        for token in tokens:
            assert token.waits.wait(LONG)
        crowd.work.begun.release()
        for call in calls:
            with pytest.raises(KeyError, match="told"):
                call.result(LONG)


def test_who_leaves_leaves_at_once_and_the_others_get_their_answer(crowd: Crowd) -> None:
    (first, leaving), (second, _) = crowd.ask(), crowd.ask()
    leaving.cancel()
    with pytest.raises(Cancelled):
        first.result(LONG)
    assert not crowd.work.tokens[0].is_cancelled
    crowd.work.go_on.set()
    assert second.result(LONG)


def test_when_all_have_left_the_work_is_cut(crowd: Crowd) -> None:
    both = crowd.ask(), crowd.ask()
    assert crowd.work.begun.acquire(timeout=LONG)
    for call, token in both:
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(LONG)
    assert crowd.work.ended.acquire(timeout=LONG)
    assert crowd.work.tokens[0].is_cancelled


def test_who_comes_after_all_have_left_asks_anew(crowd: Crowd) -> None:
    first, token = crowd.ask()
    token.cancel()
    with pytest.raises(Cancelled):
        first.result(LONG)
    assert crowd.ask()[0].result(LONG)


def test_who_asks_after_a_parting_does_not_get_the_older_answer(crowd: Crowd) -> None:
    before, _ = crowd.ask()
    crowd.sharing.part()
    after, _ = crowd.ask()
    crowd.work.go_on.set()
    assert before.result(LONG) is not after.result(LONG)


def test_who_is_cancelled_already_starts_nothing(crowd: Crowd) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        crowd.sharing.join("a", crowd.work, cancel)
    assert crowd.work.tokens == []


def test_an_error_takes_what_was_read_along_without_the_collector() -> None:
    class Body:
        """What a failed read had in hand."""

    bodies: list[weakref.ref[Body]] = []

    def fail(_cancel: CancelToken) -> object:
        body = Body()
        bodies.append(weakref.ref(body))
        raise KeyError

    assert not gc.isenabled()
    with contextlib.suppress(KeyError):  # pytest.raises keeps the error
        Sharing().join("a", fail, CancelToken())
    for thread in threading.enumerate():
        if thread.name == "shared read":
            thread.join(LONG)
    assert bodies[0]() is None
