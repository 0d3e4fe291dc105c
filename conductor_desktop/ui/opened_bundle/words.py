"""What another PC's Connection screen said, out of its bundle: pure functions, no widgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conductor_desktop.errors import Owner
from conductor_desktop.services.connection.cause import Cause
from conductor_desktop.services.connection.causes import CAUSES
from conductor_desktop.services.connection.report import ConnectionReport, ConnectionState
from conductor_desktop.services.diagnostics.reading import Reading
from conductor_desktop.services.moments import ago, clock_time
from conductor_desktop.ui.connection.words import StateText, of_report
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.parts.turns import nobodys_turn
from conductor_desktop.ui.support.sizes import size_words

_CAUSES: dict[str, Cause] = {cause.id.value: cause for cause in CAUSES}
# Whoever reads this is not the one who sits there.
_THERE = {
    Owner.YOU: "whoever sits at that PC",
    Owner.QUICKBOOKS_ADMIN: "whoever has the QuickBooks Admin password there",
    Owner.IT: "whoever looks after that PC",
}
_NOT_ASKED = "QuickBooks answered through Conductor then. It was not asked again for this bundle."
_NEWER = (
    "It was made by a newer version of Conductor Desktop. What this version does not know of is "
    "missing here; it is in the files below."
)


def state_of(reading: Reading, now: datetime) -> StateText:
    """The state as its own screen told it when the bundle was made.

    The words are this version's own for the cause that is named, so that nothing a stranger wrote
    tells anybody what to do. A cause or a state from a newer version stands as it is named.
    """
    looked = _moment(reading.facts.get("Looked at")) or _moment(reading.made_at) or now
    cause = _CAUSES.get(reading.cause)
    text = of_report(_report(reading, cause, looked), looked, "")
    if text.mark is Mark.UNKNOWN and reading.facts.get("State") == ConnectionState.CONNECTED:
        text = replace(text, mark=Mark.OK)
    last = _moment(reading.facts.get("Last proof"))
    if reading.facts.get("State") == ConnectionState.LAST_KNOWN_GOOD and cause is None and last:
        text = replace(
            text, headline=f"Last known good {ago(last, looked)}", explanation=_NOT_ASKED
        )
    since = _moment(reading.facts.get("Since"))
    if since is not None:
        told = f"Since {clock_time(since, looked)}."
        text = replace(text, proof=f"{told} {text.proof}".strip())
    owner = cause.owner if cause is not None else _owner(reading.facts.get("Whose turn", ""))
    if owner in _THERE:
        text = replace(text, turn=f"Whose turn: {_THERE[owner]}")
    elif cause is not None and not text.turn:
        text = replace(text, turn=nobodys_turn())
    if reading.likely:
        text = replace(text, next_step="Most likely:", steps=reading.likely)
    return replace(text, can_ask=False, offers_setup=False)


def about(reading: Reading) -> str:
    """Of which bundle this is, and that it is as it was made."""
    made = _moment(reading.made_at)
    when = f"{made.astimezone():%Y-%m-%d %H:%M}" if made else "at an unknown time"
    count = len(reading.files)
    size = size_words(sum(reading.files.values()))
    told = (
        f"Support code {reading.support_code}, made {when}. Every file is as its manifest says: "
        f"{count} file{'' if count == 1 else 's'}, {size}; {reading.removed:,} "
        f"value{' was' if reading.removed == 1 else 's were'} taken out of them."
    )
    return f"{told} {_NEWER}" if reading.is_newer else told


def _report(reading: Reading, cause: Cause | None, looked: datetime) -> ConnectionReport:
    facts = reading.facts
    state = _state(facts.get("State", ""))
    return ConnectionReport(
        state=cause.state if cause else state,
        headline=cause.title if cause else facts.get("Cause") or facts.get("In words", "Unknown"),
        explanation=cause.explanation if cause else "",
        next_step=cause.next_step if cause else facts.get("Next step", ""),
        owner=_owner(facts.get("Whose turn", "")),
        checked_at=looked,
        active=False,
        company=None,
        last_proof_at=_moment(facts.get("Last proof")),
        request_id=facts.get("Request"),
        code=facts.get("Code"),
        steps=cause.steps if cause else (),
    )


def _state(name: str) -> ConnectionState:
    return ConnectionState(name) if name in set(ConnectionState) else ConnectionState.UNKNOWN


def _owner(name: str) -> Owner | None:
    return Owner(name) if name in set(Owner) else None


def _moment(text: str | None) -> datetime | None:
    """With its zone; None for what is none, as a hostile or newer bundle may have it."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone() and moment if moment.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None
