"""One exchange over real HTTP with a server that misbehaves."""

from __future__ import annotations

import gzip
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import OfflineKind, UnexpectedAnswer
from conductor_desktop.conductor.transport import HttpTransport
from conductor_desktop.conductor.wire import DATA, STATUS, Answer, Broken, Limits, Outcome, Request
from conductor_desktop.secret import Secret
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import (
    Answer as Script,
)
from tests.helpers.stub_server import (
    StubServer,
    drip,
    raw,
    reply,
    reply_json,
    reset,
    silence,
)

KEY = Secret("sk_conductor_PLANTEDSECRET42")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PATIENT = Limits(read=300.0, total=300.0, body_bytes=1024)
IMPATIENT = Limits(read=300.0, total=0.3, body_bytes=1024)


def read(limits: Limits = STATUS) -> Request:
    return Request(method="GET", template="/things/{id}", path="/things/7", limits=limits)


def exchange(server: StubServer, request: Request | None = None) -> Outcome:
    transport = HttpTransport(server.base_url, KEY)
    try:
        return transport.exchange(request or read(), CancelToken())
    finally:
        transport.close()


def broken(outcome: Outcome) -> Broken:
    assert isinstance(outcome, Broken)
    return outcome


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
            while len(server.requests) < 2:
                server.wait_for_request()
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


def test_this_pc_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with StubServer([reply_json({})]) as server:
        assert isinstance(exchange(server), Answer)


@pytest.mark.parametrize(
    ("no_proxy", "asked"), [("", True), ("api.conductor.example", False), ("*", False)]
)
def test_the_systems_proxy_and_its_exceptions_are_honoured(
    monkeypatch: pytest.MonkeyPatch, no_proxy: str, asked: bool
) -> None:
    with StubServer([raw(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")]) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", no_proxy)
        monkeypatch.setattr(socket, "getaddrinfo", _only_this_pc(socket.getaddrinfo))
        transport = HttpTransport("https://api.conductor.example/v1", KEY)
        outcome = broken(transport.exchange(read(), CancelToken()))
        transport.close()
    if asked:
        assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.PROXY, False)
        assert [seen.method for seen in proxy.requests] == ["CONNECT"]
        assert "authorization" not in proxy.requests[0].headers
    else:
        assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.DNS, True)
        assert proxy.requests == []


def _only_this_pc(
    real: Callable[..., list[tuple[object, ...]]],
) -> Callable[..., list[tuple[object, ...]]]:
    def resolve(host: str, *rest: object, **options: object) -> list[tuple[object, ...]]:
        if host == "127.0.0.1":
            return real(host, *rest, **options)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    return resolve


# ---- trouble on the way


def test_nobody_listening_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}/v1", KEY)
    outcome = broken(transport.exchange(read(), CancelToken()))
    assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.SERVER, True)


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        reset(HEAD + b"Content-Length: 100\r\n\r\n{"),
        raw(b""),
        raw(b"HTTP/1.1"),
        raw(b"\x00\x01garbage\r\n\r\n"),
        raw(HEAD + b"Content-Length: 1000\r\n\r\n{ten by"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n{cut"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"),
        raw(HEAD + b"X: 1\r\n" * 500 + b"\r\n{}"),
        raw(HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n{}"),
    ],
)
def test_what_breaks_off_is_broken_and_may_pass(answer: Script) -> None:
    with StubServer([answer]) as server:
        outcome = broken(exchange(server))
    assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.SERVER, True)


@pytest.mark.parametrize("answer", [silence(), silence(HEAD + b"\r\n{")])
def test_silence_ends_and_is_not_worth_another_try(answer: Script) -> None:
    with StubServer([answer]) as server:
        outcome = broken(exchange(server, read(Limits(read=0.2, total=300.0, body_bytes=1024))))
    assert (outcome.error.kind, outcome.may_pass) == (OfflineKind.TIMEOUT, False)


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
        drip(HEAD + b"Content-Length: 1000\r\n\r\n", b" "),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        drip(HEAD + b"\r\n", b" "),
        silence(),
    ],
)
def test_the_deadline_ends_what_trickles(answer: Script) -> None:
    with StubServer([answer]) as server:
        outcome = broken(exchange(server, read(IMPATIENT)))
    assert outcome.error.kind is OfflineKind.TIMEOUT
    assert outcome.error.details["cause"] == "deadline"
    assert not outcome.may_pass


def test_after_the_deadline_the_next_call_is_a_call_of_its_own() -> None:
    with StubServer([silence(), reply_json({"a": 1})]) as server:
        transport = HttpTransport(server.base_url, KEY)
        broken(transport.exchange(read(IMPATIENT), CancelToken()))
        assert isinstance(transport.exchange(read(), CancelToken()), Answer)
        transport.close()


# ---- bodies


