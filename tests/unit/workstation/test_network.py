"""The way to the API, against real servers on this machine: which hop fails, and nothing else."""

from __future__ import annotations

import base64
import socket
import sys
import threading
from pathlib import Path

import psutil
import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.workstation.network import reach
from conductor_desktop.workstation.reach import HopKind, Outcome, Proxy, Reach
from tests.unit.workstation.raw_server import (
    EXPIRED,
    NO_KEY,
    SELF_SIGNED,
    answering,
    closed_port,
    dated,
    http_answer,
    secured,
    serving,
)

HTML = b"<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"
REMOTE = "https://api.conductor.example/v1"

trusting = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only OpenSSL can be told whom to trust"
)


def ask(port: int, *, scheme: str = "http", seconds: float = 10.0) -> Reach:
    return reach(f"{scheme}://127.0.0.1:{port}/v1", seconds=seconds)


def outcome_of(answer: bytes) -> Outcome:
    with answering(answer) as server:
        return ask(server.port).outcome


def test_an_error_about_the_missing_key_is_an_answer() -> None:
    with answering(NO_KEY) as server:
        answer = ask(server.port)
    assert (answer.outcome, answer.host, answer.proxy) == (Outcome.ANSWERS, "127.0.0.1", None)
    assert server.heard[0].startswith(b"GET /v1/end-users HTTP/1.1\r\n")
    assert b"authorization" not in server.heard[0].lower()


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        ("200 OK", "application/json", b'{"data": []}', Outcome.ANSWERS),
        ("404 Not Found", "application/json; charset=utf-8", b'{"error": {}}', Outcome.ANSWERS),
        ("200 OK", "application/json", b"{}", Outcome.NOT_THE_API),
        ("200 OK", "application/json", b'{"error": {}}', Outcome.NOT_THE_API),
        ("200 OK", "application/json", b'"ok"', Outcome.NOT_THE_API),
        ("200 OK", "application/json", b'{"data": [', Outcome.NOT_THE_API),
        ("401 Unauthorized", "application/json", b'{"error": "\xff"}', Outcome.NOT_THE_API),
        ("401 Unauthorized", "application/json", b"[" * 60_000, Outcome.NOT_THE_API),
        ("200 OK", "text/plain", b"hello", Outcome.NOT_THE_API),
        ("200 OK", "text/html; charset=utf-8", HTML, Outcome.SIGN_IN_PAGE),
        ("200 OK", "application/json", HTML, Outcome.SIGN_IN_PAGE),
        ("401 Unauthorized", "text/html", HTML, Outcome.SIGN_IN_PAGE),
        ("511 Network Authentication Required", "text/plain", b"", Outcome.SIGN_IN_PAGE),
        ("407 Proxy Authentication Required", "text/html", HTML, Outcome.PROXY_REFUSED),
        ("502 Bad Gateway", "text/html", HTML, Outcome.SERVER_TROUBLE),
        ("500 Oops", "application/json", b'{"error": {}}', Outcome.SERVER_TROUBLE),
    ],
)
def test_only_the_apis_own_json_is_an_answer(
    status: str, kind: str, body: bytes, expected: Outcome
) -> None:
    assert outcome_of(http_answer(status, kind, body)) is expected


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00" * 100,
        http_answer("401 Unauthorized", "application/json", b'{"error": {}}', length=5000),
        b"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 999999 Odd\r\n\r\n",
    ],
)
def test_a_broken_answer_is_not_the_api(answer: bytes) -> None:
    assert outcome_of(answer) is Outcome.NOT_THE_API


def test_a_redirect_elsewhere_is_a_sign_in_page_and_is_not_followed() -> None:
    with answering(NO_KEY) as decoy:
        away = f"Location: http://localhost:{decoy.port}/login"
        assert outcome_of(http_answer("302 Found", "text/html", b"", away)) is Outcome.SIGN_IN_PAGE
    assert decoy.heard == []


def test_a_redirect_on_the_same_host_is_not_an_answer() -> None:
    answer = http_answer("301 Moved", "text/html", b"", "Location: /v2/end-users")
    assert outcome_of(answer) is Outcome.NOT_THE_API


def test_a_server_that_does_not_close_has_still_answered() -> None:
    def hold(line: socket.socket) -> None:
        server.listen(line)
        line.sendall(NO_KEY)
        server.until_closed(line)

    with serving(hold) as server:
        assert ask(server.port, seconds=0.5).outcome is Outcome.ANSWERS


