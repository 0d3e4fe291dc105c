"""Whatever is sent as qbXML, the answer is one of QuickBooks' or a refusal that says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.sandbox.qbxml.requests import REQUESTS
from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, running_sandbox

FEW = settings(max_examples=150, deadline=None, derandomize=True)

NAMES = st.sampled_from(
    [
        *("TxnID", "ListID", "FullName", "RefNumber", "RefNumberCaseSensitive", "MaxReturned"),
        *("ModifiedDateRangeFilter", "TxnDateRangeFilter", "EntityFilter", "AccountFilter"),
        *("RefNumberFilter", "RefNumberRangeFilter", "CurrencyFilter", "PaidStatus"),
        *("IncludeLineItems", "IncludeRetElement", "OwnerID", "ActiveStatus", "NameFilter"),
        *("NameRangeFilter", "TotalBalanceFilter", "ClassFilter", "FromModifiedDate"),
        *("ToModifiedDate", "FromTxnDate", "ToTxnDate", "DateMacro", "MatchCriterion"),
        *("FromRefNumber", "ToRefNumber", "Operator", "Amount", "Name", "ParentRef"),
        *("EditSequence", "CustomerRef", "ItemRef", "Quantity", "Rate", "RatePercent", "Desc"),
        *("SalesTaxCodeRef", "InvoiceLineAdd", "InvoiceLineMod", "InvoiceLineGroupMod"),
        *("TxnLineID", "BillAddress", "Addr1", "ShipToAddress", "TxnDate", "DueDate", "TermsRef"),
        *("ExchangeRate", "IsPending", "Memo", "CreditLimit", "ListIDWithChildren", "iterator"),
        *("CustomerAdd", "CustomerMod", "InvoiceAdd", "InvoiceMod", "JobStatus", "OpenBalance"),
    ]
)

TRICKY: list[object] = [
    *("", "0", "-1", "-0", "1e9", ".5", "5.", "٣", "9" * 5000, "9" * 11, "0.00001", "NaN"),
    *("0001-01-01", "9999-12-31", "2025-02-30", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59.999999999-14:00", "2025-01-01T24:00:00", "1901-01-01"),
    *("true", "All", "Equal", "Contains", "LastFiscalYearToDate", "Today", "None"),
    *("Canyon Mouth Brewing", "80000005-1502924428", "Plants:Saltbush, 5 gal", "Tax", "EUR"),
    *("\x00", "\ud7ff\U0010ffff", "\ufffe", "a:b", "&<>\"'", "x" * 5000),
    *(0, -1, 1, 2**63, -(2**63), 10**39, 10**4000, 1.5, 1e300, 1e-300, True, False, None),
]

VALUES = st.recursive(
    st.one_of(st.sampled_from(TRICKY), st.text(max_size=20), st.integers(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(NAMES, st.text(max_size=10)), inner, max_size=5),
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    options = SandboxOptions(invoices=60, today=SOME_DAY)
    with running_sandbox(options) as access, Caller(access) as caller:
        yield caller


Send = Callable[[bytes | str], requests.Response]


@pytest.fixture(scope="module")
def send(caller: Caller) -> Iterator[Send]:
    access = caller.access
    address = f"{access.base_url}/end-users/{access.end_user_id}/passthrough/quickbooks_desktop"
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {access.secret_key.reveal()}"
        session.headers["Content-Type"] = "application/json"

        def post(body: bytes | str) -> requests.Response:
            data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
            return session.post(address, data=data, timeout=30)

        yield post


def judge(answer: requests.Response) -> None:
    assert answer.status_code in (200, 400, 413, 502), answer.text
    assert answer.headers["Content-Type"] == "application/json"
    if answer.status_code == 200:
        [name] = answer.json()
        assert name.endswith("Rs")
        return
    error = answer.json()["error"]
    assert error["httpStatusCode"] == answer.status_code
    assert error["type"] in ("INVALID_REQUEST_ERROR", "INTEGRATION_ERROR")
    assert ("integrationCode" in error) is (answer.status_code == 502)
    assert 10 < len(error["message"]) < 700
    assert error["message"].isprintable()


@FEW
@given(st.sampled_from(sorted(REQUESTS)), VALUES)
def test_any_content_of_any_request(send: Send, name: str, content: object) -> None:
    judge(send(json.dumps({name: content})))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(VALUES)
def test_any_json_as_the_body(send: Send, body: object) -> None:
    judge(send(json.dumps(body)))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_as_the_body(send: Send, body: bytes) -> None:
    judge(send(body))


@pytest.mark.parametrize(
    "body",
    [
        '{"InvoiceQueryRq":' * 100_000,
        '{"InvoiceQueryRq":' * 50_000 + "1" + "}" * 50_000,
        '{"InvoiceQueryRq":' + "[" * 400_000 + "]" * 400_000 + "}",
        '{"InvoiceQueryRq":{"EntityFilter":' + '{"ListID":' * 900 + "1" + "}" * 902,
        '{"InvoiceQueryRq":{"TxnID":[' + ",".join(['"1A2B-1"'] * 1000) + "]}}",
        '{"InvoiceQueryRq":{"TxnID":[' + ",".join(["1"] * 300_000) + "]}}",
        '{"CustomerQueryRq":{"FullName":[' + ",".join(f'"n{i}"' for i in range(5000)) + "]}}",
        '{"InvoiceQueryRq":{' + ",".join(f'"E{i}":1' for i in range(1000)) + "}}",
        '{"InvoiceAddRq":{"InvoiceAdd":{"CustomerRef":{"FullName":"Canyon Mouth Brewing"},'
        '"InvoiceLineAdd":[' + ",".join(["{}"] * 1000) + "]}}}",
        '{"HostQueryRq":' + "9" * 5000 + "}",
        '{"HostQueryRq":1e999}',
        '{"HostQueryRq":{},"HostQueryRq":{}}',
        '{"HostQueryRq":{"\\u0000":1}}',
        '{"HostQueryRq":"' + "x" * 1_100_000 + '"}',
    ],
    ids=range(14),
)
def test_too_much_of_everything(send: Send, body: str) -> None:
    judge(send(body))


def test_the_sandbox_is_as_well_as_before(caller: Caller) -> None:
    """Runs against the same sandbox as the tests above, whatever their order."""
    caller.get("/quickbooks-desktop/health-check").raise_for_status()
    page = caller.get("/quickbooks-desktop/invoices", {"limit": 150})
    assert page.status_code == 200
    for invoice in page.json()["data"]:
        assert (
            caller.get(f"/quickbooks-desktop/invoices/{invoice['id']}").json()
            | {"linkedTransactions": []}
            == invoice
        )
