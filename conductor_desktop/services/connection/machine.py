"""The machine that watches the connection: pure, it decides and asks nothing itself.

Red needs two failures in a row, or one that a second look would not change, or one that a person
asked for; the first success ends it. Green needs a proof younger than twice the interval.
"""

from __future__ import annotations

from datetime import timedelta

from conductor_desktop.services.checks import Sign
from conductor_desktop.services.connection.evidence import PcLook, weigh
from conductor_desktop.services.connection.judging import judged, shown_by_pc
from conductor_desktop.services.connection.quick import replace
from conductor_desktop.services.connection.report import ConnectionReport, Said
from conductor_desktop.services.connection.rest import Pause, Resting
from conductor_desktop.services.connection.schedule import BETWEEN_CLICKS
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
    Phase,
    Question,
    QuietSet,
    Resumed,
    Shown,
    Tick,
    Watch,
)

SLEPT_SECONDS = 60.0
"""Between two ticks, which are much nearer to each other while the PC is awake."""
CLOCK_JUMP_SECONDS = 30.0
LOST_SECONDS = 300.0
"""Longer than any question takes."""
_TOO_NEW = timedelta(minutes=1)
"""A noted time further ahead than this says that one of two clocks is wrong."""

Step = tuple[Watch, tuple[Ask, ...]]


def step(watch: Watch, event: Event, now: Moment) -> Step:
    """What becomes of ``watch``, and what is to be asked now. Never raises."""
    watch = _after_rest(_after_time(watch, now), now)
    watch, effects = _taken(watch, event, now)
    return judged(watch, now), effects


def _taken(watch: Watch, event: Event, now: Moment) -> Step:
    match event:
        case Tick():
            return _ask_what_is_due(watch, now)
        case Clicked():
            return _clicked(watch, now)
        case GivenUp():
            asked = watch.asked
            given_up = asked is not None and asked.question is Question.QUICKBOOKS
            return replace(watch, asked=None if given_up else asked, wanted_at=None), ()
        case Shown(in_front):
            watch = replace(watch, in_front=in_front)
            if not in_front or watch.asked is not None or watch.resting is not None:
                return watch, ()
            return _asking(watch, Question.NOTES, now)
        case Answered(number, report):
            if watch.asked is None or watch.asked.number != number:
                return watch, ()
            return _with_answer(watch, report, now, by_person=watch.asked.by_person), ()
        case NotAnswered(number):
            return _not_answered(watch, number, now), ()
        case PcSeen():
            return _with_pc(watch, event, now), ()
        case NetworkChanged():
            if watch.resting is not None:
                return watch, ()
            return replace(watch, schedule=watch.schedule.network_changed(now.monotonic)), ()
        case Paused(until):
            rest = replace(watch.rest, pause=Pause(until, since=now.wall))
            return _after_rest(replace(watch, rest=rest), now), ()
        case Resumed():
            return _after_rest(replace(watch, rest=watch.rest.without_pause()), now), ()
        case PaceSet(pace):
            schedule = watch.schedule.at_pace(pace, now.monotonic, in_front=watch.in_front)
            return replace(watch, schedule=schedule), ()
        case QuietSet(hours):
            rest = replace(watch.rest, quiet=hours)
            return _after_rest(replace(watch, rest=rest), now), ()


def _clicked(watch: Watch, now: Moment) -> Step:
    if watch.asked is not None and watch.asked.question is Question.QUICKBOOKS:
        asked = replace(watch.asked, by_person=True)
        return replace(watch, asked=asked, wanted_at=None), ()
    soonest = now.monotonic
    if watch.failures and watch.clicked_at is not None:
        soonest = max(soonest, watch.clicked_at + BETWEEN_CLICKS)
    if soonest > now.monotonic:
        return replace(watch, wanted_at=soonest), ()
    watch = replace(watch, clicked_at=now.monotonic, wanted_at=None)
    return _asking(watch, Question.QUICKBOOKS, now, by_person=True)


def _after_rest(watch: Watch, now: Moment) -> Watch:
    """Notice that a rest begins or ends; what comes after one is asked a moment later."""
    resting, rest = watch.rest.at(now.wall, now.local), watch.rest
    if rest.pause is not None and resting is not Resting.PAUSED:
        rest = rest.without_pause()
    if resting is watch.resting and rest is watch.rest:
        return watch
    schedule = watch.schedule
    if watch.resting is Resting.PAUSED and resting is None:
        schedule = schedule.after_a_jump(now.monotonic)
    elif watch.resting is not None and resting is None:
        schedule = schedule.after_quiet_hours(now.monotonic, in_front=watch.in_front)
    return replace(watch, rest=rest, resting=resting, schedule=schedule)


def _after_time(watch: Watch, now: Moment) -> Watch:
    """Notice that the PC slept or that its clock was set, and let proofs grow old by the worse."""
    passed = now.monotonic - watch.seen.monotonic
    by_wall = (now.wall - watch.seen.wall).total_seconds()
    jump = by_wall - passed
    watch = replace(watch, seen=now)
    slept, jumped = passed > SLEPT_SECONDS, abs(jump) > CLOCK_JUMP_SECONDS
    if not slept and not jumped:
        return watch
    proven_at = watch.proven_at
    if proven_at is not None:
        proven_at -= max(0.0, jump)
    evidence = replace(watch.evidence, pc=None, woke_at=now.wall if slept else None)
    if jump < -CLOCK_JUMP_SECONDS:  # by this clock the answers are still to come
        evidence = replace(evidence, notes=None, quickbooks=None)
    schedule = watch.schedule.after_a_jump(now.monotonic)
    return replace(watch, proven_at=proven_at, evidence=evidence, schedule=schedule)


