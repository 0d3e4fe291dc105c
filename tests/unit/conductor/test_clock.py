"""A wrong clock of this PC, told by the dates of what answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    ClockWrong,
    ConductorError,
    Offline,
    OfflineKind,
    RequestRefused,
)
from conductor_desktop.conductor.network.clock import LARGE_SKEW, ClockWatch
from conductor_desktop.conductor.network.dates import read_date
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import StubServer, raw, reply, reply_error, reply_json, tunnel
from tests.unit.conductor.securing import DAY, KEY, NOW, Authority, system_store
from tests.unit.conductor.talking import USER, Pauses

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def http(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def watching(ahead: timedelta, *, by_conductor: bool = True) -> ClockWatch:
    watch = ClockWatch(lambda: NOON + ahead)
    watch.look(http(NOON), by_conductor=by_conductor)
    return watch


def expired() -> Offline:
    return Offline(OfflineKind.TLS, explanation="It has expired.", details={"flaw": "expired"})


# ---- knowing


@pytest.mark.parametrize("seconds", [0.0, 86_400.0, -86_400.0, 315_360_000.0])
def test_the_clock_is_compared_with_the_answers_date(seconds: float) -> None:
    assert watching(timedelta(seconds=seconds)).skew == seconds


def test_before_any_answer_nothing_is_known() -> None:
    error = expired()
    watch = ClockWatch(lambda: NOON)
    assert watch.skew is None
    assert watch.explained(error) is error


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "Sun, 99 Nov 2025 12:00:30 GMT",
        http(datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_that_is_none_says_nothing(date: str | None) -> None:
    watch = ClockWatch(lambda: NOON)
    watch.look(date, by_conductor=True)
    assert watch.skew is None


def test_what_conductor_says_is_not_overruled_by_others() -> None:
    watch = watching(DAY)
    watch.look(http(NOON + 9 * DAY), by_conductor=False)
    assert watch.skew == DAY.total_seconds()
    watch.look(http(NOON + DAY), by_conductor=True)
    assert watch.skew == 0.0


def test_others_will_do_as_long_as_conductor_has_said_nothing() -> None:
    watch = watching(DAY, by_conductor=False)
    assert watch.skew == DAY.total_seconds()
    watch.look(http(NOON + DAY), by_conductor=True)
    assert watch.skew == 0.0


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Mon, 02 Mar 2026 12:00:00 GMT", NOON),
        ("Mon, 02 Mar 2026 12:00:00 -0000", NOON),
        ("Mon, 02 Mar 2026 14:00:00 +0200", NOON),
        ("Mon, 02 Mar 99999999999 12:00:00 GMT", None),
        ("x" * 10_000, None),
    ],
)
def test_dates_are_read_or_ignored(header: str, moment: datetime | None) -> None:
    assert read_date(header) == moment


# ---- telling


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (DAY, "24 hours ahead"),
        (-DAY, "24 hours behind"),
        (3650 * DAY, "3650 days ahead"),
        (timedelta(seconds=LARGE_SKEW + 1), "5 minutes ahead"),
    ],
)
def test_a_wrong_clock_is_blamed_for_certificates_that_seem_out_of_date(
    ahead: timedelta, words: str
) -> None:
    error = watching(ahead).explained(expired())
    assert isinstance(error, ClockWrong)
    assert error.kind is OfflineKind.TLS
    assert error.title == "The clock of this PC is wrong"
    assert f"The clock of this PC is {words}" in error.explanation
    assert error.next_step == "Set the date and time of this PC, then try again."
    assert error.details["clockSkewSeconds"] == f"{ahead.total_seconds():.0f}"
    assert error.details["flaw"] == "expired"


def test_a_right_clock_is_not_blamed() -> None:
    error = watching(timedelta(seconds=LARGE_SKEW - 1)).explained(expired())
    assert error.explanation == "It has expired. That clock is right."
    assert "date and time" not in error.next_step
    assert "clockSkewSeconds" not in error.details


@pytest.mark.parametrize(
    "error", [RequestRefused(), Offline(OfflineKind.TLS, details={"flaw": "not_trusted"})]
)
def test_a_wrong_clock_is_a_detail_of_every_other_error(error: ConductorError) -> None:
    title = error.title
    explained = watching(DAY).explained(error)
    assert explained is error
    assert explained.title == title
    assert explained.details["clockSkewSeconds"] == "86400"


# ---- over real HTTP


def test_the_client_knows_how_far_the_clock_is_off() -> None:
    fair = reply_json(USER, headers={"Date": http(NOON), "Conductor-Request-Id": "req_1"})
    refusal = reply_error(400, "INVALID_REQUEST_ERROR", "X", headers={"Date": http(NOON)})
    with StubServer([fair, refusal]) as server:
        client = ConductorClient(server.base_url, KEY, now=lambda: NOON + 2 * DAY)
        assert client.clock_skew is None
        client.retrieve_end_user("end_usr_1", CancelToken())
        assert client.clock_skew == 172_800.0
        with pytest.raises(RequestRefused) as caught:
            client.company("end_usr_1", CancelToken())
        client.close()
    assert caught.value.details["clockSkewSeconds"] == "172800"


def test_a_sign_in_page_has_a_clock_too() -> None:
    page = reply(b"<html>", content_type="text/html", headers={"Date": http(NOON)})
    with StubServer([page]) as server:
        client = ConductorClient(server.base_url, KEY, now=lambda: NOON - DAY)
        with pytest.raises(Offline):
            client.health_check("end_usr_1", CancelToken())
        client.close()
    assert client.clock_skew == -86_400.0


@system_store
def test_a_proxys_date_explains_why_a_certificate_seems_out_of_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    host = "api.conductor.example"
    tls = (
        Authority(monkeypatch, tmp_path).trusted().issue(host, since=NOW - 3 * DAY, until=NOW - DAY)
    )
    head = f"HTTP/1.1 407 Who are you\r\nDate: {http(NOW - 2 * DAY)}\r\nContent-Length: 0\r\n\r\n"
    with (
        StubServer([reply_json({})], tls=tls) as server,
        StubServer([raw(head.encode()), tunnel(server.port)]) as proxy,
    ):
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        client = ConductorClient(f"https://{host}/v1", KEY, now=lambda: NOW, pause=Pauses())
        kinds = []
        for _ in range(2):
            with pytest.raises(Offline) as caught:
                client.retrieve_end_user("end_usr_1", CancelToken())
            kinds.append(caught.value.kind)
        client.close()
    assert kinds == [OfflineKind.PROXY, OfflineKind.TLS]
    assert "The clock of this PC is 2 days ahead" in caught.value.explanation
    assert server.requests == []


def test_a_wait_until_a_date_is_counted_by_the_clock_that_set_it() -> None:
    headers = {"Date": http(NOON), "Retry-After": http(NOON + timedelta(seconds=300))}
    with StubServer([reply_json({}, status=429, headers=headers)]) as server:
        client = ConductorClient(server.base_url, KEY, clock=lambda: 0.0)
        with pytest.raises(Offline) as caught:
            client.health_check("end_usr_1", CancelToken())
        client.close()
    assert caught.value.details["retryAfterSeconds"] == "300"
