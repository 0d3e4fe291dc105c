"""urllib3's connections as this app wants them: they can be cut, and say why they did not come
about.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from typing import Any

import urllib3.exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from conductor_desktop.conductor.network.dialing import Cut, dial
from conductor_desktop.conductor.network.head import StrictAnswer
from conductor_desktop.conductor.network.line import Stage, current_line
from conductor_desktop.conductor.network.proxies import ProxyRefused
from conductor_desktop.conductor.network.trust import HandshakeStalled, Untrusted, issuer_shown_on


class _Reporting(HTTPConnection):
    """Tells the current line how far it is, and how to cut what it is doing."""

    response_class = StrictAnswer
    _plain: socket.socket | None = None
    _tunnel_headers: Mapping[str, str]

    def connect(self) -> None:
        super().connect()
        current_line().stage = Stage.ASKING

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self._plain is not None:  # also a connection that is used again
            line = current_line()
            line.take(self._plain)
            line.stage = Stage.ASKING
        super().request(*args, **kwargs)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _let_go(self) -> None:
        if self._plain is not None:
            self._plain.close()
            self._plain = None

    def _new_conn(self) -> socket.socket:
        line = current_line()
        line.stage = Stage.FINDING
        try:
            connected = dial(
                self._dns_host,
                self.port or 0,
                seconds=self.timeout or 0.0,
                line=line,
                options=self.socket_options or (),
            )
        except Cut:
            raise
        except socket.gaierror as error:
            raise urllib3_errors.NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise urllib3_errors.ConnectTimeoutError(self, "no connection in time") from error
        except OSError as error:
            raise urllib3_errors.NewConnectionError(self, "no connection") from error
        connected.settimeout(self.timeout)
        self._let_go()
        self._plain = connected.dup()
        line.take(connected)
        line.stage = Stage.SECURING
        return connected

    def _tunnel(self) -> None:
        """Ask the proxy for a way through. Raises ``ProxyRefused``, with what it said."""
        line = current_line()
        line.stage = Stage.TUNNELLING
        host = str(self._tunnel_host)
        target = f"[{host}]:{self._tunnel_port}" if ":" in host else f"{host}:{self._tunnel_port}"
        lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
        lines += [f"{name}: {value}" for name, value in self._tunnel_headers.items()]
        answer = StrictAnswer(self.sock, method="CONNECT")
        try:
            self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))
            answer.begin()
        except (OSError, http.client.HTTPException) as error:
            raise ProxyRefused from error
        finally:
            answer.close()
        if not 200 <= answer.status < 300:
            raise ProxyRefused(answer.status, date=answer.getheader("Date"))
        line.stage = Stage.SECURING


class _PlainConnection(_Reporting):
    pass


class _SecureConnection(_Reporting, HTTPSConnection):
    def connect(self) -> None:
        line = current_line()
        try:
            super().connect()
        except ssl.SSLCertVerificationError as error:
            raise Untrusted(error, self._issuer()) from error
        except TimeoutError as error:
            if line.stage is Stage.SECURING:
                raise HandshakeStalled from error
            raise

    def _issuer(self) -> str | None:
        """Who vouches for the other end, from one more connection that sends nothing."""
        with contextlib.suppress(OSError, urllib3_errors.HTTPError):
            if self.sock is not None:
                self.sock.close()
            self.sock = self._new_conn()
            if self._tunnel_host is not None:
                self._tunnel()
            host = self._tunnel_host or self.host
            self.sock, issuer = issuer_shown_on(self.sock, host.rstrip("."))
            return issuer
        return None


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _PlainPool, "https": _SecurePool}
"""For ``PoolManager.pool_classes_by_scheme``."""
