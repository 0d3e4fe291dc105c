"""When a request is sent again, as a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from conductor_desktop.conductor.asking.retry import (
    LATEST_TRY,
    LONGEST_PAUSE,
    RECHECK_AFTER,
    pause_before_retry,
)
from conductor_desktop.conductor.errors import Offline, OfflineKind
from conductor_desktop.conductor.network.dates import LONGEST_HOLD, retry_after_seconds
from conductor_desktop.conductor.wire import STATUS, Answer, Broken, Outcome, Request

READ = Request(method="GET", template="/x", limits=STATUS)
NEXT_PAGE = Request(method="GET", template="/x", limits=STATUS, params={"cursor": "c"})
HEALTH_CHECK = Request(method="GET", template="/x", limits=STATUS, once=True)
WRITE = Request(method="POST", template="/x", limits=STATUS)

LOST = Broken(Offline(OfflineKind.SERVER), may_pass=True)
UNTRUSTED = Broken(Offline(OfflineKind.TLS), may_pass=False)


def answer(status: int, body: object = None, retry_after: float | None = None) -> Answer:
    return Answer(
        status=status,
        media_type="application/json",
        body=json.dumps(body).encode(),
        retry_after=retry_after,
    )


def conductors(status: int, kind: str, code: str = "SOME_CODE") -> Answer:
    return answer(status, {"error": {"type": kind, "code": code, "message": "m"}})


def pause(
    request: Request,
    outcome: Outcome,
    *,
    tries: int = 1,
    elapsed: float = 0.0,
    chance: float = 1.0,
    key_was_good: bool = False,
) -> float | None:
    return pause_before_retry(
        request,
        outcome,
        tries=tries,
        elapsed=elapsed,
        chance=chance,
        key_was_good=key_was_good,
    )


@pytest.mark.parametrize(
    "outcome",
    [
        LOST,
        answer(408),
        answer(429),
        answer(502),
        answer(503),
        answer(504),
        answer(502, {"error": "a gateway's own"}),
        conductors(503, "INTERNAL_ERROR"),
        conductors(429, "INVALID_REQUEST_ERROR"),
    ],
)
def test_a_plain_read_is_repeated_after_what_may_pass(outcome: Outcome) -> None:
    assert pause(READ, outcome) is not None


@pytest.mark.parametrize(
    "outcome",
    [
        UNTRUSTED,
        *(answer(status) for status in (200, 204, 301, 400, 401, 403, 404, 407, 409, 500)),
        conductors(502, "INTEGRATION_CONNECTION_ERROR", "QBD_CONNECTION_ERROR"),
        conductors(502, "INTEGRATION_ERROR", "QBD_REQUEST_ERROR"),
        conductors(504, "INTEGRATION_CONNECTION_ERROR", "QBD_REQUEST_TIMEOUT"),
        conductors(504, "INTERNAL_ERROR", "QBD_REQUEST_TIMEOUT"),
        conductors(500, "INTERNAL_ERROR"),
    ],
)
def test_a_plain_read_is_not_repeated_after_what_will_not_pass(outcome: Outcome) -> None:
    assert pause(READ, outcome) is None


@pytest.mark.parametrize("request_", [NEXT_PAGE, HEALTH_CHECK, WRITE])
@pytest.mark.parametrize("outcome", [LOST, answer(408), answer(429, retry_after=1.0), answer(401)])
def test_some_requests_are_never_repeated(request_: Request, outcome: Outcome) -> None:
    assert pause(request_, outcome, key_was_good=True) is None


def test_a_key_that_was_good_is_tried_once_more_after_a_while() -> None:
    assert pause(READ, answer(401), key_was_good=True) == RECHECK_AFTER
    assert pause(READ, answer(403), key_was_good=True) is None
    assert pause(READ, answer(401), key_was_good=True, tries=3) is None


def test_three_tries_are_the_most() -> None:
    assert pause(READ, LOST, tries=2) is not None
    assert pause(READ, LOST, tries=3) is None


@pytest.mark.parametrize(
    ("tries", "chance", "seconds"), [(1, 0.0, 0.25), (1, 1.0, 0.5), (2, 0.0, 0.5), (2, 1.0, 1.0)]
)
def test_pauses_grow_and_are_spread(tries: int, chance: float, seconds: float) -> None:
    assert pause(READ, LOST, tries=tries, chance=chance) == pytest.approx(seconds)


def test_a_server_that_asks_to_wait_is_never_asked_earlier() -> None:
    waited = pause(READ, answer(429, retry_after=3.0), chance=0.0)
    assert waited is not None
    assert waited >= 3.0


def test_a_server_that_asks_to_wait_long_is_left_alone() -> None:
    assert pause(READ, answer(429, retry_after=LONGEST_PAUSE + 1)) is None


def test_nothing_is_sent_late() -> None:
    assert pause(READ, LOST, elapsed=LATEST_TRY - 1.0) is not None
    assert pause(READ, LOST, elapsed=LATEST_TRY) is None


NOW = datetime(2025, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5.0),
        (" 0 ", 0.0),
        ("300", 300.0),
        ("Sun, 23 Nov 2025 12:00:30 GMT", 30.0),
        ("Sun, 23 Nov 2025 12:00:30 -0000", 30.0),
        ("Sun, 23 Nov 2025 11:00:00 GMT", 0.0),
        ("999999999", LONGEST_HOLD),
        ("Sun, 23 Nov 2045 12:00:00 GMT", LONGEST_HOLD),
        (None, None),
        ("", None),
        ("-1", None),
        ("1e9", None),
        ("soon", None),
        ("1.5", None),
        ("٥", None),
        ("9" * 400, None),
        ("Sun, 99 Nov 2025 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_understood_or_ignored(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds
