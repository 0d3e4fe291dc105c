"""What one exchange sends, and what it leaves behind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import ALL_END_USERS, DATA, STATUS, Answer, Limits, Request
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import (
    StubServer,
    reply_json,
    reset,
    silence,
)
from tests.unit.conductor.exchanging import KEY, PATIENT, exchange, read


def test_an_answer_arrives_whole() -> None:
    with StubServer([reply_json({"a": 1}, headers={"Conductor-Request-Id": "req_1"})]) as server:
        outcome = exchange(server)
    assert outcome == Answer(
        status=200, media_type="application/json", body=b'{"a": 1}', request_id="req_1"
    )


def test_the_request_carries_what_conductor_needs_and_nothing_personal() -> None:
    request = replace(
        read(),
        params={"ids": ("a", "b+c"), "refNumberContains": "7,8"},
        end_user_id="end_usr_1",
    )
    with StubServer([reply_json({})]) as server:
        exchange(server, request)
    (seen,) = server.requests
    assert seen.target == "/v1/things/7?ids=a&ids=b%2Bc&refNumberContains=7%2C8"
    assert seen.headers["authorization"] == f"Bearer {KEY.reveal()}"
    assert seen.headers["conductor-end-user-id"] == "end_usr_1"
    assert seen.headers["user-agent"].startswith("ConductorDesktop/")
    assert set(seen.headers) <= {
        "host",
        "authorization",
        "conductor-end-user-id",
        "user-agent",
        "accept",
        "accept-encoding",
    }


def test_a_write_carries_its_body() -> None:
    request = Request(method="POST", template="/x", limits=STATUS, body={"companyName": "Ä"})
    with StubServer([reply_json({})]) as server:
        exchange(server, request)
    (seen,) = server.requests
    assert (seen.method, seen.headers["content-type"]) == ("POST", "application/json")
    assert seen.body == b'{"companyName": "\\u00c4"}'


# ---- connections


def test_reads_share_a_connection_and_a_write_never_does() -> None:
    with StubServer([reply_json({})]) as server:
        transport = HttpTransport(server.base_url, KEY)
        write = Request(method="POST", template="/x", limits=STATUS, body={})
        for request in (read(), read(), write, read()):
            transport.exchange(request, CancelToken())
        transport.close()
    assert [seen.connection for seen in server.requests] == [1, 1, 2, 2]


def test_two_threads_at_once_have_a_connection_each() -> None:
    with StubServer([silence()]) as server:
        transport = HttpTransport(server.base_url, KEY)
        token = CancelToken()
        with ThreadPoolExecutor(2) as pool:
            calls = [pool.submit(transport.exchange, read(PATIENT), token) for _ in range(2)]
            server.wait_for_requests(2)
            token.cancel()
            for call in calls:
                with pytest.raises(Cancelled):
                    call.result(60)
        transport.close()
    assert {seen.connection for seen in server.requests} == {1, 2}


def test_no_cookies_are_kept() -> None:
    cookie = {"Set-Cookie": "session=1; Path=/"}
    with StubServer([reply_json({}, headers=cookie)]) as server:
        transport = HttpTransport(server.base_url, KEY)
        transport.exchange(read(), CancelToken())
        transport.exchange(read(), CancelToken())
        transport.close()
    assert "cookie" not in server.requests[1].headers


def test_netrc_does_not_replace_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with StubServer([reply_json({})]) as server:
        exchange(server)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY.reveal()}"


class CountingToken(CancelToken):
    """Counts the callbacks it holds."""

    held = 0

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        forget = super().on_cancel(callback)
        self.held += 1

        def counted() -> None:
            self.held -= 1
            forget()

        return counted


def test_a_token_that_lives_long_collects_nothing() -> None:
    token = CountingToken()
    with StubServer([reply_json({}), reset()]) as server:
        transport = HttpTransport(server.base_url, KEY)
        for _ in range(2):
            transport.exchange(read(), token)
        transport.close()
    assert token.held == 0


# ---- the log


def test_a_request_leaves_one_line_without_ids_queries_or_secrets(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    request = replace(read(), params={"customerIds": ("PRIVATE",)}, end_user_id="end_usr_PRIVATE")
    headers = {"Conductor-Request-Id": "req_1"}
    with StubServer([reply_json({"companyName": "PRIVATE"}, headers=headers)]) as server:
        exchange(server, request)
    (line,) = [record.getMessage() for record in caplog.records]
    method, template, status, milliseconds, unit, request_id = line.split()
    assert (method, template, status, unit, request_id) == (
        "GET",
        "/things/{id}",
        "200",
        "ms",
        "req_1",
    )
    assert milliseconds.isdigit()


def test_what_has_no_answer_leaves_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with StubServer([reset()]) as server:
        exchange(server)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("GET /things/{id} server ")
    assert line.endswith(" ms -")


def test_a_request_id_cannot_forge_a_log_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    forged = {"Conductor-Request-Id": "req_1 GET /forged 200"}
    with StubServer([reply_json({}, headers=forged)]) as server:
        outcome = exchange(server)
    assert isinstance(outcome, Answer)
    assert outcome.request_id is None
    assert caplog.messages[-1].endswith(" ms -")


@pytest.mark.parametrize(
    ("limits", "asked"), [(STATUS, "identity"), (DATA, "gzip"), (ALL_END_USERS, "gzip")]
)
def test_only_what_may_be_large_is_asked_for_in_packed_form(limits: Limits, asked: str) -> None:
    with StubServer([reply_json({})]) as server:
        exchange(server, read(limits))
    assert server.requests[0].headers["accept-encoding"] == asked


def test_invoices_may_be_larger_than_a_status() -> None:
    assert (STATUS.body_bytes, DATA.body_bytes) == (1024 * 1024, 16 * 1024 * 1024)
