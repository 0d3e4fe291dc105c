"""Whom the client trusts."""

from __future__ import annotations

import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.transport import HttpTransport
from conductor_desktop.conductor.wire import STATUS, Answer, Broken, Limits, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import StubServer, reply_json, silence

# Made for these tests: for 127.0.0.1, signed by itself, good for a hundred years.
CERTIFICATE = Path(__file__).with_name("self_signed.pem")
KEY = Secret("sk_conductor_1")

system_store = pytest.mark.skipif(
    sys.platform != "linux", reason="only OpenSSL's store can be changed for one process"
)


def secure(server: StubServer) -> HttpTransport:
    return HttpTransport(f"https://127.0.0.1:{server.port}/v1", KEY)


def server_side() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def read(limits: Limits = STATUS) -> Request:
    return Request(method="GET", template="/things", limits=limits)


def test_a_certificate_nobody_vouches_for_ends_the_call_before_anything_is_sent() -> None:
    with StubServer([reply_json({})], tls=server_side()) as server:
        outcome = secure(server).exchange(read(), CancelToken())
    assert isinstance(outcome, Broken)
    assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.TLS, False)
    assert "self" in outcome.error.details["certificate"]
    assert server.requests == []


def test_certificates_that_requests_brings_along_are_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(CERTIFICATE))
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(variable, str(CERTIFICATE))
    with StubServer([reply_json({})], tls=server_side()) as server:
        outcome = secure(server).exchange(read(), CancelToken())
    assert isinstance(outcome, Broken)
    assert outcome.error.kind is OfflineKind.TLS


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
    assert isinstance(outcome, Broken)
    assert outcome.error.kind is OfflineKind.TLS
    assert KEY.reveal().encode() not in received.result()


@system_store
def test_the_systems_certificates_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with StubServer([reply_json({"a": 1})], tls=server_side()) as server:
        transport = secure(server)
        outcome = transport.exchange(read(), CancelToken())
        transport.close()
    assert isinstance(outcome, Answer)
    assert outcome.body == b'{"a": 1}'


@system_store
def test_cancelling_ends_a_blocked_secure_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    token = CancelToken()
    with StubServer([silence()], tls=server_side()) as server, ThreadPoolExecutor(1) as pool:
        transport = secure(server)
        patient = Limits(read=300.0, total=300.0, body_bytes=1024)
        call = pool.submit(transport.exchange, read(patient), token)
        server.wait_for_requests()
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)
        transport.close()
