"""Walks to the service hop by hop, and says how far it came."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from urllib.parse import SplitResult, quote, urlsplit

from conductor_desktop import __version__
from conductor_desktop.workstation import network_answer, network_hops
from conductor_desktop.workstation.network_hops import Address, Deadline, Stop
from conductor_desktop.workstation.reach import Hop, HopKind, Outcome, Proxy, Reach


def reach(url: str, *, seconds: float, proxy: Proxy | None = None) -> Reach:
    """One request without a key to the API at ``url``, through ``proxy`` if there is one.

    The API answers it with JSON (401 and an error). A page is what a hotel or a company puts
    in between, whatever its status says. Redirects are not followed. Never raises.
    """
    host = ""
    walk = _Walk(Deadline.after(seconds), proxy)
    try:
        target = _target(url)
        host = target.hostname or ""
        with contextlib.closing(walk.line_to(target)) as line:
            raw = _ask(line, target, walk.deadline)
    except Stop as stop:
        return walk.reach(host, stop.outcome, stop.detail)
    outcome, detail, ahead = network_answer.judge(raw, host)
    return walk.reach(host, outcome, f"{detail}, after {walk.since_last():.2f} s", ahead)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this computer itself."""
    if host.lower() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


class _Walk:
    """Remembers what was passed on the way, and how long each stretch took."""

    def __init__(self, deadline: Deadline, proxy: Proxy | None) -> None:
        self.deadline = deadline
        self._proxy = proxy
        self._issuer: str | None = None
        self._passed: list[Hop] = []
        self._last = time.monotonic()

    def line_to(self, target: SplitResult) -> socket.socket:
        """Everything up to where the question can be asked. Raises ``Stop``."""
        line = self._plain_line(target)
        if target.scheme != "https":
            return line
        host = target.hostname or ""
        try:
            safe = network_hops.secure(line, host, self.deadline)
        except Stop as stop:
            if stop.outcome in (Outcome.CERTIFICATE, Outcome.CERTIFICATE_DATE):
                self._issuer = self._who_vouches(target)
            raise
        self._issuer = network_hops.issuer_on(safe)
        self._pass(HopKind.SECURITY, safe.version() or "")
        return safe

    def reach(self, host: str, outcome: Outcome, detail: str, ahead: float | None = None) -> Reach:
        """The end of the walk."""
        used = self._proxy.address if self._proxy else None
        return Reach(outcome, host, detail, used, ahead, tuple(self._passed), self._issuer)

    def since_last(self) -> float:
        """Seconds since the last hop was passed."""
        return time.monotonic() - self._last

    def _plain_line(self, target: SplitResult) -> socket.socket:
        host = target.hostname or ""
        proxy = self._proxy
        if proxy is not None and proxy.host and proxy.port and not is_loopback(host):
            return self._through(proxy, proxy.host, proxy.port, f"{host}:{_port(target)}")
        addresses = self._resolve(host, _port(target))
        self._pass(HopKind.NAME, f"{len(addresses)} address(es)")
        line = network_hops.dial(addresses, self.deadline)
        self._pass(HopKind.CONNECTION, f"port {_port(target)}")
        return line

    def _resolve(self, host: str, port: int) -> list[Address]:
        try:
            addresses = network_hops.resolve(host, port, self.deadline)
        except Stop as stop:
            if stop.outcome is not Outcome.NO_NETWORK:
                self._pass(HopKind.NETWORK)
            raise
        self._pass(HopKind.NETWORK)
        return addresses

    def _through(self, proxy: Proxy, host: str, port: int, to: str) -> socket.socket:
        try:
            line = network_hops.dial(self._resolve(host, port), self.deadline)
        except Stop as stop:
            if stop.outcome is Outcome.NO_NETWORK:
                raise
            raise Stop(Outcome.PROXY_UNREACHABLE, stop.detail) from stop
        network_hops.tunnel(line, to, proxy.authorization, self.deadline)
        self._pass(HopKind.PROXY)
        return line

    def _who_vouches(self, target: SplitResult) -> str | None:
        """Ask once more, without believing it: who issued it is what IT has to know."""
        again = _Walk(self.deadline, self._proxy)
        with contextlib.suppress(Stop, OSError):
            line = again._plain_line(target)
            return network_hops.look_without_trust(line, target.hostname or "", self.deadline)
        return None

    def _pass(self, kind: HopKind, detail: str = "") -> None:
        now = time.monotonic()
        self._passed.append(Hop(kind, detail, now - self._last))
        self._last = now


def _target(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _unused = parts.hostname or "", parts.port
    except ValueError as error:
        raise Stop(Outcome.BAD_ADDRESS, str(error)) from error
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not secure or parts.username is not None or not host.isascii():
        raise Stop(Outcome.BAD_ADDRESS, "the address is not a plain https address")
    return parts


def _port(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _ask(line: socket.socket, target: SplitResult, deadline: Deadline) -> bytes:
    path = quote(target.path.rstrip("/") + "/end-users", safe="/%:@!$&'()*+,;=~")
    request = (
        f"GET {path} HTTP/1.1\r\nHost: {target.netloc}\r\nAccept: application/json\r\n"
        f"User-Agent: conductor-desktop/{__version__}\r\nConnection: close\r\n\r\n"
    )
    try:
        raw = network_hops.exchange(line, request.encode("ascii"), deadline)
    except OSError as error:
        raise Stop(Outcome.NO_ANSWER, network_hops.words(error)) from error
    if not raw:
        raise Stop(Outcome.NO_ANSWER, "the connection was closed without an answer")
    return raw
