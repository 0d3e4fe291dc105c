"""What one question of the watch is, as work for a worker thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection.examination import LooksAtPc
from conductor_desktop.services.connection.watch import Question
from conductor_desktop.ui.tasks import Task, Work
from conductor_desktop.work import CancelToken

_LOOK_UP_SECONDS = 0.1
_LATELY_SECONDS = 60.0


class AsksConnection(Protocol):
    """``services.connection.ConnectionService`` as this screen uses it."""

    def passive(self, cancel: CancelToken) -> ConnectionReport: ...

    def active(self, cancel: CancelToken) -> ConnectionReport: ...


Provider = Callable[[], AsksConnection | None]


@dataclass(frozen=True)
class PcAnswer:
    """``network_changed`` since the look before, if that was lately."""

    report: CheckReport
    network_changed: bool


class Asking:
    """``provider``, ``pc`` and ``network`` run on the worker thread.

    None from ``provider`` means this PC has no way to ask Conductor. ``network`` tells by which
    addresses this PC can be found; that they change is noticed with the looks at this PC, so that
    nothing else has to wake up for it.
    """

    def __init__(
        self,
        provider: Provider,
        pc: Callable[[], LooksAtPc],
        *,
        network: Callable[[], Hashable],
        clock: Callable[[], float],
    ) -> None:
        self._provider = provider
        self._pc = pc
        self._network = network
        self._clock = clock
        self._seen_network: tuple[float, Hashable] | None = None
        self._turn = threading.Lock()

    def work(self, question: Question) -> Work:
        """Gives a ``ConnectionReport`` (None without a way to ask), or a ``PcAnswer``."""
        if not question.is_of_conductor:
            return lambda task: self._look(task, way=question is Question.PC_AND_WAY)
        return lambda task: self._ask(question, task)

    def _look(self, task: Task, *, way: bool) -> PcAnswer:
        report = self._pc().look(task.token, way=way)
        return PcAnswer(report, self._has_network_changed())

    def _has_network_changed(self) -> bool:
        # After sleep or a pause there is a look of its own, and nothing to compare with.
        before, now = self._seen_network, (self._clock(), self._network())
        self._seen_network = now
        if before is None or now[0] - before[0] > _LATELY_SECONDS:
            return False
        return before[1] != now[1]

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
