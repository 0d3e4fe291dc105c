"""Servers with certificates of all kinds, for the tests of secure connections."""

from __future__ import annotations

import contextlib
import ssl
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from conductor_desktop.conductor.network.clock import ClockWatch
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.secret import Secret
from tests.helpers.stub_server import StubServer

KEY = Secret("sk_conductor_PLANTEDSECRET42")
# Made for these tests: for 127.0.0.1, signed by themselves, good for a hundred years. The weak one
# has 768 bits.
SELF_SIGNED = Path(__file__).with_name("self_signed.pem")
WEAK = Path(__file__).with_name("weak.pem")

NOW = datetime.now(UTC)
DAY = timedelta(days=1)

system_store = pytest.mark.skipif(
    sys.platform != "linux", reason="only OpenSSL's store can be changed for one process"
)


class Authority:
    """Issues certificates, and is trusted by this PC for the length of a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._authority = trustme.CA(organization_name="Acme Inspection")
        self._folder = folder
        self._monkeypatch = monkeypatch

    def trusted(self) -> Authority:
        path = self._folder / "trusted.pem"
        self._authority.cert_pem.write_to_path(str(path))
        self._monkeypatch.setenv("SSL_CERT_FILE", str(path))
        return self

    def issue(
        self, host: str = "127.0.0.1", *, since: datetime = NOW - DAY, until: datetime = NOW + DAY
    ) -> ssl.SSLContext:
        certificate = self._authority.issue_cert(host, not_before=since, not_after=until)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context


def from_file(path: Path) -> ssl.SSLContext:
    """A server's side with a certificate and key of any strength."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(path)
    return context


def outdated(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same, with nothing newer than TLS 1.0."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    return context


@contextlib.contextmanager
def secure(server: StubServer, watch: ClockWatch | None = None) -> Iterator[HttpTransport]:
    transport = HttpTransport(f"https://127.0.0.1:{server.port}/v1", KEY, watch)
    try:
        yield transport
    finally:
        transport.close()
