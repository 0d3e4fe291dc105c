"""The sandbox is for this PC and for made-up keys: whoever else comes learns and leaves nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import requests

from tests.helpers.sandbox import Caller, Control, SandboxOptions, running_sandbox

PLANTED = "PLANTED42"
REAL_KEYS = (
    f"sk_conductor_{PLANTED}",
    f"sk_live_{PLANTED}",
    f"sk_test_{PLANTED}",
    f"pk_conductor_{PLANTED}",
    f"pk_live_{PLANTED}",
)
PLACES = (
    "/",
    "/v1/end-users",
    "/v1/end_users",
    "/v1/quickbooks-desktop/company",
    "/qbd/auth_sess_client_secret_x?key=y",
    "/_sandbox/requests",
    "/sandbox/pages.css",
    "/nothing/here",
)


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with running_sandbox(SandboxOptions(invoices=3)) as access, Caller(access) as caller:
        yield caller


def ask(
    caller: Caller, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> requests.Response:
    address = f"{caller.origin}{path}"
    return requests.request(
        method, address, data=body, headers=headers, timeout=30, allow_redirects=False
    )


def keys_of(caller: Caller, path: str) -> dict[str, str]:
    """What opens ``path`` to whoever has it."""
    access = caller.access
    key = access.control_token if path.startswith("/_sandbox") else access.secret_key
    return {
        "Authorization": f"Bearer {key.reveal()}",
        "Conductor-End-User-Id": access.end_user_id,
    }


# ---- from this PC alone


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example:{port}",
        "127.0.0.1.rebound.example:{port}",
        "localhost.:{port}",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1:{port}@rebound.example",
        "rebound.example@127.0.0.1:{port}",
        "[::1]:{port}",
        "0.0.0.0:{port}",
        "0x7f.1:{port}",
    ],
)
def test_a_name_that_was_made_to_lead_here_opens_nothing(caller: Caller, host: str) -> None:
    port = caller.origin.rpartition(":")[2]
    for path in PLACES:
        headers = {**keys_of(caller, path), "Host": host.format(port=port)}
        answer = ask(caller, "GET", path, headers)
        assert answer.status_code == 421
        assert set(answer.json()) == {"error"}


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_a_page_of_another_site_is_never_allowed_in(caller: Caller, method: str) -> None:
    wish = {
        "Origin": "https://another.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, conductor-end-user-id",
        "Access-Control-Request-Private-Network": "true",
    }
    for path in PLACES:
        for headers in (wish, {**wish, **keys_of(caller, path)}):
            answer = ask(caller, method, path, headers)
            names = [name.lower() for name in answer.headers]
            assert not any(name.startswith("access-control") for name in names)
            assert method != "OPTIONS" or answer.status_code >= 400


# ---- keys that look real


def in_authorization(caller: Caller, key: str) -> requests.Response:
    return ask(caller, "GET", "/v1/end-users", {"Authorization": f"Bearer {key}"})


def as_control_token(caller: Caller, key: str) -> requests.Response:
    return ask(caller, "GET", "/_sandbox/faults", {"Authorization": f"Bearer {key}"})


def as_publishable_key(caller: Caller, key: str) -> requests.Response:
    body = {"publishableKey": key, "endUserId": caller.access.end_user_id}
    return caller.post("/auth-sessions", body)


def as_end_user(caller: Caller, key: str) -> requests.Response:
    headers = {"Conductor-End-User-Id": key}
    return caller.get("/quickbooks-desktop/company", headers=headers)


def in_the_path(caller: Caller, key: str) -> requests.Response:
    return caller.get(f"/end-users/{key}")


def in_the_query(caller: Caller, key: str) -> requests.Response:
    return caller.get("/quickbooks-desktop/invoices", {"paymentStatus": key})


def as_a_parameter(caller: Caller, key: str) -> requests.Response:
    return caller.get("/quickbooks-desktop/invoices", {key: "1"})


def as_a_field(caller: Caller, key: str) -> requests.Response:
    return caller.post("/end-users", {key: "1"})


def as_a_request(caller: Caller, key: str) -> requests.Response:
    end_user = caller.access.end_user_id
    return caller.post(f"/end-users/{end_user}/passthrough/quickbooks_desktop", {key: {}})


def as_an_invoice(caller: Caller, key: str) -> requests.Response:
    return caller.get("/quickbooks-desktop/invoices", {"ids": key})


def in_a_link(caller: Caller, key: str) -> requests.Response:
    secret = caller.invite(caller.access.end_user_id)["clientSecret"]
    return ask(caller, "GET", f"/qbd/{secret}?key={key}", {})


def nowhere_known(caller: Caller, key: str) -> requests.Response:
    return ask(caller, "GET", f"/{key}", {})


PUT = (
    in_authorization,
    as_control_token,
    as_publishable_key,
    as_end_user,
    in_the_path,
    in_the_query,
    as_a_parameter,
    as_a_field,
    as_a_request,
    as_an_invoice,
    in_a_link,
    nowhere_known,
)


@pytest.mark.parametrize("key", REAL_KEYS)
@pytest.mark.parametrize("put", PUT, ids=lambda put: put.__name__)
def test_a_real_key_is_refused_and_neither_repeated_nor_kept(
    caller: Caller, caplog: pytest.LogCaptureFixture, put: object, key: str
) -> None:
    assert callable(put)
    control = Control(caller.access)
    control.clear()
    caplog.set_level(logging.DEBUG, "conductor_desktop")
    caplog.set_level(logging.DEBUG, "uvicorn")
    answer = put(caller, key)
    assert 400 <= answer.status_code <= 502
    assert PLANTED not in answer.text
    assert PLANTED not in str(answer.headers)
    assert PLANTED not in str(control.requests())
    logged = [one.getMessage() for one in caplog.records if not one.name.startswith("urllib3")]
    assert PLANTED not in "\n".join(logged)
