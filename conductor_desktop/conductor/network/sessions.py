"""HTTP sessions as this app wants them, lent to one call at a time.

A session must not be used by two threads at once. They are lent rather than kept per thread
because a thread of Qt's pool is a new one to Python on every task, and would connect anew.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager

from conductor_desktop import __version__
from conductor_desktop.conductor.network.connections import POOLS

_MOST_IDLE = 4
_STALE_SECONDS = 30.0
"""Firewalls drop idle connections without a word; one this old is not trusted."""


class Sessions:
    """Lends sessions; safe to use from any thread."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._idle: list[tuple[requests.Session, float]] = []
        self._closed = False

    @contextlib.contextmanager
    def lend(self, *, fresh: bool) -> Iterator[requests.Session]:
        """A session for one call. ``fresh``: without connections of earlier calls."""
        session, since = self._take()
        if fresh or self._clock() - since > _STALE_SECONDS:
            session.close()  # only its connections; the session goes on
        try:
            yield session
        finally:
            self._give_back(session)

    def close(self) -> None:
        """Close what is idle now and what comes back later."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for session, _ in idle:
            session.close()

    def _take(self) -> tuple[requests.Session, float]:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return new_session(), self._clock()

    def _give_back(self, session: requests.Session) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < _MOST_IDLE:
                self._idle.append((session, self._clock()))
                return
        session.close()


def new_session() -> requests.Session:
    """No cookies, no redirects, no netrc, and the certificates of the operating system."""
    session = _Session()
    # netrc would replace our key; what else this turns off is done by hand in the transport.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update(
        {"User-Agent": f"ConductorDesktop/{__version__}", "Accept": "application/json"}
    )
    for prefix in ("https://", "http://"):
        session.mount(prefix, _Adapter())
    return session


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: requests would read the body of a refused redirect to its end."""
        return None


class _Adapter(HTTPAdapter):
    """Trusts what the operating system trusts, and uses connections that can be cut."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self._tls = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        kwargs |= {"ssl_context": self._tls, "proxy_ssl_context": self._tls}
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing: the context verifies. The original adds requests' own certificates to it."""
