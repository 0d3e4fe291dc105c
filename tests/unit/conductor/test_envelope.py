"""Which error an answer becomes, and in which words."""

from __future__ import annotations

import json

import pytest

from conductor_desktop.conductor.envelope import error_from
from conductor_desktop.conductor.errors import (
    ConductorError,
    ConnectionNotActive,
    ConnectionNotSetUp,
    EndUserNotFound,
    KeyRejected,
    NotPermitted,
    Offline,
    OfflineKind,
    QuickBooksProblem,
    QuickBooksTimeout,
    RequestRefused,
    UnexpectedAnswer,
)
from conductor_desktop.conductor.wire import Answer
from conductor_desktop.conductor.wording import LONGEST_TEXT
from conductor_desktop.errors import ExitCode
from conductor_desktop.secret import Secret

KEY = Secret("sk_conductor_PLANTEDSECRET42")
MASKED = "An internal server error occurred. Please try again."


def plain(
    status: int,
    body: bytes = b"",
    *,
    media_type: str = "application/json",
    location_host: str | None = None,
    retry_after: float | None = None,
) -> ConductorError:
    return error_from(
        Answer(
            status=status,
            media_type=media_type,
            body=body,
            request_id="req_of_the_header",
            location_host=location_host,
            retry_after=retry_after,
        ),
        KEY,
    )


def conductors(
    status: int,
    kind: str,
    code: str,
    *,
    message: str = "for developers",
    user_facing: str = "For people.",
    integration_code: str | int | None = None,
) -> ConductorError:
    error = {
        "message": message,
        "userFacingMessage": user_facing,
        "type": kind,
        "code": code,
        "httpStatusCode": status,
        "requestId": "req_of_the_envelope",
    }
    if integration_code is not None:
        error["integrationCode"] = integration_code
    return plain(status, json.dumps({"error": error}).encode())


CONNECTION = "INTEGRATION_CONNECTION_ERROR"


@pytest.mark.parametrize(
    ("status", "kind", "code", "expected", "exit_code"),
    [
        (401, "AUTHENTICATION_ERROR", "API_KEY_INVALID", KeyRejected, ExitCode.CREDENTIALS),
        (401, "SOMETHING_NEW", "X", KeyRejected, ExitCode.CREDENTIALS),
        (403, "PERMISSION_ERROR", "X", NotPermitted, ExitCode.CREDENTIALS),
        (403, "SOMETHING_NEW", "X", NotPermitted, ExitCode.CREDENTIALS),
        (404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING", EndUserNotFound, ExitCode.NOT_SET_UP),
        (
            409,
            CONNECTION,
            "INTEGRATION_CONNECTION_NOT_SET_UP",
            ConnectionNotSetUp,
            ExitCode.NOT_SET_UP,
        ),
        (
            409,
            CONNECTION,
            "INTEGRATION_CONNECTION_NOT_ACTIVE",
            ConnectionNotActive,
            ExitCode.ATTENTION,
        ),
        (502, CONNECTION, "QBD_CONNECTION_ERROR", QuickBooksProblem, ExitCode.ATTENTION),
        (502, "INTEGRATION_ERROR", "QBD_REQUEST_ERROR", QuickBooksProblem, ExitCode.ATTENTION),
        (504, CONNECTION, "QBD_REQUEST_TIMEOUT", QuickBooksTimeout, ExitCode.ATTENTION),
        (504, "INTERNAL_ERROR", "QBD_REQUEST_TIMEOUT", QuickBooksTimeout, ExitCode.ATTENTION),
        (400, "INVALID_REQUEST_ERROR", "X", RequestRefused, ExitCode.ATTENTION),
        (422, "SOMETHING_NEW", "X", RequestRefused, ExitCode.ATTENTION),
        (500, "INTERNAL_ERROR", "INTERNAL_ERROR", Offline, ExitCode.OFFLINE),
        (503, "SOMETHING_NEW", "X", Offline, ExitCode.OFFLINE),
        (408, "SOMETHING_NEW", "X", Offline, ExitCode.OFFLINE),
        (429, "SOMETHING_NEW", "X", Offline, ExitCode.OFFLINE),
    ],
)
def test_conductors_errors_become_ours(
    status: int, kind: str, code: str, expected: type[ConductorError], exit_code: ExitCode
) -> None:
    error = conductors(status, kind, code)
    assert type(error) is expected
    assert error.exit_code is exit_code
    assert error.explanation == "For people."
    assert error.details["code"] == code
    assert error.request_id == "req_of_the_envelope"


@pytest.mark.parametrize("kind", ["INVALID_REQUEST_ERROR", "AUTHENTICATION_ERROR"])
def test_where_the_reason_is_masked_it_is_in_the_details(kind: str) -> None:
    error = conductors(400, kind, "X", message='Too big at "name"', user_facing=MASKED)
    assert error.details["message"] == 'Too big at "name"'
    assert "internal server error" not in error.explanation.lower()
    assert error.explanation


@pytest.mark.parametrize("kind", ["INTEGRATION_ERROR", "INTEGRATION_CONNECTION_ERROR"])
def test_the_developers_message_is_otherwise_left_out(kind: str) -> None:
    assert "message" not in conductors(502, kind, "X").details


def test_quickbooks_code_comes_through_and_chooses_the_next_step() -> None:
    error = conductors(502, CONNECTION, "QBD_CONNECTION_ERROR", integration_code="0x80040414")
    assert isinstance(error, QuickBooksProblem)
    assert error.code == "0x80040414"
    assert error.details["integrationCode"] == "0x80040414"
    assert "close that window" in error.next_step


def test_a_code_that_is_a_number_is_no_stumbling_block() -> None:
    error = conductors(502, "INTEGRATION_ERROR", "QBD_REQUEST_ERROR", integration_code=500)
    assert error.details["integrationCode"] == "500"


def test_our_own_key_is_not_repeated_in_any_text() -> None:
    text = f"Invalid API key {KEY.reveal()}"
    error = conductors(401, "AUTHENTICATION_ERROR", "X", message=text, user_facing=text)
    assert "PLANTEDSECRET" not in str(error) + repr(error.details)
    assert KEY.hint in error.explanation


def test_hostile_text_becomes_one_bounded_plain_line() -> None:
    text = "<script>alert(1)</script>\r\n\x00\u202etxt.exe & " + "x" * 10_000
    error = conductors(502, CONNECTION, "X", user_facing=text)
    assert len(error.explanation) == LONGEST_TEXT
    assert error.explanation.startswith("<script>alert(1)</script> txt.exe & xxx")
    assert error.explanation.endswith("…")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"{}",
        b'{"error": "text"}',
        b'{"error": {"type": 5, "code": "X"}}',
        b'{"error": {"type": "X"}}',
        b"\xff",
        b'{"error": ' + b"[" * 200_000,
    ],
)
def test_another_shape_of_error_is_judged_by_its_status(body: bytes) -> None:
    error = plain(500, body)
    assert isinstance(error, Offline)
    assert error.details == {
        "kind": "server",
        "status": "500",
        "requestId": "req_of_the_header",
    }


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (407, OfflineKind.PROXY),
        (408, OfflineKind.TIMEOUT),
        (429, OfflineKind.SERVER),
        (500, OfflineKind.SERVER),
        (502, OfflineKind.SERVER),
        (511, OfflineKind.SIGN_IN_PAGE),
        (302, OfflineKind.SIGN_IN_PAGE),
    ],
)
def test_a_bare_status_says_where_it_got_stuck(status: int, kind: OfflineKind) -> None:
    error = plain(status)
    assert isinstance(error, Offline)
    assert error.kind is kind


