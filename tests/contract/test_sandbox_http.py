"""What the sandbox does over the wire: states, cursors, faults, and who may talk to it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from conductor_desktop.sandbox.server import KnownEndUser, PortInUse, SandboxServer
from tests.helpers.sandbox import (
    SOME_DAY,
    Caller,
    SandboxAccess,
    SandboxOptions,
    SetClock,
    running_sandbox,
)

HEALTH = "/quickbooks-desktop/health-check"
INVOICES = "/quickbooks-desktop/invoices"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def caller(clock: SetClock) -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY)
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        yield caller


def port_of(access: SandboxAccess) -> int:
    return int(access.base_url.removesuffix("/v1").rpartition(":")[2])


def raw(access: SandboxAccess, request: bytes) -> bytes:
    """Exactly these bytes, and everything that comes back until the line is closed."""
    with socket.create_connection(("127.0.0.1", port_of(access)), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
        return answer


# States of a connection


def row(caller: Caller, end_user_id: str) -> dict[str, str | None] | None:
    rows: list[dict[str, str | None]] = caller.get(f"/end-users/{end_user_id}").json()[
        "integrationConnections"
    ]
    return rows[0] if rows else None


def test_a_row_appears_when_the_link_is_opened_and_not_before(caller: Caller) -> None:
    user = caller.new_end_user()
    link = caller.invite(user)["authFlowUrl"]
    assert row(caller, user) is None
    assert requests.get(link, timeout=10).status_code == 200
    appeared = row(caller, user)
    assert appeared is not None
    assert appeared["lastRequestAt"] is None
    assert appeared["lastSuccessfulRequestAt"] is None


def test_only_a_finished_connection_answers_but_every_request_is_noted(
    caller: Caller, clock: SetClock
) -> None:
    user = caller.new_end_user()
    requests.get(caller.invite(user)["authFlowUrl"], timeout=10)
    clock.move(60)
    answer = caller.get(HEALTH, headers={"Conductor-End-User-Id": user})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "INTEGRATION_CONNECTION_NOT_SET_UP"
    noted = row(caller, user)
    assert noted is not None
    assert noted["lastRequestAt"] == "2025-06-18T17:31:00.000Z"
    assert noted["lastSuccessfulRequestAt"] is None


def test_success_moves_both_times_and_a_failed_lookup_only_the_first(
    caller: Caller, clock: SetClock
) -> None:
    user = caller.access.end_user_id
    clock.move(60)
    assert caller.get(HEALTH).json() == {"duration": 1, "status": "ok"}
    clock.move(60)
    assert caller.get(f"{INVOICES}/1A2B-1").status_code == 502
    noted = row(caller, user)
    assert noted is not None
    assert noted["lastSuccessfulRequestAt"] == "2025-06-18T17:31:00.000Z"
    assert noted["lastRequestAt"] == "2025-06-18T17:32:00.000Z"


def test_a_taken_source_id_is_refused(caller: Caller) -> None:
    caller.new_end_user("cust-1")
    again = caller.post("/end-users", {"companyName": "B", "sourceId": "cust-1", "email": ""})
    assert again.status_code == 400
    assert len(caller.get("/end-users").json()["data"]) == 2


def test_end_users_of_an_earlier_run_are_known_again() -> None:
    connected = KnownEndUser(
        id="end_usr_old", source_id="s1", company_name="A", email="", connected=True
    )
    begun = KnownEndUser(
        id="end_usr_new", source_id="s2", company_name="B", email="", connected=False
    )
    with running_sandbox(known_end_users=[begun, connected]) as access, Caller(access) as caller:
        assert access.end_user_id == "end_usr_old"
        assert caller.get(HEALTH).status_code == 200
        assert len(caller.get("/end-users").json()["data"]) == 2
        fresh = caller.get(HEALTH, headers={"Conductor-End-User-Id": "end_usr_new"})
        assert fresh.status_code == 409


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"linkExpiryMins": 14.9}, "linkExpiryMins"),
        ({"linkExpiryMins": 10081}, "linkExpiryMins"),
        ({"linkExpiryMins": "30"}, "linkExpiryMins"),
        ({"linkExpiryMins": True}, "linkExpiryMins"),
        ({"redirectUrl": "javascript:alert(1)"}, "redirectUrl"),
        ({"redirectUrl": "/back"}, "redirectUrl"),
        ({"redirectUrl": None}, "redirectUrl"),
        ({"endUserId": ""}, "endUserId"),
        ({"publishableKey": 5}, "publishableKey"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_wrong_invitation_is_refused_by_the_name_of_its_field(
    caller: Caller, change: dict[str, object], named: str
) -> None:
    body = {
        "publishableKey": caller.access.publishable_key,
        "endUserId": caller.access.end_user_id,
        **change,
    }
    answer = caller.post("/auth-sessions", body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]["message"]


@pytest.mark.parametrize("minutes", [15, 10080])
def test_the_shortest_and_the_longest_link_are_allowed(caller: Caller, minutes: int) -> None:
    assert caller.invite(caller.access.end_user_id, linkExpiryMins=minutes)["expiresAt"]


# Cursors


def test_pages_follow_each_other_and_the_cursor_dies_at_the_end(caller: Caller) -> None:
    first = caller.get(INVOICES, {"limit": 150}).json()
    assert (len(first["data"]), first["remainingCount"], first["hasMore"]) == (150, 90, True)
    last = caller.get(INVOICES, {"cursor": first["nextCursor"]}).json()
    assert (len(last["data"]), last["remainingCount"], last["hasMore"]) == (90, 0, False)
    assert last["nextCursor"] is None
    assert not {i["id"] for i in first["data"]} & {i["id"] for i in last["data"]}
    assert caller.get(INVOICES, {"cursor": first["nextCursor"]}).status_code == 400


def test_a_cursor_unused_for_ten_seconds_is_gone(caller: Caller, clock: SetClock) -> None:
    cursor = caller.get(INVOICES, {"limit": 1}).json()["nextCursor"]
    clock.move(10.5)
    answer = caller.get(INVOICES, {"cursor": cursor, "limit": 1})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "INVALID_REQUEST_ERROR"


def test_the_ten_seconds_can_be_set(clock: SetClock) -> None:
    options = SandboxOptions(cursor_seconds=60.0)
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        cursor = caller.get(INVOICES, {"limit": 1}).json()["nextCursor"]
        clock.move(59)
        assert caller.get(INVOICES, {"cursor": cursor}).status_code == 200


def test_a_cursor_can_live_for_ever(clock: SetClock) -> None:
    options = SandboxOptions(cursor_seconds=0)
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        cursor = caller.get(INVOICES, {"limit": 1}).json()["nextCursor"]
        clock.move(1_000_000)
        assert caller.get(INVOICES, {"cursor": cursor}).status_code == 200


def test_books_without_invoices_are_one_empty_page() -> None:
    with running_sandbox(SandboxOptions(invoices=0)) as access, Caller(access) as caller:
        page = caller.get(INVOICES).json()
        assert (page["data"], page["nextCursor"], page["remainingCount"]) == ([], None, 0)


def test_two_runs_with_the_same_options_serve_the_same_books() -> None:
    options = SandboxOptions(seed=9, today=SOME_DAY, invoices=30)

    def books() -> object:
        with running_sandbox(options) as access, Caller(access) as caller:
            return caller.get(INVOICES).json()["data"]

    assert books() == books()


# Faults


@pytest.mark.parametrize(
    ("fault", "status", "code", "integration_code"),
    [
        ("key-rejected", 401, "API_KEY_INVALID", None),
        ("not-active", 409, "INTEGRATION_CONNECTION_NOT_ACTIVE", None),
        ("dialog-open", 502, "QBD_CONNECTION_ERROR", "0x80040414"),
        ("access-denied", 502, "QBD_CONNECTION_ERROR", "0x80040420"),
        ("wrong-file", 502, "QBD_CONNECTION_ERROR", "0x8004040A"),
        ("timeout", 504, "QBD_REQUEST_TIMEOUT", None),
        ("server-error", 500, "INTERNAL_ERROR", None),
    ],
)
def test_a_fault_answers_as_conductor_does(
    fault: str, status: int, code: str, integration_code: str | None
) -> None:
    with running_sandbox(SandboxOptions(faults=(fault,))) as access, Caller(access) as caller:
        answer = caller.get(HEALTH)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (status, code)
        assert error.get("integrationCode") == integration_code
        assert error["requestId"] == answer.headers["Conductor-Request-Id"]


def test_html_comes_with_status_200() -> None:
    with running_sandbox(SandboxOptions(faults=("html",))) as access, Caller(access) as caller:
        answer = caller.get(HEALTH)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")


def test_a_lost_page_is_lost_although_the_cursor_moved() -> None:
    options = SandboxOptions(faults=("lost-page",))
    with running_sandbox(options) as access, Caller(access) as caller:
        every = caller.get(INVOICES).json()
        every = [*every["data"], *({"id": None},) * 90]
        cursor = caller.get(INVOICES, {"limit": 50}).json()["nextCursor"]
        with pytest.raises(requests.ConnectionError):
            caller.get(INVOICES, {"limit": 50, "cursor": cursor})
        next_page = caller.get(INVOICES, {"limit": 50, "cursor": cursor}).json()
        assert next_page["data"] == every[100:150]


def test_a_slow_sandbox_still_stops_at_once(clock: SetClock) -> None:
    server = SandboxServer(SandboxOptions(latency_ms=600_000), clock=clock)
    access = server.start()
    ended: list[int] = []

    def ask() -> None:
        with Caller(access) as caller:
            ended.append(caller.get(HEALTH).status_code)

    with Caller(access) as other:
        before = row(other, access.end_user_id)
        clock.move(1)
        asking = threading.Thread(target=ask)
        asking.start()
        while row(other, access.end_user_id) == before:
            pass  # until the slow request has arrived
        server.stop()
    asking.join()
    assert ended == [200]


def test_what_it_does_not_serve_is_told_apart_from_what_it_does_not_have(caller: Caller) -> None:
    error = caller.get("/quickbooks-desktop/vendors").json()["error"]
    assert (error["httpStatusCode"], error["code"]) == (404, "INVALID_REQUEST_ERROR")
    assert "GET /v1/quickbooks-desktop/vendors" in error["message"]
    assert "serves a part of Conductor's API" in error["message"]
    written = caller.post(INVOICES, {"customerId": "80000001-1502910000"})
    assert written.status_code == 405
    assert "passthrough" in written.json()["error"]["message"]


# Who may talk to it, and how


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", ""])
def test_a_foreign_host_is_turned_away(caller: Caller, host: str) -> None:
    answer = caller.get("/end-users", headers={"Host": host})
    assert answer.status_code == 421
    assert "data" not in answer.json()


def test_localhost_with_its_port_is_welcome(caller: Caller) -> None:
    host = f"localhost:{port_of(caller.access)}"
    assert caller.get("/end-users", headers={"Host": host}).status_code == 200


def test_no_other_site_may_read_an_answer(caller: Caller) -> None:
    answer = caller.get("/end-users", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_it_listens_on_this_pc_alone() -> None:
    server = SandboxServer()
    access = server.start()
    try:
        assert access.base_url.startswith("http://127.0.0.1:")
        with pytest.raises(PortInUse):
            SandboxServer(SandboxOptions(port=port_of(access))).start()
    finally:
        server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(access)), timeout=10)


def test_answers_are_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this option each answer but the first of a connection takes 40 ms longer."""
    hurried: list[int] = []
    plain = socket.socket.setsockopt

    def noted(sock: socket.socket, *option: int) -> None:
        if option == (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1):
            hurried.append(sock.getsockname()[1])
        plain(sock, *option)

    monkeypatch.setattr(socket.socket, "setsockopt", noted)
    with running_sandbox() as access, Caller(access) as caller:
        caller.get("/end-users")
        assert port_of(access) in hurried


