"""Bytes on the bare line: whatever they are, the sandbox answers in its envelope and lives on."""

from __future__ import annotations

import contextlib
import gc
import http.client
import io
import json
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.sandbox import SOME_DAY, Caller, Control, SandboxOptions, running_sandbox

LIMIT = 1024 * 1024
LONGEST_WAIT = 30.0
"""Seconds; only a test that fails gets there."""

QUIET_SECONDS = 0.05
"""Whoever has said nothing for so long waits for more, which does not come."""


@dataclass(frozen=True)
class Line:
    """Where the sandbox is, and the first lines of requests it takes."""

    caller: Caller

    @property
    def port(self) -> int:
        return int(self.caller.origin.rpartition(":")[2])

    def head(self, request: str, *, key: bool = True) -> bytes:
        """Without the empty line that ends it."""
        lines = [f"{request} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if key:
            lines.append(f"Authorization: Bearer {self.caller.access.secret_key.reveal()}")
        return "".join(f"{line}\r\n" for line in lines).encode()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST_WAIT)

    def check(self) -> None:
        """It is as well as before, and nothing that failed is still waiting to be noticed."""
        assert self.caller.get("/quickbooks-desktop/health-check").status_code == 200
        gc.collect()


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    options = SandboxOptions(today=SOME_DAY, invoices=150)
    with running_sandbox(options) as access, Caller(access) as caller:
        yield Line(caller)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def message(self) -> str:
        return str(json.loads(self.body)["error"]["message"])


def asked(line: Line, data: bytes) -> Answer:
    """The answer to bytes that surely get one."""
    with line.connect() as sock:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            sock.sendall(data)  # it may be refused before all of it is sent
        return read_answer(sock)


def read_answer(sock: socket.socket) -> Answer:
    response = http.client.HTTPResponse(sock)
    response.begin()
    answer = Answer(response.status, response.headers, response.read())
    judge(answer)
    return answer


def answers_in(said: bytes) -> list[Answer]:
    """All that came on one line; none to HEAD, whose answer has no body."""
    answers = []
    stream = io.BytesIO(said)
    while start := stream.readline():
        found = re.fullmatch(rb"HTTP/1\.1 ([0-9]{3}) [A-Za-z -]*\r\n", start)
        assert found is not None, start
        headers = http.client.parse_headers(stream)
        if found[1] != b"100":
            body = stream.read(int(headers["Content-Length"]))
            answers.append(Answer(int(found[1]), headers, body))
    return answers


def judge(answer: Answer) -> None:
    assert answer.status < 500
    assert answer.headers["Conductor-Sandbox"] == "true"
    assert answer.headers["Conductor-Request-Id"].startswith("req_")
    if answer.status >= 400:
        assert answer.headers["Content-Type"] == "application/json"
        error = json.loads(answer.body)["error"]
        assert error["httpStatusCode"] == answer.status
        assert error["requestId"] == answer.headers["Conductor-Request-Id"]


# ---- heads that are wrong, each in its own way

GET, POST = "GET /v1/end-users", "POST /v1/end-users"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"

