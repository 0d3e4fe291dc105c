"""The client's operations over real HTTP, and what hostile answers become."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conductor_desktop.conductor.client import ConductorClient
from conductor_desktop.conductor.errors import (
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.query import InvoiceQuery
from conductor_desktop.conductor.wire import LimitBook, Limits
from conductor_desktop.errors import ExitCode, InvalidInput
from conductor_desktop.secret import Secret
from conductor_desktop.work import CancelToken
from tests.helpers.stub_server import (
    Answer,
    StubServer,
    raw,
    reply,
    reply_error,
    reply_json,
    reset,
    silence,
)
from tests.unit.conductor.talking import (
    HEALTHY,
    KEY,
    USER,
    page,
    read_all,
    talking_to,
)

# ---- each operation


def test_end_users_are_listed() -> None:
    answer = reply_json(
        {"objectType": "list", "url": "/v1/end-users", "data": [USER]},
        headers={"Conductor-Request-Id": "req_1"},
    )
    with talking_to(answer) as (client, server):
        reply_ = client.list_end_users(CancelToken())
    assert [user.source_id for user in reply_.value] == ["7"]
    assert reply_.request_id == "req_1"
    assert reply_.seconds >= 0
    assert [(seen.method, seen.target) for seen in server.requests] == [("GET", "/v1/end-users")]


def test_more_end_users_than_a_megabyte_are_listed() -> None:
    many = [{**USER, "id": f"end_usr_{number}", "email": "x" * 500} for number in range(2000)]
    with talking_to(reply_json({"data": many})) as (client, _):
        assert len(client.list_end_users(CancelToken()).value) == 2000


def test_an_end_user_is_retrieved_by_its_id() -> None:
    with talking_to(reply_json(USER)) as (client, server):
        assert client.retrieve_end_user("end_usr_1", CancelToken()).value.email == USER["email"]
    assert server.requests[0].target == "/v1/end-users/end_usr_1"


def test_an_end_user_is_created() -> None:
    with talking_to(reply_json(USER)) as (client, server):
        created = client.create_end_user(
            company_name="Acme Inc.", source_id="7", email="", cancel=CancelToken()
        )
    assert created.value.id == "end_usr_1"
    assert server.requests[0].method == "POST"
    assert server.requests[0].body == b'{"companyName": "Acme Inc.", "sourceId": "7", "email": ""}'


@pytest.mark.parametrize(
    ("redirect", "sent"), [(None, b""), ("http://127.0.0.1/done", b', "redirectUrl": "http')]
)
def test_a_link_is_created(redirect: str | None, sent: bytes) -> None:
    session = {
        "id": "auth_sess_1",
        "endUserId": "end_usr_1",
        "clientSecret": "hush",
        "authFlowUrl": "https://connect.example/qbd/hush",
        "expiresAt": "2024-01-01T12:34:56.789Z",
        "redirectUrl": redirect,
    }
    with talking_to(reply_json(session)) as (client, server):
        made = client.create_auth_session(
            publishable_key="pk_1",
            end_user_id="end_usr_1",
            redirect_url=redirect,
            cancel=CancelToken(),
        )
    assert made.value.auth_flow_url.reveal() == "https://connect.example/qbd/hush"
    body = server.requests[0].body
    assert body.startswith(
        b'{"publishableKey": "pk_1", "endUserId": "end_usr_1", "linkExpiryMins": 30'
    )
    assert sent in body
    assert (b"redirectUrl" in body) is (redirect is not None)


def test_what_travels_to_quickbooks_names_the_end_user_in_a_header() -> None:
    company = reply_json({"companyName": "Acme", "isSampleCompanyFile": True})
    with talking_to(HEALTHY, company, page(0, 1)) as (client, server):
        assert client.health_check("end_usr_1", CancelToken()).value.duration == 100
        assert client.company("end_usr_1", CancelToken()).value.is_sample_company_file
        assert len(read_all(client)) == 1
    assert {seen.headers["conductor-end-user-id"] for seen in server.requests} == {"end_usr_1"}
    assert [seen.path for seen in server.requests] == [
        "/v1/quickbooks-desktop/health-check",
        "/v1/quickbooks-desktop/company",
        "/v1/quickbooks-desktop/invoices",
    ]


@pytest.mark.parametrize("end_user_id", ["../end-users", "a\r\nX-Evil: 1", ""])
def test_an_id_that_could_change_the_request_is_not_sent(end_user_id: str) -> None:
    with talking_to(HEALTHY) as (client, server):
        with pytest.raises(InvalidInput):
            client.retrieve_end_user(end_user_id, CancelToken())
        with pytest.raises(InvalidInput):
            client.health_check(end_user_id, CancelToken())
        with pytest.raises(InvalidInput):
            next(client.invoice_pages(end_user_id, InvoiceQuery(), CancelToken()))
    assert server.requests == []


def test_an_address_without_encryption_is_refused_at_once() -> None:
    with pytest.raises(InvalidInput):
        ConductorClient("http://api.conductor.example/v1", KEY)
    with pytest.raises(InvalidInput):
        ConductorClient("https://api.conductor.example/v1", Secret("two words"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.list_end_users(CancelToken()),
        lambda client: client.retrieve_end_user("end_usr_1", CancelToken()),
        lambda client: client.health_check("end_usr_1", CancelToken()),
        lambda client: client.company("end_usr_1", CancelToken()),
        read_all,
    ],
)
def test_a_client_may_be_given_less_patience(ask: Callable[[ConductorClient], object]) -> None:
    short = Limits(read=300.0, total=0.05, body_bytes=1024)
    book = LimitBook(status=short, all_end_users=short, health=short, data=short)
    with StubServer([silence()]) as server:
        client = ConductorClient(server.base_url, KEY, limits=book)
        with pytest.raises(Offline) as caught:
            ask(client)
        client.close()
    assert caught.value.kind is OfflineKind.TIMEOUT
    assert len(server.requests) < 2  # on a busy PC the time is over before the first has arrived


# ---- hostile answers


@pytest.mark.parametrize(
    ("answer", "kind", "exit_code"),
    [
        (reply(b"<html>", content_type="text/html"), OfflineKind.SIGN_IN_PAGE, ExitCode.OFFLINE),
        (
            reply_json({}, status=302, headers={"Location": "http://login.example/"}),
            OfflineKind.SIGN_IN_PAGE,
            ExitCode.OFFLINE,
        ),
        (reset(), OfflineKind.SERVER, ExitCode.OFFLINE),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"),
            OfflineKind.SERVER,
            ExitCode.OFFLINE,
        ),
        (reply_json({}, status=500), OfflineKind.SERVER, ExitCode.OFFLINE),
        (reply(b"", status=407), OfflineKind.PROXY, ExitCode.OFFLINE),
    ],
)
def test_no_usable_answer_is_offline(
    answer: Answer, kind: OfflineKind, exit_code: ExitCode
) -> None:
    with talking_to(answer) as (client, _), pytest.raises(Offline) as caught:
        client.health_check("end_usr_1", CancelToken())
    assert caught.value.kind is kind
    assert caught.value.exit_code is exit_code


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<html>", content_type="application/json"),
        reply_json({}),
        reply_json([]),
        reply_json(None),
        reply_json("ok"),
        reply_json({"status": "OK ", "duration": 1}),
        reply(b'{"status": "ok", "duration": 1}', content_type="text/plain"),
        reply(b'{"status": "ok", "duration": 1}', content_type=None),
        reply(b'{"status": "ok", "duration": 1}', status=206),
        reply(b'{"status": "ok", "dur', content_type="application/json; charset=utf-8"),
        raw(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"status": "ok'),
        reply(b"", status=204),
    ],
)
def test_an_answer_of_another_shape_is_never_healthy(answer: Answer) -> None:
    with talking_to(answer) as (client, _), pytest.raises(UnexpectedAnswer):
        client.health_check("end_usr_1", CancelToken())


def test_a_bad_field_comes_with_the_request_id() -> None:
    answer = reply_json({**USER, "email": 5}, headers={"Conductor-Request-Id": "req_1"})
    with talking_to(answer) as (client, _), pytest.raises(UnexpectedAnswer) as caught:
        client.retrieve_end_user("end_usr_1", CancelToken())
    assert caught.value.field == "email"
    assert caught.value.request_id == "req_1"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply_error(401, "AUTHENTICATION_ERROR", "API_KEY_INVALID"), KeyRejected),
        (reply_error(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING"), EndUserNotFound),
        (
            reply_error(409, "INTEGRATION_CONNECTION_ERROR", "INTEGRATION_CONNECTION_NOT_SET_UP"),
            ConnectionNotSetUp,
        ),
        (
            reply_error(409, "INTEGRATION_CONNECTION_ERROR", "INTEGRATION_CONNECTION_NOT_ACTIVE"),
            ConnectionNotActive,
        ),
        (
            reply_error(
                502,
                "INTEGRATION_CONNECTION_ERROR",
                "QBD_CONNECTION_ERROR",
                integration_code="0x80040414",
            ),
            QuickBooksProblem,
        ),
        (
            reply_error(504, "INTEGRATION_CONNECTION_ERROR", "QBD_REQUEST_TIMEOUT"),
            QuickBooksTimeout,
        ),
        (reply_error(400, "INVALID_REQUEST_ERROR", "X"), RequestRefused),
    ],
)
def test_conductors_own_errors_are_told_apart_and_not_repeated(
    answer: Answer, expected: type[Exception]
) -> None:
    with talking_to(answer) as (client, server), pytest.raises(expected):
        client.company("end_usr_1", CancelToken())
    assert len(server.requests) == 1
