"""Watches the connection: asks off the UI thread what the machine wants asked, and when."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.examination import LooksAtPc
from conductor_desktop.services.connection.machine import step
from conductor_desktop.services.connection.schedule import PC_SECONDS
from conductor_desktop.services.connection.watch import (
    Answered,
    Ask,
    Clicked,
    Event,
    GivenUp,
    Moment,
    NotAnswered,
    PcSeen,
    Phase,
    Question,
    Shown,
    Tick,
    Watch,
)
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.words import StateText
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import Task, TaskHandle, TaskRunner
from conductor_desktop.work import CancelToken

_LOOK_UP_SECONDS = 0.1
_STOPPED = "You stopped the check. What you see is from before."


class AsksConnection(Protocol):
    """``services.connection.ConnectionService`` as this screen uses it."""

    def passive(self, cancel: CancelToken) -> ConnectionReport: ...

    def active(self, cancel: CancelToken) -> ConnectionReport: ...


Provider = Callable[[], AsksConnection | None]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ConnectionController(QObject):
    """``provider`` and ``pc`` run on a worker thread.

    None from ``provider`` means this PC has no way to ask Conductor.
    """

    changed = Signal()  # anything a screen shows
    report_changed = Signal(object)  # a ConnectionReport, as it was answered
    pc_seen = Signal(object)  # a CheckReport, of a look that nobody asked for
    busy_changed = Signal(bool)  # whether QuickBooks is being asked on a click
    mark_changed = Signal(object)  # a Mark, for the sidebar

    def __init__(
        self,
        provider: Provider,
        pc: Callable[[], LooksAtPc],
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        vendor: str = "",
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._provider = provider
        self._pc = pc
        self._runner = runner
        self._vendor = vendor
        self._now = now
        self._clock = clock
        seed = random.SystemRandom().getrandbits(32)
        self._watch = Watch.starting(self._moment(), seed)
        self._handles: dict[int, TaskHandle] = {}
        self._was_busy = False
        self._failure: AppError | None = None
        self._has_access = True
        self._note = ""
        self._mark: Mark | None = None
        self._turn = threading.Lock()
        self.ticks = QTimer(self)
        self.ticks.setInterval(int(PC_SECONDS * 1000))
        self.ticks.timeout.connect(self.tick)
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.setTimerType(Qt.TimerType.PreciseTimer)
        self._expiry.timeout.connect(self.tick)
        handles = self._handles
        self.destroyed.connect(lambda: _cancel_all(handles))

    @property
    def watch(self) -> Watch:
        """All that is held of the connection."""
        return self._watch

    @property
    def is_busy(self) -> bool:
        """Whether QuickBooks is being asked right now, and somebody waits for it."""
        asked = self._watch.asked
        return asked is not None and asked.by_person

    @property
    def needs_reconnect(self) -> bool:
        """Whether the step "Connect" mends it; the key and the EndUser are all right then."""
        told, cause = self._watch.told, self._watch.diagnosis.cause
        if self._failure is not None or told is None:
            return False
        is_gone = cause is not None and cause.id is CauseId.END_USER_GONE
        return told.state in words.NEEDS_CONNECT and not is_gone

    @property
    def note(self) -> str:
        """A remark about how the shown state came to be; mostly ""."""
        return self._note

    @property
    def text(self) -> StateText:
        """What is true now, in words; times are relative to now."""
        asked = self._watch.asked
        if asked is not None and asked.by_person:
            return words.of_asking(int(self._clock() - asked.at), self._known())
        return self._known() or words.LOOKING

    def start(self) -> None:
        """Watch from now on, whatever screen is shown."""
        self.ticks.start()

    def set_vendor(self, name: str) -> None:
        """Who can help; "" when no setup file said so."""
        self._vendor = name
        self._tell()

    def check_now(self) -> None:
        """Really ask QuickBooks. One question at a time: while one runs, nothing happens."""
        if not self.is_busy:
            self._note = ""
            self._happens(Clicked())

    def refresh(self) -> None:
        """It came to the front: look at what is known without bothering QuickBooks."""
        self._happens(Shown(in_front=True))

    def leave(self) -> None:
        """It went from the front, and need not be looked at as often."""
        self._happens(Shown(in_front=False))

    def cancel(self) -> None:
        """Stop waiting for QuickBooks; its late answer is not shown."""
        if not self.is_busy:
            return
        self._note = _STOPPED if self._known() else ""
        self._happens(GivenUp())
        if self._known() is None:
            self.refresh()

    def tick(self) -> None:
        """Some time has passed: ask what is due, and let old proofs go."""
        self._happens(Tick())

    def see_pc(self, report: CheckReport) -> None:
        """Somebody had this PC checked."""
        self._happens(PcSeen(report))

    def _happens(self, event: Event) -> None:
        self._watch, asks = step(self._watch, event, self._moment())
        self._drop_what_is_not_held()
        for ask in asks:
            self._ask(ask)
        self._keep_expiry()
        if self._was_busy is not self.is_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self._was_busy)
        self._tell()

    def _drop_what_is_not_held(self) -> None:
        """Of a question that is given up or overtaken nothing is heard any more."""
        held = {ask.number for ask in (self._watch.asked, self._watch.looking) if ask}
        for number in self._handles.keys() - held:
            self._handles.pop(number).cancel()

    def _ask(self, ask: Ask) -> None:
        handle = self._handles[ask.number] = self._runner.submit(self._question(ask.question))
        if ask.question.is_of_conductor:
            handle.succeeded.connect(self._on_answer)
            handle.failed.connect(self._on_failed)
        else:
            handle.succeeded.connect(self._on_seen)
            handle.failed.connect(self._on_not_seen)

    def _question(self, question: Question) -> Callable[[Task], object]:
        pc, provider, turn = self._pc, self._provider, self._turn
        if not question.is_of_conductor:
            way = question is Question.PC_AND_WAY
            return lambda task: pc().look(task.token, way=way)

        def work(task: Task) -> ConnectionReport | None:
            # The service is used by one thread at a time, and a check that was cancelled may
            # take a moment to let go of it.
            while not turn.acquire(timeout=_LOOK_UP_SECONDS):
                task.token.raise_if_cancelled()
            try:
                task.token.raise_if_cancelled()
                service = provider()
                if service is None:
                    return None
                ask = service.passive if question is Question.NOTES else service.active
                return ask(task.token)
            finally:
                turn.release()

        return work

    def _on_answer(self, answer: ConnectionReport | None) -> None:
        self._failure = None
        self._has_access = answer is not None
        self._note = ""
        number = self._end(self._watch.asked)
        self._happens(NotAnswered(number) if answer is None else Answered(number, answer))
        if answer is not None:
            self.report_changed.emit(answer)

    def _on_failed(self, error: AppError) -> None:
        self._failure = error
        self._happens(NotAnswered(self._end(self._watch.asked)))

    def _on_seen(self, report: CheckReport) -> None:
        self._happens(PcSeen(report, self._end(self._watch.looking)))
        self.pc_seen.emit(report)

    def _on_not_seen(self) -> None:
        self._happens(NotAnswered(self._end(self._watch.looking)))

    def _end(self, ask: Ask | None) -> int:
        """Nothing is heard of a question that is not held, so this is the one that has ended."""
        number = ask.number if ask else 0
        self._handles.pop(number, None)
        return number

    def _known(self) -> StateText | None:
        if self._failure is not None:
            return words.of_error(self._failure)
        if not self._has_access and self._watch.diagnosis.cause is None:
            return words.of_no_access(self._vendor)
        if self._watch.told is None:
            return None
        text = words.of_watch(self._watch, self._moment(), self._vendor)
        return text if self._has_access else words.without_asking(text)

    def _keep_expiry(self) -> None:
        """Green ends with its proof, not with the next tick."""
        self._expiry.stop()
        watch = self._watch
        if watch.phase is Phase.HEALTHY and watch.proven_at is not None:
            left = watch.proven_at + 2 * watch.interval - self._clock()
            self._expiry.start(int(left * 1000) + 1000)  # then it is never found to be still young

    def _moment(self) -> Moment:
        return Moment(self._clock(), self._now())

    def _tell(self) -> None:
        self.changed.emit()
        mark = self.text.mark
        if mark is not self._mark:
            self._mark = mark
            self.mark_changed.emit(mark)


def _cancel_all(handles: dict[int, TaskHandle]) -> None:
    for handle in handles.values():
        handle.cancel()
