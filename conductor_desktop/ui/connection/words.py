"""What the Connection screen says about a report: pure functions, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conductor_desktop.errors import AppError, NotSetUp
from conductor_desktop.services.checks import Owner
from conductor_desktop.services.connection import ConnectionReport, ConnectionState
from conductor_desktop.services.moments import ago
from conductor_desktop.ui.parts.durations import took
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.turns import whose_turn

# A proof says something about now only for a while; after that the screen says when it was.
PROOF_IS_FRESH = timedelta(minutes=10)
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


def is_proven(report: ConnectionReport, now: datetime) -> bool:
    """Whether QuickBooks itself answered, a short while ago: the one reason for green."""
    return (
        report.state is ConnectionState.CONNECTED
        and report.active
        and now - report.checked_at < PROOF_IS_FRESH
    )


def mark_of(report: ConnectionReport, now: datetime) -> Mark:
    """Green only on a fresh proof; every other state has a mark of its own."""
    return Mark.OK if is_proven(report, now) else _MARKS[report.state]


def of_report(report: ConnectionReport, now: datetime, vendor: str) -> StateText:
    """What the card says after somebody asked; ``vendor`` may be ""."""
    return StateText(
        mark=mark_of(report, now),
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


IF_THAT_FAILS = "If that did not help:"
LOOKING = StateText(mark=Mark.BUSY, headline="Looking at the connection…")


def for_support(text: StateText) -> str:
    """What the card says, to be pasted into a message: what is wrong, what to do, and the facts."""
    numbered = [f"{number}. {step}" for number, step in enumerate(text.steps, 1)]
    further = [
        f"{number}. {step}" for number, step in enumerate(text.if_that_fails, len(numbered) + 1)
    ]
    lines = (
        (text.headline, text.explanation, text.next_step, text.turn),
        numbered,
        (IF_THAT_FAILS, *further) if further else (),
        [f"{name}: {value}" for name, value in text.details],
    )
    return "\n\n".join("\n".join(filter(None, block)) for block in lines if block)


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