NOT_HTTP = {
    "two lengths": (POST, b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
    "a negative length": (POST, b"Content-Length: -1\r\n\r\n"),
    "a signed length": (POST, b"Content-Length: +2\r\n\r\n{}"),
    "an enormous length": (POST, b"Content-Length: 99999999999999999999999\r\n\r\n"),
    "a length in words": (POST, b"Content-Length: two\r\n\r\n{}"),
    "packed transfer": (POST, b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    "chunked twice": (POST, b"Transfer-Encoding: chunked\r\n" + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n"),
    "chunked in disguise": (POST, b"Transfer-Encoding: \x0bchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    "identity": (POST, b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}"),
    "a chunk of no size": (POST, CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    "a chunk of a negative size": (POST, CHUNKED + b"-2\r\n{}\r\n"),
    "an enormous chunk": (POST, CHUNKED + b"FFFFFFFFFFFFFFFFFFFFF\r\n{}\r\n"),
    "a chunk that is longer": (POST, CHUNKED + b"2\r\n{}XX0\r\n\r\n"),
    "a NUL in a value": (GET, b"X-Note: a\0b\r\n\r\n"),
    "a NUL in a name": (GET, b"X\0Note: b\r\n\r\n"),
    "no colon": (GET, b"garbage\r\n\r\n"),
    "a blank in a name": (GET, b"X Note : a\r\n\r\n"),
    "no name": (GET, b": a\r\n\r\n"),
    "half a line end": (GET, b"X-Note: a\rb\r\n\r\n"),
    "two hosts": (GET, b"Host: 127.0.0.1\r\n\r\n"),
    "letters in the path": ("GET /v1/\u00e9", b"\r\n"),
    "letters in the query": ("GET /v1/end-users?\u00e9=1", b"\r\n"),
    "endless headers": (GET, b"X-Note: 1\r\n" * 20_000 + b"\r\n"),
}


@pytest.mark.parametrize("name", NOT_HTTP)
def test_what_is_not_http_is_refused(line: Line, name: str) -> None:
    request, rest = NOT_HTTP[name]
    answer = asked(line, line.head(request) + rest)
    assert (answer.status, answer.message) == (400, "This is not a valid HTTP request.")
    assert answer.headers["Connection"] == "close"
    line.check()


def test_a_request_that_begins_well_and_goes_on_badly_has_one_answer(line: Line) -> None:
    bad = line.head(POST, key=False) + CHUNKED + b"zz\r\n"
    [answer] = answers_in(everything_said(line, bad))
    judge(answer)
    line.check()


ODD_BUT_HTTP = {
    "the same length twice": (POST, b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
    "length and chunks": (POST, b"Content-Length: 9\r\n" + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n", 400),
    "chunks with notes": (POST, CHUNKED + b'2;a="b"\r\n{}\r\n0\r\nX-End: 1\r\n\r\n', 400),
    "a header on two lines": (GET, b"X-Note: a\r\n b\r\n\r\n", 200),
    "a header of 60 kB": (GET, b"X-Note: " + b"a" * 60_000 + b"\r\n\r\n", 200),
    "2,000 headers": (GET, b"X-Note: 1\r\n" * 2_000 + b"\r\n", 200),
    "two keys": (GET, b"Authorization: Bearer another\r\n\r\n", 200),
    "a body with a read": (GET, b"Content-Length: 2\r\n\r\n{}", 200),
    "an upgrade": (GET, b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200),
    "a line of 60 kB": (f"GET /v1/{'a' * 60_000}", b"\r\n", 404),
    "a whole address": ("GET http://evil.example/v1/end-users", b"\r\n", 404),
    "a tunnel": ("CONNECT evil.example:443", b"\r\n", 404),
    "everything": ("OPTIONS *", b"\r\n", 404),
    "a trace": ("TRACE /v1/end-users", b"\r\n", 405),
    "a method in small letters": ("get /v1/end-users", b"\r\n", 405),
    "a detour to the control routes": ("GET /v1/%2e%2e/_sandbox/faults", b"\r\n", 404),
    "odd escapes": ("GET /v1/end-users/%00%ff%zz%2e%2e%2f", b"\r\n", 404),
}


@pytest.mark.parametrize("name", ODD_BUT_HTTP)
def test_what_is_odd_gets_its_answer(line: Line, name: str) -> None:
    request, rest, status = ODD_BUT_HTTP[name]
    assert asked(line, line.head(request) + rest).status == status
    line.check()


# ---- bodies around the limit


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("size", "status"), [(LIMIT - 1, 400), (LIMIT, 400), (LIMIT + 1, 413), (2 * LIMIT, 413)]
)
def test_a_body_may_have_a_mebibyte(line: Line, size: int, status: int, announced: bool) -> None:
    framing, body = b"Content-Length: %d\r\n\r\n" % size, b" " * size
    if not announced:
        framing, body = CHUNKED, b"%x\r\n%b\r\n0\r\n\r\n" % (size, body)
    head = line.head(POST) + framing
    with line.connect() as sock:
        sock.sendall(head)
        if status == 413 and announced:
            answer = read_answer(sock)  # before any of it is sent
        else:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                sock.sendall(body)
            answer = read_answer(sock)
    assert answer.status == status
    line.check()


def test_a_body_that_is_announced_and_never_comes(line: Line) -> None:
    for framing in (b"Content-Length: 9\r\n\r\n{", CHUNKED + b"9\r\n{", CHUNKED + b"1\r\n{\r\n"):
        with line.connect() as sock:
            sock.sendall(line.head(POST) + framing)
            sock.shutdown(socket.SHUT_WR)
            assert sock.recv(1) == b""
    line.check()


# ---- many requests on one line, and lines that end in the middle


def test_requests_in_one_go_are_answered_in_order(line: Line) -> None:
    pairs = [
        (line.head(GET) + b"\r\n", 200),
        (line.head("GET /v1/nothing") + b"\r\n", 404),
        (line.head(POST) + b"Content-Length: 2\r\n\r\n{}", 400),
        (line.head(GET, key=False) + b"\r\n", 401),
    ] * 10
    pairs.append((line.head("GET /v1") + b"Connection: close\r\n\r\n", 404))
    answers = answers_in(everything_said(line, b"".join(data for data, _ in pairs)))
    assert [answer.status for answer in answers] == [status for _, status in pairs]
    assert len({answer.headers["Conductor-Request-Id"] for answer in answers}) == len(pairs)
    line.check()


def test_whoever_leaves_in_the_middle_of_an_answer_leaves_nothing_behind(line: Line) -> None:
    user = f"Conductor-End-User-Id: {line.caller.access.end_user_id}\r\n\r\n".encode()
    for _ in range(20):
        with line.connect() as sock:
            sock.sendall(line.head("GET /v1/quickbooks-desktop/invoices") + user)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.check()


def test_a_hundred_who_say_nothing_keep_nobody_waiting(line: Line) -> None:
    with contextlib.ExitStack() as idle:
        for number in range(100):
            sock = idle.enter_context(line.connect())
            sock.sendall(line.head(GET)[: number % 40])
        line.check()
    line.check()


# ---- anything at all

WHOLE = (
    b"GET /v1/end-users HTTP/1.1\r\nHost: @\r\nAuthorization: Bearer $\r\n\r\n",
    b"POST /v1/end-users HTTP/1.1\r\nHost: @\r\nAuthorization: Bearer $\r\n"
    b'Content-Length: 49\r\n\r\n{"companyName":"A","sourceId":"raw","email":"a@b"}',
    b"POST /v1/auth-sessions HTTP/1.1\r\nHost: @\r\nAuthorization: Bearer $\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    b"GET /v1/quickbooks-desktop/invoices?limit=2&cursor=x HTTP/1.1\r\nHost: @\r\n"
    b"Authorization: Bearer $\r\nConductor-End-User-Id: end_usr_x\r\n\r\n",
    b"DELETE /_sandbox/faults HTTP/1.1\r\nHost: @\r\nAuthorization: Bearer $\r\n\r\n",
)
PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"\r\n",
            b"\r\n\r\n",
            b"\0",
            b"\xff\xfe",
            b"Content-Length: 3\r\n",
            b"Transfer-Encoding: chunked\r\n",
            b"Expect: 100-continue\r\n",
            b"Connection: close\r\n",
            b"Host: evil.example\r\n",
            b"%00",
            b" HTTP/1.0",
            b"0\r\n\r\n",
        ]
    ),
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), min_size=0, max_size=4)


def changed(whole: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Each change takes so many bytes away at a place, and puts others there."""
    for place, gone, piece in changes:
        start = round(place * len(whole))
        whole = whole[:start] + piece + whole[start + gone :]
    return whole


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    data=st.one_of(
        st.lists(st.builds(changed, st.sampled_from(WHOLE), CHANGES), min_size=1, max_size=3).map(
            b"".join
        ),
        st.binary(max_size=200),
    )
)
def test_any_bytes(line: Line, data: bytes) -> None:
    key = line.caller.access.secret_key.reveal().encode()
    said = everything_said(line, data.replace(b"@", b"127.0.0.1:%d" % line.port).replace(b"$", key))
    for answer in answers_in(said):
        judge(answer)


def test_after_any_bytes(line: Line) -> None:
    line.check()
    assert Control(line.caller.access).requests()


def everything_said(line: Line, data: bytes) -> bytes:
    """What comes back until the sandbox ends it, or waits for more."""
    said = b""
    with line.connect() as sock, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        sock.sendall(data)
        sock.settimeout(QUIET_SECONDS)
        try:
            while piece := sock.recv(65536):
                said += piece
        except TimeoutError:
            sock.settimeout(LONGEST_WAIT)
            sock.shutdown(socket.SHUT_WR)
            while piece := sock.recv(65536):
                said += piece
    return said
