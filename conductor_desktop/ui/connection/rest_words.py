"""What the Connection screen says while nothing is asked by itself: pure functions, no widgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conductor_desktop.services.connection.rest import Rest, Resting
from conductor_desktop.services.connection.watch import Moment, Watch
from conductor_desktop.services.moments import ago, clock_time
from conductor_desktop.ui.connection.words import StateText
from conductor_desktop.ui.parts.marks import Mark


def with_rest(
    text: StateText | None, watch: Watch, now: Moment, proof_before: datetime | None = None
) -> StateText | None:
    """``text`` and that it is resting, or that alone where nothing newer than the rest is known.

    ``proof_before`` (UTC) is the last one of an earlier run of the app.
    """
    if watch.resting is None:
        return text
    until = rest_until(watch.rest, watch.resting, now.wall)
    if text is not None and _is_news(watch):
        return replace(text, rest=f"{until}: nothing is asked by itself.")
    return StateText(
        mark=Mark.PAUSED,
        headline=until,
        explanation=_before(watch, now.wall),
        next_step="Check now if you want to know how it is. Nothing is asked by itself meanwhile.",
        proof=_proof(watch, now.wall, proof_before),
        can_ask=text is None or text.can_ask,
    )


def rest_until(rest: Rest, resting: Resting, now: datetime) -> str:
    """Until when, as a heading."""
    if resting is Resting.QUIET and rest.quiet is not None:
        return f"Quiet until {rest.quiet.end:%H:%M}"
    until = rest.pause.until if rest.pause else None
    return f"Paused until {clock_time(until, now)}" if until else "Paused until you resume"


def _is_news(watch: Watch) -> bool:
    """Whether anything was found out since it rests, and counts still."""
    pause, evidence = watch.rest.pause, watch.evidence
    if watch.told is None:
        return False
    if watch.resting is Resting.QUIET or pause is None or pause.since is None:
        return True
    looked = [one.checked_at for one in (evidence.notes, evidence.quickbooks) if one is not None]
    looked += [evidence.pc.at] if evidence.pc else []
    return any(at > pause.since for at in looked)


def _before(watch: Watch, now: datetime) -> str:
    told = watch.told
    if told is None or (told.said.is_good and watch.diagnosis.cause is None):
        return ""
    since = f", since {clock_time(watch.since, now)}" if watch.since else ""
    return f"When it was last looked at: {told.headline}{since}."


def _proof(watch: Watch, now: datetime, before: datetime | None) -> str:
    evidence = watch.evidence
    known = [one.last_proof_at for one in (evidence.notes, evidence.quickbooks) if one]
    times = [at for at in (*known, before) if at is not None]
    return f"Last known good {ago(max(times), now)}" if times else ""