@pytest.mark.parametrize("encoded", [False, True])
def test_a_body_may_be_as_large_as_the_limit(encoded: bool) -> None:
    body = b'"' + b"x" * 1022 + b'"'
    sent = gzip.compress(body) if encoded else body
    headers = {"Content-Encoding": "gzip"} if encoded else {}
    with StubServer([reply(sent, headers=headers)]) as server:
        outcome = exchange(server, read(PATIENT))
    assert isinstance(outcome, Answer)
    assert outcome.body == body


@pytest.mark.parametrize(
    "answer",
    [
        reply(b'"' + b"x" * 1023 + b'"'),
        drip(HEAD + b"\r\n", b" " * 4096, seconds=0.0),
        drip(HEAD + b"Content-Length: 3000000000\r\n\r\n", b" " * 4096, seconds=0.0),
        drip(
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
            b"1000\r\n" + b" " * 4096 + b"\r\n",
            seconds=0.0,
        ),
        reply(gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"}),
        reply(
            gzip.compress(gzip.compress(b" " * 50_000_000)),
            headers={"Content-Encoding": "gzip, gzip"},
        ),
    ],
    ids=["plain", "endless", "3 GB", "endless chunks", "bomb", "bomb in a bomb"],
)
def test_a_body_beyond_the_limit_is_refused(answer: Script) -> None:
    with StubServer([answer]) as server, pytest.raises(UnexpectedAnswer, match="no sense") as it:
        exchange(server, read(PATIENT))
    assert it.value.details["limitBytes"] == "1024"


def test_a_body_that_is_not_what_its_packing_says_is_refused() -> None:
    answer = reply(b"not gzip", headers={"Content-Encoding": "gzip"})
    with StubServer([answer]) as server, pytest.raises(UnexpectedAnswer) as caught:
        exchange(server)
    assert "unpacked" in caught.value.explanation


def test_a_web_page_is_not_read() -> None:
    page = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=x\r\n\r\n", b"<p>")
    with StubServer([page]) as server:
        outcome = exchange(server)
    assert isinstance(outcome, Answer)
    assert outcome.is_html
    assert outcome.body == b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{decoy}/v1", "file:///etc/passwd", "", "//[", "/v1/again"]
)
def test_a_redirect_is_not_followed_and_its_body_is_not_read(status: int, location: str) -> None:
    with StubServer([reply_json({})]) as decoy:
        where = location.format(decoy=decoy.port)
        head = (
            f"HTTP/1.1 {status} Moved\r\nLocation: {where}\r\n"
            "Content-Type: application/json\r\n\r\n"
        ).encode()
        with StubServer([drip(head, b"x" * 4096, seconds=0.0)]) as server:
            outcome = exchange(server, read(PATIENT))
    assert isinstance(outcome, Answer)
    assert (outcome.status, outcome.body) == (status, b"")
    assert outcome.location_host == ("127.0.0.1" if "decoy" in location else None) or (
        outcome.location_host is None
    )
    assert len(server.requests) == 1
    assert decoy.requests == []


# ---- cancelling


@pytest.mark.parametrize(
    "answer",
    [
        silence(),
        silence(b"HTTP/1.1 200 OK\r\nX-Slow: "),
        silence(HEAD + b"Content-Length: 1000\r\n\r\n{"),
        silence(HEAD + b"\r\n{"),
        drip(HEAD + b"Content-Length: 1000\r\n\r\n", b" "),
    ],
)
def test_cancelling_ends_a_blocked_call_promptly(answer: Script) -> None:
    token = CancelToken()
    with StubServer([answer]) as server, ThreadPoolExecutor(1) as pool:
        transport = HttpTransport(server.base_url, KEY)
        call = pool.submit(transport.exchange, read(PATIENT), token)
        server.wait_for_request()
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)  # the limits above would allow 300 s
        transport.close()


def test_a_cancelled_call_is_not_even_sent() -> None:
    token = CancelToken()
    token.cancel()
    with StubServer([reply_json({})]) as server:
        transport = HttpTransport(server.base_url, KEY)
        with pytest.raises(Cancelled):
            transport.exchange(read(), token)
    assert server.requests == []


def test_cancelling_afterwards_leaves_the_connection_alone() -> None:
    token = CancelToken()
    with StubServer([reply_json({})]) as server:
        transport = HttpTransport(server.base_url, KEY)
        transport.exchange(read(), token)
        token.cancel()
        assert isinstance(transport.exchange(read(), CancelToken()), Answer)
        transport.close()
    assert [seen.connection for seen in server.requests] == [1, 1]


def test_a_call_whose_answer_came_too_late_for_the_token_is_cancelled() -> None:
    token = CancelToken()

    def cancel_then_answer(caller: object) -> bool:
        token.cancel()
        return False

    with StubServer([cancel_then_answer]) as server:
        transport = HttpTransport(server.base_url, KEY)
        with pytest.raises(Cancelled):
            transport.exchange(read(), token)
        transport.close()


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


def test_invoices_may_be_larger_than_a_status() -> None:
    assert (STATUS.body_bytes, DATA.body_bytes) == (1024 * 1024, 16 * 1024 * 1024)
