"""The one list of whom this app trusts: with the books, and with the page in its window."""

from __future__ import annotations

from urllib.parse import urlsplit

CONDUCTOR_DOMAIN = "conductor.is"
LOOPBACK_HOST = "127.0.0.1"
THIS_PC = (LOOPBACK_HOST, "localhost")


def may_have_the_books(base_url: str | None, *, is_sandbox: bool = False) -> frozenset[str]:
    """The hosts that a connection file may name, as ``read_qwc`` takes them.

    ``base_url`` is where this connection's API is. Only a sandbox is reached without TLS on this
    PC, and then its own port is all of this PC that is trusted. In the app's own sandbox a file
    for real books has no place.
    """
    conductor = frozenset({CONDUCTOR_DOMAIN, f".{CONDUCTOR_DOMAIN}"})
    try:
        api = urlsplit(base_url or "")
        port = api.port if api.scheme == "http" and api.hostname in THIS_PC else None
    except ValueError:
        port = None
    here = frozenset(f"{name}:{port}" for name in THIS_PC if port)
    return here if is_sandbox else conductor | here
