"""Which phase the evidence makes: pure, and the same whatever happened to bring it together."""

from __future__ import annotations

from datetime import datetime

from conductor_desktop.services.connection.cause import CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis, Suspect, diagnose, proven_in
from conductor_desktop.services.connection.evidence import Clues, Evidence, weigh
from conductor_desktop.services.connection.examination import as_diagnosed
from conductor_desktop.services.connection.quick import replace
from conductor_desktop.services.connection.report import ConnectionReport, ConnectionState, Said
from conductor_desktop.services.connection.watch import Moment, Phase, Watch

_CONFIRMED = {
    ConnectionState.OFFLINE: Phase.OFFLINE,
    ConnectionState.KEY_PROBLEM: Phase.AUTH_FAILED,
    ConnectionState.NOT_ACTIVE: Phase.ACTION_NEEDED,
    ConnectionState.NEEDS_ATTENTION: Phase.ACTION_NEEDED,
}
_UNCONFIGURED = (ConnectionState.NOT_SET_UP, ConnectionState.STARTED)
_ENOUGH = 2


def _diagnosed(watch: Watch, clues: Clues) -> Watch:
    same = watch.diagnosed_without == watch.overruled and clues.are_same_as(watch.diagnosed)
    if same:
        return watch
    return replace(
        watch,
        diagnosed=clues,
        diagnosed_without=watch.overruled,
        diagnosis=diagnose(clues, watch.overruled),
    )


def judged(watch: Watch, now: Moment) -> Watch:
    """``watch`` with the phase, the cause and the words that its evidence makes now."""
    before = watch
    watch = _diagnosed(watch, weigh(watch.evidence, now.wall))
    diagnosis, answer = watch.diagnosis, watch.diagnosed.answer
    if diagnosis.cause is None and (answer is None or answer.said.is_good):
        told = _good_news(watch, answer, now)
        phase = Phase.STARTING if told is None else Phase.DEGRADED
        phase = Phase.HEALTHY if told is not None and watch.is_proven(now.monotonic) else phase
    else:
        told = _bad_news(answer, diagnosis, now.wall)
        phase = _phase_of_trouble(watch, told, diagnosis.cause)
    since = watch.since
    if phase is Phase.STARTING:
        since = None
    elif since is None or _trouble(before.diagnosis, before.told) != _trouble(diagnosis, told):
        since = now.wall
    return replace(watch, phase=phase, told=told, since=since)


def shown_by_pc(watch: Watch, now: Moment) -> frozenset[CauseId]:
    """The causes that this PC alone proves, whatever anybody answered."""
    return proven_in(weigh(Evidence(pc=watch.evidence.pc), now.wall))


def _good_news(
    watch: Watch, answer: ConnectionReport | None, now: Moment
) -> ConnectionReport | None:
    """QuickBooks' own answer while it counts for now, else what Conductor noted."""
    asked, notes = watch.evidence.quickbooks, watch.evidence.notes
    if asked is not None and asked.said is Said.WORKS:
        return asked if watch.is_proven(now.monotonic) or notes is None else notes
    return answer


def _bad_news(
    answer: ConnectionReport | None, diagnosis: Diagnosis, now: datetime
) -> ConnectionReport:
    if answer is not None:
        return as_diagnosed(answer, diagnosis)
    # Nobody was asked, or too long ago: then it is this PC that says it.
    nothing = ConnectionReport(
        state=ConnectionState.UNKNOWN,
        headline="",
        explanation="",
        next_step="",
        owner=None,
        checked_at=now,
        active=False,
    )
    return as_diagnosed(nothing, diagnosis)


def _phase_of_trouble(watch: Watch, told: ConnectionReport, cause: Suspect | None) -> Phase:
    if told.state in _UNCONFIGURED:
        return Phase.UNCONFIGURED
    at_once = cause is not None and cause.at_once
    if at_once or watch.failures >= _ENOUGH or watch.pc_failures >= _ENOUGH:
        return _CONFIRMED.get(told.state, Phase.DEGRADED)
    return Phase.DEGRADED


def _trouble(diagnosis: Diagnosis, told: ConnectionReport | None) -> str:
    """What it is that is so since a while: a cause, an answer, or nothing wrong."""
    if diagnosis.cause is not None:
        return diagnosis.cause.id
    return "" if told is None or told.said.is_good else told.said
