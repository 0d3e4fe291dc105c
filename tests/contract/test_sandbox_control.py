"""The control routes: faults at run time, what arrived, and connections in every state."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import requests

from conductor_desktop.sandbox.connection_states import STATES
from conductor_desktop.sandbox.quickbooks_codes import CONNECTION_CODES, REQUEST_CODES
from tests.helpers.sandbox import (
    SOME_DAY,
    Caller,
    Control,
    SandboxOptions,
    SetClock,
    running_sandbox,
)

HEALTH = "/quickbooks-desktop/health-check"
COMPANY = "/quickbooks-desktop/company"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def caller(clock: SetClock) -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY)
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        yield caller


@pytest.fixture
def control(caller: Caller) -> Control:
    return Control(caller.access)


def asked(caller: Caller, method: str, path: str, token: str | None, body: bytes = b"") -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return requests.request(
        method, f"{caller.origin}/_sandbox{path}", data=body, headers=headers, timeout=30
    ).status_code


# Who may


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/faults"),
        ("POST", "/faults"),
        ("DELETE", "/faults"),
        ("GET", "/requests"),
        ("DELETE", "/requests"),
        ("POST", "/end-users/{id}/connection"),
        ("POST", "/end-users/{id}/finish-auth"),
        ("GET", "/nothing"),
        ("GET", ""),
    ],
)
def test_without_the_control_token_nothing_is_shown_or_done(
    caller: Caller, method: str, path: str
) -> None:
    place = path.replace("{id}", caller.access.end_user_id)
    for token in (None, "", caller.access.secret_key.reveal(), caller.access.publishable_key):
        assert asked(caller, method, place, token) == 401


def test_the_control_token_opens_nothing_else(caller: Caller) -> None:
    token = f"Bearer {caller.access.control_token.reveal()}"
    assert caller.get("/end-users", headers={"Authorization": token}).status_code == 401


# Faults


def test_a_fault_comes_and_goes_while_the_sandbox_runs(caller: Caller, control: Control) -> None:
    control.fault("dialog-open")
    answer = caller.get(HEALTH)
    assert answer.json()["error"]["integrationCode"] == "0x80040414"
    control.clear()
    assert caller.get(HEALTH).status_code == 200


def test_orders_are_listed_with_what_they_met(caller: Caller, control: Control) -> None:
    control.fault("html", match={"path": "/v1/end-users", "nth": 2, "count": 1})
    kinds = [caller.get("/end-users").headers["Content-Type"] for _ in range(3)]
    assert ["html" in kind for kind in kinds] == [False, True, False]
    token = {"Authorization": f"Bearer {caller.access.control_token.reveal()}"}
    listed = requests.get(f"{caller.origin}/_sandbox/faults", headers=token, timeout=30).json()
    [order] = listed["faults"]
    assert (order["fault"], order["met"]) == ("html", 1)
    assert order["match"] == {
        "method": None,
        "paths": ["/v1/end-users"],
        "cursor": None,
        "nth": 2,
        "count": 1,
    }


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"fault": "gremlins"}', "dialog-open"),
        (b"", "truncated"),
        (b"[]", "object"),
        (b'{"fault": "slow", "seconds": "soon"}', "$.seconds"),
        (b"\xff", "malformed"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_precisely(
    caller: Caller, body: bytes, says: str
) -> None:
    token = {"Authorization": f"Bearer {caller.access.control_token.reveal()}"}
    answer = requests.post(f"{caller.origin}/_sandbox/faults", body, headers=token, timeout=30)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "INVALID_REQUEST_ERROR")
    assert says.lower() in error["message"].lower()


def test_retry_after_is_sent_as_ordered(caller: Caller, control: Control) -> None:
    for text in ("300", "0", "-1", "1e9", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"):
        control.clear()
        control.fault("too-many-requests", retryAfter=text)
        answer = caller.get("/end-users")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, text)
        assert answer.json()["error"]["requestId"] == answer.headers["Conductor-Request-Id"]
    control.clear()
    control.fault("too-many-requests", retryAfter=7)
    assert caller.get("/end-users").headers["Retry-After"] == "7"
    control.clear()
    control.fault("too-many-requests", retryAfter="")
    assert "Retry-After" not in caller.get("/end-users").headers


def test_nobody_listens_for_as_long_as_ordered(caller: Caller, control: Control) -> None:
    control.fault("refused", match={"count": 1}, seconds=0.2)
    with pytest.raises(requests.ConnectionError):
        caller.get("/end-users")
    refused = 0
    while True:  # ends when it listens again
        try:
            answer = caller.get("/end-users")
        except requests.ConnectionError:
            refused += 1
        else:
            break
    assert refused > 0
    assert answer.status_code == 200


def test_a_sandbox_that_refuses_can_be_stopped() -> None:
    with running_sandbox() as access, Caller(access) as caller:
        Control(access).fault("refused", seconds=3000)
        with pytest.raises(requests.ConnectionError):
            caller.get("/end-users")


def test_an_end_user_is_made_although_the_answer_is_lost(caller: Caller, control: Control) -> None:
    for fault, source in (("lost-create", "a"), ("create-then-error", "b")):
        control.clear()
        control.fault(fault)
        body = {"companyName": "Big Co.", "sourceId": source, "email": ""}
        try:
            assert caller.post("/end-users", body).status_code == 500
        except requests.ConnectionError:
            assert fault == "lost-create"
        users = caller.get("/end-users").json()["data"]
        assert [user["sourceId"] for user in users].count(source) == 1
        assert [one["fault"] for one in control.requests()] == [fault, None]


def test_a_stale_list_hides_who_is_new(caller: Caller, control: Control, clock: SetClock) -> None:
    clock.move(100)
    new = caller.new_end_user()
    control.fault("stale-list", seconds=20)

    def listed() -> set[str]:
        return {user["id"] for user in caller.get("/end-users").json()["data"]}

    assert listed() == {caller.access.end_user_id}
    assert caller.get(f"/end-users/{new}").status_code == 200
    clock.move(21)
    assert listed() == {caller.access.end_user_id, new}


# What arrived


def test_what_arrived_is_shown_in_order_without_secrets(caller: Caller, control: Control) -> None:
    caller.get("/end-users")
    caller.invite(caller.access.end_user_id)
    caller.get(COMPANY, {"color": "blue"})
    shown = control.requests()
    assert [(one["method"], one["path"], one["status"]) for one in shown] == [
        ("GET", "/v1/end-users", 200),
        ("POST", "/v1/auth-sessions", 200),
        ("GET", "/v1/quickbooks-desktop/company", 400),
    ]
    assert shown[1]["body"] == {
        "publishableKey": "…",
        "endUserId": caller.access.end_user_id,
    }
    assert shown[2]["query"] == [["color", "blue"]]
    assert shown[2]["endUserId"] == caller.access.end_user_id
    for secret in (caller.access.secret_key.reveal(), caller.access.publishable_key):
        assert secret not in str(shown)


def test_forgetting_what_arrived_leaves_the_faults(caller: Caller, control: Control) -> None:
    control.fault("html")
    caller.get("/end-users")
    token = caller.access.control_token.reveal()
    assert asked(caller, "DELETE", "/requests", token) == 200
    assert control.requests() == []
    assert "html" in caller.get("/end-users").headers["Content-Type"]


# Connections


@pytest.mark.parametrize("state", STATES)
def test_a_connection_can_be_put_into_every_state(
    caller: Caller, control: Control, state: str
) -> None:
    control.set_connection(caller.access.end_user_id, state)
    answer = caller.get(HEALTH)
    code = None if answer.ok else answer.json()["error"]["code"]
    expected: tuple[int, str | None]
    if state == "connected":
        expected = (200, None)
    elif state in ("not-started", "not-set-up"):
        expected = (409, "INTEGRATION_CONNECTION_NOT_SET_UP")
    elif state == "not-active":
        expected = (409, "INTEGRATION_CONNECTION_NOT_ACTIVE")
    elif state in CONNECTION_CODES:
        expected = (502, "QBD_CONNECTION_ERROR")
    else:
        assert state in REQUEST_CODES
        expected = (502, "QBD_REQUEST_ERROR")
    assert (answer.status_code, code) == expected
    if answer.status_code == 502:
        assert answer.json()["error"]["integrationCode"] == state
    row = caller.get(f"/end-users/{caller.access.end_user_id}").json()["integrationConnections"]
    assert len(row) == (state != "not-started")


def test_trouble_moves_the_last_request_and_not_the_last_success(
    caller: Caller, control: Control, clock: SetClock
) -> None:
    def times() -> tuple[str, str]:
        user = caller.get(f"/end-users/{caller.access.end_user_id}").json()
        [row] = user["integrationConnections"]
        return row["lastRequestAt"], row["lastSuccessfulRequestAt"]

    before = times()
    control.set_connection(caller.access.end_user_id, "not-active")
    clock.move(60)
    caller.get(HEALTH)
    during = times()
    assert during[0] > before[0]
    assert during[1] == before[1]
    control.set_connection(caller.access.end_user_id, "connected")
    clock.move(60)
    caller.get(HEALTH)
    assert times()[1] > during[1]


def test_an_unknown_state_lists_the_known_ones(caller: Caller) -> None:
    place = f"{caller.origin}/_sandbox/end-users/{caller.access.end_user_id}/connection"
    token = {"Authorization": f"Bearer {caller.access.control_token.reveal()}"}
    answer = requests.post(place, json={"state": "sideways"}, headers=token, timeout=30)
    assert answer.status_code == 400
    assert all(state in answer.json()["error"]["message"] for state in STATES)


def test_the_auth_flow_can_be_finished_without_a_browser(caller: Caller, control: Control) -> None:
    new = caller.new_end_user()
    link = caller.invite(new)["authFlowUrl"]
    assert caller.get(HEALTH, headers={"Conductor-End-User-Id": new}).status_code == 409
    control.finish_auth(new, "no")
    assert caller.get(HEALTH, headers={"Conductor-End-User-Id": new}).status_code == 409
    control.finish_auth(new)
    assert caller.get(HEALTH, headers={"Conductor-End-User-Id": new}).status_code == 200
    assert requests.get(link, timeout=30).status_code == 410  # used


def test_a_link_can_be_made_to_expire(caller: Caller, control: Control) -> None:
    link = caller.invite(caller.new_end_user())
    assert requests.get(link["authFlowUrl"], timeout=30).status_code == 200
    token = caller.access.control_token.reveal()
    place = f"/end-users/{link['endUserId']}/expire-links"
    assert asked(caller, "POST", place, token) == 200
    assert requests.get(link["authFlowUrl"], timeout=30).status_code == 410
    fresh = caller.invite(link["endUserId"])["authFlowUrl"]
    assert requests.get(fresh, timeout=30).status_code == 200


def test_what_there_is_no_route_for_names_the_control_routes(caller: Caller) -> None:
    token = {"Authorization": f"Bearer {caller.access.control_token.reveal()}"}
    answer = requests.get(f"{caller.origin}/_sandbox/fault", headers=token, timeout=30)
    assert answer.status_code == 404
    assert "/_sandbox/faults" in answer.json()["error"]["message"]


def test_an_answer_quickbooks_does_not_have_lists_those_it_has(caller: Caller) -> None:
    place = f"{caller.origin}/_sandbox/end-users/{caller.access.end_user_id}/finish-auth"
    token = {"Authorization": f"Bearer {caller.access.control_token.reveal()}"}
    answer = requests.post(place, json={"answer": "maybe"}, headers=token, timeout=30)
    message = answer.json()["error"]["message"]
    assert all(known in message for known in ("always", "while-open", "ask", "no"))


def test_faults_name_what_was_asked_for(caller: Caller, control: Control) -> None:
    control.fault("timeout")
    answer = caller.get(HEALTH, headers={"Conductor-Timeout-Seconds": "3"})
    assert "after 3 seconds" in answer.json()["error"]["message"]
    assert "after 90 seconds" in caller.get(HEALTH).json()["error"]["message"]
    control.clear()
    control.fault("end-user-gone")
    gone = caller.get("/end-users/end_usr_x", headers={"Conductor-End-User-Id": None})
    assert "'end_usr_x'" in gone.json()["error"]["message"]
    assert caller.access.end_user_id in caller.get(HEALTH).json()["error"]["message"]


def test_states_and_endings_of_an_unknown_end_user_are_404(caller: Caller) -> None:
    token = caller.access.control_token.reveal()
    for path in ("connection", "finish-auth"):
        place = f"/end-users/end_usr_nobody/{path}"
        assert asked(caller, "POST", place, token, b'{"state": "connected"}') == 404


# How long QuickBooks may take


@pytest.mark.parametrize("path", [HEALTH, COMPANY, "/quickbooks-desktop/invoices"])
def test_a_request_that_allows_less_than_quickbooks_takes_ends_in_504(path: str) -> None:
    with (
        running_sandbox(SandboxOptions(latency_ms=600_000)) as access,
        Caller(access) as caller,
    ):
        answer = caller.get(path, headers={"Conductor-Timeout-Seconds": "0.05"})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (504, "QBD_REQUEST_TIMEOUT")
        assert "after 0.05 seconds" in error["message"]


@pytest.mark.parametrize("text", ["", "0", "-5", "soon", "1e3", "nan", "٣", "999999"])
def test_a_time_that_is_none_is_refused(caller: Caller, text: str) -> None:
    headers = {"Conductor-Timeout-Seconds": text.encode() if not text.isascii() else text}
    answer = caller.get(HEALTH, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "Conductor-Timeout-Seconds" in answer.json()["error"]["message"]


def test_waiting_for_ones_turn_counts_and_others_have_turns_of_their_own() -> None:
    with running_sandbox(SandboxOptions(latency_ms=600_000)) as access, Caller(access) as caller:
        control = Control(access)
        other = caller.new_end_user()
        control.finish_auth(other)

        def wait_for_quickbooks() -> None:
            with Caller(access) as first:
                first.get(HEALTH)  # ends when the sandbox stops

        waiting = threading.Thread(target=wait_for_quickbooks)
        waiting.start()
        while len(control.requests()) < 2:
            pass  # until it is first in the queue
        for end_user_id in (access.end_user_id, other):
            headers = {"Conductor-Timeout-Seconds": "0.05", "Conductor-End-User-Id": end_user_id}
            assert caller.get(HEALTH, headers=headers).status_code == 504
        assert waiting.is_alive()
    waiting.join()
