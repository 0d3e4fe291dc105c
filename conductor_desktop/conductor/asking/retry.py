"""Decides whether a request is sent again, and after how long. Nothing here waits or sends."""

from __future__ import annotations

from conductor_desktop.conductor.envelope import read_envelope
from conductor_desktop.conductor.wire import Answer, Broken, Outcome, Request

MOST_TRIES = 3
LONGEST_PAUSE = 10.0
"""Seconds; a server that asks for more is not asked again by code."""

LATEST_TRY = 20.0
"""No try starts later than this many seconds after the first."""

RECHECK_AFTER = 30.0
"""Seconds until a key that was accepted before is tried once more: after a key was changed, not
all of a service's servers know it at the same moment."""

_FIRST_PAUSE = 0.5
# Not 500: such a server got the request and failed at it, perhaps after it had asked QuickBooks,
# and is likely to fail the same way again.
_PASSING_STATUSES = frozenset({408, 429, 502, 503, 504})
_QUICKBOOKS_SAID_SO = frozenset({"INTEGRATION_CONNECTION_ERROR", "INTEGRATION_ERROR"})


def pause_before_retry(
    request: Request,
    outcome: Outcome,
    *,
    tries: int,
    elapsed: float,
    chance: float,
    key_was_good: bool = False,
) -> float | None:
    """Seconds to wait before sending ``request`` again, or ``None`` to leave it.

    ``tries`` counts what has been sent, ``elapsed`` is seconds since the first, ``chance`` is a
    random number from 0 to 1 that keeps many PCs from coming back at the same moment, and
    ``key_was_good`` says that the service has accepted the key before.
    """
    if not request.may_be_repeated or tries >= MOST_TRIES:
        return None
    if key_was_good and is_rejection(outcome):
        return RECHECK_AFTER
    if not _may_pass(outcome):
        return None
    pause = _pause(outcome, tries, chance)
    if pause > LONGEST_PAUSE or elapsed + pause > LATEST_TRY:
        return None
    return pause


def is_rejection(outcome: Outcome) -> bool:
    """Whether the key was not accepted."""
    return isinstance(outcome, Answer) and outcome.status == 401


def _may_pass(outcome: Outcome) -> bool:
    match outcome:
        case Broken(may_pass=may_pass):
            return may_pass
        case Answer(status=status) if status in _PASSING_STATUSES:
            envelope = read_envelope(outcome.body)
            # Conductor reached QuickBooks, or knows that it cannot: asking again at once only
            # bothers the person in front of it.
            return envelope is None or not (
                envelope.type in _QUICKBOOKS_SAID_SO or envelope.is_quickbooks_timeout
            )
        case _:
            return False


def _pause(outcome: Outcome, tries: int, chance: float) -> float:
    longest = _FIRST_PAUSE * 2.0 ** (tries - 1)
    jittered = longest / 2 + chance * longest / 2
    asked = outcome.retry_after if isinstance(outcome, Answer) else None
    return jittered if asked is None else asked + jittered
