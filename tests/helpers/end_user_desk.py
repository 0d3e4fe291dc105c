"""A Conductor that makes whatever EndUser it is asked for, and can lose its answer.

It makes a second one for the same ``sourceId`` too, because whether Conductor refuses that is not
documented: who relies on it can be seen here.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from conductor_desktop.secret import Secret
from conductor_desktop.services.session import Access
from tests.helpers.stub_server import (
    Answer,
    Seen,
    StubServer,
    raw,
    reply,
    reply_error,
    reply_json,
    reset,
    silence,
)


class Loss(enum.Enum):
    """What becomes of one request to create. In all but ``BEFORE`` the EndUser is made."""

    NONE = "it is made, and the answer arrives"
    BEFORE = "it never arrives"
    RESET = "the connection is reset instead of an answer"
    TRUNCATED = "the answer breaks off"
    SILENT = "no answer comes"
    HTML = "a web page comes"
    HTML_AS_JSON = "a web page comes that says it is data"
    GARBLED = "the answer cannot be read"
    EMPTY = "an answer without the EndUser comes"
    ANOTHER = "the answer is about another EndUser"
    SERVER_ERROR = "status 500"
    BAD_GATEWAY = "status 502"
    GATEWAY_TIMEOUT = "status 504"
    NOT_FOUND = "status 404"
    TAKEN = "it is refused as one that exists already"


@dataclass
class EndUserDesk:
    """``losses`` are for the next creates, in order; ``lag`` is how many looks at the list do
    not show what was made before them; ``failing_looks`` are counted from 0. ``on_create`` is
    called after the work, before the answer.
    """

    losses: list[Loss] = field(default_factory=list)
    lag: int = 0
    failing_looks: Collection[int] = ()
    refusal: Answer | None = None
    on_create: Callable[[], None] = lambda: None
    creates: int = 0
    looks: int = 0
    users: list[dict[str, object]] = field(default_factory=list)
    _visible_from: dict[str, int] = field(default_factory=dict)
    base_url: str = ""

    @property
    def access(self) -> Access:
        return Access(self.base_url, Secret("sk_conductor_desk"), Secret("pk_conductor_desk"))

    @property
    def ids(self) -> list[str]:
        return [str(user["id"]) for user in self.users]

    def add(self, source_id: str, company_name: str = "Big Construction Co.") -> str:
        """Somebody else has made this one."""
        return str(self._make({"sourceId": source_id, "companyName": company_name, "email": ""}))

    def remove(self, end_user_id: str) -> None:
        self.users = [user for user in self.users if user["id"] != end_user_id]

    def catch_up(self) -> None:
        """The list shows everybody from now on."""
        self.lag = 0
        self._visible_from = dict.fromkeys(self._visible_from, 0)

    def answer(self, seen: Seen) -> Answer:
        if seen.path == "/v1/auth-sessions":
            return self._invite(json.loads(seen.body)["endUserId"])
        if seen.method == "POST":
            return self._create(json.loads(seen.body))
        if seen.path == "/v1/end-users":
            return self._list()
        return self._retrieve(seen.path.rpartition("/")[2])

    def _create(self, body: dict[str, str]) -> Answer:
        self.creates += 1
        if self.refusal is not None:
            return self.refusal
        loss = self.losses.pop(0) if self.losses else Loss.NONE
        if loss is Loss.BEFORE:
            return reset()
        made = self._make(body)
        self._visible_from[made] = self.looks + self.lag
        self.on_create()
        return _answers(self.users[-1])[loss]

    def _make(self, body: dict[str, str]) -> str:
        number = len(self._visible_from) + 1
        made = f"end_usr_{number}"
        self.users.append(
            {
                "id": made,
                "objectType": "end_user",
                "createdAt": f"2025-01-{number:02}T12:00:00.000Z",
                "integrationConnections": [],
                **body,
            }
        )
        self._visible_from[made] = 0
        return made

    def _list(self) -> Answer:
        shown = [user for user in self.users if self._visible_from[str(user["id"])] <= self.looks]
        self.looks += 1
        if self.looks - 1 in self.failing_looks:
            return reply_error(500, "INTERNAL_ERROR", "INTERNAL_ERROR")
        return reply_json({"objectType": "list", "url": "/v1/end-users", "data": shown})

    def _invite(self, end_user_id: str) -> Answer:
        if end_user_id not in self.ids:
            return reply_error(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING")
        return reply_json(_auth_session(end_user_id))

    def _retrieve(self, end_user_id: str) -> Answer:
        for user in self.users:
            if user["id"] == end_user_id:
                return reply_json(user)
        return reply_error(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING")


@contextmanager
def open_desk(desk: EndUserDesk | None = None) -> Iterator[EndUserDesk]:
    """Serves for the length of a ``with`` block."""
    desk = desk or EndUserDesk()
    with StubServer(script=desk.answer) as server:
        desk.base_url = server.base_url
        yield desk


def _answers(user: dict[str, object]) -> dict[Loss, Answer]:
    body = json.dumps(user).encode()
    page = b"<!doctype html><title>Hotel</title>Welcome!"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return {
        Loss.NONE: reply(body),
        Loss.RESET: reset(),
        Loss.TRUNCATED: raw(head % len(body) + body[:40]),
        Loss.SILENT: silence(),
        Loss.HTML: reply(page, content_type="text/html"),
        Loss.HTML_AS_JSON: reply(page),
        Loss.GARBLED: reply(body[:-1]),
        Loss.EMPTY: reply(b"{}"),
        Loss.ANOTHER: reply_json({**user, "sourceId": "quite-another"}),
        Loss.SERVER_ERROR: reply_error(500, "INTERNAL_ERROR", "INTERNAL_ERROR"),
        Loss.BAD_GATEWAY: reply(page, status=502, content_type="text/html"),
        Loss.GATEWAY_TIMEOUT: reply(b"", status=504, content_type=None),
        Loss.NOT_FOUND: reply_error(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING"),
        Loss.TAKEN: refused('An end-user with this value already exists at "sourceId"'),
    }


def _auth_session(end_user_id: str) -> dict[str, str]:
    return {
        "id": "auth_sess_1",
        "endUserId": end_user_id,
        "clientSecret": "auth_sess_client_secret_1",
        "authFlowUrl": "https://connect.conductor.example/qbd/auth_sess_client_secret_1",
        "expiresAt": "2999-01-01T12:00:00.000Z",
    }


def refused(message: str) -> Answer:
    """How Conductor says no to what was asked."""
    return reply_error(400, "INVALID_REQUEST_ERROR", "PARAMETER_INVALID", message=message)