@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_web_page_is_never_an_answer(status: int) -> None:
    error = plain(status, media_type="text/html")
    assert isinstance(error, Offline)
    assert error.kind is OfflineKind.SIGN_IN_PAGE


def test_a_web_page_from_a_failing_server_is_a_failing_server() -> None:
    error = plain(503, media_type="text/html")
    assert isinstance(error, Offline)
    assert error.kind is OfflineKind.SERVER


@pytest.mark.parametrize("media_type", ["application/json", "text/html", "text/plain"])
def test_401_is_the_key_whatever_comes_with_it(media_type: str) -> None:
    error = plain(401, media_type=media_type)
    assert isinstance(error, KeyRejected)
    assert KEY.hint in error.explanation
    assert "PLANTEDSECRET" not in str(error)


@pytest.mark.parametrize(
    ("status", "media_type"),
    [(200, "text/plain"), (200, ""), (204, ""), (206, "application/json"), (404, ""), (418, "")],
)
def test_what_fits_nothing_is_unexpected(status: int, media_type: str) -> None:
    error = plain(status, media_type=media_type)
    assert isinstance(error, UnexpectedAnswer)
    assert error.details["status"] == str(status)


def test_a_redirect_names_the_host_it_did_not_go_to() -> None:
    error = plain(302, location_host="login.hotel.example")
    assert "login.hotel.example" in error.explanation
    assert error.details["sentTo"] == "login.hotel.example"


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_asks_to_wait_says_how_long(status: int) -> None:
    error = plain(status, retry_after=299.5)
    assert error.details["retryAfterSeconds"] == "300"
    assert error.next_step == "Wait 5 minutes, then try again."


@pytest.mark.parametrize(
    ("status", "retry_after"), [(429, None), (429, 0.0), (503, None), (500, 300.0)]
)
def test_otherwise_the_advice_is_general(status: int, retry_after: float | None) -> None:
    error = plain(status, retry_after=retry_after)
    assert "retryAfterSeconds" not in error.details
    assert error.next_step == "Wait a few minutes and try again."


def test_a_service_that_answers_is_not_called_unreachable() -> None:
    assert plain(429).title == "Conductor asks to wait"
    assert plain(500).title == plain(503).title == "Conductor has a problem"


def test_a_key_that_is_not_allowed_to_is_known_by_its_hint() -> None:
    error = plain(403)
    assert isinstance(error, KeyRejected)
    assert KEY.hint in error.explanation
    assert "for a key that may do this" in error.next_step


def test_a_key_of_another_project_is_thought_of() -> None:
    masked = conductors(404, "INVALID_REQUEST_ERROR", "RESOURCE_MISSING", user_facing=MASKED)
    assert "belongs to another project" in masked.explanation


def test_a_proxy_that_answers_in_conductors_name_is_still_the_proxy() -> None:
    error = conductors(407, "AUTHENTICATION_ERROR", "X")
    assert isinstance(error, Offline)
    assert error.kind is OfflineKind.PROXY
