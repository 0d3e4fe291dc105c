"""One look at the connection: its state, what was heard, and the words for both."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from conductor_desktop.errors import Owner


class ConnectionState(enum.StrEnum):
    """What is known about the connection; only ``connected`` is green."""

    NOT_SET_UP = "not_set_up"
    STARTED = "started"
    CONNECTED = "connected"
    LAST_KNOWN_GOOD = "last_known_good"
    NOT_ACTIVE = "not_active"
    NEEDS_ATTENTION = "needs_attention"
    BUSY = "busy"
    OFFLINE = "offline"
    KEY_PROBLEM = "key_problem"
    UNKNOWN = "unknown"


class Said(enum.StrEnum):
    """What came back of a question to Conductor: its answer, or where on the way it got stuck."""

    WORKS = "QuickBooks answered"
    WORKED = "QuickBooks answered before"
    NOT_OPENED = "nobody opened the connection steps"
    NOT_FINISHED = "the connection steps were not finished"
    NOT_ACTIVE = "the Web Connector does not ask for work"
    TOO_SLOW = "QuickBooks did not answer in time"
    REFUSED = "QuickBooks reported a problem"
    KEY_REJECTED = "the key was rejected"
    UNKNOWN_END_USER = "the connection is unknown"
    NO_NETWORK = "this PC is offline"
    NO_NAME = "the address was not found"
    INSECURE = "no secure connection"
    CLOCK_WRONG = "the clock of this PC is wrong"
    PROXY = "the proxy refused"
    SIGN_IN_PAGE = "a web page came back"
    UNREACHABLE = "Conductor was not reached"
    TROUBLE = "Conductor has a problem of its own"
    ASKED_TO_WAIT = "Conductor asks to wait"
    NO_ANSWER = "no answer in time"
    GARBLED = "the answer makes no sense"
    NOTHING = "nothing was asked"

    @property
    def is_good(self) -> bool:
        """Whether QuickBooks is known to have answered, now or before."""
        return self in (Said.WORKS, Said.WORKED)

    @property
    def is_of_the_way(self) -> bool:
        """Whether the question did not come as far as Conductor, as far as can be told."""
        return self in _ON_THE_WAY


_ON_THE_WAY = frozenset(
    {
        Said.NO_NETWORK,
        Said.NO_NAME,
        Said.INSECURE,
        Said.CLOCK_WRONG,
        Said.PROXY,
        Said.SIGN_IN_PAGE,
        Said.UNREACHABLE,
        Said.NO_ANSWER,
    }
)


@dataclass(frozen=True)
class Proof:
    """QuickBooks itself answered at ``at`` (UTC), for ``company`` if that is known."""

    company: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConnectionReport:
    """One look at the connection, in words and in facts.

    ``owner`` is whose turn it is, ``None`` when nobody has to do anything. ``code`` is Conductor's
    or QuickBooks' own. ``active``: QuickBooks was asked, rather than Conductor's notes read.
    ``steps`` are the error guide's for ``code``, none where it does not know it; where the sources
    disagree, ``if_that_fails`` are those of the second remedy. ``said`` is what the state comes
    from. ``retry_after`` are the seconds that Conductor asked to wait before the next question.
    """

    state: ConnectionState
    headline: str
    explanation: str
    next_step: str
    owner: Owner | None
    checked_at: datetime
    active: bool
    said: Said = Said.NOTHING
    company: str | None = None
    last_proof_at: datetime | None = None
    request_id: str | None = None
    seconds: float | None = None
    code: str | None = None
    steps: tuple[str, ...] = ()
    if_that_fails: tuple[str, ...] = ()
    retry_after: float | None = None
