"""What the Web Connector's log can tell, and how sure each of it is."""

from __future__ import annotations

import enum
from datetime import datetime

import msgspec


class Certainty(enum.StrEnum):
    """Where it is known from that a line looks as it does and means what is made of it."""

    OBSERVED = "observed"
    """From logs that people have published."""
    INFERRED = "inferred"
    """From what Intuit documents; such a line has not been seen."""


class Kind(enum.StrEnum):
    """What happened. An update is one conversation between the Web Connector and a service."""

    LOG_CREATED = "log created"
    LEVEL_NONE = "level none"
    LEVEL_DEBUG = "level debug"
    LEVEL_VERBOSE = "level verbose"
    """The log holds whole requests and answers."""

    MANUAL_UPDATE_STARTED = "manual update started"
    """Somebody clicked “Update Selected”."""
    SCHEDULED_UPDATE_STARTED = "scheduled update started"
    LOCK_FREE = "lock free"
    LOCK_HELD = "lock held"
    """By the registry an update is going on, and so another one cannot begin."""
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    UPDATE_BEGUN = "update begun"
    UPDATE_ENDED = "update ended"

    SERVER_VERSION_FAILED = "server version failed"
    """Often harmless, because a service need not have a version; but where a service cannot be
    reached it is also the first thing that fails."""

    AUTHENTICATING = "authenticating"
    AUTHENTICATED = "authenticated"
    """The service took the password, and QuickBooks is asked next."""
    PASSWORD_REFUSED = "password refused"  # noqa: S105 - not a password
    VENDOR_UNREACHABLE = "vendor unreachable"
    """The service could not be asked about the password, or gave no answer."""
    NOTHING_TO_DO = "nothing to do"
    POSTPONED = "postponed"
    """The service wants to be asked again in ``seconds``."""

    COMPANY_OPEN = "company open"
    """QuickBooks was reached, and said which company file is open."""
    ACCESS_REFUSED = "access refused"
    """QuickBooks asked whether the application may come in, and the answer was No."""
    QUICKBOOKS_CLOSED = "quickbooks closed"
    """The session with QuickBooks is; not QuickBooks."""
    PROBLEM = "problem"
    """Anything else with a code of the Web Connector's or of QuickBooks'."""

    @property
    def certainty(self) -> Certainty:
        return Certainty.INFERRED if self in _INFERRED else Certainty.OBSERVED


_INFERRED = frozenset({Kind.LOCK_HELD, Kind.PASSWORD_REFUSED, Kind.POSTPONED, Kind.ACCESS_REFUSED})


# Not a dataclass, because a day of a busy log makes thousands of them.
class Event(msgspec.Struct, frozen=True, gc=False):
    """Something that happened, without a word of the log."""

    time: datetime | None
    """In UTC; ``None`` where the log gives no time that can be read."""
    kind: Kind
    code: str | None = None
    """The Web Connector's, ``QBWC1013``."""
    hresult: str | None = None
    """QuickBooks' or Windows', ``0x80040414``, however the log writes it."""
    seconds: int | None = None
