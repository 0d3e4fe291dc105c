"""Watches the connection: asks off the UI thread what the machine wants asked, and when."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from conductor_desktop.errors import AppError
from conductor_desktop.services.checks import CheckReport
from conductor_desktop.services.connection import ConnectionReport
from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.due import seconds_to_next
from conductor_desktop.services.connection.examination import LooksAtPc
from conductor_desktop.services.connection.machine import step
from conductor_desktop.services.connection.pace import PC_SECONDS, USUAL_PACE, Pace
from conductor_desktop.services.connection.rest import Rest, Resting
from conductor_desktop.services.connection.watch import (
    Answered,
    Ask,
    Clicked,
    Event,
    GivenUp,
    Moment,
    NetworkChanged,
    NotAnswered,
    PaceSet,
    Paused,
    PcSeen,
    QuietSet,
    Resumed,
    Shown,
    Tick,
    Watch,
)
from conductor_desktop.storage.profiles import QuietHours
from conductor_desktop.ui.connection import words
from conductor_desktop.ui.connection.asking import Asking, PcAnswer, Provider
from conductor_desktop.ui.connection.rest_words import rest_until
from conductor_desktop.ui.connection.telling import Around, known_text, text_of
from conductor_desktop.ui.connection.words import StateText
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.tasks import Pool, TaskHandle, TaskRunner
from conductor_desktop.workstation.network_addresses import own_addresses

_LONGEST_MS = 3_600_000
_STOPPED = "You stopped the check. What you see is from before."


class KeepsRest(Protocol):
    """``services.connection.kept_rest.KeptRest`` as it is used here."""

    @property
    def now(self) -> Rest: ...

    def change(self, rest: Rest) -> None: ...

    def save(self) -> None: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ConnectionController(QObject):
    """``provider`` and ``pc`` run on a worker thread.

    None from ``provider`` means this PC has no way to ask Conductor. ``proof_before`` (UTC) is the
    last one of an earlier run of the app. ``pace`` may change while the app runs.
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
        proof_before: datetime | None = None,
        kept_rest: KeepsRest | None = None,
        network: Callable[[], Hashable] = own_addresses,
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
        pace: Callable[[], Pace] = lambda: USUAL_PACE,
    ) -> None:
        super().__init__(parent)
        self._asking = Asking(provider, pc, network=network, clock=clock)
        self._runner = runner
        self._kept_rest = kept_rest
        self._around = Around(vendor=vendor, proof_before=proof_before)
        self._now = now
        self._clock = clock
        self._pace = pace
        seed = random.SystemRandom().getrandbits(32)
        rest = kept_rest.now if kept_rest else None
        self._watch = Watch.starting(self._moment(), seed, rest, pace())
        self._handles: dict[int, TaskHandle] = {}
        self._was_busy = False
        self._note = ""
        self._mark: Mark | None = None
        self.ticks = QTimer(self)
        self.ticks.setInterval(int(PC_SECONDS * 1000))
        self.ticks.timeout.connect(self.tick)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setTimerType(Qt.TimerType.PreciseTimer)
        self._next.timeout.connect(self.tick)
        handles = self._handles
        self.destroyed.connect(lambda: _cancel_all(handles))

    @property
    def watch(self) -> Watch:
        """All that is held of the connection."""
        return self._watch

    @property
    def is_busy(self) -> bool:
        """Whether QuickBooks is being asked, or about to be, and somebody waits for it."""
        asked = self._watch.asked
        return self._watch.wanted_at is not None or (asked is not None and asked.by_person)

    @property
    def needs_reconnect(self) -> bool:
        """Whether the step "Connect" mends it; the key and the EndUser are all right then."""
        told, cause = self._watch.told, self._watch.diagnosis.cause
        if self._around.failure is not None or told is None:
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
        is_started = self.ticks.isActive()
        return text_of(self._watch, self._around, self._moment(), is_started=is_started)

    @property
    def is_paused(self) -> bool:
        """Whether nothing at all is looked at without a click."""
        return self._watch.resting is Resting.PAUSED

    @property
    def paused_until(self) -> datetime | None:
        """When the pause ends by itself (UTC); None without a pause, or without such an end."""
        pause = self._watch.rest.pause
        return pause.until if pause else None

    @property
    def paused(self) -> str:
        """Until when it is paused, in words; "" while it is not."""
        rest = self._watch.rest
        return rest_until(rest, Resting.PAUSED, self._now()) if self.is_paused else ""

    @property
    def quiet(self) -> str:
        """Until when these quiet hours last, in words; "" outside of them and in a pause."""
        is_quiet = self._watch.resting is Resting.QUIET
        return rest_until(self._watch.rest, Resting.QUIET, self._now()) if is_quiet else ""

    @property
    def quiet_hours(self) -> QuietHours | None:
        """In which nothing but this PC is looked at without a click."""
        return self._watch.rest.quiet

    def utc_now(self) -> datetime:
        """The time by which everything here is told."""
        return self._now()

    def start(self) -> None:
        """Watch from now on, whatever screen is shown."""
        self.ticks.start()

    def set_vendor(self, name: str) -> None:
        """Who can help; "" when no setup file said so."""
        self._around = replace(self._around, vendor=name)
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
        self._note = "" if self._is_unknown else _STOPPED
        self._happens(GivenUp())
        if self._is_unknown:
            self.refresh()

    def tick(self) -> None:
        """Some time has passed: ask what is due, and let old proofs go."""
        pace = self._pace()
        if pace != self._watch.schedule.pace:
            self._happens(PaceSet(pace))
        self._happens(Tick())

    def pause(self, until: datetime | None) -> None:
        """Ask nothing by itself until then (UTC), or until ``resume``."""
        self._happens(Paused(until))

    def resume(self) -> None:
        """Go on; in a moment there is one look."""
        self._happens(Resumed())

    def set_quiet_hours(self, hours: QuietHours | None) -> None:
        """Look at nothing but this PC in these hours; None for no such hours."""
        self._happens(QuietSet(hours))

    def see_pc(self, report: CheckReport) -> None:
        """Somebody had this PC checked."""
        self._happens(PcSeen(report))

    def _happens(self, event: Event) -> None:
        rest = self._watch.rest
        self._watch, asks = step(self._watch, event, self._moment())
        if self._watch.rest != rest:
            self._keep_rest()
        self._drop_what_is_not_held()
        for ask in asks:
            self._ask(ask)
        self._wait_for_next()
        if self._was_busy is not self.is_busy:
            self._was_busy = self.is_busy
            self.busy_changed.emit(self._was_busy)
        self._tell()

    def _keep_rest(self) -> None:
        kept = self._kept_rest
        if kept is not None:
            kept.change(self._watch.rest)
            self._runner.submit(lambda _task: kept.save(), Pool.FILES)

    def _drop_what_is_not_held(self) -> None:
        """Of a question that is given up or overtaken nothing is heard any more."""
        held = {ask.number for ask in (self._watch.asked, self._watch.looking) if ask}
        for number in self._handles.keys() - held:
            self._handles.pop(number).cancel()

    def _ask(self, ask: Ask) -> None:
        handle = self._handles[ask.number] = self._runner.submit(self._asking.work(ask.question))
        if ask.question.is_of_conductor:
            handle.succeeded.connect(self._on_answer)
            handle.failed.connect(self._on_failed)
        else:
            handle.succeeded.connect(self._on_seen)
            handle.failed.connect(self._on_not_seen)

    def _on_answer(self, answer: ConnectionReport | None) -> None:
        self._around = replace(self._around, failure=None, has_access=answer is not None)
        self._note = ""
        number = self._end(self._watch.asked)
        self._happens(NotAnswered(number) if answer is None else Answered(number, answer))
        if answer is not None:
            self.report_changed.emit(answer)

    def _on_failed(self, error: AppError) -> None:
        self._around = replace(self._around, failure=error)
        self._happens(NotAnswered(self._end(self._watch.asked)))

    def _on_seen(self, seen: PcAnswer) -> None:
        self._happens(PcSeen(seen.report, self._end(self._watch.looking)))
        if seen.network_changed:
            self._happens(NetworkChanged())
        self.pc_seen.emit(seen.report)

    def _on_not_seen(self) -> None:
        self._happens(NotAnswered(self._end(self._watch.looking)))

    def _end(self, ask: Ask | None) -> int:
        """Nothing is heard of a question that is not held, so this is the one that has ended."""
        number = ask.number if ask else 0
        self._handles.pop(number, None)
        return number

    @property
    def _is_unknown(self) -> bool:
        return known_text(self._watch, self._around, self._moment()) is None

    def _wait_for_next(self) -> None:
        """Green ends with its proof and a question comes in time, not with the next tick."""
        self._next.stop()
        left = seconds_to_next(self._watch, self._moment())
        if left is not None and self.ticks.isActive():
            self._next.start(min(int(left * 1000) + 1, _LONGEST_MS))

    def _moment(self) -> Moment:
        now = self._now()
        return Moment(self._clock(), now, now.astimezone().utcoffset() or timedelta())

    def _tell(self) -> None:
        self.changed.emit()
        mark = self.text.mark
        if mark is not self._mark:
            self._mark = mark
            self.mark_changed.emit(mark)


def _cancel_all(handles: dict[int, TaskHandle]) -> None:
    for handle in handles.values():
        handle.cancel()
