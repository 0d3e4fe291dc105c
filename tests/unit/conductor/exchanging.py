"""One exchange with the stub server, for the tests of the transport."""

from __future__ import annotations

from conductor_desktop.conductor.errors import Offline, OfflineKind, UnexpectedAnswer
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import STATUS, Broken, Limits, Outcome, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import (
    StubServer,
)

KEY = Secret("sk_conductor_PLANTEDSECRET42")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PATIENT = Limits(read=300.0, total=300.0, body_bytes=1024)
IMPATIENT = Limits(read=300.0, total=0.3, body_bytes=1024)


def read(limits: Limits = STATUS) -> Request:
    return Request(method="GET", template="/things/{id}", path="/things/7", limits=limits)


def exchange(server: StubServer, request: Request | None = None) -> Outcome:
    transport = HttpTransport(server.base_url, KEY)
    try:
        return transport.exchange(request or read(), CancelToken())
    finally:
        transport.close()


def offline(outcome: Outcome) -> Offline:
    """Why there is no answer."""
    assert isinstance(outcome, Broken)
    assert isinstance(outcome.error, Offline)
    return outcome.error


def stuck(outcome: Outcome) -> tuple[OfflineKind, bool]:
    """Where it got stuck, and whether that may pass."""
    error = offline(outcome)
    assert isinstance(outcome, Broken)
    return error.kind, outcome.may_pass


def unusable(outcome: Outcome) -> UnexpectedAnswer:
    """What is wrong with the answer; it never may pass."""
    assert isinstance(outcome, Broken)
    assert isinstance(outcome.error, UnexpectedAnswer)
    assert not outcome.may_pass
    return outcome.error