def _ask_what_is_due(watch: Watch, now: Moment) -> Step:
    effects: tuple[Ask, ...] = ()
    watch, schedule = _without_lost(watch, now), watch.schedule
    if watch.wanted_at is not None and watch.wanted_at <= now.monotonic:
        watch, effects = _clicked(watch, now)
    if watch.resting is Resting.PAUSED:
        return watch, effects
    if watch.looking is None and schedule.pc <= now.monotonic:
        answer = weigh(watch.evidence, now.wall).answer
        stuck = answer is not None and answer.said.is_of_the_way and watch.resting is None
        watch, look = _asking(watch, Question.PC_AND_WAY if stuck else Question.PC, now)
        effects += look
    # A rejected key is not tried again and again: a person gives another one, or clicks.
    if watch.asked or watch.resting or watch.phase is Phase.AUTH_FAILED:
        return watch, effects
    if schedule.quickbooks <= now.monotonic and _may_ask_quickbooks(watch, now):
        watch, more = _asking(watch, Question.QUICKBOOKS, now)
    elif schedule.notes <= now.monotonic:
        watch, more = _asking(watch, Question.NOTES, now)
    else:
        more = ()
    return watch, (*effects, *more)


def _without_lost(watch: Watch, now: Moment) -> Watch:
    """Nothing waits for ever for an answer that got lost on its way back."""
    asked, looking = (
        None if ask is not None and now.monotonic - ask.at > LOST_SECONDS else ask
        for ask in (watch.asked, watch.looking)
    )
    return replace(watch, asked=asked, looking=looking)


def _may_ask_quickbooks(watch: Watch, now: Moment) -> bool:
    """Without a click: only where nobody has it open, and only for want of a newer proof."""
    running = weigh(watch.evidence, now.wall).rows.get("quickbooks_running")
    closed = running is not None and running.sign is Sign.CLOSED
    proven = watch.proven_at
    has_proof = proven is not None and now.monotonic - proven < watch.schedule.pace.quickbooks
    return closed and not has_proof and watch.phase in (Phase.HEALTHY, Phase.DEGRADED)


def _asking(watch: Watch, question: Question, now: Moment, *, by_person: bool = False) -> Step:
    number = watch.numbers + 1
    ask = Ask(number, question, now.monotonic, by_person)
    watch = replace(watch, numbers=number)
    if not question.is_of_conductor:
        return replace(watch, looking=ask), (ask,)
    if question is Question.QUICKBOOKS:
        schedule = watch.schedule.quickbooks_asked(now.monotonic)
        watch = replace(watch, schedule=schedule)
    return replace(watch, asked=ask), (ask,)


def _with_answer(watch: Watch, report: ConnectionReport, now: Moment, *, by_person: bool) -> Watch:
    evidence = watch.evidence.with_answer(report)
    watch = replace(watch, asked=None, evidence=evidence, proven_at=_proven_at(watch, report, now))
    telling = weigh(evidence, now.wall).answer
    if report.said.is_good:
        again = watch.failures > 0
        schedule = watch.schedule.went_well(now.monotonic, in_front=watch.in_front, again=again)
        watch = replace(watch, schedule=schedule)
        if telling is not report:
            return watch  # notes of an earlier success do not end what QuickBooks said since
        if report.said is Said.WORKS:
            watch = replace(watch, overruled=watch.overruled | shown_by_pc(watch, now))
        return replace(watch, failures=0)
    failures = max(2, watch.failures + 1) if by_person else watch.failures + 1
    schedule = watch.schedule.failed(now.monotonic, failures, report.retry_after)
    return replace(watch, failures=failures, schedule=schedule)


def _proven_at(watch: Watch, report: ConnectionReport, now: Moment) -> float | None:
    """The newest proof on the monotonic clock; Conductor's notes say when by the wall clock."""
    if not report.said.is_good or report.last_proof_at is None:
        return watch.proven_at
    age = report.checked_at - report.last_proof_at
    if age < -_TOO_NEW:
        return watch.proven_at
    at = now.monotonic - max(0.0, age.total_seconds())
    return at if watch.proven_at is None else max(at, watch.proven_at)


def _with_pc(watch: Watch, event: PcSeen, now: Moment) -> Watch:
    if event.number is not None:
        if watch.looking is None or watch.looking.number != event.number:
            return watch
        watch = replace(watch, looking=None)
    evidence = replace(watch.evidence, pc=PcLook(event.report, now.wall))
    schedule = watch.schedule.pc_looked(now.monotonic)
    watch = replace(watch, evidence=evidence, schedule=schedule)
    shown = shown_by_pc(watch, now)
    overruled = watch.overruled & shown
    failures = watch.pc_failures + 1 if shown - overruled else 0
    return replace(watch, overruled=overruled, pc_failures=failures)


def _not_answered(watch: Watch, number: int, now: Moment) -> Watch:
    if watch.looking is not None and watch.looking.number == number:
        schedule = watch.schedule.pc_looked(now.monotonic)
        return replace(watch, looking=None, schedule=schedule)
    if watch.asked is None or watch.asked.number != number:
        return watch
    failures = watch.failures + 1
    schedule = watch.schedule.failed(now.monotonic, failures, None)
    return replace(watch, asked=None, failures=failures, schedule=schedule)
