"""Where a request got stuck, told from what the libraries raise."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest
import requests
import urllib3.exceptions as urllib3_errors
from urllib3 import HTTPConnectionPool

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.failures import broken_by, overdue

POOL = HTTPConnectionPool("api.example")


def wrapped(reason: Exception) -> requests.ConnectionError:
    """As requests hands it on: the reason is inside an argument."""
    return requests.ConnectionError(urllib3_errors.MaxRetryError(POOL, "/?secret=1", reason))


def chained(cause: BaseException) -> Exception:
    error = urllib3_errors.ProtocolError("Connection broken")
    error.__cause__ = cause
    return error


CERTIFICATE = ssl.SSLCertVerificationError(1, "certificate verify failed")
CERTIFICATE.verify_message = "certificate has expired"


@pytest.mark.parametrize(
    ("error", "kind", "may_pass"),
    [
        (requests.exceptions.ProxyError(OSError("407")), OfflineKind.PROXY, False),
        (requests.exceptions.InvalidProxyURL("x"), OfflineKind.PROXY, False),
        (requests.exceptions.InvalidSchema("socks"), OfflineKind.PROXY, False),
        (requests.exceptions.SSLError(CERTIFICATE), OfflineKind.TLS, False),
        (wrapped(urllib3_errors.SSLError(CERTIFICATE)), OfflineKind.TLS, False),
        (ssl.SSLError(1, "wrong version number"), OfflineKind.TLS, False),
        (wrapped(urllib3_errors.SSLError(ssl.SSLEOFError(8, "EOF"))), OfflineKind.SERVER, True),
        (
            wrapped(urllib3_errors.NameResolutionError("h", POOL, socket.gaierror(-2, "x"))),  # type: ignore[arg-type]
            OfflineKind.DNS,
            True,
        ),
        (
            requests.ConnectTimeout(urllib3_errors.ConnectTimeoutError("slow")),
            OfflineKind.TIMEOUT,
            True,
        ),
        (requests.ReadTimeout("slow"), OfflineKind.TIMEOUT, False),
        (urllib3_errors.ReadTimeoutError(POOL, "/", "slow"), OfflineKind.TIMEOUT, False),
        (chained(TimeoutError("timed out")), OfflineKind.TIMEOUT, False),
        (chained(OSError(errno.ENETUNREACH, "x")), OfflineKind.NO_NETWORK, True),
        (chained(OSError(errno.EHOSTUNREACH, "x")), OfflineKind.NO_NETWORK, True),
        (OSError(10051, "WSAENETUNREACH"), OfflineKind.NO_NETWORK, True),
        (chained(ConnectionRefusedError(errno.ECONNREFUSED, "x")), OfflineKind.SERVER, True),
        (ConnectionResetError(errno.ECONNRESET, "x"), OfflineKind.SERVER, True),
    ],
)
def test_the_kind_is_found_wherever_it_is_wrapped(
    error: Exception, kind: OfflineKind, may_pass: bool
) -> None:
    broken = broken_by(error)
    assert (broken.error.kind, broken.may_pass) == (kind, may_pass)


def test_a_bad_certificate_says_why() -> None:
    details = broken_by(requests.exceptions.SSLError(CERTIFICATE)).error.details
    assert details["certificate"] == "certificate has expired"


def test_the_details_hold_no_address() -> None:
    error = broken_by(wrapped(urllib3_errors.SSLError(CERTIFICATE))).error
    assert "secret" not in str(error) + str(error.details)


def test_errors_that_hold_each_other_end() -> None:
    first, second = OSError("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first
    assert broken_by(first).error.kind is OfflineKind.SERVER


def test_overdue_is_not_worth_another_try() -> None:
    broken = overdue()
    assert (broken.error.kind, broken.may_pass) == (OfflineKind.TIMEOUT, False)
