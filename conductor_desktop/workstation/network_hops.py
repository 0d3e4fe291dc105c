"""The single hops on the way to the service, each of which fails with a name of its own.

They are walked by hand, because a library's single "connection error" cannot say which of them
it was, and because one deadline has to hold for all of them together.
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

import truststore

from conductor_desktop.secret import Secret
from conductor_desktop.workstation import network_answer
from conductor_desktop.workstation.reach import Outcome

_MOST_BYTES = 65_536
_MOST_ADDRESSES = 4
_LONGEST_NAME = 100
# OpenSSL's "not yet valid" and "expired", and Windows' CERT_E_EXPIRED for both.
_DATE_CODES = frozenset({9, 10, 0x800B0101, 0x800B0101 - 2**32})

Address = tuple[socket.AddressFamily, tuple[object, ...]]


class Stop(Exception):
    """The hop that failed, and why, in support's words."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


@dataclass(frozen=True)
class Deadline:
    """One end for all hops together, on the monotonic clock."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds left, more than nothing; raises ``TimeoutError`` when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("no answer in time")
        return seconds


def resolve(host: str, port: int, deadline: Deadline) -> list[Address]:
    """Look a name up on a thread of its own, because a dead resolver cannot be interrupted.

    Raises ``Stop``, which tells an unknown name from no network at all.
    """
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

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
        raise Stop(outcome, words(answer)) from answer
    return answer


def dial(addresses: list[Address], deadline: Deadline) -> socket.socket:
    """A connection to the first of the addresses that takes one. Raises ``Stop``."""
    tried = addresses[:_MOST_ADDRESSES]
    problem: OSError = TimeoutError("no answer in time")
    for place, (family, address) in enumerate(tried):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            # One dead address (IPv6 that leads nowhere) must not use up the others' time.
            line.settimeout(deadline.left() / (len(tried) - place))
            line.connect(address)
        except OSError as error:
            line.close()
            problem = error
        else:
            return line
    raise Stop(Outcome.NO_CONNECTION, words(problem)) from problem


def tunnel(line: socket.socket, to: str, secret: Secret | None, deadline: Deadline) -> None:
    """Ask the proxy at the other end for a way through; the line is closed if it gives none."""
    lines = [f"CONNECT {to} HTTP/1.1", f"Host: {to}"]
    if secret is not None:
        basic = base64.b64encode(secret.reveal().encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {basic}")
    try:
        raw = exchange(line, "\r\n".join([*lines, "", ""]).encode(), deadline, b"\r\n\r\n")
        status = network_answer.read_answer(raw, method="CONNECT").status
    except (OSError, http.client.HTTPException) as error:
        line.close()
        raise Stop(Outcome.PROXY_REFUSED, words(error)) from error
    if status != 200:
        line.close()
        raise Stop(Outcome.PROXY_REFUSED, f"the proxy answered {status}")


def secure(line: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """Agree on encryption and on who is at the other end. Raises ``Stop``, the line closed."""
    # truststore asks the system's own certificate store, so a company's certificate counts.
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        line.settimeout(deadline.left())
        return context.wrap_socket(line, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        line.close()
        dated = error.verify_code in _DATE_CODES
        outcome = Outcome.CERTIFICATE_DATE if dated else Outcome.CERTIFICATE
        raise Stop(outcome, str(error.verify_message)) from error
    except OSError as error:
        line.close()
        raise Stop(Outcome.TLS, words(error)) from error


def look_without_trust(line: socket.socket, host: str, deadline: Deadline) -> str | None:
    """Who vouches for a certificate that was refused. ``line`` is closed; nothing is said on it.

    Raises ``OSError``.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with contextlib.closing(line):
        line.settimeout(deadline.left())
        with contextlib.closing(context.wrap_socket(line, server_hostname=host)) as shown:
            return issuer_on(shown)


def issuer_on(line: ssl.SSLSocket) -> str | None:
    """The issuer of the certificate that the other end has shown."""
    chain = line._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # as truststore does
    issuer = chain[0].get_info().get("issuer", ()) if chain else ()
    fields = {name: str(value) for part in issuer for name, value in part}
    names = [fields[name] for name in ("commonName", "organizationName") if fields.get(name)]
    text = "".join(character for character in ", ".join(names) if character.isprintable())
    return text[:_LONGEST_NAME] or None


def exchange(
    line: socket.socket, request: bytes, deadline: Deadline, until: bytes | None = None
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


def words(error: BaseException) -> str:
    """What support needs of an error: its reason, without an address or a path in it."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__


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
