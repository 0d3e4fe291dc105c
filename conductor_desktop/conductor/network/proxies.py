"""The proxy that this PC is set to use, and what proxies say when they do not help."""

from __future__ import annotations

import ipaddress
import logging
import re
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from conductor_desktop.conductor.address import is_loopback

log = logging.getLogger(__name__)

_NAME = re.compile(r"[\w.-]{1,253}")
# The last two cannot be spoken to here, but whoever set them meant something by it.
_SCHEMES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


class ProxyRefused(OSError):
    """The proxy did not open a way through. ``status`` is ``None`` without a clear answer."""

    def __init__(self, status: int | None = None, *, date: str | None = None) -> None:
        super().__init__(f"the proxy answered {status}" if status else "no clear answer")
        self.status = status
        self.date = date


class SystemProxies:
    """The system's proxies and exceptions: environment variables or, on Windows, its settings."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._url = url
        self._scheme = parts.scheme
        self._warned = False
        self.may_apply = not is_loopback(parts.hostname or "")
        """Never for this PC itself."""

    def look(self) -> dict[str, str]:
        """The proxy to use, as requests wants it, or nothing. They may change at any time."""
        proxy = select_proxy(self._url, get_environ_proxies(self._url)) if self.may_apply else None
        if not proxy:
            return {}
        if not _is_proxy(proxy):
            self._warn()
            return {}
        return {self._scheme: proxy}

    def _warn(self) -> None:
        """Without the value: it may hold a password."""
        if not self._warned:
            self._warned = True
            log.warning("the proxy that is set on this PC is not an address; going without it")


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and (bool(_NAME.fullmatch(host)) or _is_ip(host))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
