from __future__ import annotations

import threading

import pytest

from conductor_desktop.work import Cancelled, CancelToken


def test_a_fresh_token_lets_work_go_on() -> None:
    token = CancelToken()
    token.raise_if_cancelled()
    token.wait(0)
    assert not token.is_cancelled


def test_cancel_stops_work_at_its_next_look() -> None:
    token = CancelToken()
    token.cancel()
    assert token.is_cancelled
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_cancel_ends_a_wait_on_another_thread() -> None:
    token, waiting, ended = CancelToken(), threading.Event(), threading.Event()

    def work() -> None:
        waiting.set()
        try:
            token.wait(3600)
        except Cancelled:
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    waiting.wait()
    token.cancel()
    thread.join()
    assert ended.is_set()


def test_callbacks_run_once_also_when_cancelled_twice() -> None:
    token, calls = CancelToken(), list[str]()
    token.on_cancel(lambda: calls.append("early"))
    token.cancel()
    token.cancel()
    token.on_cancel(lambda: calls.append("late"))
    assert calls == ["early", "late"]
