"""Which addresses the auth view may reach, decided on text alone.

An address is judged by what is written in it, not by a general URL parser: whatever two parsers
could read differently (a backslash, a user name, a percent sign in the host, a character outside
ASCII) is refused, so the engine cannot end up at another host than the one that was approved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from conductor_desktop.errors import AppError, Owner
from conductor_desktop.secret import Secret
from conductor_desktop.services.trusted_hosts import CONDUCTOR_DOMAIN, LOOPBACK_HOST, THIS_PC

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
# After the authority any printable ASCII but the backslash, which some parsers read as a slash.
_URL = re.compile(
    rf"(?P<scheme>https?|wss?)://(?P<host>{_HOST})(?::(?P<port>[1-9][0-9]{{0,4}}))?"
    r"(?P<path>/[!-\"$->@-\[\]-~]*)?(?:[?#][!-\[\]-~]*)?"
)
_NAMED_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")
_DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_AS_WEB = {"ws": "http", "wss": "https"}
# Web servers read no longer line than 8 KiB, unless somebody has told them to.
_LONGEST = 8192
_EMPTY_PAGES = frozenset({"about:blank", "about:srcdoc"})


class Origin(NamedTuple):
    """The part of an address that says who answers; the port is always filled in."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True)
class AuthPolicy:
    """The hosts of the auth flow: ``https`` on the standard port, or the sandbox on this PC.

    A host stands for itself alone, except ``conductor.is``, which brings its subdomains: whoever
    runs one host of another domain does not necessarily run its neighbours.
    ``allow_loopback_port`` opens ``http://127.0.0.1:<port>`` and nothing else of this PC.
    Raises ``ValueError`` for a host that is not a plain lower-case name.
    """

    allowed_hosts: frozenset[str] = field(default=frozenset({CONDUCTOR_DOMAIN}))
    allow_loopback_port: int | None = None

    def __post_init__(self) -> None:
        for host in self.allowed_hosts:
            if not _NAMED_HOST.fullmatch(host):
                raise ValueError(f"not a plain lower-case host name: {host!r}")

    def allows_page(self, url: str) -> bool:
        """Whether the main frame may go there."""
        origin = origin_of(url)
        return origin is not None and self._allows_origin(origin)

    def allows_resource(self, url: str) -> bool:
        """Whether a page may fetch or embed it: the same hosts, and what needs no network."""
        if url in _EMPTY_PAGES or url.startswith("data:"):
            return True
        if url.startswith("blob:"):
            return self.allows_page(url.removeprefix("blob:"))
        origin = origin_of(url)
        if origin is None:
            return False
        return self._allows_origin(
            origin._replace(scheme=_AS_WEB.get(origin.scheme, origin.scheme))
        )

    def allows_download(self, url: str) -> bool:
        """Whether a file may be taken from there; pages also build files themselves."""
        return self.allows_resource(url) and url not in _EMPTY_PAGES

    def content_rules(self) -> str:
        """The same list as a Content-Security-Policy, for what the request hooks see too late.

        A worker with a script of its own would not be under these rules, so only those that a
        page builds itself, which inherit them, may run.
        """
        hosts = sorted(self.allowed_hosts)
        if CONDUCTOR_DOMAIN in self.allowed_hosts:
            hosts.append(f"*.{CONDUCTOR_DOMAIN}")
        sources = [f"{scheme}://{host}" for host in hosts for scheme in ("https", "wss")]
        if self.allow_loopback_port:
            loopback = f"{LOOPBACK_HOST}:{self.allow_loopback_port}"
            sources += [f"http://{loopback}", f"ws://{loopback}"]
        allowed = " ".join([*sources, "data:", "blob:"])
        return f"default-src {allowed} 'unsafe-inline' 'unsafe-eval'; worker-src blob: data:"

    def _allows_origin(self, origin: Origin) -> bool:
        if origin.scheme == "http":
            loopback = Origin("http", LOOPBACK_HOST, self.allow_loopback_port or 0)
            return origin == loopback
        return origin.scheme == "https" and origin.port == 443 and self._allows_host(origin.host)

    def _allows_host(self, host: str) -> bool:
        if host in self.allowed_hosts:
            return True
        return CONDUCTOR_DOMAIN in self.allowed_hosts and host.endswith(f".{CONDUCTOR_DOMAIN}")


class LinkRefused(AppError):
    """The link does not lead where its pages have to be; neither this window nor a browser opens
    it."""

    def __init__(self, *, from_file: bool) -> None:
        super().__init__(
            "This link cannot be opened here",
            "The link does not lead to Conductor's secure pages, so it was not opened.",
            "Ask whoever sent you the setup file for a new one."
            if from_file
            else "Get a new link; if that one is refused too, tell your software vendor.",
        )
        if from_file:
            self.owner = Owner.VENDOR


def policy_for(link: Secret, base_url: str | None) -> AuthPolicy:
    """What the flow of ``link`` may show. ``base_url`` is where this connection's API is.

    Conductor's pages, or the sandbox's where that is who is asked: its own origin, and never both.
    """
    page, api = origin_of(link.reveal()), origin_of(base_url or "")
    if page is not None and api is not None and page.host == LOOPBACK_HOST:
        is_sandbox = api.scheme == page.scheme == "http" and api.host in THIS_PC
        if is_sandbox and api.port == page.port:
            return AuthPolicy(frozenset(), page.port)
    return AuthPolicy()


def origin_of(url: str) -> Origin | None:
    """Who would answer this address; ``None`` for one that is not plainly written."""
    match = _parse(url)
    if match is None:
        return None
    scheme = match["scheme"]
    return Origin(scheme, match["host"], int(match["port"] or _DEFAULT_PORTS[scheme]))


def is_within(url: str, prefix: str) -> bool:
    """Whether ``url`` is ``prefix`` or lies below it: same origin, path on a slash boundary."""
    origin = origin_of(url)
    if origin is None or origin != origin_of(prefix):
        return False
    path, start = _path_of(url), _path_of(prefix).rstrip("/")
    return path.rstrip("/") == start or path.startswith(f"{start}/")


def _parse(url: str) -> re.Match[str] | None:
    if len(url) > _LONGEST or not url.isascii():
        return None
    # Only the authority is lower-cased; a path and a query keep their letters.
    head, slashes, rest = url.partition("://")
    end = re.search(r"[/?#]", rest)
    cut = end.start() if end else len(rest)
    return _URL.fullmatch(f"{head.lower()}{slashes}{rest[:cut].lower()}{rest[cut:]}")


def _path_of(url: str) -> str:
    match = _parse(url)
    return (match["path"] or "/") if match else "/"
