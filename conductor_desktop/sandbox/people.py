"""EndUsers, their connection to QuickBooks and the links that set it up."""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from conductor_desktop.sandbox.clock import Clock, stamp
from conductor_desktop.sandbox.envelope import ApiError, invalid_request, missing
from conductor_desktop.sandbox.keys import random_word
from conductor_desktop.sandbox.options import KnownEndUser

DEMO_SOURCE_ID = "sandbox-demo"


class Permission(enum.StrEnum):
    """The four answers of QuickBooks' certificate window."""

    NO = "no"
    ASK = "ask"
    WHILE_OPEN = "while-open"
    ALWAYS = "always"


@dataclass
class Connection:
    """One row of ``integrationConnections``: there as soon as somebody opened the link."""

    created_at: dt.datetime
    id: str = field(default_factory=lambda: f"int_conn_{random_word()}")
    permission: Permission | None = None
    """What was answered in QuickBooks; ``None`` until the set-up is finished."""
    last_request_at: dt.datetime | None = None
    last_successful_request_at: dt.datetime | None = None
    trouble: ApiError | None = None
    """What every request meets at the moment, although the set-up is finished."""

    @property
    def is_set_up(self) -> bool:
        return self.permission is not None

    def document(self) -> dict[str, object]:
        return {
            "id": self.id,
            "objectType": "integration_connection",
            "createdAt": stamp(self.created_at),
            "integrationSlug": "quickbooks_desktop",
            "lastRequestAt": _stamp(self.last_request_at),
            "lastSuccessfulRequestAt": _stamp(self.last_successful_request_at),
        }


