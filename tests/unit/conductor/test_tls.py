"""Whom the client trusts, and what it says of those it does not."""

from __future__ import annotations

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import STATUS, Answer, Limits, Outcome, Request
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import StubServer, reply_json, silence
from tests.unit.conductor.exchanging import offline, stuck
from tests.unit.conductor.securing import (
    DAY,
    KEY,
    NOW,
    SELF_SIGNED,
    WEAK,
    Authority,
    from_file,
    outdated,
    secure,
    system_store,
)

FAIR = reply_json({"a": 1})


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Authority:
    return Authority(monkeypatch, tmp_path)


def read(limits: Limits = STATUS) -> Request:
    return Request(method="GET", template="/things", limits=limits)


def ask(tls: ssl.SSLContext) -> tuple[Outcome, StubServer]:
    with StubServer([FAIR], tls=tls) as server, secure(server) as transport:
        return transport.exchange(read(), CancelToken()), server


def refused(tls: ssl.SSLContext) -> Offline:
    """Why a server with this side was not talked to; that nothing was sent is checked here."""
    outcome, server = ask(tls)
    assert stuck(outcome) == (OfflineKind.TLS, False)
    assert server.requests == []
    return offline(outcome)


# ---- who is trusted


@system_store
def test_whom_the_system_trusts_is_trusted(authority: Authority) -> None:
    outcome, _ = ask(authority.trusted().issue())
    assert isinstance(outcome, Answer)
    assert outcome.body == b'{"a": 1}'


def test_certificates_that_requests_brings_along_are_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(SELF_SIGNED))
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(variable, str(SELF_SIGNED))
    refused(from_file(SELF_SIGNED))


# ---- who is not


def test_a_certificate_nobody_vouches_for(authority: Authority) -> None:
    error = refused(authority.issue())
    assert error.details["flaw"] == "not_trusted"
    assert error.details["issuer"] == "Acme Inspection"
    assert "nobody this PC trusts vouches for" in error.explanation
    assert "It was issued by “Acme Inspection”." in error.explanation
    assert "inspected" in error.next_step


def test_a_certificate_that_vouches_for_itself() -> None:
    error = refused(from_file(SELF_SIGNED))
    assert error.details["flaw"] == "not_trusted"
    assert error.details["issuer"] == "127.0.0.1 of the tests"
    assert "self" in error.details["certificate"]


@system_store
def test_an_expired_certificate(authority: Authority) -> None:
    error = refused(authority.trusted().issue(since=NOW - 2 * DAY, until=NOW - DAY))
    assert error.details["flaw"] == "expired"
    assert "has expired by the clock of this PC" in error.explanation
    assert "date and time of this PC" in error.next_step


@system_store
def test_a_certificate_of_tomorrow(authority: Authority) -> None:
    error = refused(authority.trusted().issue(since=NOW + DAY, until=NOW + 2 * DAY))
    assert error.details["flaw"] == "not_yet_valid"
    assert "is not valid yet by the clock of this PC" in error.explanation


@system_store
def test_a_certificate_for_another_address(authority: Authority) -> None:
    error = refused(authority.trusted().issue("login.hotel.example"))
    assert error.details["flaw"] == "wrong_name"
    assert "for another address" in error.explanation
    assert "sign in to the network" in error.next_step


@system_store
def test_a_weak_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(WEAK))
    error = refused(from_file(WEAK))
    assert error.details["flaw"] == "weak"
    assert "too weak to be trusted" in error.explanation


@system_store
def test_a_server_that_knows_only_outdated_encryption(authority: Authority) -> None:
    error = refused(outdated(authority.trusted().issue()))
    assert error.details["flaw"] == "outdated_encryption"
    assert "outdated encryption" in error.explanation


@system_store
def test_a_server_that_does_not_know_the_name(authority: Authority) -> None:
    tls = authority.trusted().issue()
    tls.sni_callback = lambda *_: ssl.AlertDescription.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    assert refused(tls).details["flaw"] == "wrong_name"


def test_a_server_without_encryption_is_not_talked_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:

        def answer_in_clear() -> bytes:
            connection, _ = listener.accept()
            with connection:
                received = connection.recv(65536)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return received

        received = pool.submit(answer_in_clear)
        transport = HttpTransport(f"https://127.0.0.1:{listener.getsockname()[1]}/v1", KEY)
        outcome = transport.exchange(read(), CancelToken())
    assert stuck(outcome) == (OfflineKind.TLS, False)
    assert offline(outcome).details["flaw"] == "not_secure_at_all"
    assert KEY.reveal().encode() not in received.result()


@pytest.mark.parametrize(
    "limits",
    [
        Limits(connect=0.1, read=300.0, total=300.0, body_bytes=1024),
        Limits(connect=300.0, read=300.0, total=0.2, body_bytes=1024),
    ],
    ids=["silence", "deadline"],
)
def test_a_server_that_stops_in_the_middle_of_agreeing(limits: Limits) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        transport = HttpTransport(f"https://127.0.0.1:{listener.getsockname()[1]}/v1", KEY)
        outcome = transport.exchange(read(limits), CancelToken())
    assert stuck(outcome) == (OfflineKind.TLS, False)
    assert offline(outcome).details["flaw"] == "stalled"


# ---- cancelling


@system_store
def test_cancelling_ends_a_blocked_secure_call(authority: Authority) -> None:
    token = CancelToken()
    tls = authority.trusted().issue()
    with (
        StubServer([silence()], tls=tls) as server,
        secure(server) as transport,
        ThreadPoolExecutor(1) as pool,
    ):
        patient = Limits(read=300.0, total=300.0, body_bytes=1024)
        call = pool.submit(transport.exchange, read(patient), token)
        server.wait_for_requests()
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)


def test_cancelling_ends_a_call_that_is_still_agreeing_on_encryption() -> None:
    token = CancelToken()
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        transport = HttpTransport(f"https://127.0.0.1:{listener.getsockname()[1]}/v1", KEY)
        patient = Limits(connect=300.0, read=300.0, total=300.0, body_bytes=1024)
        call = pool.submit(transport.exchange, read(patient), token)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1)
            token.cancel()
            with pytest.raises(Cancelled):
                call.result(60)


def test_the_key_is_in_nothing_that_is_said() -> None:
    error = refused(from_file(SELF_SIGNED))
    assert KEY.reveal() not in str(error) + repr(error.details)
