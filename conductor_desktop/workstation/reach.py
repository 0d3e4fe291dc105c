"""How far a request to the service came: its hops, its outcome, and the proxy on the way."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from conductor_desktop.secret import Secret


@dataclass(frozen=True)
class Proxy:
    """How this PC goes to the internet, when not directly."""

    host: str | None = None
    port: int | None = None
    authorization: Secret | None = None
    """``user:password`` for the proxy, where the setting carries one."""
    script: bool = False
    """An automatic configuration script decides, which only Windows' own programs follow."""

    @property
    def address(self) -> str | None:
        """``host:port``, without the name and password."""
        return f"{self.host}:{self.port}" if self.host else None


class HopKind(enum.StrEnum):
    """The stretches of the way, in their order."""

    NETWORK = "network"
    PROXY = "proxy"
    NAME = "name"
    CONNECTION = "connection"
    SECURITY = "security"
    ANSWER = "answer"


@dataclass(frozen=True)
class Hop:
    """A stretch that was passed. ``detail`` is for support."""

    kind: HopKind
    detail: str = ""
    seconds: float | None = None


class Outcome(enum.StrEnum):
    """How far one request came. Every value but ``ANSWERS`` is a failure."""

    ANSWERS = "answers"
    BAD_ADDRESS = "bad address"
    NO_NETWORK = "no network"
    PROXY_UNREACHABLE = "proxy unreachable"
    PROXY_REFUSED = "proxy refused"
    NO_NAME = "no name"
    NO_CONNECTION = "no connection"
    CERTIFICATE_DATE = "certificate date"
    CERTIFICATE = "certificate"
    TLS = "tls"
    NO_ANSWER = "no answer"
    SIGN_IN_PAGE = "sign-in page"
    SERVER_TROUBLE = "server trouble"
    NOT_THE_API = "not the api"

    @property
    def hop(self) -> HopKind:
        """The stretch on which this is known."""
        return _HOPS[self]


_HOPS = {
    Outcome.BAD_ADDRESS: HopKind.NETWORK,
    Outcome.NO_NETWORK: HopKind.NETWORK,
    Outcome.PROXY_UNREACHABLE: HopKind.PROXY,
    Outcome.PROXY_REFUSED: HopKind.PROXY,
    Outcome.NO_NAME: HopKind.NAME,
    Outcome.NO_CONNECTION: HopKind.CONNECTION,
    Outcome.CERTIFICATE_DATE: HopKind.SECURITY,
    Outcome.CERTIFICATE: HopKind.SECURITY,
    Outcome.TLS: HopKind.SECURITY,
    Outcome.NO_ANSWER: HopKind.ANSWER,
    Outcome.SIGN_IN_PAGE: HopKind.ANSWER,
    Outcome.SERVER_TROUBLE: HopKind.ANSWER,
    Outcome.NOT_THE_API: HopKind.ANSWER,
    Outcome.ANSWERS: HopKind.ANSWER,
}


@dataclass(frozen=True)
class Reach:
    """What came of one request. ``detail`` is for support and carries no key and no body."""

    outcome: Outcome
    host: str
    detail: str = ""
    proxy: str | None = None
    """``host:port`` of the proxy that was used."""
    clock_ahead: float | None = None
    """Seconds by which this PC's clock is ahead of the server's; ``None`` without a date."""
    passed: tuple[Hop, ...] = ()
    """The hops before the one of ``outcome``; what the way does not need is not among them."""
    issuer: str | None = None
    """Who vouches for the other end, as its certificate says, trusted or not."""
