"""The one way to do work off the UI thread, and to hear of it on the UI thread.

The signal that carries results belongs to the runner, which lives as long as the app. A signal
owned by the work itself dies with it on the worker thread and takes the result along (measured:
0 to 73 of 300 results arrived that way, 300 of 300 this way).
"""

from __future__ import annotations

import enum
import itertools
import logging
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from conductor_desktop.errors import AppError, InternalError
from conductor_desktop.work import Cancelled, CancelToken

log = logging.getLogger(__name__)

_SHUTDOWN_SECONDS = 3.0

_TURN_SECONDS = 0.002
"""How long a thread that computes keeps the UI thread waiting for its turn. With Python's own 5 ms
it waited for up to 16 ms while a worker decoded invoices, with this for up to 12 (measured)."""

# Whoever drops the last reference to a QObject deletes it there and then. For a runner that could
# be a worker thread, or one of its own handles while it is being deleted: so nobody does.
_all_runners: list[TaskRunner] = []


class Pool(enum.Enum):
    """Which threads do the work; the value is how many there are."""

    REQUESTS = 4  # waits on the network and on QuickBooks
    FILES = 1  # disk and the credential store: one at a time keeps writes in order


@dataclass(frozen=True)
class Task:
    """What running work is given: how to stop, and how to tell of progress."""

    token: CancelToken
    report: Callable[[object], None]


Work = Callable[[Task], object]
_Queue = queue.SimpleQueue[int | None]  # numbers of tasks; None ends the thread that takes it


class TaskHandle(QObject):
    """One submitted piece of work. All signals arrive on the UI thread, none after ``cancel``."""

    progressed = Signal(object)
    succeeded = Signal(object)  # what the work returned
    failed = Signal(object)  # an AppError
    finished = Signal()  # after succeeded or failed; not after cancel

    def __init__(self, runner: TaskRunner, number: int, pool: Pool) -> None:
        super().__init__(runner)
        self.token = CancelToken()
        self.number = number
        self.pool = pool

    def cancel(self) -> None:
        """Ask the work to stop and hear nothing more of it."""
        self.token.cancel()


class _News(enum.Enum):
    """What a worker tells the UI thread, along with a value."""

    PROGRESSED = enum.auto()
    SUCCEEDED = enum.auto()
    FAILED = enum.auto()
    STOPPED = enum.auto()


class TaskRunner(QObject):
    """Runs work on daemon threads; create one, on the UI thread, for the life of the app."""

    _delivered = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_SECONDS)
        self._numbers = itertools.count(1)
        self._handles: dict[int, TaskHandle] = {}
        # Kept here until the UI thread has heard of the end: what work refers to is let go there.
        self._works: dict[int, Work] = {}
        self._idle = threading.Condition()
        self._is_over = False
        self._running = dict.fromkeys(Pool, 0)
        self._queues: dict[Pool, _Queue] = {pool: queue.SimpleQueue() for pool in Pool}
        self._threads: dict[Pool, list[threading.Thread]] = {pool: [] for pool in Pool}
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)
        _all_runners.append(self)

    def submit(self, work: Work, pool: Pool = Pool.REQUESTS) -> TaskHandle:
        """Start ``work``; connect to the handle's signals right away, on the UI thread.

        After ``shutdown`` nothing is started and the handle comes cancelled.
        """
        handle = TaskHandle(self, next(self._numbers), pool)
        if self._is_over:
            handle.cancel()
            return handle
        self._handles[handle.number] = handle
        self._works[handle.number] = work
        self._enqueue(pool, handle.number)
        return handle

    def cancel_all(self, pool: Pool) -> None:
        """Cancel everything of ``pool``, whoever has submitted it."""
        for handle in list(self._handles.values()):
            if handle.pool is pool:
                handle.cancel()

    def wait_for_end(self, pool: Pool, seconds: float) -> bool:
        """Wait until nothing of ``pool`` runs any more; False when it took too long.

        Any thread may wait but one of that pool.
        """
        with self._idle:
            return self._idle.wait_for(lambda: self._running[pool] == 0, seconds)

    def shutdown(self) -> None:
        """Cancel requests, let files be written to their end, and fall silent.

        Takes 3 s at most; what is left then is logged, not waited for.
        """
        self._is_over = True
        self.cancel_all(Pool.REQUESTS)
        with self._idle:
            self._idle.wait_for(lambda: not self._left, _SHUTDOWN_SECONDS)
            left = self._left
        for handle in list(self._handles.values()):
            handle.cancel()
        for pool, threads in self._threads.items():
            for _ in threads:
                self._queues[pool].put(None)
        if left:
            log.warning("%d tasks still running at exit", left)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is queued, running or waiting to be delivered."""
        return not self._handles

    @property
    def _left(self) -> int:
        return sum(self._running.values())

    def _enqueue(self, pool: Pool, number: int) -> None:
        with self._idle:
            self._running[pool] += 1
        self._queues[pool].put(number)
        threads = self._threads[pool]
        if len(threads) < pool.value:
            # Daemon threads: a request that waits 90 s for QuickBooks must not keep the
            # process alive after its window is gone.
            thread = threading.Thread(
                target=self._work_off, args=(pool,), name=f"{pool.name.lower()}-{len(threads)}"
            )
            thread.daemon = True
            threads.append(thread)
            thread.start()

    def _work_off(self, pool: Pool) -> None:
        while (number := self._queues[pool].get()) is not None:
            try:
                self._deliver(number, *self._outcome(number))
            finally:
                with self._idle:
                    self._running[pool] -= 1
                    self._idle.notify_all()

    def _outcome(self, number: int) -> tuple[_News, object]:
        def report(value: object) -> None:
            self._deliver(number, _News.PROGRESSED, value)

        token = self._handles[number].token
        try:
            token.raise_if_cancelled()
            return _News.SUCCEEDED, self._works[number](Task(token, report))
        except Cancelled:
            return _News.STOPPED, None
        except AppError as error:
            # Its traceback would keep alive, on this thread, all that the work refers to.
            return _News.FAILED, error.with_traceback(None)
        except BaseException:  # a library that calls sys.exit must not take the thread along
            log.exception("unexpected error in background work")
            return _News.FAILED, InternalError()

    def _deliver(self, number: int, news: _News, value: object) -> None:
        try:
            self._delivered.emit(number, news, value)
        except RuntimeError:  # the app has gone while the work was still running
            log.debug("an outcome arrived after the app closed")

    def _on_delivered(self, number: int, news: _News, value: object) -> None:
        handle = self._handles.get(number)
        if handle is None:
            return
        if news is _News.PROGRESSED:
            if not handle.token.is_cancelled:
                handle.progressed.emit(value)
            return
        del self._handles[number], self._works[number]
        if not handle.token.is_cancelled:
            self._tell_end(handle, news, value)
        handle.deleteLater()

    @staticmethod
    def _tell_end(handle: TaskHandle, news: _News, value: object) -> None:
        if news is _News.SUCCEEDED:
            handle.succeeded.emit(value)
        elif news is _News.FAILED:
            handle.failed.emit(value)
        handle.finished.emit()
