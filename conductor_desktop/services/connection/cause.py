"""What a cause of an outage is: what proves it, what it explains, whose turn it is, what helps."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from conductor_desktop.errors import Owner
from conductor_desktop.guide.book import guide
from conductor_desktop.services.connection.clue import Clue
from conductor_desktop.services.connection.report import ConnectionState


class CauseId(enum.StrEnum):
    """Why the connection does not work."""

    PC_OFFLINE = "pc_offline"
    SIGN_IN_PAGE = "sign_in_page"
    PROXY = "proxy"
    CLOCK = "clock"
    INSPECTION = "inspection"
    BLOCKED = "blocked"
    CONDUCTOR_DOWN = "conductor_down"
    ASKED_TO_WAIT = "asked_to_wait"
    STRANGE_ANSWER = "strange_answer"
    KEY_REJECTED = "key_rejected"
    END_USER_GONE = "end_user_gone"
    NOT_CONNECTED = "not_connected"
    PC_SLEPT = "pc_slept"
    OTHER_SESSION = "other_session"
    QUICKBOOKS_MISSING = "quickbooks_missing"
    WEB_CONNECTOR_MISSING = "web_connector_missing"
    LOG_NOT_WRITABLE = "log_not_writable"
    RIGHTS_DIFFER = "rights_differ"
    NOT_STARTING = "not_starting_with_windows"
    WEB_CONNECTOR_CLOSED = "web_connector_closed"
    WEB_CONNECTOR_STUCK = "web_connector_stuck"
    APPLICATION_MISSING = "application_missing"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - not a password
    ACCESS_REFUSED = "access_refused"
    LICENCE = "licence_or_user"
    DIALOG_WAITING = "dialog_waiting"
    WRONG_COMPANY = "wrong_company"
    SINGLE_USER = "single_user"
    QUICKBOOKS_CLOSED = "quickbooks_closed"
    AUTO_RUN_OFF = "auto_run_off"
    BUSY = "busy"
    QUICKBOOKS_PROBLEM = "quickbooks_problem"


class Button(enum.StrEnum):
    """What one click does about it, where the PC's own row offers nothing better."""

    CHECK = "check"
    SETUP = "setup"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause, in the order in which they are looked for.

    ``told_by`` ends the sentence “It is this one if …”. ``hides`` are its consequences, of which
    nothing is said while it is there. ``steps`` are its own, or those of the error guide's
    ``entry``. ``own_words`` are left out where the answer has better ones. ``at_once``: nothing
    that a second look would change.
    """

    id: CauseId
    state: ConnectionState
    title: str
    explanation: str
    next_step: str
    owner: Owner | None
    proven_by: tuple[Clue, ...]
    hinted_by: tuple[Clue, ...] = ()
    told_by: str
    hides: frozenset[CauseId] = frozenset()
    entry: str | None = None
    own_steps: tuple[str, ...] = ()
    button: Button = Button.CHECK
    at_once: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """What to click, one after the other."""
        return guide().entry(self.entry).steps if self.entry else self.own_steps
