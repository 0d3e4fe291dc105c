"""Company networks: the proxy that is set, the one that is not, and what they say."""

from __future__ import annotations

import base64
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.network.proxies import SystemProxies
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import STATUS, Answer, Limits, Outcome, Request
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import Answer as Script
from tests.helpers.stub_server import StubServer, raw, reply, reply_json, reset, silence, tunnel
from tests.unit.conductor.exchanging import offline, stuck
from tests.unit.conductor.securing import KEY, Authority, system_store

HOST = "api.conductor.example"
CONDUCTOR = f"https://{HOST}/v1"


@pytest.fixture(autouse=True)
def nothing_but_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy is set, and no name but this PC's is known."""
    for variable in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", _only_this_pc(socket.getaddrinfo))


def _only_this_pc(real: Callable[..., object]) -> Callable[..., object]:
    def resolve(host: str, *rest: object, **options: object) -> object:
        if host == "127.0.0.1":
            return real(host, *rest, **options)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    return resolve


def ask(limits: Limits = STATUS) -> Outcome:
    transport = HttpTransport(CONDUCTOR, KEY)
    request = Request(method="GET", template="/things", limits=limits)
    try:
        return transport.exchange(request, CancelToken())
    finally:
        transport.close()


def through(monkeypatch: pytest.MonkeyPatch, *answers: Script) -> tuple[Outcome, StubServer]:
    with StubServer(answers) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        return ask(), proxy


def refusal(status: int) -> Script:
    return raw(f"HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\n\r\n".encode())


# ---- a way through


@system_store
@pytest.mark.parametrize("user", ["", "some%20body:pass%3Aword@"])
def test_a_proxy_leads_through_and_learns_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: str
) -> None:
    tls = Authority(monkeypatch, tmp_path).trusted().issue(HOST)
    with (
        StubServer([reply_json({"a": 1})], tls=tls) as server,
        StubServer([tunnel(server.port)]) as proxy,
    ):
        monkeypatch.setenv("https_proxy", f"http://{user}127.0.0.1:{proxy.port}")
        outcome = ask()
    assert isinstance(outcome, Answer)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY.reveal()}"
    assert "proxy-authorization" not in server.requests[0].headers
    (seen,) = proxy.requests
    assert (seen.method, seen.target) == ("CONNECT", f"{HOST}:443")
    expected = f"Basic {base64.b64encode(b'some body:pass:word').decode()}" if user else None
    assert seen.headers.get("proxy-authorization") == expected
    assert KEY.reveal() not in repr(seen)


@system_store
def test_what_inspects_behind_a_proxy_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tls = Authority(monkeypatch, tmp_path).issue(HOST)
    with StubServer([reply_json({})], tls=tls) as server:
        outcome, _ = through(monkeypatch, tunnel(server.port))
    assert stuck(outcome) == (OfflineKind.TLS, False)
    assert offline(outcome).details["issuer"] == "Acme Inspection"
    assert server.requests == []


# ---- a proxy that does not help


@pytest.mark.parametrize(
    ("status", "kind", "may_pass", "words"),
    [
        (407, OfflineKind.PROXY, False, "wants a name and a password"),
        (403, OfflineKind.PROXY, False, "did not pass this one on"),
        (400, OfflineKind.PROXY, False, "did not pass this one on"),
        (502, OfflineKind.PROXY, True, "could not reach Conductor"),
        (503, OfflineKind.PROXY, True, "could not reach Conductor"),
        (504, OfflineKind.PROXY, True, "could not reach Conductor"),
        (302, OfflineKind.SIGN_IN_PAGE, False, "sign-in page"),
        (511, OfflineKind.SIGN_IN_PAGE, False, "sign-in page"),
    ],
)
def test_what_a_proxy_says_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, status: int, kind: OfflineKind, may_pass: bool, words: str
) -> None:
    outcome, proxy = through(monkeypatch, refusal(status))
    assert stuck(outcome) == (kind, may_pass)
    assert words in offline(outcome).explanation
    assert offline(outcome).details["proxyStatus"] == str(status)
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("answer", [raw(b""), raw(b"nonsense\r\n\r\n"), reset()])
def test_a_proxy_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, answer: Script) -> None:
    outcome, proxy = through(monkeypatch, answer)
    assert stuck(outcome) == (OfflineKind.PROXY, False)
    assert len(proxy.requests) == 1


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    outcome = ask()
    assert stuck(outcome) == (OfflineKind.PROXY, False)
    assert "that proxy could not be reached" in offline(outcome).explanation


