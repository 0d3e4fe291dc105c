"""What the client sends again over real HTTP, and what it sends once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    KeyRejected,
    Offline,
    OfflineKind,
)
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import (
    Answer,
    StubServer,
    reply_error,
    reply_json,
    reset,
)
from tests.unit.conductor.talking import (
    KEY,
    USER,
    Pauses,
    page,
    read_all,
    talking_to,
)


@pytest.mark.parametrize("trouble", [reset(), reply_json({}, status=503)])
def test_a_plain_read_is_tried_again(trouble: Answer) -> None:
    pauses = Pauses()
    with talking_to(trouble, trouble, reply_json(USER), pauses=pauses) as (client, server):
        assert client.retrieve_end_user("end_usr_1", CancelToken()).value.id == "end_usr_1"
    assert len(server.requests) == 3
    assert pauses.seconds == [0.5, 1.0]


def test_three_tries_are_the_most() -> None:
    with talking_to(reply_json({}, status=503)) as (client, server), pytest.raises(Offline):
        client.retrieve_end_user("end_usr_1", CancelToken())
    assert len(server.requests) == 3


def test_a_server_that_names_a_time_is_given_it() -> None:
    pauses = Pauses()
    busy = reply_json({}, status=429, headers={"Retry-After": "4"})
    with talking_to(busy, reply_json(USER), pauses=pauses) as (client, _):
        client.retrieve_end_user("end_usr_1", CancelToken())
    assert len(pauses.seconds) == 1
    assert pauses.seconds[0] >= 4.0


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_names_a_long_time_is_left_alone_for_as_long(status: int) -> None:
    now = [0.0]
    busy = reply_json({}, status=status, headers={"Retry-After": "300"})
    with StubServer([busy, reply_json(USER)]) as server:
        client = ConductorClient(server.base_url, KEY, pause=Pauses(), clock=lambda: now[0])
        for elapsed, left in [(0.0, "300"), (0.5, "300"), (299.5, "1")]:
            now[0] = elapsed
            for ask in (client.retrieve_end_user, client.health_check, client.company):
                with pytest.raises(Offline) as caught:
                    ask("end_usr_1", CancelToken())
                assert caught.value.details["retryAfterSeconds"] == left
                assert caught.value.details["status"] == str(status)
        with pytest.raises(Offline):
            client.create_end_user(company_name="A", source_id="7", email="", cancel=CancelToken())
        assert len(server.requests) == 1
        now[0] = 300.0
        assert client.retrieve_end_user("end_usr_1", CancelToken()).value.id == "end_usr_1"
        client.close()
    assert len(server.requests) == 2


def test_an_hour_is_the_longest_time_a_server_is_left_alone() -> None:
    now = [0.0]
    busy = reply_json({}, status=429, headers={"Retry-After": "999999999"})
    with StubServer([busy, reply_json(USER)]) as server:
        client = ConductorClient(server.base_url, KEY, pause=Pauses(), clock=lambda: now[0])
        with pytest.raises(Offline) as caught:
            client.retrieve_end_user("end_usr_1", CancelToken())
        now[0] = 3600.0
        client.retrieve_end_user("end_usr_1", CancelToken())
        client.close()
    assert caught.value.details["retryAfterSeconds"] == "3600"


@pytest.mark.parametrize("nonsense", ["-1", "soon", "1e9", "9" * 400, "", "0", "1.5"])
def test_a_time_that_is_none_holds_nobody_back(nonsense: str) -> None:
    pauses = Pauses()
    busy = reply_json({}, status=429, headers={"Retry-After": nonsense})
    with talking_to(busy, busy, reply_json(USER), pauses=pauses) as (client, server):
        assert client.retrieve_end_user("end_usr_1", CancelToken()).value.id == "end_usr_1"
    assert len(server.requests) == 3
    assert pauses.seconds == [0.5, 1.0]


def test_a_wait_that_another_call_was_asked_for_meanwhile_counts_too() -> None:
    """A read waits out four seconds; while it does, a health check is told three hundred."""
    short = reply_json({}, status=429, headers={"Retry-After": "4"})
    long = reply_json({}, status=429, headers={"Retry-After": "300"})

    def pause(cancel: CancelToken, _seconds: float) -> None:
        now[0] = 4.5
        with pytest.raises(Offline):
            client.health_check("end_usr_1", cancel)

    now = [0.0]
    with StubServer([short, long, reply_json(USER)]) as server:
        client = ConductorClient(server.base_url, KEY, pause=pause, clock=lambda: now[0])
        with pytest.raises(Offline) as caught:
            client.retrieve_end_user("end_usr_1", CancelToken())
        client.close()
    assert len(server.requests) == 2
    assert caught.value.details["retryAfterSeconds"] == "300"


def test_a_wait_that_was_waited_out_does_not_count_again() -> None:
    busy = reply_json({}, status=429, headers={"Retry-After": "4"})
    with StubServer([busy, reply_json({}, status=502), reply_json(USER)]) as server:
        client = ConductorClient(server.base_url, KEY, pause=Pauses(), clock=lambda: 0.0)
        assert client.retrieve_end_user("end_usr_1", CancelToken()).value.id == "end_usr_1"
        client.close()


# ---- a key that was good


REJECTED = reply_error(401, "AUTHENTICATION_ERROR", "API_KEY_INVALID")


def test_a_key_that_was_good_gets_a_second_chance() -> None:
    pauses = Pauses()
    answers = (reply_json(USER), REJECTED, reply_json(USER))
    with talking_to(*answers, pauses=pauses) as (client, server):
        for _ in range(2):
            client.retrieve_end_user("end_usr_1", CancelToken())
    assert len(server.requests) == 3
    assert pauses.seconds == [30.0]


def test_a_key_that_is_rejected_twice_is_rejected() -> None:
    pauses = Pauses()
    with talking_to(reply_json(USER), REJECTED, pauses=pauses) as (client, server):
        client.retrieve_end_user("end_usr_1", CancelToken())
        for _ in range(2):
            with pytest.raises(KeyRejected):
                client.retrieve_end_user("end_usr_1", CancelToken())
    assert len(server.requests) == 4
    assert pauses.seconds == [30.0]


def test_a_key_that_was_never_good_is_rejected_at_once() -> None:
    pauses = Pauses()
    with talking_to(REJECTED, pauses=pauses) as (client, _), pytest.raises(KeyRejected):
        client.retrieve_end_user("end_usr_1", CancelToken())
    assert pauses.seconds == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.health_check("end_usr_1", CancelToken()),
        lambda client: client.create_end_user(
            company_name="A", source_id="7", email="", cancel=CancelToken()
        ),
        lambda client: client.create_auth_session(
            publishable_key="pk", end_user_id="end_usr_1", cancel=CancelToken()
        ),
    ],
)
def test_what_is_sent_once_is_not_sent_again_for_the_key(
    ask: Callable[[ConductorClient], object],
) -> None:
    pauses = Pauses()
    with talking_to(reply_json(USER), REJECTED, pauses=pauses) as (client, server):
        client.retrieve_end_user("end_usr_1", CancelToken())
        with pytest.raises(KeyRejected):
            ask(client)
    assert len(server.requests) == 2
    assert pauses.seconds == []


def test_a_page_with_a_cursor_is_not_sent_again_for_the_key() -> None:
    pauses = Pauses()
    answers = (page(0, 1, cursor="c"), REJECTED)
    with talking_to(*answers, pauses=pauses) as (client, server), pytest.raises(KeyRejected):
        read_all(client)
    assert len(server.requests) == 2
    assert pauses.seconds == []


def test_waiting_for_the_second_chance_can_be_cancelled() -> None:
    token = CancelToken()
    with StubServer([reply_json(USER), REJECTED]) as server, ThreadPoolExecutor(1) as pool:
        waiting = threading.Event()

        def pause(cancel: CancelToken, seconds: float) -> None:
            waiting.set()
            cancel.wait(seconds)

        client = ConductorClient(server.base_url, KEY, pause=pause)
        client.retrieve_end_user("end_usr_1", CancelToken())
        call = pool.submit(client.retrieve_end_user, "end_usr_1", token)
        assert waiting.wait(60)
        token.cancel()
        with pytest.raises(Cancelled):
            call.result(60)
        client.close()
    assert len(server.requests) == 2


@pytest.mark.parametrize("trouble", [reset(), reply_json({}, status=503)])
def test_a_create_is_sent_exactly_once(trouble: Answer) -> None:
    with talking_to(trouble) as (client, server), pytest.raises(Offline):
        client.create_end_user(company_name="A", source_id="7", email="", cancel=CancelToken())
    assert len(server.requests) == 1


@pytest.mark.parametrize("trouble", [reset(), reply_json({}, status=503)])
def test_a_health_check_is_sent_exactly_once(trouble: Answer) -> None:
    with talking_to(trouble) as (client, server), pytest.raises(Offline):
        client.health_check("end_usr_1", CancelToken())
    assert len(server.requests) == 1


def test_cancelling_during_a_pause_ends_the_call() -> None:
    token = CancelToken()

    def pause(cancel: CancelToken, seconds: float) -> None:
        token.cancel()
        cancel.wait(seconds)

    with StubServer([reply_json({}, status=503)]) as server:
        client = ConductorClient(server.base_url, KEY, pause=pause)
        with pytest.raises(Cancelled):
            client.retrieve_end_user("end_usr_1", token)
        client.close()
    assert len(server.requests) == 1


def test_a_dead_server_is_offline_after_three_tries() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    pauses = Pauses()
    client = ConductorClient(f"http://127.0.0.1:{port}/v1", KEY, pause=pauses)
    with pytest.raises(Offline) as caught:
        client.list_end_users(CancelToken())
    assert caught.value.kind is OfflineKind.SERVER
    assert len(pauses.seconds) == 2
