"""Asks many things at once, and waits no longer for all of them than for the slowest it allows."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from conductor_desktop.errors import AppError
from conductor_desktop.work import Cancelled, CancelToken

_T = TypeVar("_T")


class NoAnswerInTime(AppError):
    """It may still be at it; what it finds is not waited for."""

    def __init__(self) -> None:
        super().__init__(
            "No answer in time",
            "This took longer than a support bundle may take.",
            "Collect the bundle again.",
        )


class Shared(Generic[_T]):
    """What several want to know, found out by whoever asks first; a failure is kept as well."""

    def __init__(self, find_out: Callable[[], _T]) -> None:
        self._find_out = find_out
        self._lock = threading.Lock()
        self._found: list[_T] = []
        self._failure: Exception | None = None
        self._done = threading.Event()

    def __call__(self) -> _T:
        with self._lock:
            if self._failure is not None:
                raise self._failure
            if not self._found:
                try:
                    self._found.append(self._find_out())
                except Exception as error:
                    self._failure = error
                    raise
                finally:
                    self._done.set()
            return self._found[0]

    def within(self, seconds: float) -> _T:
        """The same, waited for no longer than this. Raises ``NoAnswerInTime``.

        What is missing then is missing for the one who asked; it goes on being found out.
        """
        threading.Thread(target=self._find_out_quietly, name="find out", daemon=True).start()
        if not self._done.wait(seconds):
            raise NoAnswerInTime
        return self()

    def _find_out_quietly(self) -> None:
        with contextlib.suppress(Exception):  # it is raised for whoever asks
            self()

    @property
    def found(self) -> _T | None:
        """What is known by now; None also while somebody is finding it out."""
        return self._found[0] if self._found else None


def ask_all(
    questions: Mapping[str, Callable[[CancelToken], _T]],
    seconds: float,
    cancel: CancelToken,
    answered: Callable[[str, _T | Exception], None] = lambda _name, _answer: None,
) -> dict[str, _T | Exception]:
    """The answer or the failure of each, in their order. Raises ``Cancelled``.

    What has not answered after ``seconds`` is told to stop, and has failed. ``answered`` hears of
    each as soon as it is there, on the caller's thread.
    """
    cancel.raise_if_cancelled()
    inner = CancelToken()
    forget = cancel.on_cancel(inner.cancel)
    answers: queue.SimpleQueue[tuple[str, _T | Exception] | None] = queue.SimpleQueue()
    wake = cancel.on_cancel(lambda: answers.put(None))
    try:
        for name, ask in questions.items():
            # Daemons: a network drive that never answers must not keep the app from closing.
            threading.Thread(
                target=lambda n=name, a=ask: answers.put((n, _answer(a, inner))),
                name=f"collect {name}",
                daemon=True,
            ).start()
        found = _gathered(answers, len(questions), seconds, answered)
    finally:
        forget()
        wake()
        inner.cancel()
    cancel.raise_if_cancelled()
    for name in questions.keys() - found.keys():
        found[name] = NoAnswerInTime()
        answered(name, found[name])
    return {name: found[name] for name in questions}


def _gathered(
    answers: queue.SimpleQueue[tuple[str, _T | Exception] | None],
    count: int,
    seconds: float,
    answered: Callable[[str, _T | Exception], None],
) -> dict[str, _T | Exception]:
    found: dict[str, _T | Exception] = {}
    end = time.monotonic() + seconds
    while len(found) < count:
        try:
            answer = answers.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        if answer is None:  # cancelled
            break
        found[answer[0]] = answer[1]
        answered(*answer)
    return found


def _answer(ask: Callable[[CancelToken], _T], cancel: CancelToken) -> _T | Exception:
    try:
        return ask(cancel)
    except Cancelled:
        return NoAnswerInTime()
    except Exception as error:  # the boundary of this thread: its file is missing, no other one
        return error
