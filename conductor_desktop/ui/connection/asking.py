"""What one question of the watch is, as work for a worker thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection.examination import LooksAtPc
from conductor_desktop.services.connection.watch import Question
from conductor_desktop.ui.tasks import Task, Work
from conductor_desktop.work import CancelToken

_LOOK_UP_SECONDS = 0.1


class AsksConnection(Protocol):
    """``services.connection.ConnectionService`` as this screen uses it."""

    def passive(self, cancel: CancelToken) -> ConnectionReport: ...

    def active(self, cancel: CancelToken) -> ConnectionReport: ...


Provider = Callable[[], AsksConnection | None]


class Asking:
    """``provider`` and ``pc`` run on the worker thread.

    None from ``provider`` means this PC has no way to ask Conductor.
    """

    def __init__(self, provider: Provider, pc: Callable[[], LooksAtPc]) -> None:
        self._provider = provider
        self._pc = pc
        self._turn = threading.Lock()

    def work(self, question: Question) -> Work:
        """Gives a ``ConnectionReport`` (None without a way to ask), or a ``CheckReport``."""
        pc = self._pc
        if not question.is_of_conductor:
            way = question is Question.PC_AND_WAY
            return lambda task: pc().look(task.token, way=way)
        return lambda task: self._ask(question, task)

    def _ask(self, question: Question, task: Task) -> ConnectionReport | None:
        # The service is used by one thread at a time, and a check that was cancelled may take a
        # moment to let go of it.
        while not self._turn.acquire(timeout=_LOOK_UP_SECONDS):
            task.token.raise_if_cancelled()
        try:
            task.token.raise_if_cancelled()
            service = self._provider()
            if service is None:
                return None
            ask = service.passive if question is Question.NOTES else service.active
            return ask(task.token)
        finally:
            self._turn.release()
