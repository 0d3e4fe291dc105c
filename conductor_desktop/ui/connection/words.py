"""What the Connection screen says about a report: pure functions, no widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.checks import Owner, Remedy
from conductor_desktop.services.connection import ConnectionReport, ConnectionState, Said
from conductor_desktop.services.connection.cause import Button, CauseId
from conductor_desktop.services.connection.diagnosis import Diagnosis
from conductor_desktop.services.connection.watch import Moment, Phase, Watch
from conductor_desktop.services.moments import ago, clock_time
from conductor_desktop.ui.parts import steps
from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.turns import nobodys_turn, whose_turn

_USUAL_SECONDS = 60

_MARKS = {
    ConnectionState.NOT_SET_UP: Mark.UNKNOWN,
    ConnectionState.STARTED: Mark.LOOK,
    ConnectionState.CONNECTED: Mark.UNKNOWN,  # without a fresh proof
    ConnectionState.LAST_KNOWN_GOOD: Mark.UNKNOWN,
    ConnectionState.NOT_ACTIVE: Mark.STOP,
    ConnectionState.NEEDS_ATTENTION: Mark.STOP,
    ConnectionState.BUSY: Mark.LOOK,
    ConnectionState.OFFLINE: Mark.STOP,
    ConnectionState.KEY_PROBLEM: Mark.STOP,
    ConnectionState.UNKNOWN: Mark.UNKNOWN,
}
NEEDS_CONNECT = {
    ConnectionState.NOT_SET_UP,
    ConnectionState.STARTED,
    ConnectionState.NOT_ACTIVE,
}
_NEEDS_SETUP = NEEDS_CONNECT | {ConnectionState.KEY_PROBLEM}


@dataclass(frozen=True)
class StateText:
    """One state as the card shows it; "" leaves a line out."""

    mark: Mark
    headline: str
    explanation: str = ""
    next_step: str = ""
    turn: str = ""
    proof: str = ""
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()  # the second remedy, where the sources disagree
    details: tuple[tuple[str, str], ...] = ()
    can_ask: bool = True  # whether this PC has a way to ask QuickBooks
    offers_setup: bool = False
    remedy: Remedy | None = None  # what one click on this PC does about it
    rest: str = ""  # that nothing is asked by itself at the moment


def of_watch(watch: Watch, now: Moment, vendor: str) -> StateText:
    """What the card says of a watched connection: green only on a fresh proof."""
    told, diagnosis = watch.told, watch.diagnosis
    if told is None:
        return LOOKING
    text = of_report(told, now.wall, vendor)
    if diagnosis.cause is None and told.said.is_good:
        text = _of_good_news(text, told, now, watch.phase_at(now.monotonic))
    else:
        text = _of_trouble(text, watch, now)
    return _with_likely(text, diagnosis, vendor)


def _of_good_news(text: StateText, told: ConnectionReport, now: Moment, phase: Phase) -> StateText:
    if phase is Phase.HEALTHY:
        text = replace(text, mark=Mark.OK)
        if told.said is Said.WORKS or told.last_proof_at is None:
            return text
        return replace(
            text,
            headline=f"Connected to “{told.company}”" if told.company else "Connected",
            explanation="QuickBooks answered through Conductor "
            f"{ago(told.last_proof_at, now.wall)}.",
            next_step="There is nothing to do.",
        )
    if told.last_proof_at is None:
        return text
    return replace(
        text,
        headline=f"Last known good {ago(told.last_proof_at, now.wall)}",
        explanation="QuickBooks answered through Conductor then. Whether it still does shows only "
        "when it is asked.",
        next_step="Check the connection if you want to be sure.",
    )


def _of_trouble(text: StateText, watch: Watch, now: Moment) -> StateText:
    cause = watch.diagnosis.cause
    if watch.phase is Phase.DEGRADED and text.mark is Mark.STOP:
        text = replace(text, mark=Mark.LOOK)  # it went wrong once, and may have been nothing
    if watch.since is not None:
        since = f"Since {clock_time(watch.since, now.wall)}"
        text = replace(text, proof=f"{since}. {text.proof}" if text.proof else f"{since}.")
    if cause is None:
        return text
    if cause.id is CauseId.END_USER_GONE:
        text = replace(text, mark=Mark.STOP)  # what was set up is no more
    return replace(
        text,
        turn=text.turn or nobodys_turn(),
        remedy=cause.remedy,
        offers_setup=cause.button is Button.SETUP,
        details=(*text.details, ("Cause", cause.id)),
    )


def _with_likely(text: StateText, diagnosis: Diagnosis, vendor: str) -> StateText:
    likely = diagnosis.likely
    if not likely:
        return text
    one = likely[0]
    return replace(
        text,
        next_step="Most likely it is this:"
        if len(likely) == 1
        else "Most likely it is one of these two:",
        turn=whose_turn(one.owner, vendor),
        steps=tuple(f"{it.title}, if {it.told_by}. {it.next_step}" for it in likely),
        if_that_fails=(),
        remedy=one.remedy,
        offers_setup=any(it.button is Button.SETUP for it in likely),
        details=(*text.details, ("Likely", ", ".join(it.id for it in likely))),
    )


def of_report(report: ConnectionReport, now: datetime, vendor: str) -> StateText:
    """What the card says after somebody asked; ``vendor`` may be ""."""
    return StateText(
        mark=_MARKS[report.state],
        headline=report.headline,
        explanation=report.explanation,
        next_step=report.next_step,
        turn=whose_turn(report.owner, vendor),
        proof=_proof(report, now),
        steps=report.steps,
        if_that_fails=report.if_that_fails,
        details=_details(report),
        offers_setup=report.state in _NEEDS_SETUP,
    )


def of_error(error: AppError) -> StateText:
    """Nothing could be found out at all."""
    return StateText(
        mark=Mark.UNKNOWN if isinstance(error, NotSetUp) else Mark.STOP,
        headline=error.title,
        explanation=error.explanation,
        next_step=error.next_step,
        details=tuple(error.details.items()),
        offers_setup=isinstance(error, NotSetUp),
    )


def of_no_access(vendor: str) -> StateText:
    """The setup file held only a link: nothing here may ask Conductor."""
    who = vendor or "your software vendor"
    return StateText(
        mark=Mark.UNKNOWN,
        headline="This PC cannot see whether the connection works",
        explanation=(
            "It was set up with a sign-in link alone, so it has no way to ask Conductor. "
            f"{_capital(who)} can see it."
        ),
        next_step=f"Ask {who} whether QuickBooks answers. What this PC itself can tell is below.",
        turn=whose_turn(Owner.VENDOR, vendor),
        can_ask=False,
    )


def without_asking(text: StateText) -> StateText:
    """The same, on a PC that has no way to ask."""
    return replace(text, can_ask=False)


def of_asking(seconds: int, before: StateText | None) -> StateText:
    """QuickBooks has been asked and has not answered yet."""
    longer = seconds > _USUAL_SECONDS
    return StateText(
        mark=Mark.BUSY,
        headline=f"Asking QuickBooks… {seconds} s",
        explanation="This is taking longer than usual. You can go on waiting, or cancel."
        if longer
        else f"This can take up to {_USUAL_SECONDS} seconds.",
        proof=before.proof if before else "",
    )


def of_waiting(seconds: int, before: StateText | None) -> StateText:
    """QuickBooks was asked a moment ago, and is asked again in so many seconds."""
    return StateText(
        mark=Mark.BUSY,
        headline=f"Asking QuickBooks again in {max(seconds, 1)} s…",
        explanation="It was asked a moment ago, and did not answer as it should.",
        proof=before.proof if before else "",
    )


def of_nothing_yet(proof_before: datetime | None, now: datetime) -> StateText:
    """The app has just been started where nobody sees it, and asks in its own time."""
    good = f"Last known good {ago(proof_before, now)}" if proof_before else "Not asked yet"
    return StateText(
        mark=Mark.UNKNOWN,
        headline=good,
        explanation="Conductor is asked within 15 minutes of the start of the app.",
        next_step="Check now if you want to know how it is.",
    )


LOOKING = StateText(mark=Mark.BUSY, headline="Looking at the connection…")


def for_support(text: StateText) -> str:
    """What the card says, to be pasted into a message."""
    said = (text.headline, text.explanation, text.next_step, text.turn)
    return steps.for_support(said, text.steps, text.if_that_fails, text.details)


def _proof(report: ConnectionReport, now: datetime) -> str:
    if report.last_proof_at is None:
        return ""
    when = f"Last proven {ago(report.last_proof_at, now)}"
    answered = report.state is ConnectionState.CONNECTED and report.active
    if answered and report.seconds is not None:
        return f"{when}: {report.company or 'QuickBooks'} answered in {took(report.seconds)}"
    return f"{when}: {report.company} answered" if report.company else when


def _details(report: ConnectionReport) -> tuple[tuple[str, str], ...]:
    lines = [
        ("State", str(report.state)),
        ("Checked at", f"{report.checked_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Request ID", report.request_id or ""),
        ("Code", report.code or ""),
    ]
    return tuple((name, value) for name, value in lines if value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
