"""Answers of the connection service and of the PC checks, given when the test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from conductor_desktop.services.checks import Answer, CheckReport, CheckResult, Owner, Remedy
from conductor_desktop.services.connection import ConnectionReport, ConnectionState, Said
from conductor_desktop.work import CancelToken

NOW = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)

_SAID = {
    ConnectionState.NOT_SET_UP: Said.NOT_OPENED,
    ConnectionState.STARTED: Said.NOT_FINISHED,
    ConnectionState.CONNECTED: Said.WORKS,
    ConnectionState.LAST_KNOWN_GOOD: Said.WORKED,
    ConnectionState.NOT_ACTIVE: Said.NOT_ACTIVE,
    ConnectionState.NEEDS_ATTENTION: Said.REFUSED,
    ConnectionState.BUSY: Said.TOO_SLOW,
    ConnectionState.OFFLINE: Said.UNREACHABLE,
    ConnectionState.KEY_PROBLEM: Said.KEY_REJECTED,
    ConnectionState.UNKNOWN: Said.GARBLED,
}

_PATIENCE = 20.0  # a broken test ends instead of hanging; no test waits this long


def report(
    state: ConnectionState,
    *,
    active: bool = False,
    owner: Owner | None = None,
    last_proof_at: datetime | None = None,
    checked_at: datetime = NOW,
    company: str | None = "Cedar & Finch",
    seconds: float | None = None,
    request_id: str | None = "req_123",
    code: str | None = None,
    steps: tuple[str, ...] = (),
    if_that_fails: tuple[str, ...] = (),
    said: Said | None = None,
) -> ConnectionReport:
    """A report as the service makes it, with the state's own name as its headline."""
    return ConnectionReport(
        state=state,
        headline=f"Headline of {state}",
        explanation="What it means.",
        next_step="What to do.",
        owner=owner,
        company=company,
        last_proof_at=last_proof_at,
        checked_at=checked_at,
        request_id=request_id,
        seconds=seconds,
        code=code,
        active=active,
        steps=steps,
        if_that_fails=if_that_fails,
        said=said or (Said.UNKNOWN_END_USER if code == "RESOURCE_MISSING" else _SAID[state]),
    )


def proof(checked_at: datetime = NOW) -> ConnectionReport:
    """QuickBooks answered, at ``checked_at``."""
    return report(
        ConnectionState.CONNECTED,
        active=True,
        last_proof_at=checked_at,
        checked_at=checked_at,
        seconds=0.42,
    )


def last_known_good() -> ConnectionReport:
    """A cheap look that found nothing wrong."""
    return report(ConnectionState.LAST_KNOWN_GOOD, last_proof_at=NOW - timedelta(minutes=12))


class Clock:
    """Both clocks of the controller, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW
        self.monotonic = 1000.0

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds)
        self.monotonic += seconds

    def run(self, seconds: float, tick: Callable[[], None]) -> None:
        """Let time go by as it does while the PC is awake, with a ``tick`` every 15 s."""
        for _ in range(int(seconds // 15)):
            self.pass_(15)
            tick()
        self.pass_(seconds % 15)


class FakeConnection:
    """A service whose real check waits until ``answer`` is called."""

    def __init__(self) -> None:
        self.passive_answer: ConnectionReport | Exception = last_known_good()
        self.active_answer: ConnectionReport | Exception = proof()
        self.calls: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.tokens: list[CancelToken] = []
        self.overlapped = False
        self._gate = threading.Event()
        self._in_use = threading.Lock()

    def answer(self, answer: ConnectionReport | Exception | None = None) -> None:
        """Let the waiting check end."""
        if answer is not None:
            self.active_answer = answer
        self._gate.set()

    def passive(self, cancel: CancelToken) -> ConnectionReport:
        with self._used("passive", cancel):
            return _given(self.passive_answer)

    def active(self, cancel: CancelToken) -> ConnectionReport:
        with self._used("active", cancel):
            self._gate.wait(_PATIENCE)
            return _given(self.active_answer)

    @contextmanager
    def _used(self, name: str, cancel: CancelToken) -> Iterator[None]:
        alone = self._in_use.acquire(blocking=False)
        self.overlapped |= not alone
        self.calls.append(name)
        self.tokens.append(cancel)
        self.threads.add(threading.current_thread())
        try:
            yield
        finally:
            if alone:
                self._in_use.release()


def _given(answer: ConnectionReport | Exception) -> ConnectionReport:
    if isinstance(answer, Exception):
        raise answer
    return answer


def result(
    id_: str = "quickbooks",
    answer: Answer = Answer.OK,
    *,
    sentence: str = "It is there.",
    place: int = 0,
    remedy: Remedy | None = None,
) -> CheckResult:
    """One row of the PC checks."""
    is_fine = answer is Answer.OK
    return CheckResult(
        id=id_,
        title=id_.title(),
        answer=answer,
        sentence=sentence,
        owner=None if is_fine else Owner.YOU,
        action=None if is_fine else "Start it.",
        evidence=("looked at the process list",),
        seconds=0.01,
        place=place,
        remedy=remedy,
    )


class FakeChecks:
    """Gives its results one by one, the last one after ``end`` when ``waits`` is set."""

    def __init__(self, *results: CheckResult) -> None:
        self.results = results
        self.waits = False
        self.failure: Exception | None = None
        self.helps = True
        self.carried_out: list[Remedy] = []
        self.runs = 0
        self.looks: list[bool] = []
        self.threads: set[threading.Thread] = set()
        self._gate = threading.Event()

    def end(self) -> None:
        """Let a waiting run come to its end."""
        self._gate.set()

    def run(self, on_result: Callable[[CheckResult], None], cancel: CancelToken) -> CheckReport:
        self.runs += 1
        self.threads.add(threading.current_thread())
        results = self.results
        if self.failure is not None:
            raise self.failure
        for one in results:
            on_result(one)
        if self.waits:
            self._gate.wait(_PATIENCE)
        return CheckReport.of(results)

    def look(self, cancel: CancelToken, *, way: bool) -> CheckReport:
        self.looks.append(way)
        self.threads.add(threading.current_thread())
        if self.failure is not None:
            raise self.failure
        return CheckReport.of(self.results)

    def carry_out(self, remedy: Remedy) -> bool:
        self.carried_out.append(remedy)
        self.threads.add(threading.current_thread())
        return self.helps