def test_a_silent_server_is_given_up_at_the_deadline() -> None:
    with serving(lambda line: server.until_closed(line)) as server:
        answer = ask(server.port, seconds=0.2)
    assert (answer.outcome, answer.detail) == (Outcome.NO_ANSWER, "no answer in time")


def test_a_connection_closed_without_a_word_is_no_answer() -> None:
    with answering(b"") as server:
        assert ask(server.port).outcome is Outcome.NO_ANSWER


def test_nobody_listening_is_no_connection() -> None:
    with closed_port() as port:
        assert ask(port).outcome is Outcome.NO_CONNECTION


@pytest.mark.parametrize(("shift", "ahead"), [(-600, 600), (540, -540), (0, 0)])
def test_the_clock_is_compared_with_the_servers_date(shift: float, ahead: float) -> None:
    answer = http_answer("401 No", "application/json", b'{"error": {}}', dated(shift))
    with answering(answer) as server:
        found = ask(server.port).clock_ahead
    assert found == pytest.approx(ahead, abs=30)


@pytest.mark.parametrize("date", ["Date: yesterday", "X-Nothing: 1", "Date: "])
def test_a_date_that_is_none_says_nothing_about_the_clock(date: str) -> None:
    with answering(http_answer("401 No", "application/json", b'{"error": {}}', date)) as server:
        answer = ask(server.port)
    assert (answer.outcome, answer.clock_ahead) == (Outcome.ANSWERS, None)


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said() -> None:
    def hold(line: socket.socket) -> None:
        with secured(line) as safe:
            server.listen(safe)

    with serving(hold) as server:
        assert ask(server.port, scheme="https").outcome is Outcome.CERTIFICATE
    assert b"".join(server.heard) == b""


@trusting
@pytest.mark.parametrize(
    ("certificate", "host", "expected"),
    [
        (SELF_SIGNED, "localhost", Outcome.ANSWERS),
        (SELF_SIGNED, "127.0.0.2", Outcome.CERTIFICATE),
        (EXPIRED, "localhost", Outcome.CERTIFICATE_DATE),
    ],
)
def test_a_trusted_certificate_must_be_of_this_host_and_of_this_time(
    certificate: Path, host: str, expected: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(line: socket.socket) -> None:
        with secured(line, certificate) as safe:
            server.listen(safe)
            safe.sendall(NO_KEY)

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(hold) as server:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [_address(server.port)])
        assert reach(f"https://{host}:1/v1", seconds=10).outcome is expected


def test_a_server_that_does_not_speak_tls_is_named_as_such() -> None:
    with serving(lambda line: line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        assert ask(server.port, scheme="https").outcome is Outcome.TLS


@pytest.mark.parametrize(
    "url",
    [
        "http://api.conductor.example/v1",
        "ftp://127.0.0.1/v1",
        "https://user:word@api.conductor.example/v1",
        "https:///v1",
        "https://api.conductor.example:99999/v1",
        "https://[::1/v1",
        "https://cönductor.example/v1",
        "",
    ],
)
def test_an_address_that_is_not_plain_https_is_not_tried(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _never_asked)
    assert reach(url, seconds=5).outcome is Outcome.BAD_ADDRESS


def test_a_name_that_is_not_known_is_told_from_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _unknown_name)
    _network_of(monkeypatch, "127.0.0.1", "192.0.2.7")
    assert reach(REMOTE, seconds=5).outcome is Outcome.NO_NAME
    _network_of(monkeypatch, "127.0.0.1", "169.254.3.4", "fe80::1%eth0", "00-11-22-33-44-55")
    assert reach(REMOTE, seconds=5).outcome is Outcome.NO_NETWORK


@trusting
def test_every_hop_that_was_passed_is_told_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def hold(line: socket.socket) -> None:
        with secured(line) as safe:
            server.listen(safe)
            safe.sendall(NO_KEY)

    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
    with serving(hold) as server:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [_address(server.port)])
        answer = reach("https://localhost:1/v1", seconds=10)
    assert [hop.kind for hop in answer.passed] == [
        HopKind.NETWORK,
        HopKind.NAME,
        HopKind.CONNECTION,
        HopKind.SECURITY,
    ]
    assert answer.passed[-1].detail.startswith("TLSv1.")
    assert answer.issuer == "localhost"
    assert all(hop.seconds is not None and hop.seconds >= 0 for hop in answer.passed)


def test_a_refused_certificate_says_who_issued_it_and_nothing_more_is_said() -> None:
    def hold(line: socket.socket) -> None:
        with secured(line) as safe:
            server.listen(safe)

    with serving(hold) as server:
        answer = ask(server.port, scheme="https")
    assert (answer.outcome, answer.issuer) == (Outcome.CERTIFICATE, "localhost")
    assert b"".join(server.heard) == b""


