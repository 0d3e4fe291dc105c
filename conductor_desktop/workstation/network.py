"""Finds the first hop on the way to the API that fails: name, connection, proxy, TLS, answer.

The hops are walked by hand, because a library's single "connection error" cannot say which of
them it was, and because one deadline has to hold for all of them together.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import truststore

from conductor_desktop import __version__
from conductor_desktop.secret import Secret
from conductor_desktop.workstation import network_answer
from conductor_desktop.workstation.pc import Outcome, Proxy, Reach

_MOST_BYTES = 65_536
_MOST_ADDRESSES = 4
# OpenSSL's "not yet valid" and "expired", and Windows' CERT_E_EXPIRED for both.
_DATE_CODES = frozenset({9, 10, 0x800B0101, 0x800B0101 - 2**32})

_Address = tuple[socket.AddressFamily, tuple[object, ...]]


class _Stop(Exception):
    """The hop that failed, and why, in support's words."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


@dataclass(frozen=True)
class _Deadline:
    """One end for all hops together, on the monotonic clock."""

    at: float

    def left(self) -> float:
        """Seconds left, more than nothing; raises ``TimeoutError`` when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("no answer in time")
        return seconds


def reach(url: str, *, seconds: float, proxy: Proxy | None = None) -> Reach:
    """One request without a key to the API at ``url``, through ``proxy`` if there is one.

    The API answers it with JSON (401 and an error). A page is what a hotel or a company puts
    in between, whatever its status says. Redirects are not followed. Never raises.
    """
    deadline = _Deadline(time.monotonic() + seconds)
    used = proxy.address if proxy else None
    host = ""
    try:
        target = _target(url)
        host = target.hostname or ""
        with contextlib.closing(_connect(target, proxy, deadline)) as line:
            raw = _ask(line, target, deadline)
        outcome, detail, ahead = network_answer.judge(raw, host)
    except _Stop as stop:
        return Reach(stop.outcome, host, stop.detail, used)
    return Reach(outcome, host, detail, used, ahead)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this computer itself."""
    if host.lower() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _target(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _Stop(Outcome.BAD_ADDRESS, str(error)) from error
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not secure or parts.username is not None or not host.isascii():
        raise _Stop(Outcome.BAD_ADDRESS, "the address is not a plain https address")
    return parts


def _port(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _connect(target: SplitResult, proxy: Proxy | None, deadline: _Deadline) -> socket.socket:
    host = target.hostname or ""
    if proxy is not None and proxy.host and proxy.port and not is_loopback(host):
        try:
            plain = _tcp(proxy.host, proxy.port, deadline)
        except _Stop as stop:
            raise _Stop(Outcome.PROXY_UNREACHABLE, stop.detail) from stop
        _tunnel(plain, f"{host}:{_port(target)}", proxy.authorization, deadline)
    else:
        plain = _tcp(host, _port(target), deadline)
    return _secure(plain, host, deadline) if target.scheme == "https" else plain


def _tcp(host: str, port: int, deadline: _Deadline) -> socket.socket:
    addresses = _resolve(host, port, deadline)[:_MOST_ADDRESSES]
    problem: OSError = TimeoutError("no answer in time")
    for place, (family, address) in enumerate(addresses):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            # One dead address (IPv6 that leads nowhere) must not use up the others' time.
            line.settimeout(deadline.left() / (len(addresses) - place))
            line.connect(address)
        except OSError as error:
            line.close()
            problem = error
        else:
            return line
    raise _Stop(Outcome.NO_CONNECTION, _words(problem)) from problem


def _resolve(host: str, port: int, deadline: _Deadline) -> list[_Address]:
    """Look a name up on a thread of its own, because a dead resolver cannot be interrupted."""
    answers: queue.SimpleQueue[list[_Address] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            answers.put([(family, address) for family, _, _, _, address in found])

    threading.Thread(target=look_up, name="name lookup", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except (queue.Empty, TimeoutError):
        answer = TimeoutError("no answer in time")
    if isinstance(answer, OSError):
        outcome = Outcome.NO_NAME if _has_network() else Outcome.NO_NETWORK
        raise _Stop(outcome, _words(answer)) from answer
    return answer


def _has_network() -> bool:
    import psutil

    try:
        addresses, states = psutil.net_if_addrs(), psutil.net_if_stats()
    except OSError:
        return True  # not known, so the name is blamed
    return any(
        state.isup and any(_leads_out(address.address) for address in addresses.get(name, ()))
        for name, state in states.items()
    )


def _leads_out(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False  # a hardware address
    return not (ip.is_loopback or ip.is_link_local)


def _tunnel(line: socket.socket, to: str, secret: Secret | None, deadline: _Deadline) -> None:
    lines = [f"CONNECT {to} HTTP/1.1", f"Host: {to}"]
    if secret is not None:
        basic = base64.b64encode(secret.reveal().encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {basic}")
    try:
        raw = _exchange(line, "\r\n".join([*lines, "", ""]).encode(), deadline, b"\r\n\r\n")
        status = network_answer.read_answer(raw, method="CONNECT").status
    except (OSError, http.client.HTTPException) as error:
        line.close()
        raise _Stop(Outcome.PROXY_REFUSED, _words(error)) from error
    if status != 200:
        line.close()
        raise _Stop(Outcome.PROXY_REFUSED, f"the proxy answered {status}")


def _secure(line: socket.socket, host: str, deadline: _Deadline) -> socket.socket:
    # truststore asks the system's own certificate store, so a company's certificate counts.
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        line.settimeout(deadline.left())
        return context.wrap_socket(line, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        line.close()
        dated = error.verify_code in _DATE_CODES
        outcome = Outcome.CERTIFICATE_DATE if dated else Outcome.CERTIFICATE
        raise _Stop(outcome, str(error.verify_message)) from error
    except OSError as error:
        line.close()
        raise _Stop(Outcome.TLS, _words(error)) from error


def _ask(line: socket.socket, target: SplitResult, deadline: _Deadline) -> bytes:
    path = quote(target.path.rstrip("/") + "/end-users", safe="/%:@!$&'()*+,;=~")
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {target.netloc}\r\nAccept: application/json\r\n"
        f"User-Agent: conductor-desktop/{__version__}\r\nConnection: close\r\n\r\n"
    )
    try:
        raw = _exchange(line, request.encode("ascii"), deadline)
    except OSError as error:
        raise _Stop(Outcome.NO_ANSWER, _words(error)) from error
    if not raw:
        raise _Stop(Outcome.NO_ANSWER, "the connection was closed without an answer")
    return raw


def _exchange(
    line: socket.socket, request: bytes, deadline: _Deadline, until: bytes | None = None
) -> bytes:
    """Send, then read until the other side closes, ``until`` is seen, or there is enough.

    What came before the deadline is returned: some servers never close. Raises ``OSError``.
    """
    line.settimeout(deadline.left())
    line.sendall(request)
    raw = b""
    while len(raw) < _MOST_BYTES and not (until and until in raw):
        try:
            line.settimeout(deadline.left())
            piece = line.recv(8192)
        except TimeoutError:
            if raw:
                break
            raise
        if not piece:
            break
        raw += piece
    return raw


def _words(error: BaseException) -> str:
    """What support needs of an error: its reason, without an address or a path in it."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
