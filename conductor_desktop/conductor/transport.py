"""Sends one request and reads one answer, within limits, and ends promptly when cancelled."""

from __future__ import annotations

import contextlib
import logging
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

import requests
import urllib3.exceptions as urllib3_errors
from requests.utils import get_environ_proxies

from conductor_desktop.conductor.address import checked_base_url, checked_key, is_loopback
from conductor_desktop.conductor.errors import UnexpectedAnswer
from conductor_desktop.conductor.failures import CAUGHT, broken_by, overdue
from conductor_desktop.conductor.line import CutReason, Line
from conductor_desktop.conductor.retry import retry_after_seconds
from conductor_desktop.conductor.sessions import Sessions
from conductor_desktop.conductor.wire import Answer, Broken, Limits, Outcome, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import Cancelled, CancelToken

log = logging.getLogger(__name__)
# urllib3 writes whole addresses, with ids and filters in them, at its lower levels.
logging.getLogger("urllib3").setLevel(logging.ERROR)

_CHUNK_BYTES = 64 * 1024
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Transport(Protocol):
    """What the client needs: one exchange, no retries."""

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        """Raises ``UnexpectedAnswer`` for a body that is too large or cannot be unpacked and for
        headers that are none, and ``Cancelled``.
        """

    def close(self) -> None: ...


class HttpTransport:
    """One service, one key. Raises ``InvalidInput`` for an address or a key that cannot be."""

    def __init__(self, base_url: str, secret: Secret) -> None:
        self._base_url = checked_base_url(base_url)
        self._secret = Secret(checked_key(secret.reveal()))
        self._sessions = Sessions()

    def exchange(self, request: Request, cancel: CancelToken) -> Outcome:
        cancel.raise_if_cancelled()
        record = _LogRecord(request)
        try:
            with _cuttable(request.limits, cancel) as line:
                outcome = self._send(request, line, cancel, record)
            cancel.raise_if_cancelled()
            if isinstance(outcome, Broken):
                record.status = outcome.error.kind.value
        finally:
            record.write()
        return outcome

    def close(self) -> None:
        self._sessions.close()

    def _send(
        self, request: Request, line: Line, cancel: CancelToken, record: _LogRecord
    ) -> Outcome:
        # A write must not meet a connection that the server has closed meanwhile: its failure
        # could not be told from a lost answer.
        with self._sessions.lend(fresh=request.method != "GET") as session:
            outcome: Outcome
            try:
                with self._open(session, request) as response:
                    record.answered(response)
                    _check_headers(response)
                    outcome = _answer(response, _read_body(response, request.limits, cancel))
            except urllib3_errors.DecodeError:
                raise UnexpectedAnswer("it could not be unpacked") from None
            except CAUGHT as error:
                outcome = broken_by(error)
        # Cutting a line can look like an error or like the end of a body, so it is asked first.
        if line.cut_reason is CutReason.CANCELLED:
            raise Cancelled
        if line.cut_reason is CutReason.OVERDUE:
            return overdue()
        return outcome

    def _open(self, session: requests.Session, request: Request) -> requests.Response:
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
            proxies=self._proxies(),
            allow_redirects=False,
        )

    def _headers(self, request: Request) -> Mapping[str, str]:
        headers = {
            "Authorization": f"Bearer {self._secret.reveal()}",
            "Accept-Encoding": "gzip",
        }
        if request.end_user_id is not None:
            headers["Conductor-End-User-Id"] = request.end_user_id
        return headers

    def _proxies(self) -> dict[str, str]:
        """The system's proxies and exceptions; never for this PC itself."""
        if is_loopback(urlsplit(self._base_url).hostname or ""):
            return {}
        return get_environ_proxies(self._base_url)


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


def _read_body(response: requests.Response, limits: Limits, cancel: CancelToken) -> bytes:
    """The unpacked body of a JSON answer; of other answers nothing is read."""
    if _media_type(response) != "application/json" or 300 <= response.status_code < 400:
        return b""
    chunks: list[bytes] = []
    size = 0
    while chunk := response.raw.read(_CHUNK_BYTES, decode_content=True):
        cancel.raise_if_cancelled()
        size += len(chunk)
        if size > limits.body_bytes:
            raise UnexpectedAnswer(
                "it is far too large", details={"limitBytes": str(limits.body_bytes)}
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _check_headers(response: requests.Response) -> None:
    """Raises ``UnexpectedAnswer`` for what no header may hold and Python lets through."""
    if any("\0" in text for header in response.headers.items() for text in header):
        raise UnexpectedAnswer("its headers are garbled")


def _answer(response: requests.Response, body: bytes) -> Answer:
    return Answer(
        status=response.status_code,
        media_type=_media_type(response),
        body=body,
        request_id=_request_id(response),
        retry_after=retry_after_seconds(response.headers.get("Retry-After"), datetime.now(UTC)),
        location_host=_location_host(response),
    )


def _media_type(response: requests.Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


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


@dataclass
class _LogRecord:
    """The one line a request leaves in the log."""

    request: Request
    status: str = "-"
    request_id: str = "-"
    started: float = field(default_factory=time.monotonic)

    def answered(self, response: requests.Response) -> None:
        self.status = str(response.status_code)
        self.request_id = _request_id(response) or "-"

    def write(self) -> None:
        log.info(
            "%s %s %s %d ms %s",
            self.request.method,
            self.request.template,
            self.status,
            round((time.monotonic() - self.started) * 1000),
            self.request_id,
        )
