"""Nothing a client sends makes the sandbox fail, fall silent or leave its envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.sandbox.connection_states import STATES
from conductor_desktop.sandbox.faults.catalogue import FAULTS
from tests.helpers.sandbox import Caller, Control, SandboxOptions, running_sandbox

FEW = settings(max_examples=300, deadline=None, derandomize=True)
FEWER = settings(FEW, max_examples=100)

PATHS = [
    "/v1/end-users",
    "/v1/end-users/{id}",
    "/v1/end-users/{id}/passthrough/quickbooks_desktop",
    "/v1/end_users/{id}/request/{id}",
    "/v1/end-users/{id}/ping/{id}",
    "/v1/auth-sessions",
    "/v1/auth_sessions/{id}",
    "/v1/integration-connections",
    "/v1/integration_connections/{id}",
    "/v1/quickbooks-desktop/health-check",
    "/v1/quickbooks-desktop/company",
    "/v1/quickbooks-desktop/invoices",
    "/v1/quickbooks-desktop/invoices/{id}",
    "/v1/quickbooks-desktop/customers",
    "/v1/quickbooks-desktop/customers/{id}",
    "/qbd/{id}",
    "/qbd/{link}",
    "/qbd/{link}/begin",
    "/qbd/{link}/certificate",
    "/qbd/{link}/done",
    "/sandbox/{id}",
    "/{id}",
]

PARAMETERS = [
    "limit",
    "cursor",
    "ids",
    "refNumbers",
    "updatedAfter",
    "updatedBefore",
    "transactionDateFrom",
    "transactionDateTo",
    "customerIds",
    "refNumberContains",
    "refNumberFrom",
    "refNumberTo",
    "paymentStatus",
    "includeLineItems",
    "fullNames",
    "status",
    "nameContains",
    "nameFrom",
    "nameTo",
    "totalBalance",
    "totalBalanceLessThan",
    "classIds",
    "excludeAlternateShippingAddresses",
    "key",
]

TRICKY = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "1e9",
        "9" * 5000,
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999999-14:00",
        "2025-01-01T24:00:00",
        "2025-01-01T00:00:00+99:99",
        "../..",
        "%00",
        "\u0000",
        "\ud7ff\U0010ffff",
        "true",
        "null",
        "١٢٣",
    ]
)
TEXT = st.one_of(TRICKY, st.text(max_size=40))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    [
                        "companyName",
                        "sourceId",
                        "email",
                        "publishableKey",
                        "endUserId",
                        "linkExpiryMins",
                        "redirectUrl",
                    ]
                ),
                TEXT,
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    options = SandboxOptions(invoices=20)
    with running_sandbox(options) as access, Caller(access) as caller:
        yield caller


@pytest.fixture(scope="module")
def link(caller: Caller) -> str:
    return caller.invite(caller.new_end_user())["clientSecret"]


def judge(answer: requests.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 502, answer.text
    assert answer.headers["Conductor-Request-Id"].startswith("req_")
    assert answer.headers["Conductor-Sandbox"] == "true"
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code >= 400 and "html" not in kind and answer.request.method != "HEAD":
        error = answer.json()["error"]
        assert error["httpStatusCode"] == answer.status_code
        assert error["requestId"] == answer.headers["Conductor-Request-Id"]
        assert len(error["message"]) < 500


def quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


@FEW
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"]),
    path=st.sampled_from(PATHS),
    identifier=TEXT,
    query=st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), TEXT), TEXT), max_size=4),
    end_user=st.one_of(st.none(), st.just(""), st.binary(max_size=20)),
    body=st.one_of(st.none(), st.binary(max_size=60), JSON),
    rightful=st.booleans(),
)
def test_any_request_gets_a_proper_answer(
    caller: Caller,
    link: str,
    method: str,
    path: str,
    identifier: str,
    query: list[tuple[str, str]],
    end_user: str | bytes | None,
    body: object,
    rightful: bool,
) -> None:
    key = caller.access.publishable_key
    place = path.replace("{id}", quoted(identifier)).replace("{link}", link)
    headers: dict[str, str | bytes] = {
        "Authorization": f"Bearer {caller.access.secret_key.reveal()}",
        "Conductor-End-User-Id": end_user or caller.access.end_user_id,
    }
    if rightful:
        query = [*query, ("key", key)] if "{link}" in path else query
    if isinstance(end_user, bytes):
        headers["Conductor-End-User-Id"] = end_user.replace(b"\r", b"").replace(b"\n", b"").strip()
    sent = {"data": body} if isinstance(body, bytes) else {"data": _encoded(body)}
    answer = requests.request(
        method,
        f"{caller.origin}{place}",
        params=[(_whole(name), _whole(value)) for name, value in query],
        headers=headers,
        timeout=30,
        allow_redirects=False,
        **sent,
    )
    judge(answer)


def _whole(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _encoded(body: object) -> bytes | None:
    return None if body is None else json.dumps(body).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"companyName":' * 5_000,
        b'{"companyName":"\\ud800","sourceId":"s","email":""}',
        b'{"companyName":"\xff","sourceId":"s","email":""}',
        b'{"linkExpiryMins":1e400}',
        b'{"linkExpiryMins":NaN}',
        b'{"linkExpiryMins":' + b"9" * 10_000 + b"}",
        b"\xef\xbb\xbf{}",
        b"",
        b"null",
    ],
)
@pytest.mark.parametrize("path", ["/end-users", "/auth-sessions"])
def test_hostile_json_is_refused_politely(caller: Caller, body: bytes, path: str) -> None:
    headers = {"Authorization": f"Bearer {caller.access.secret_key.reveal()}"}
    answer = requests.post(f"{caller.access.base_url}{path}", body, headers=headers, timeout=30)
    assert answer.status_code == 400
    judge(answer)


# ---- the control routes

NAMES = ["fault", "match", "method", "path", "cursor", "nth", "count", "seconds", "retryAfter"]
ORDERS = st.dictionaries(
    st.one_of(st.sampled_from([*NAMES, "status", "to", "state", "answer"]), TEXT),
    st.one_of(
        JSON,
        st.sampled_from([*FAULTS, *STATES, "while-open"]),
        st.dictionaries(st.sampled_from(NAMES), st.one_of(st.sampled_from([1, "GET"]), JSON)),
    ),
    max_size=4,
)
CONTROL_PATHS = [
    "/_sandbox",
    "/_sandbox/faults",
    "/_sandbox/requests",
    "/_sandbox/end-users/{id}/connection",
    "/_sandbox/end-users/{user}/connection",
    "/_sandbox/end-users/{user}/finish-auth",
    "/_sandbox/{id}",
]


@FEWER
@given(
    method=st.sampled_from(["GET", "POST", "POST", "POST", "DELETE", "PUT", "OPTIONS"]),
    path=st.sampled_from(CONTROL_PATHS),
    identifier=TEXT,
    body=st.one_of(st.none(), st.binary(max_size=60), JSON, ORDERS),
    token=st.sampled_from(["right", "right", "right", "key", "wrong", "none"]),
)
def test_a_control_route_refuses_by_name_what_it_cannot_use(
    caller: Caller, method: str, path: str, identifier: str, body: object, token: str
) -> None:
    access = caller.access
    place = path.replace("{id}", quoted(identifier)).replace("{user}", access.end_user_id)
    tokens = {
        "right": f"Bearer {access.control_token.reveal()}",
        "key": f"Bearer {access.secret_key.reveal()}",
        "wrong": "Bearer control_sandbox_",
        "none": None,
    }
    sent = body if isinstance(body, bytes) else _encoded(body)
    answer = requests.request(
        method,
        f"{caller.origin}{place}",
        data=sent,
        headers={"Authorization": tokens[token]},
        timeout=30,
    )
    judge(answer)
    assert (answer.status_code == 401) is (token != "right")
    Control(access).clear()  # nothing of what was ordered meets the other tests
    Control(access).set_connection(access.end_user_id, "connected")


def test_it_still_works_afterwards(caller: Caller) -> None:
    assert caller.get("/quickbooks-desktop/health-check").status_code == 200
