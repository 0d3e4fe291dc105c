"""Judges what came back over HTTP: the API, a sign-in page in between, or something else."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import io
import json
from urllib.parse import urlsplit

from conductor_desktop.workstation.reach import Outcome


class _Heard:
    """Lets ``http.client`` read an answer that has already been received."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


def read_answer(raw: bytes, method: str) -> http.client.HTTPResponse:
    """Read the head of an answer. Raises ``http.client.HTTPException`` and ``ValueError``."""
    response = http.client.HTTPResponse(_Heard(raw), method=method)  # type: ignore[arg-type]
    response.begin()
    return response


def judge(raw: bytes, host: str) -> tuple[Outcome, str, float | None]:
    """Whether the API answered, support's words for it, and how far this PC's clock is ahead."""
    try:
        response = read_answer(raw, method="GET")
        body = response.read()
    except (http.client.HTTPException, ValueError, OSError) as error:
        return Outcome.NOT_THE_API, f"not a whole HTTP answer: {type(error).__name__}", None
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    detail = f"HTTP {response.status}, {kind or 'of no stated type'}"
    outcome = _outcome(response, kind, body, host)
    return outcome, detail, _clock_ahead(response.getheader("Date"))


def _outcome(response: http.client.HTTPResponse, kind: str, body: bytes, host: str) -> Outcome:
    status = response.status
    if status == 407:
        return Outcome.PROXY_REFUSED
    if status == 511:
        return Outcome.SIGN_IN_PAGE
    if status >= 500:
        return Outcome.SERVER_TROUBLE
    if 300 <= status < 400:
        elsewhere = _host_of(response.getheader("Location") or "")
        return Outcome.SIGN_IN_PAGE if elsewhere not in ("", host) else Outcome.NOT_THE_API
    if "json" in kind and _is_api_answer(status, body):
        return Outcome.ANSWERS
    if kind == "text/html" or body.lstrip()[:1] == b"<":
        return Outcome.SIGN_IN_PAGE
    return Outcome.NOT_THE_API


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_api_answer(status: int, body: bytes) -> bool:
    """An error in JSON, as for a missing key, or a list. ``200`` alone proves nothing."""
    try:
        answer = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    wanted = "data" if status < 300 else "error"
    return isinstance(answer, dict) and wanted in answer


def _clock_ahead(date: str | None) -> float | None:
    if date is None:
        return None
    try:
        theirs = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return None
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=dt.UTC)
    return (dt.datetime.now(dt.UTC) - theirs).total_seconds()
