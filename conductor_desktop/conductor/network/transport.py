"""Sends one request and reads one answer, within limits, and ends promptly when cancelled."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

import requests

from conductor_desktop.conductor.address import checked_base_url, checked_key
from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.network.body import media_type, read_body
from conductor_desktop.conductor.network.clock import ClockWatch
from conductor_desktop.conductor.network.dates import read_date, retry_after_seconds
from conductor_desktop.conductor.network.dialing import aside
from conductor_desktop.conductor.network.failures import CAUGHT, broken_by, overdue
from conductor_desktop.conductor.network.line import CutReason, Line
from conductor_desktop.conductor.network.proxies import SystemProxies
from conductor_desktop.conductor.network.request_log import LogLine
from conductor_desktop.conductor.network.sessions import Sessions
from conductor_desktop.conductor.wire import Answer, Broken, Limits, Outcome, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import Cancelled, CancelToken

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Transport(Protocol):
    """What the client needs: one exchange, no retries."""

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        """Raises ``Cancelled``."""

    def close(self) -> None: ...


class HttpTransport:
    """One service, one key. Raises ``InvalidInput`` for an address or a key that cannot be."""

    def __init__(self, base_url: str, secret: Secret, watch: ClockWatch | None = None) -> None:
        self._base_url = checked_base_url(base_url)
        self._secret = Secret(checked_key(secret.reveal()))
        self._watch = watch or ClockWatch()
        self._sessions = Sessions()
        self._proxies = SystemProxies(self._base_url)

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        cancel.raise_if_cancelled()
        record = LogLine(request)
        try:
            with _cuttable(request.limits, cancel) as line:
                outcome = self._send(request, line, record)
            cancel.raise_if_cancelled()
            if isinstance(outcome, Broken):
                record.status = outcome.reason
        finally:
            record.write()
        return outcome

    def close(self) -> None:
        self._sessions.close()

    def _send(self, request: Request, line: Line, record: LogLine) -> Outcome:
        # A write must not meet a connection that the server has closed meanwhile: its failure
        # could not be told from a lost answer.
        with self._sessions.lend(fresh=request.method != "GET") as session:
            outcome: Outcome
            try:
                with self._open(session, request, line) as response:
                    outcome = self._read(response, request.limits, record)
            except UnexpectedAnswer as error:
                error.details.update(record.found())
                outcome = Broken(error, may_pass=False)
            except CAUGHT as error:
                outcome = broken_by(error)
                self._watch.look(outcome.date, by_conductor=False)
        # Cutting a line can look like an error or like the end of a body, so it is asked first.
        if line.cut_reason is CutReason.CANCELLED:
            raise Cancelled
        if line.cut_reason is CutReason.OVERDUE:
            return overdue(line.stage)
        return outcome

    def _open(self, session: requests.Session, request: Request, line: Line) -> requests.Response:
        url = f"{self._base_url}{request.path or request.template}"
        prepared = session.prepare_request(
            requests.Request(
                request.method,
                url,
                headers=self._headers(request),
                params=request.params,
                json=request.body,
            )
        )
        return session.send(
            prepared,
            stream=True,
            timeout=(request.limits.connect, request.limits.read),
            proxies=self._way_out(request.limits, line),
            allow_redirects=False,
        )

    def _headers(self, request: Request) -> Mapping[str, str]:
        headers = {
            "Authorization": f"Bearer {self._secret.reveal()}",
            "Accept-Encoding": "gzip" if request.limits.packed else "identity",
        }
        if request.end_user_id is not None:
            headers["Conductor-End-User-Id"] = request.end_user_id
        return headers

    def _way_out(self, limits: Limits, line: Line) -> dict[str, str]:
        """The system's proxy. Windows looks names up to find exceptions, which can take long."""
        if not self._proxies.may_apply:
            return {}
        try:
            return aside(self._proxies.look, line, limits.connect)
        except TimeoutError:
            return {}

    def _read(self, response: requests.Response, limits: Limits, record: LogLine) -> Answer:
        headers = response.headers
        record.status, record.request_id = str(response.status_code), _request_id(response)
        self._watch.look(headers.get("Date"), by_conductor=record.request_id is not None)
        now = read_date(headers.get("Date")) or datetime.now(UTC)
        return Answer(
            status=response.status_code,
            media_type=media_type(response),
            body=read_body(response, limits),
            request_id=record.request_id,
            retry_after=retry_after_seconds(headers.get("Retry-After"), now),
            location_host=_location_host(response),
        )


@contextlib.contextmanager
def _cuttable(limits: Limits, cancel: CancelToken) -> Iterator[Line]:
    """A line that the token and the deadline can cut."""
    line = Line()
    timer = threading.Timer(limits.total, line.cut, (CutReason.OVERDUE,))
    timer.daemon = True
    forget = cancel.on_cancel(lambda: line.cut(CutReason.CANCELLED))
    timer.start()
    try:
        with line.in_use():
            yield line
    finally:
        timer.cancel()
        forget()


def _request_id(response: requests.Response) -> str | None:
    value = response.headers.get("Conductor-Request-Id", "")
    return value if _REQUEST_ID.fullmatch(value) else None


def _location_host(response: requests.Response) -> str | None:
    if not 300 <= response.status_code < 400:
        return None
    try:
        return urlsplit(response.headers.get("Location", "")).hostname
    except ValueError:
        return None
