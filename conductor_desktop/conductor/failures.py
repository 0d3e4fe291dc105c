"""Turns what requests, urllib3 and sockets raise into where the request got stuck."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions as urllib3_errors

from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.conductor.wire import Broken

CAUGHT = (requests.RequestException, urllib3_errors.HTTPError, OSError)
"""Everything the libraries raise for trouble on the way."""

_NO_NETWORK = frozenset(
    {
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
        errno.EADDRNOTAVAIL,
        10049,  # WSAEADDRNOTAVAIL, WSAENETDOWN, WSAENETUNREACH and WSAEHOSTUNREACH
        10050,
        10051,
        10065,
    }
)


def broken_by(error: BaseException) -> Broken:
    """Where the request got stuck, and whether trying again has a chance."""
    causes = list(_causes(error))
    kind, may_pass = _judge(causes)
    return Broken(Offline(kind, details=_details(causes)), may_pass)


def overdue() -> Broken:
    """The call took longer than it may in all."""
    return Broken(Offline(OfflineKind.TIMEOUT, details={"cause": "deadline"}), False)


def _judge(causes: list[BaseException]) -> tuple[OfflineKind, bool]:
    if _any(causes, requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL):
        return OfflineKind.PROXY, False
    if _any(causes, requests.exceptions.InvalidSchema):  # a kind of proxy nobody can speak here
        return OfflineKind.PROXY, False
    if _any(causes, ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return OfflineKind.SERVER, True
    if _any(causes, ssl.SSLError, requests.exceptions.SSLError, urllib3_errors.SSLError):
        return OfflineKind.TLS, False
    if _any(causes, socket.gaierror, urllib3_errors.NameResolutionError):
        return OfflineKind.DNS, True
    if any(_is_connect_timeout(cause) for cause in causes):
        return OfflineKind.TIMEOUT, True
    if _any(causes, requests.exceptions.ReadTimeout, urllib3_errors.ReadTimeoutError, TimeoutError):
        return OfflineKind.TIMEOUT, False
    if any(isinstance(cause, OSError) and cause.errno in _NO_NETWORK for cause in causes):
        return OfflineKind.NO_NETWORK, True
    return OfflineKind.SERVER, True


def _any(causes: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _is_connect_timeout(cause: BaseException) -> bool:
    # urllib3 counts every connection that could not be made among the time-outs.
    kinds = (requests.exceptions.ConnectTimeout, urllib3_errors.ConnectTimeoutError)
    return isinstance(cause, kinds) and not isinstance(cause, urllib3_errors.NewConnectionError)


def _details(causes: list[BaseException]) -> dict[str, str]:
    """The innermost cause by its kind; its text may hold addresses, so only TLS' own is taken."""
    details = {"cause": type(causes[-1]).__name__}
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message:
            details["certificate"] = cause.verify_message
    return details


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what led to it: the libraries put that into ``reason``, ``args`` or a chain."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop(0)
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [getattr(cause, "reason", None), *cause.args, cause.__cause__]
        waiting.append(None if cause.__suppress_context__ else cause.__context__)
