"""What the client sends again over real HTTP, and what it sends once."""

from __future__ import annotations

import socket

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    Offline,
    OfflineKind,
)
from conductor_desktop.work import Cancelled, CancelToken
from tests.helpers.stub_server import (
    Answer,
    StubServer,
    reply_json,
    reset,
)
from tests.unit.conductor.talking import (
    KEY,
    USER,
    Pauses,
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


def test_a_server_that_names_a_long_time_is_asked_no_more() -> None:
    busy = reply_json({}, status=429, headers={"Retry-After": "300"})
    with talking_to(busy) as (client, server), pytest.raises(Offline) as caught:
        client.retrieve_end_user("end_usr_1", CancelToken())
    assert len(server.requests) == 1
    assert caught.value.details["retryAfterSeconds"] == "300"


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