def _stamp(moment: dt.datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


@dataclass
class EndUser:
    """Somebody whose QuickBooks is, or will be, reached. One request at a time (``turn``)."""

    id: str
    source_id: str
    company_name: str
    email: str
    created_at: dt.datetime
    connection: Connection | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def document(self) -> dict[str, object]:
        return {
            "id": self.id,
            "objectType": "end_user",
            "createdAt": stamp(self.created_at),
            "companyName": self.company_name,
            "sourceId": self.source_id,
            "email": self.email,
            "integrationConnections": [self.connection.document()] if self.connection else [],
        }


class AuthStep(enum.Enum):
    """How far somebody has walked through the link."""

    CREATED = "nobody opened the link"
    OPENED = "the first page was seen"
    CONNECTING = "file and password are shown"
    ASKED = "QuickBooks asks for permission"
    REFUSED = "the answer was no"
    FINISHED = "connected"


@dataclass
class AuthSession:
    """One link. ``client_secret`` is in its address; ``form_token`` in each of its forms."""

    end_user_id: str
    created_at: dt.datetime
    expires_at: dt.datetime
    redirect_url: str | None
    id: str = field(default_factory=lambda: f"auth_sess_{random_word()}")
    client_secret: str = field(
        default_factory=lambda: f"auth_sess_client_secret_{random_word(24)}", repr=False
    )
    form_token: str = field(default_factory=lambda: random_word(24), repr=False)
    password: str = field(
        default_factory=lambda: "-".join(random_word(4) for _ in range(4)), repr=False
    )
    step: AuthStep = AuthStep.CREATED
    has_file: bool = False

    def document(self, origin: str, publishable_key: str) -> dict[str, object]:
        return {
            "id": self.id,
            "objectType": "auth_session",
            "createdAt": stamp(self.created_at),
            "endUserId": self.end_user_id,
            "clientSecret": self.client_secret,
            "authFlowUrl": f"{origin}/qbd/{self.client_secret}?key={publishable_key}",
            "expiresAt": stamp(self.expires_at),
            "redirectUrl": self.redirect_url,
        }


class People:
    """All EndUsers and links of one run. Used on the server's own thread alone."""

    def __init__(self, clock: Clock, company: str, known: Sequence[KnownEndUser] = ()) -> None:
        self._clock = clock
        self._end_users: dict[str, EndUser] = {}
        self._sessions: dict[str, AuthSession] = {}
        for one in known:
            self._remember(one)
        connected = [one.id for one in known if one.connected]
        self.connected_id = connected[0] if connected else self._add_demo(company)

    def _remember(self, known: KnownEndUser) -> None:
        created = self._clock.now() - dt.timedelta(days=1)
        user = EndUser(known.id, known.source_id, known.company_name, known.email, created)
        if known.connected:
            user.connection = self._working_connection(created)
        self._end_users[user.id] = user

    def _add_demo(self, company: str) -> str:
        user = self.create(company, DEMO_SOURCE_ID, "office@example.com")
        user.connection = self._working_connection(user.created_at)
        return user.id

    def _working_connection(self, created: dt.datetime) -> Connection:
        now = self._clock.now()
        return Connection(created, f"int_conn_{random_word()}", Permission.ALWAYS, now, now)

    def create(self, company_name: str, source_id: str, email: str) -> EndUser:
        """Raises 400 for a ``sourceId`` that is taken (what Conductor does is undocumented)."""
        if any(user.source_id == source_id for user in self._end_users.values()):
            raise invalid_request('An end-user with this value already exists at "sourceId"')
        user = EndUser(
            f"end_usr_{random_word()}", source_id, company_name, email, self._clock.now()
        )
        self._end_users[user.id] = user
        return user

    def all(self) -> list[EndUser]:
        return list(self._end_users.values())

    def get(self, end_user_id: str) -> EndUser:
        """Raises 404."""
        try:
            return self._end_users[end_user_id]
        except KeyError:
            raise missing("end-user", end_user_id) from None

    def delete(self, end_user_id: str) -> None:
        """Takes the connection and the links along. Raises 404."""
        user = self.get(end_user_id)
        del self._end_users[user.id]
        self._sessions = {
            key: session
            for key, session in self._sessions.items()
            if session.end_user_id != user.id
        }

    def invite(self, user: EndUser, minutes: float, redirect_url: str | None) -> AuthSession:
        now = self._clock.now()
        session = AuthSession(user.id, now, now + dt.timedelta(minutes=minutes), redirect_url)
        self._sessions[session.client_secret] = session
        return session

    def session(self, client_secret: str) -> AuthSession | None:
        return self._sessions.get(client_secret)

    def session_with_id(self, identifier: str) -> AuthSession | None:
        return next((one for one in self._sessions.values() if one.id == identifier), None)

    def is_expired(self, session: AuthSession) -> bool:
        return self._clock.now() >= session.expires_at

    def opened(self, session: AuthSession) -> EndUser:
        """The link was opened: from now on there is a row, whether or not it ever works."""
        user = self.get(session.end_user_id)
        if user.connection is None:
            user.connection = Connection(self._clock.now())
        if session.step is AuthStep.CREATED:
            session.step = AuthStep.OPENED
        return user

    def finish(self, session: AuthSession, permission: Permission) -> None:
        """QuickBooks said yes. The rows of ``last…At`` stay: they are about API requests."""
        user = self.opened(session)
        if user.connection is not None:
            user.connection.permission = permission
        session.step = AuthStep.FINISHED

    def finish_all(self, user: EndUser, permission: Permission) -> None:
        """As if somebody had walked through the newest link, or one that nobody kept."""
        if user.connection is None:
            user.connection = Connection(self._clock.now())
        is_refused = permission is Permission.NO
        user.connection.permission = None if is_refused else permission
        for session in self._sessions.values():
            if session.end_user_id == user.id and session.step is not AuthStep.FINISHED:
                session.step = AuthStep.REFUSED if is_refused else AuthStep.FINISHED

    def expire_links(self, user: EndUser) -> int:
        """As if their time were over; returns how many there are that had not been used."""
        unused = [
            session
            for session in self._sessions.values()
            if session.end_user_id == user.id and session.step is not AuthStep.FINISHED
        ]
        for session in unused:
            session.expires_at = min(session.expires_at, self._clock.now())
        return len(unused)

    def asked(self, user: EndUser) -> None:
        """A request for this EndUser's QuickBooks arrived."""
        if user.connection is not None:
            user.connection.last_request_at = self._clock.now()

    def answered(self, user: EndUser) -> None:
        """The request went all the way and came back without an error."""
        if user.connection is not None:
            user.connection.last_successful_request_at = self._clock.now()