def test_a_port_can_be_had_again_right_after_a_stop() -> None:
    with running_sandbox() as access, Caller(access) as caller:
        caller.get("/end-users")
        port = port_of(access)
    with running_sandbox(SandboxOptions(port=port)) as access:
        assert port_of(access) == port


def test_stopping_leaves_no_thread_and_may_be_repeated() -> None:
    server = SandboxServer()
    server.start()
    server.stop()
    server.stop()
    assert "sandbox" not in {thread.name for thread in threading.enumerate()}


def test_somebody_who_never_finishes_sending_does_not_hold_up_the_stop() -> None:
    server = SandboxServer()
    access = server.start()
    request = (
        f"POST /v1/end-users HTTP/1.1\r\nHost: 127.0.0.1:{port_of(access)}\r\n"
        f"Authorization: Bearer {access.secret_key.reveal()}\r\nContent-Length: 99\r\n\r\n{{"
    )
    with socket.create_connection(("127.0.0.1", port_of(access)), timeout=10) as line:
        line.sendall(request.encode())
        server.stop()
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""


def test_one_line_carries_many_requests(caller: Caller) -> None:
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port_of(caller.access)}\r\n"
    answer = raw(caller.access, f"{request}\r\n{request}Connection: close\r\n\r\n".encode())
    assert answer.count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    "nonsense", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"hello\r\n\r\n", b"GET / HTTP/9\r\n\r\n"]
)
def test_what_is_not_http_gets_the_envelope_too(caller: Caller, nonsense: bytes) -> None:
    answer = raw(caller.access, nonsense)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"conductor-request-id: req_" in answer.lower()
    assert b"INVALID_REQUEST_ERROR" in answer


def test_a_body_without_end_is_refused(caller: Caller) -> None:
    big = b"x" * (1024 * 1024 + 1)
    head = (
        f"POST /v1/end-users HTTP/1.1\r\nHost: 127.0.0.1:{port_of(caller.access)}\r\n"
        f"Authorization: Bearer {caller.access.secret_key.reveal()}\r\nConnection: close\r\n"
    ).encode()
    told = raw(caller.access, head + b"Content-Length: %d\r\n\r\n" % len(big))
    assert told.startswith(b"HTTP/1.1 413 ")
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(big), big)
    untold = raw(caller.access, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
    assert untold.startswith(b"HTTP/1.1 413 ")


def test_a_pretty_printed_body_and_a_content_type_without_body_are_fine(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.access.secret_key.reveal()}"}
    body = '{\n  "companyName": "B",\n  "sourceId": "p",\n  "email": "" \n}'
    url = f"{caller.access.base_url}/end-users"
    made = requests.post(url, body, headers=headers, timeout=10)
    assert made.status_code == 200
    gone = requests.delete(
        f"{url}/{made.json()['id']}",
        headers={**headers, "Content-Type": "application/json"},
        timeout=10,
    )
    assert gone.json()["deleted"] is True
