"""Every answer of the sandbox against Conductor's OpenAPI document, where that is at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator, FormatChecker

from conductor_desktop.sandbox.quickbooks_codes import CONNECTION_CODES, REQUEST_CODES
from tests.helpers.sandbox import SOME_DAY, Caller, Control, SandboxOptions, running_sandbox

DOCUMENT = Path(__file__).parents[2].parent / "shared" / "reference" / "conductor-openapi.json"

pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason=f"Conductor's OpenAPI document is not at {DOCUMENT}"
)

INVOICES = "/quickbooks-desktop/invoices"
CUSTOMERS = "/quickbooks-desktop/customers"

ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string", "minLength": 1},
                "userFacingMessage": {"type": "string", "minLength": 1},
                "type": {
                    "enum": [
                        "INTEGRATION_ERROR",
                        "INTEGRATION_CONNECTION_ERROR",
                        "INVALID_REQUEST_ERROR",
                        "AUTHENTICATION_ERROR",
                        "PERMISSION_ERROR",
                        "INTERNAL_ERROR",
                    ]
                },
                "code": {"type": "string", "minLength": 1},
                "integrationCode": {"type": "string", "minLength": 1},
                "httpStatusCode": {"type": "integer"},
                "requestId": {"type": "string", "pattern": "^req_[a-z0-9]{8,}$"},
            },
            "required": [
                "message",
                "userFacingMessage",
                "type",
                "code",
                "httpStatusCode",
                "requestId",
            ],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}
"""The envelope as its documentation describes it; only ``integrationCode`` may be missing."""


class Conformance:
    """Knows the document, and which operations have been seen to keep to it."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        self.seen: set[tuple[str, str]] = set()

    def check(self, answer: requests.Response, method: str, path: str) -> Any:
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
        assert answer.headers["Conductor-Request-Id"].startswith("req_")
        operation = self.document["paths"][path][method]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": self.document["components"]}
        body = answer.json()
        problems = [
            f"{error.json_path}: {error.message}"
            for error in Draft202012Validator(
                whole, format_checker=FormatChecker(["date"])
            ).iter_errors(body)
        ]
        assert problems == []
        self.seen.add((method, path))
        return body


@pytest.fixture
def caller() -> Iterator[Caller]:
    with running_sandbox(SandboxOptions(today=SOME_DAY)) as access, Caller(access) as caller:
        yield caller


def test_every_operation_the_app_uses_keeps_to_the_document(caller: Caller) -> None:
    conformance = Conformance()
    check = conformance.check
    new = {"companyName": "Big Co.", "sourceId": "cust-1", "email": "a@big.example"}
    user = check(caller.post("/end-users", new), "post", "/end-users")
    check(caller.get("/end-users"), "get", "/end-users")
    check(caller.get(f"/end-users/{user['id']}"), "get", "/end-users/{id}")
    invitation = {"publishableKey": caller.access.publishable_key, "endUserId": user["id"]}
    check(caller.post("/auth-sessions", invitation), "post", "/auth-sessions")
    check(caller.delete(f"/end-users/{user['id']}"), "delete", "/end-users/{id}")
    for path in ("/quickbooks-desktop/health-check", "/quickbooks-desktop/company"):
        check(caller.get(path), "get", path)
    passthrough = f"/end-users/{caller.access.end_user_id}/passthrough/quickbooks_desktop"
    check(
        caller.post(passthrough, {"InvoiceQueryRq": {"MaxReturned": 2}}),
        "post",
        "/end-users/{id}/passthrough/{integrationSlug}",
    )
    page = check(caller.get(INVOICES, {"limit": 1}), "get", INVOICES)
    check(caller.get(f"{INVOICES}/{page['data'][0]['id']}"), "get", f"{INVOICES}/{{id}}")
    page = check(caller.get(CUSTOMERS, {"limit": 1}), "get", CUSTOMERS)
    check(caller.get(f"{CUSTOMERS}/{page['data'][0]['id']}"), "get", f"{CUSTOMERS}/{{id}}")
    expected = {
        (method, path)
        for path, operations in conformance.document["paths"].items()
        for method in operations
    }
    assert conformance.seen == expected


