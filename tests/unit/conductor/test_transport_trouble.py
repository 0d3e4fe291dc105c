"""One exchange with a server that misbehaves, and how it is ended."""

from __future__ import annotations

import gzip
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import Answer, Limits
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
from tests.unit.conductor.exchanging import (
    HEAD,
    IMPATIENT,
    KEY,
    PATIENT,
    exchange,
    offline,
    read,
    stuck,
    unusable,
)

# ---- trouble on the way


def test_nobody_listening_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}/v1", KEY)
    assert stuck(transport.exchange(read(), CancelToken())) == (OfflineKind.SERVER, True)


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        reset(HEAD + b"Content-Length: 100\r\n\r\n{"),
        raw(b""),
        raw(b"HTTP/1.1"),
        raw(b"HTTP/1.1 200 OK"),
        raw(b"HTTP/1.1 200 OK\r\n"),
        raw(HEAD),
        raw(HEAD + b"Content-Len"),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n"),
        raw(HEAD + b"Content-Length: 1000\r\n\r\n{ten by"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n{cut"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"),
    ],
)
def test_what_breaks_off_is_broken_and_may_pass(answer: Script) -> None:
    with StubServer([answer]) as server:
        assert stuck(exchange(server)) == (OfflineKind.SERVER, True)


@pytest.mark.parametrize(
    "answer",
    [
        raw(b'{"status": "ok", "duration": 1}'),
        raw(b'{"status": "ok", "duration": 1}\r\n'),
        raw(b"\x00\x01garbage\r\n\r\n"),
        raw(b"HTTP/9.1 200 OK\r\n\r\n"),
        raw(b"HTTP/1.1 9999 OK\r\n\r\n"),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        raw(HEAD + b"X: 1\r\n" * 500 + b"\r\n{}"),
        raw(HEAD + b"X: " + b"y" * 65_536 + b"\r\n\r\n{}"),
        raw(HEAD + (b"X: " + b"y" * 1000 + b"\r\n") * 90 + b"\r\n{}"),
        raw(HEAD + b"X: a\x00b\r\n\r\n{}"),
        raw(HEAD + b"X: a\rb\r\n\r\n{}"),
        raw(HEAD + b"no header\r\nContent-Length: 2\r\n\r\n{}"),
        raw(HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99, seconds=0.0),
    ],
)
def test_an_answer_that_is_not_http_is_something_other_than_no_answer(answer: Script) -> None:
    with StubServer([answer]) as server:
        error = unusable(exchange(server, read(PATIENT)))
    assert error.title == "Conductor's answer makes no sense"
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [silence(), silence(HEAD + b"\r\n{")])
def test_silence_ends_and_is_not_worth_another_try(answer: Script) -> None:
    with StubServer([answer]) as server:
        outcome = exchange(server, read(Limits(read=0.2, total=300.0, body_bytes=1024)))
    assert stuck(outcome) == (OfflineKind.TIMEOUT, False)


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", seconds=0.05),
        drip(HEAD + b"Content-Length: 1000\r\n\r\n", b" "),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        drip(HEAD + b"\r\n", b" "),
        silence(),
    ],
)
def test_the_deadline_ends_what_trickles(answer: Script) -> None:
    with StubServer([answer]) as server:
        outcome = exchange(server, read(IMPATIENT))
    assert stuck(outcome) == (OfflineKind.TIMEOUT, False)
    assert offline(outcome).details["cause"] == "deadline"


def test_after_the_deadline_the_next_call_is_a_call_of_its_own() -> None:
    with StubServer([silence(), reply_json({"a": 1})]) as server:
        transport = HttpTransport(server.base_url, KEY)
        offline(transport.exchange(read(IMPATIENT), CancelToken()))
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
    ],
    ids=["plain", "endless", "3 GB", "endless chunks", "bomb"],
)
def test_a_body_beyond_the_limit_is_refused(answer: Script) -> None:
    with StubServer([answer]) as server:
        error = unusable(exchange(server, read(PATIENT)))
    assert error.details["limitBytes"] == "1024"


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd", "deflate", "compress", "nonsense"])
def test_a_body_that_is_packed_as_nobody_asked_for_is_not_read(packing: str) -> None:
    bomb = gzip.compress(gzip.compress(b" " * 50_000_000))
    headers = {"Content-Encoding": packing, "Conductor-Request-Id": "req_1"}
    with StubServer([reply(bomb, headers=headers)]) as server:
        error = unusable(exchange(server, read(PATIENT)))
    assert "packed" in error.explanation
    assert error.details == {"status": "200", "requestId": "req_1"}


def test_a_body_that_is_not_what_its_packing_says_is_refused() -> None:
    answer = reply(b"not gzip", headers={"Content-Encoding": "gzip"})
    with StubServer([answer]) as server:
        assert "unpacked" in unusable(exchange(server)).explanation


@pytest.mark.parametrize("encoding", ["identity", "GZIP", "x-gzip"])
def test_the_usual_packings_go_by_several_names(encoding: str) -> None:
    body = b"{}" if encoding == "identity" else gzip.compress(b"{}")
    with StubServer([reply(body, headers={"Content-Encoding": encoding})]) as server:
        outcome = exchange(server)
    assert isinstance(outcome, Answer)
    assert outcome.body == b"{}"


def test_a_web_page_is_not_read() -> None:
    page = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=x\r\n\r\n", b"<p>")
    with StubServer([page]) as server:
        outcome = exchange(server)
    assert isinstance(outcome, Answer)
    assert outcome.is_html
    assert outcome.body == b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("http://127.0.0.1:{decoy}/v1", "127.0.0.1"),
        ("file:///etc/passwd", None),
        ("//[", None),
        ("/v1/again", None),
        ("", None),
    ],
)
def test_a_redirect_is_not_followed_and_its_body_is_not_read(
    status: int, location: str, host: str | None
) -> None:
    with StubServer([reply_json({})]) as decoy:
        where = location.format(decoy=decoy.port)
        head = (
            f"HTTP/1.1 {status} Moved\r\nLocation: {where}\r\n"
            "Content-Type: application/json\r\n\r\n"
        ).encode()
        with StubServer([drip(head, b"x" * 4096, seconds=0.0)]) as server:
            outcome = exchange(server, read(PATIENT))
    assert isinstance(outcome, Answer)
    assert (outcome.status, outcome.body, outcome.location_host) == (status, b"", host)
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
        server.wait_for_requests()
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)  # the limits above would allow 300 s
        transport.close()


def test_cancelling_ends_a_call_on_a_connection_that_is_used_again() -> None:
    token = CancelToken()
    with StubServer([reply_json({}), silence()]) as server, ThreadPoolExecutor(1) as pool:
        transport = HttpTransport(server.base_url, KEY)
        transport.exchange(read(PATIENT), CancelToken())
        call = pool.submit(transport.exchange, read(PATIENT), token)
        server.wait_for_requests(2)
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)
        transport.close()
    assert [seen.connection for seen in server.requests] == [1, 1]


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
