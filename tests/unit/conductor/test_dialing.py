"""Finding the way to a server: names, addresses that lead nowhere, and giving up at once."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from conductor_desktop.conductor.errors import OfflineKind
from conductor_desktop.conductor.network.dialing import Cut, aside, dial
from conductor_desktop.conductor.network.line import CutReason, Line
from conductor_desktop.conductor.network.transport import HttpTransport
from conductor_desktop.conductor.wire import Limits, Outcome, Request
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import StubServer, reply_json
from tests.unit.conductor.exchanging import stuck
from tests.unit.conductor.securing import KEY

LONG = 60.0  # only a test that fails waits this long
PATIENT = Limits(connect=300.0, read=300.0, total=300.0, body_bytes=1024)
HURRIED = Limits(connect=0.2, read=300.0, total=300.0, body_bytes=1024)
DISCARDED = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux drops a connection when nobody has time for it"
)


class Resolver:
    """Stands in for the system's look-up of names."""

    def __init__(self, *addresses: int) -> None:
        self.ports = addresses
        self.error: OSError | None = None
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, host: str, port: int, **_: object) -> Sequence[Any]:
        self.asked.set()
        assert self.may_answer.wait(LONG)
        if self.error is not None:
            raise self.error
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", number))
            for number in self.ports
        ]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    for variable in ("https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    resolver = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    yield resolver
    resolver.may_answer.set()


@contextlib.contextmanager
def black_hole() -> Iterator[int]:
    """A port that takes no connection and does not refuse one either."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        place = listener.getsockname()
        with contextlib.ExitStack() as fillers:
            while True:
                filler = fillers.enter_context(socket.socket())
                filler.settimeout(0.05)
                if filler.connect_ex(place) != 0:
                    break
            yield place[1]


def ask(limits: Limits, token: CancelToken | None = None) -> Outcome:
    transport = HttpTransport("https://api.conductor.example/v1", KEY)
    try:
        request = Request(method="GET", template="/things", limits=limits)
        return transport.exchange(request, token or CancelToken())
    finally:
        transport.close()


def refused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


# ---- names


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_NONAME, "no such name"),
        socket.gaierror(socket.EAI_AGAIN, "try again"),
        socket.gaierror(socket.EAI_FAIL, "the name server failed"),
        UnicodeError("label too long"),
    ],
)
def test_a_name_that_is_not_found(resolver: Resolver, error: OSError) -> None:
    resolver.error = error
    assert stuck(ask(PATIENT)) == (OfflineKind.DNS, True)


def test_a_name_without_an_address(resolver: Resolver) -> None:
    assert stuck(ask(PATIENT)) == (OfflineKind.DNS, True)


def test_a_name_server_that_does_not_answer(resolver: Resolver) -> None:
    resolver.may_answer.clear()
    assert stuck(ask(HURRIED)) == (OfflineKind.DNS, True)


def test_waiting_for_a_name_server_can_be_cancelled(resolver: Resolver) -> None:
    resolver.may_answer.clear()
    token = CancelToken()
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(ask, PATIENT, token)
        assert resolver.asked.wait(LONG)
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(LONG)


def test_waiting_for_a_name_server_has_a_deadline(resolver: Resolver) -> None:
    resolver.may_answer.clear()
    limits = Limits(connect=300.0, read=300.0, total=0.2, body_bytes=1024)
    assert stuck(ask(limits)) == (OfflineKind.TIMEOUT, False)


def test_a_name_that_leads_to_somebody_else_is_never_talked_to_in_clear(
    resolver: Resolver,
) -> None:
    with StubServer([reply_json({})]) as server:
        resolver.ports = (server.port,)
        kind, _ = stuck(ask(Limits(connect=0.5, read=0.5, total=300.0, body_bytes=1024)))
    assert kind in (OfflineKind.TLS, OfflineKind.SERVER)
    assert KEY.reveal() not in repr(server.requests)


# ---- addresses


def test_an_address_that_refuses_is_not_the_end(resolver: Resolver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        resolver.ports = (refused_port(), listener.getsockname()[1])
        dial("x.example", 443, seconds=LONG, line=Line()).close()


def test_nobody_there(resolver: Resolver) -> None:
    resolver.ports = (refused_port(), refused_port())
    assert stuck(ask(PATIENT)) == (OfflineKind.SERVER, True)


@DISCARDED
def test_an_address_that_leads_nowhere_does_not_use_up_the_time_of_the_next(
    resolver: Resolver,
) -> None:
    with black_hole() as nowhere, socket.create_server(("127.0.0.1", 0)) as listener:
        resolver.ports = (nowhere, listener.getsockname()[1])
        dial("x.example", 443, seconds=0.4, line=Line()).close()


def test_the_time_is_shared_among_the_addresses(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[float] = []

    def refuse(_address: object, seconds: float, _options: object) -> socket.socket:
        shares.append(seconds)
        raise ConnectionRefusedError

    monkeypatch.setattr("conductor_desktop.conductor.network.dialing._connect", refuse)
    resolver.ports = (1, 2, 3, 4)
    with pytest.raises(ConnectionRefusedError):
        dial("x.example", 443, seconds=1200.0, line=Line())
    assert shares == pytest.approx([300.0, 400.0, 600.0, 1200.0], abs=60.0)


@DISCARDED
def test_only_addresses_that_lead_nowhere(resolver: Resolver) -> None:
    with black_hole() as nowhere:
        resolver.ports = (nowhere, nowhere)
        assert stuck(ask(HURRIED)) == (OfflineKind.SERVER, True)


@DISCARDED
def test_waiting_for_a_connection_can_be_cancelled(resolver: Resolver) -> None:
    token = CancelToken()
    with black_hole() as nowhere, ThreadPoolExecutor(1) as pool:
        resolver.ports = (nowhere,)
        call = pool.submit(ask, PATIENT, token)
        assert resolver.asked.wait(LONG)
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(LONG)


# ---- on a thread of its own


def test_what_comes_too_late_is_discarded() -> None:
    late, may_end, discarded = object(), threading.Event(), threading.Semaphore(0)
    thrown: list[object] = []

    def work() -> object:
        assert may_end.wait(LONG)
        return late

    def discard(result: object) -> None:
        thrown.append(result)
        discarded.release()

    with pytest.raises(TimeoutError):
        aside(work, Line(), 0.01, discard=discard)
    may_end.set()
    assert discarded.acquire(timeout=LONG)
    assert thrown == [late]


def test_what_fails_too_late_is_nobodys_business() -> None:
    may_end = threading.Event()

    def work() -> object:
        assert may_end.wait(LONG)
        raise OSError

    with pytest.raises(TimeoutError):
        aside(work, Line(), 0.01, discard=lambda _: pytest.fail("nothing to discard"))
    may_end.set()


def test_a_line_that_was_cut_before_starts_nothing_that_lasts() -> None:
    line = Line()
    line.cut(CutReason.CANCELLED)
    with pytest.raises(Cut):
        aside(lambda: threading.Event().wait(0.01), line, LONG)