def test_a_proxy_whose_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.corp.example:8080")
    assert stuck(ask()) == (OfflineKind.PROXY, False)


def test_a_kind_of_proxy_nobody_can_talk_to_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1080")
    outcome = ask()
    assert stuck(outcome) == (OfflineKind.PROXY, False)
    assert "a kind of proxy" in offline(outcome).explanation


@pytest.mark.parametrize(
    "limits",
    [
        Limits(connect=0.1, read=300.0, total=300.0, body_bytes=1024),
        Limits(connect=300.0, read=300.0, total=0.2, body_bytes=1024),
    ],
    ids=["silence", "deadline"],
)
def test_a_proxy_that_never_answers(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> None:
    with StubServer([silence()]) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        assert stuck(ask(limits)) == (OfflineKind.PROXY, False)


def test_a_proxy_may_ask_for_a_name_after_the_tunnel_too() -> None:
    with StubServer([reply(b"", status=407)]) as server:
        transport = HttpTransport(server.base_url, KEY)
        request = Request(method="GET", template="/things", limits=STATUS)
        outcome = transport.exchange(request, CancelToken())
        transport.close()
    assert isinstance(outcome, Answer)
    assert outcome.status == 407
    assert len(server.requests) == 1


def test_waiting_for_a_proxy_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    token = CancelToken()

    def cancel_and_wait(caller: object) -> bool:
        token.cancel()
        return silence()(caller)  # type: ignore[arg-type]

    with StubServer([cancel_and_wait]) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        transport = HttpTransport(CONDUCTOR, KEY)
        patient = Limits(connect=300.0, read=300.0, total=300.0, body_bytes=1024)
        with pytest.raises(Cancelled):
            transport.exchange(Request(method="GET", template="/x", limits=patient), token)
        transport.close()


# ---- which proxy


@pytest.mark.parametrize("exceptions", [HOST, "conductor.example", ".conductor.example", "*"])
def test_exceptions_are_asked_directly(monkeypatch: pytest.MonkeyPatch, exceptions: str) -> None:
    monkeypatch.setenv("no_proxy", exceptions)
    outcome, proxy = through(monkeypatch, refusal(407))
    assert stuck(outcome) == (OfflineKind.DNS, True)
    assert proxy.requests == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/v1", "https://localhost/v1"])
def test_this_pc_is_never_asked_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    assert SystemProxies(address).look() == {}


@pytest.mark.parametrize(
    "proxy",
    [
        "http://proxy.corp.example:8080",
        "proxy.corp.example:8080",
        "http://proxy_1:8080",
        "https://user:word@10.0.0.1",
        "http://[fd00::1]:3128/",
    ],
)
def test_an_address_of_a_proxy_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, proxy: str
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    (taken,) = SystemProxies(CONDUCTOR).look().values()
    assert taken == proxy
    assert caplog.records == []


@pytest.mark.parametrize(
    "garbage",
    [
        "not a proxy at all: PLANTED",
        "http://",
        "http://:8080",
        "http://proxy:PLANTED",
        "http://proxy:99999",
        "http://%PROXY%:8080",
        "ftp://proxy.corp.example",
        "http://[::1",
        "\x01PLANTED",
        "PLANTED PLANTED",
    ],
)
def test_garbage_is_ignored_with_one_warning_that_does_not_repeat_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, garbage: str
) -> None:
    monkeypatch.setenv("https_proxy", garbage)
    proxies = SystemProxies(CONDUCTOR)
    assert proxies.look() == proxies.look() == {}
    (warning,) = caplog.records
    assert warning.levelno == logging.WARNING
    assert "PLANTED" not in warning.getMessage()


def test_with_garbage_for_a_proxy_conductor_is_asked_directly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://:::")
    assert stuck(ask()) == (OfflineKind.DNS, True)
