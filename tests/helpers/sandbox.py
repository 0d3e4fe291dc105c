"""A running sandbox for a test, a clock a test can move, and plain HTTP to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import requests

from conductor_desktop.sandbox.clock import Clock
from conductor_desktop.sandbox.server import (
    KnownEndUser,
    SandboxAccess,
    SandboxOptions,
    SandboxServer,
)

__all__ = [
    "SOME_DAY",
    "Caller",
    "Control",
    "KnownEndUser",
    "SandboxAccess",
    "SandboxOptions",
    "SetClock",
    "running_sandbox",
]

SOME_DAY = dt.date(2025, 6, 18)
"""A day for books that have to be the same every day."""


class SetClock(Clock):
    """Stands still until a test moves it."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self._now = now or dt.datetime(2025, 6, 18, 17, 30, tzinfo=dt.UTC)
        self._seconds = 1000.0

    def now(self) -> dt.datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def move(self, seconds: float) -> None:
        self._now += dt.timedelta(seconds=seconds)
        self._seconds += seconds


@contextlib.contextmanager
def running_sandbox(
    options: SandboxOptions | None = None,
    known_end_users: Sequence[KnownEndUser] = (),
    *,
    clock: Clock | None = None,
) -> Iterator[SandboxAccess]:
    """Serves for the length of a ``with`` block."""
    with SandboxServer(options, known_end_users, clock=clock) as access:
        yield access


class Caller:
    """Plain HTTP to a sandbox: neither our client nor an SDK, so that both can be judged by it."""

    def __init__(self, access: SandboxAccess, end_user_id: str | None = None) -> None:
        self.access = access
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {access.secret_key.reveal()}"
        self._session.headers["Conductor-End-User-Id"] = end_user_id or access.end_user_id

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    @property
    def origin(self) -> str:
        return self.access.base_url.removesuffix("/v1")

    def get(
        self,
        path: str,
        params: Mapping[str, str | int | Sequence[str]] | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> requests.Response:
        return self._session.get(
            f"{self.access.base_url}{path}", params=params, headers=headers, timeout=30
        )

    def post(self, path: str, json: object) -> requests.Response:
        return self._session.post(f"{self.access.base_url}{path}", json=json, timeout=30)

    def delete(self, path: str) -> requests.Response:
        return self._session.delete(f"{self.access.base_url}{path}", timeout=30)

    def invite(self, end_user_id: str, **more: object) -> dict[str, str]:
        """An auth session for this EndUser; fails the test if there is none."""
        body = {"publishableKey": self.access.publishable_key, "endUserId": end_user_id, **more}
        answer = self.post("/auth-sessions", body)
        assert answer.status_code == 200, answer.text
        session: dict[str, str] = answer.json()
        return session

    def new_end_user(self, source_id: str = "cust-1042") -> str:
        body = {"companyName": "Big Co.", "sourceId": source_id, "email": "a@big.example"}
        answer = self.post("/end-users", body)
        assert answer.status_code == 200, answer.text
        identifier: str = answer.json()["id"]
        return identifier


class Control:
    """The control routes of a running sandbox, each call on a connection of its own."""

    def __init__(self, access: SandboxAccess) -> None:
        self._host = urlsplit(access.base_url).netloc
        self._headers = {
            "Authorization": f"Bearer {access.control_token.reveal()}",
            "Content-Type": "application/json",
        }

    def fault(
        self, name: str, *, match: Mapping[str, object] | None = None, **more: object
    ) -> None:
        """Order a fault, e.g. ``fault("slow", match={"nth": 2}, seconds=1)``."""
        order = {"fault": name, **({} if match is None else {"match": match}), **more}
        self._call("POST", "/faults", order)

    def clear(self) -> None:
        """Take all faults away and forget what arrived."""
        self._call("DELETE", "/faults")
        self._call("DELETE", "/requests")

    def requests(self) -> list[dict[str, Any]]:
        """What has arrived, without secrets."""
        arrived: list[dict[str, Any]] = self._call("GET", "/requests")["requests"]
        return arrived

    def set_connection(self, end_user_id: str, state: str) -> None:
        self._call("POST", f"/end-users/{end_user_id}/connection", {"state": state})

    def finish_auth(self, end_user_id: str, answer: str = "always") -> None:
        self._call("POST", f"/end-users/{end_user_id}/finish-auth", {"answer": answer})

    def _call(self, method: str, path: str, body: object = None) -> Any:
        content = None if body is None else json.dumps(body)
        # Called thousands of times, and all that requests would do more takes longer than the rest.
        with contextlib.closing(HTTPConnection(self._host, timeout=30)) as line:
            line.request(method, f"/_sandbox{path}", content, self._headers)
            answer = line.getresponse()
            told = answer.read()
        assert answer.status == 200, told
        return json.loads(told)
