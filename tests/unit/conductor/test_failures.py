"""Where a request got stuck, told from what the libraries raise."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl

import pytest
import requests
import urllib3.exceptions as urllib3_errors
from urllib3 import HTTPConnectionPool

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.network.failures import broken_by, overdue
from conductor_desktop.conductor.network.head import GarbledHead
from conductor_desktop.conductor.network.line import Stage
from tests.unit.conductor.exchanging import offline, stuck, unusable

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
            OfflineKind.SERVER,
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
    assert stuck(broken_by(error)) == (kind, may_pass)


@pytest.mark.parametrize(
    "error",
    [
        http.client.BadStatusLine("SSH-2.0-OpenSSH"),
        http.client.LineTooLong("header line"),
        http.client.UnknownProtocol("HTTP/9"),
        GarbledHead("control characters"),
        urllib3_errors.InvalidHeader("Content-Length"),
    ],
)
def test_what_is_not_http_is_an_answer_nobody_can_use(error: Exception) -> None:
    unusable(broken_by(requests.ConnectionError(urllib3_errors.ProtocolError("aborted", error))))


def test_hanging_up_without_a_word_is_no_answer() -> None:
    error = chained(http.client.RemoteDisconnected("closed"))
    assert stuck(broken_by(error)) == (OfflineKind.SERVER, True)


def test_a_bad_certificate_says_why() -> None:
    details = broken_by(requests.exceptions.SSLError(CERTIFICATE)).error.details
    assert details["certificate"] == "certificate has expired"


def test_what_a_certificate_says_of_itself_is_bounded_and_plain() -> None:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "not valid for\n\u202e" + "x" * 10_000
    certificate = broken_by(error).error.details["certificate"]
    assert certificate.startswith("not valid for xxx")
    assert len(certificate) == 200


def test_the_details_hold_no_address() -> None:
    error = broken_by(wrapped(urllib3_errors.SSLError(CERTIFICATE))).error
    assert "secret" not in str(error) + str(error.details)


def test_errors_that_hold_each_other_end() -> None:
    first, second = OSError("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first
    assert offline(broken_by(first)).kind is OfflineKind.SERVER


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (Stage.FINDING, OfflineKind.TIMEOUT),
        (Stage.TUNNELLING, OfflineKind.PROXY),
        (Stage.SECURING, OfflineKind.TLS),
        (Stage.ASKING, OfflineKind.TIMEOUT),
    ],
)
def test_overdue_says_where_it_was_and_is_not_worth_another_try(
    stage: Stage, kind: OfflineKind
) -> None:
    assert stuck(overdue(stage)) == (kind, False)
    assert overdue(stage).error.details["stage"] == stage.value
