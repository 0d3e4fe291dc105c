"""Turns what requests, urllib3 and sockets raise into where the request got stuck."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator
from typing import TypeVar

import requests
import urllib3.exceptions as urllib3_errors

from conductor_desktop.conductor.errors import Offline, OfflineKind, UnexpectedAnswer
from conductor_desktop.conductor.network.head import GarbledHead
from conductor_desktop.conductor.network.line import Stage
from conductor_desktop.conductor.network.proxies import ProxyRefused
from conductor_desktop.conductor.network.trust import (
    Flaw,
    HandshakeStalled,
    Untrusted,
    flaw_among,
    in_words,
)
from conductor_desktop.conductor.wire import Broken
from conductor_desktop.conductor.wording import plain_text

E = TypeVar("E", bound=BaseException)

CAUGHT = (requests.RequestException, urllib3_errors.HTTPError, OSError)
"""Everything the libraries raise for trouble on the way."""

_GARBLED = (
    GarbledHead,
    http.client.LineTooLong,
    http.client.UnknownProtocol,
    requests.exceptions.InvalidHeader,
    urllib3_errors.InvalidHeader,
)
_PASSING_AT_PROXY = frozenset({502, 503, 504})
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
    """What became of the request, and whether trying again has a chance."""
    causes = list(_causes(error))
    proxy = _first(causes, ProxyRefused)
    if proxy is not None:
        return Broken(_refusal(proxy), proxy.status in _PASSING_AT_PROXY, date=proxy.date)
    if _any(causes, *_GARBLED) or _is_no_status_line(causes):
        reason = "it is not in the form that answers of this kind have"
        return Broken(UnexpectedAnswer(reason, details=_details(causes)), False)
    kind, may_pass = _judge(causes)
    return Broken(_offline(kind, causes), may_pass)


def overdue(stage: Stage) -> Broken:
    """The call took longer than it may in all."""
    details = {"cause": "deadline", "stage": stage.value}
    if stage is Stage.SECURING:
        return Broken(_distrust(Flaw.STALLED, None, details), False)
    kind = OfflineKind.PROXY if stage is Stage.TUNNELLING else OfflineKind.TIMEOUT
    return Broken(Offline(kind, details=details), False)


def _judge(causes: list[BaseException]) -> tuple[OfflineKind, bool]:
    if _any(causes, Untrusted, HandshakeStalled):  # also behind a proxy
        return OfflineKind.TLS, False
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
    if any(isinstance(cause, OSError) and cause.errno in _NO_NETWORK for cause in causes):
        return OfflineKind.NO_NETWORK, True
    if _any(causes, urllib3_errors.ConnectTimeoutError, requests.exceptions.ConnectTimeout):
        return OfflineKind.SERVER, True  # nothing was sent
    if _any(causes, requests.exceptions.ReadTimeout, urllib3_errors.ReadTimeoutError, TimeoutError):
        return OfflineKind.TIMEOUT, False
    return OfflineKind.SERVER, True


def _offline(kind: OfflineKind, causes: list[BaseException]) -> Offline:
    details = _details(causes)
    if kind is OfflineKind.TLS:
        untrusted = _first(causes, Untrusted)
        return _distrust(flaw_among(causes), untrusted.issuer if untrusted else None, details)
    if kind is OfflineKind.PROXY:
        return Offline(kind, explanation=_proxy_trouble(causes), details=details)
    return Offline(kind, details=details)


def _distrust(flaw: Flaw, issuer: str | None, details: dict[str, str]) -> Offline:
    explanation, next_step = in_words(flaw, issuer)
    details = {**details, "flaw": flaw.value, **({"issuer": issuer} if issuer else {})}
    return Offline(OfflineKind.TLS, explanation=explanation, next_step=next_step, details=details)


def _proxy_trouble(causes: list[BaseException]) -> str:
    if _any(causes, requests.exceptions.InvalidSchema):
        return "This PC is set to use a kind of proxy that this app cannot talk to."
    return "This PC is set to use a proxy, and that proxy could not be reached."


def _refusal(proxy: ProxyRefused) -> Offline:
    status = proxy.status
    details = {"cause": "proxy", **({"proxyStatus": str(status)} if status else {})}
    if status == 511 or (status is not None and 300 <= status < 400):
        return Offline(OfflineKind.SIGN_IN_PAGE, details=details)
    explanation = None
    if status == 407:
        explanation = (
            "This network sends requests through a proxy, and the proxy wants a name and a "
            "password that it was not given."
        )
    elif status in _PASSING_AT_PROXY:
        explanation = (
            "This network sends requests through a proxy, and the proxy could not reach Conductor."
        )
    return Offline(OfflineKind.PROXY, explanation=explanation, details=details)


def _is_no_status_line(causes: list[BaseException]) -> bool:
    """Whether something answered, in words of its own; no word at all counts as a hang-up."""
    first = _first(causes, http.client.BadStatusLine)
    return first is not None and not isinstance(first, ConnectionResetError)


def _any(causes: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _first(causes: list[BaseException], kind: type[E]) -> E | None:
    return next((cause for cause in causes if isinstance(cause, kind)), None)


def _details(causes: list[BaseException]) -> dict[str, str]:
    """The innermost cause by its kind; its text may hold addresses, so only TLS' own is taken."""
    details = {"cause": type(causes[-1]).__name__}
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_message:
            details["certificate"] = plain_text(cause.verify_message, 200)
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