def test_the_hops_end_where_the_way_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as port:
        assert [hop.kind for hop in ask(port).passed] == [HopKind.NETWORK, HopKind.NAME]
        proxied = reach(REMOTE, seconds=10, proxy=Proxy("127.0.0.1", port))
    assert [hop.kind for hop in proxied.passed] == [HopKind.NETWORK]
    monkeypatch.setattr(socket, "getaddrinfo", _unknown_name)
    _network_of(monkeypatch, "192.0.2.7")
    assert [hop.kind for hop in reach(REMOTE, seconds=5).passed] == [HopKind.NETWORK]
    _network_of(monkeypatch)
    assert reach(REMOTE, seconds=5).passed == ()
    proxy = Proxy("proxy.example", 8080)
    assert reach(REMOTE, seconds=5, proxy=proxy).outcome is Outcome.NO_NETWORK


def test_a_dead_resolver_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def stuck(*_args: object, **_kwargs: object) -> list[tuple[object, ...]]:
        released.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    _network_of(monkeypatch, "192.0.2.7")
    answer = reach(REMOTE, seconds=0.1)
    released.set()
    assert (answer.outcome, answer.detail) == (Outcome.NO_NAME, "no answer in time")


def test_a_dead_first_address_does_not_hide_a_live_second_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(NO_KEY) as server, closed_port() as dead:
        found = [_address(dead), _address(server.port)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
        assert reach("http://localhost:1/v1", seconds=10).outcome is Outcome.ANSWERS


def test_a_proxy_that_asks_for_a_password_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _only_loopback_names(monkeypatch)
    refusal = http_answer("407 Proxy Authentication Required", "text/html", HTML)
    with answering(refusal) as server:
        answer = reach(REMOTE, seconds=10, proxy=Proxy("127.0.0.1", server.port))
    assert (answer.outcome, answer.host) == (Outcome.PROXY_REFUSED, "api.conductor.example")
    assert answer.proxy == f"127.0.0.1:{server.port}"
    assert server.heard[0].startswith(b"CONNECT api.conductor.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization" not in server.heard[0]


def test_the_proxys_name_and_password_go_to_the_proxy_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _only_loopback_names(monkeypatch)
    with answering(http_answer("403 Forbidden", "text/plain", b"")) as server:
        proxy = Proxy("127.0.0.1", server.port, Secret("office:open sesame"))
        answer = reach(REMOTE, seconds=10, proxy=proxy)
    basic = base64.b64encode(b"office:open sesame")
    assert b"Proxy-Authorization: Basic " + basic in server.heard[0]
    assert "sesame" not in repr((answer, proxy))


def test_tls_is_spoken_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    _only_loopback_names(monkeypatch)

    def hold(line: socket.socket) -> None:
        server.listen(line)
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with secured(line) as safe:
            server.listen(safe)

    with serving(hold) as server:
        answer = reach(REMOTE, seconds=10, proxy=Proxy("127.0.0.1", server.port))
    assert answer.outcome is Outcome.CERTIFICATE


def test_a_proxy_that_is_not_there_is_not_blamed_on_the_service() -> None:
    with closed_port() as port:
        answer = reach(REMOTE, seconds=10, proxy=Proxy("127.0.0.1", port))
    assert answer.outcome is Outcome.PROXY_UNREACHABLE


def test_this_computer_is_reached_without_the_proxy() -> None:
    with answering(NO_KEY) as server, closed_port() as nothing:
        url = f"http://127.0.0.1:{server.port}/v1"
        answer = reach(url, seconds=10, proxy=Proxy("127.0.0.1", nothing))
    assert answer.outcome is Outcome.ANSWERS


def _address(port: int) -> tuple[object, ...]:
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))


def _never_asked(*args: object, **_kwargs: object) -> list[tuple[object, ...]]:
    raise AssertionError(f"a name was looked up: {args}")


def _unknown_name(*_args: object, **_kwargs: object) -> list[tuple[object, ...]]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _only_loopback_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, **_kwargs: object) -> list[tuple[object, ...]]:
        return [_address(port)] if host == "127.0.0.1" else _never_asked(host)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def _network_of(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    class Address:
        def __init__(self, address: str) -> None:
            self.address = address

    class State:
        isup = True

    listed = {"one": [Address(address) for address in addresses]}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: listed)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {"one": State()})