@pytest.mark.parametrize("with_everything", ["true", "false"])
def test_every_invoice_keeps_to_the_document(caller: Caller, with_everything: str) -> None:
    conformance = Conformance()
    wanted = {"includeLineItems": with_everything, "includeLinkedTransactions": with_everything}
    page = conformance.check(caller.get(INVOICES, wanted), "get", INVOICES)
    seen = len(page["data"])
    while page["nextCursor"]:
        answer = caller.get(INVOICES, {**wanted, "cursor": page["nextCursor"]})
        page = conformance.check(answer, "get", INVOICES)
        seen += len(page["data"])
    assert seen == 240


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_customer_keeps_to_the_document(seed: int) -> None:
    conformance = Conformance()
    options = SandboxOptions(today=SOME_DAY, seed=seed)
    with running_sandbox(options) as access, Caller(access) as caller:
        for wanted in ({"status": "all"}, {"excludeAlternateShippingAddresses": "true"}):
            page = conformance.check(caller.get(CUSTOMERS, wanted), "get", CUSTOMERS)
            assert len(page["data"]) > 70


def test_every_page_of_all_customers_keeps_to_the_document(caller: Caller) -> None:
    conformance = Conformance()
    wanted: dict[str, str | int] = {"status": "all", "limit": 20}
    page = conformance.check(caller.get(CUSTOMERS, wanted), "get", CUSTOMERS)
    seen = {one["id"] for one in page["data"]}
    while page["nextCursor"]:
        answer = caller.get(CUSTOMERS, {**wanted, "cursor": page["nextCursor"]})
        page = conformance.check(answer, "get", CUSTOMERS)
        assert not seen & {one["id"] for one in page["data"]}
        seen |= {one["id"] for one in page["data"]}
    assert len(seen) > 70


def test_what_is_fetched_alone_keeps_to_the_document(caller: Caller) -> None:
    conformance = Conformance()
    for path, every in ((INVOICES, 12), (CUSTOMERS, 6)):
        for one in caller.get(path, {"limit": 150}).json()["data"][::every]:
            conformance.check(caller.get(f"{path}/{one['id']}"), "get", f"{path}/{{id}}")


def test_what_is_written_in_qbxml_keeps_to_the_document(caller: Caller) -> None:
    path = f"/end-users/{caller.access.end_user_id}/passthrough/quickbooks_desktop"
    customer = {"Name": "Nova", "ShipToAddress": {"Name": "Yard"}}
    line = {"ItemRef": {"FullName": "Plants:Saltbush, 5 gal"}, "Quantity": 1.5}
    invoice = {"CustomerRef": {"FullName": "Nova"}, "InvoiceLineAdd": [line, {"Desc": "Text"}]}
    for name, content in (("CustomerAdd", customer), ("InvoiceAdd", invoice)):
        caller.post(path, {f"{name}Rq": {name: content}}).raise_for_status()
    conformance = Conformance()
    newest = caller.get(INVOICES, {"limit": 1, "includeLineItems": "true"})
    [written] = conformance.check(newest, "get", INVOICES)["data"]
    assert (written["customer"]["fullName"], len(written["lines"])) == ("Nova", 2)
    [owing] = conformance.check(caller.get(CUSTOMERS, {"fullNames": ["Nova"]}), "get", CUSTOMERS)[
        "data"
    ]
    assert owing["balance"] == written["balanceRemaining"]


def test_a_connection_that_works_keeps_to_the_document(caller: Caller) -> None:
    user = Conformance().check(
        caller.get(f"/end-users/{caller.access.end_user_id}"), "get", "/end-users/{id}"
    )
    assert len(user["integrationConnections"]) == 1


