"""The sandbox for the SDKs of 2023 and 2024: what they ask for, in both of their spellings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from conductor_desktop.sandbox.api.legacy import with_aliases
from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, SetClock, running_sandbox


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def caller(clock: SetClock) -> Iterator[Caller]:
    with (
        running_sandbox(SandboxOptions(today=SOME_DAY), clock=clock) as access,
        Caller(access) as caller,
    ):
        yield caller


@pytest.fixture(params=["-", "_"])
def mark(request: pytest.FixtureRequest) -> str:
    """What stands between the words of a path."""
    mark: str = request.param
    return mark


def test_end_users_are_made_listed_and_found(caller: Caller, mark: str) -> None:
    path = f"/end{mark}users"
    body = {"companyName": "Big Co.", "sourceId": "cust-1", "email": "a@big.example"}
    made = caller.post(path, body).json()
    assert caller.get(f"{path}/{made['id']}").json() == made
    assert made in caller.get(path).json()["data"]
    assert caller.get(f"/end-users/{made['id']}").json() == made


def test_a_ping_is_the_health_check_and_tells_its_duration(caller: Caller, mark: str) -> None:
    user = caller.access.end_user_id
    answer = caller.get(f"/end{mark}users/{user}/ping/quickbooks_desktop")
    assert answer.json() == {"duration": 1}


def test_a_ping_moves_what_a_health_check_moves(caller: Caller, clock: SetClock) -> None:
    user = caller.access.end_user_id
    clock.move(60)
    caller.get(f"/end-users/{user}/ping/quickbooks_desktop")
    [row] = caller.get(f"/end-users/{user}").json()["integrationConnections"]
    assert row["lastSuccessfulRequestAt"] == "2025-06-18T17:31:00.000Z"


def test_a_ping_of_somebody_not_set_up_has_the_five_fields_that_are_checked(
    caller: Caller,
) -> None:
    user = caller.new_end_user()
    answer = caller.get(f"/end-users/{user}/ping/quickbooks_desktop")
    error = answer.json()["error"]
    assert answer.status_code == 409
    assert error["code"] == "INTEGRATION_CONNECTION_NOT_SET_UP"
    assert error["httpStatusCode"] == 409
    assert all(isinstance(error[name], str) for name in ("message", "userFacingMessage", "type"))


@pytest.mark.parametrize("verb", ["ping", "request", "passthrough"])
def test_there_is_one_integration(caller: Caller, verb: str) -> None:
    path = f"/end-users/{caller.access.end_user_id}/{verb}/quickbooks_online"
    answer = caller.get(path) if verb == "ping" else caller.post(path, {"HostQueryRq": {}})
    assert answer.status_code == 400
    message = answer.json()["error"]["message"]
    assert "quickbooks_desktop" in message
    assert "quickbooks_online" in message


def test_an_auth_session_can_be_had_again(caller: Caller, mark: str) -> None:
    path = f"/auth{mark}sessions"
    body = {
        "publishableKey": caller.access.publishable_key,
        "endUserId": caller.access.end_user_id,
        "redirectUrl": "https://vendor.example/back",
    }
    made = caller.post(path, body).json()
    assert caller.get(f"{path}/{made['id']}").json() == made


def test_an_unknown_auth_session_is_missing(caller: Caller) -> None:
    made = caller.invite(caller.access.end_user_id)
    for wrong in ("auth_sess_nobody", made["clientSecret"]):
        answer = caller.get(f"/auth-sessions/{wrong}")
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "RESOURCE_MISSING"


def test_connections_are_listed_with_the_end_user_they_belong_to(caller: Caller, mark: str) -> None:
    path = f"/integration{mark}connections"
    user = caller.new_end_user()
    [working] = caller.get(path).json()["data"]
    assert working["endUserId"] == caller.access.end_user_id
    requests.get(caller.invite(user)["authFlowUrl"], timeout=10)
    listed = caller.get(path).json()
    assert listed["objectType"] == "list"
    begun = next(one for one in listed["data"] if one["endUserId"] == user)
    assert caller.get(f"{path}/{begun['id']}").json() == begun
    [row] = caller.get(f"/end-users/{user}").json()["integrationConnections"]
    assert begun == {**row, "endUserId": user}


def test_an_unknown_connection_is_missing(caller: Caller) -> None:
    assert caller.get("/integration-connections/int_conn_nobody").status_code == 404


def test_a_request_is_a_passthrough(caller: Caller, mark: str) -> None:
    user = caller.access.end_user_id
    body = {"InvoiceQueryRq": {"MaxReturned": 1}}
    old = caller.post(f"/end{mark}users/{user}/request/quickbooks_desktop", body)
    new = caller.post(f"/end-users/{user}/passthrough/quickbooks_desktop", body)
    assert old.json() == new.json()
    assert old.json()["InvoiceQueryRs"]["InvoiceRet"]["TxnID"]


def test_every_older_spelling_leads_to_the_same_place() -> None:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def here(_: Request) -> Response:
        return Response()

    routes = [Route("/v1/end-users/{id}/passthrough/{slug}", here, methods=["POST"])]
    assert sorted(route.path for route in with_aliases(routes)) == [
        "/v1/end-users/{id}/passthrough/{slug}",
        "/v1/end-users/{id}/request/{slug}",
        "/v1/end_users/{id}/passthrough/{slug}",
        "/v1/end_users/{id}/request/{slug}",
    ]