def test_every_error_has_the_one_envelope(caller: Caller) -> None:
    key = caller.access.publishable_key
    other = caller.new_end_user()
    invitation = {"publishableKey": key, "endUserId": other}
    wrong = [
        (caller.get("/quickbooks-desktop/company", headers={"Authorization": None}), 401),
        (caller.get("/quickbooks-desktop/company", headers={"Conductor-End-User-Id": None}), 400),
        (caller.get("/quickbooks-desktop/company", headers={"Conductor-End-User-Id": "x"}), 404),
        (caller.get("/quickbooks-desktop/company", headers={"Conductor-End-User-Id": other}), 409),
        (caller.get(INVOICES, {"limit": 1000}), 400),
        (caller.get(INVOICES, {"cursor": "12345678-abcd-abcd-abcd-1234567890ab"}), 400),
        (caller.get(f"{INVOICES}/1A2B-1"), 502),
        (caller.get(CUSTOMERS, {"totalBalance": "a lot"}), 400),
        (caller.get(CUSTOMERS, {"fullNames": "Nobody"}), 502),
        (caller.get(f"{CUSTOMERS}/80000001-1"), 502),
        (caller.get("/end-users/end_usr_nobody"), 404),
        (caller.get("/nothing-here"), 404),
        (caller.delete("/end-users"), 405),
        (caller.post("/end-users", {"companyName": "x"}), 400),
        (caller.post("/auth-sessions", {**invitation, "linkExpiryMins": 14}), 400),
        (caller.post("/auth-sessions", {**invitation, "colour": "blue"}), 400),
        (caller.post("/auth-sessions", {**invitation, "publishableKey": "pk_live_x"}), 401),
    ]
    for answer, status in wrong:
        assert answer.status_code == status, answer.text
        Draft202012Validator(ERROR).validate(answer.json())
        error = answer.json()["error"]
        assert error["httpStatusCode"] == status
        assert error["requestId"] == answer.headers["Conductor-Request-Id"]
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Conductor-Sandbox"] == "true"
        assert ("integrationCode" in error) is (status == 502)


CONNECTION, REQUEST, INVALID = (
    "INTEGRATION_CONNECTION_ERROR",
    "INTEGRATION_ERROR",
    "INVALID_REQUEST_ERROR",
)
ERRORS: dict[str, tuple[int, str, str, str | None]] = {
    "state not-started": (409, CONNECTION, "INTEGRATION_CONNECTION_NOT_SET_UP", None),
    "state not-set-up": (409, CONNECTION, "INTEGRATION_CONNECTION_NOT_SET_UP", None),
    "state not-active": (409, CONNECTION, "INTEGRATION_CONNECTION_NOT_ACTIVE", None),
    **{
        f"state {code}": (502, CONNECTION, "QBD_CONNECTION_ERROR", code)
        for code in CONNECTION_CODES
    },
    **{f"state {code}": (502, REQUEST, "QBD_REQUEST_ERROR", code) for code in REQUEST_CODES},
    "fault key-rejected": (401, "AUTHENTICATION_ERROR", "API_KEY_INVALID", None),
    "fault forbidden": (403, "PERMISSION_ERROR", "PERMISSION_DENIED", None),
    "fault end-user-gone": (404, INVALID, "RESOURCE_MISSING", None),
    "fault timeout": (504, CONNECTION, "QBD_REQUEST_TIMEOUT", None),
    "fault server-error": (500, "INTERNAL_ERROR", "INTERNAL_ERROR", None),
    "fault bad-gateway": (502, "INTERNAL_ERROR", "INTERNAL_ERROR", None),
    "fault unavailable": (503, "INTERNAL_ERROR", "INTERNAL_ERROR", None),
    "fault gateway-timeout": (504, "INTERNAL_ERROR", "INTERNAL_ERROR", None),
    "fault too-many-requests": (429, INVALID, "TOO_MANY_REQUESTS", None),
    "fault hostile-text": (502, CONNECTION, "QBD_CONNECTION_ERROR", None),
}
"""How requests are made to fail; and status, type, code and integrationCode of what they get."""


@pytest.fixture(scope="module")
def troubled() -> Iterator[Caller]:
    with running_sandbox(SandboxOptions(invoices=1)) as access, Caller(access) as caller:
        yield caller


@pytest.mark.parametrize("made", ERRORS)
def test_every_error_is_as_the_table_says(troubled: Caller, made: str) -> None:
    access, (how, _, name) = troubled.access, made.partition(" ")
    control = Control(access)
    if how == "state":
        control.set_connection(access.end_user_id, name)
    else:
        control.fault(name)
    answers = [
        troubled.get("/quickbooks-desktop/health-check"),
        troubled.get(INVOICES),
        troubled.post(
            f"/end-users/{access.end_user_id}/passthrough/quickbooks_desktop", {"HostQueryRq": {}}
        ),
    ]
    control.clear()
    control.set_connection(access.end_user_id, "connected")
    status, kind, code, integration_code = ERRORS[made]
    for answer in answers:
        document = answer.json()
        Draft202012Validator(ERROR).validate(document)
        error = document["error"]
        assert answer.status_code == error["httpStatusCode"] == status
        assert (error["type"], error["code"]) == (kind, code)
        assert error.get("integrationCode") == integration_code
        assert error["requestId"] == answer.headers["Conductor-Request-Id"]
