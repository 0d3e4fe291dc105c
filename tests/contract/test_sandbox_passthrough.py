"""qbXML as JSON over the wire: what is found, what is refused, and in which shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, SetClock, running_sandbox

INVOICES = "/quickbooks-desktop/invoices"
CUSTOMERS = "/quickbooks-desktop/customers"

Books = list[dict[str, Any]]


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """For reading alone; tests that write have one of their own."""
    options = SandboxOptions(today=SOME_DAY)
    with running_sandbox(options, clock=SetClock()) as access, Caller(access) as caller:
        yield caller


@pytest.fixture(scope="module")
def books(caller: Caller) -> Books:
    """Every invoice as today's API has it, with lines and links."""
    wanted = {"includeLineItems": "true", "includeLinkedTransactions": "true"}
    page = caller.get(INVOICES, wanted).json()
    found: Books = page["data"]
    while page["nextCursor"]:
        page = caller.get(INVOICES, {**wanted, "cursor": page["nextCursor"]}).json()
        found += page["data"]
    return found


def send(caller: Caller, body: object, user: str | None = None) -> requests.Response:
    path = f"/end-users/{user or caller.access.end_user_id}/passthrough/quickbooks_desktop"
    return caller.post(path, body)


def ask(caller: Caller, request: str, **elements: object) -> Any:
    """What is in the response element; fails the test if QuickBooks refuses."""
    answer = send(caller, {f"{request}Rq": elements})
    assert answer.status_code == 200, answer.text
    [(name, content)] = answer.json().items()
    assert name == f"{request}Rs"
    return content


def found(caller: Caller, **elements: object) -> list[str]:
    """The ids of the invoices that a query finds."""
    rets = ask(caller, "InvoiceQuery", **elements).get("InvoiceRet", [])
    return [ret["TxnID"] for ret in (rets if isinstance(rets, list) else [rets])]


def refusal(answer: requests.Response, code: str) -> str:
    """The message of a request that QuickBooks refused with this code."""
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (502, "INTEGRATION_ERROR"), answer.text
    assert error["code"] == "QBD_REQUEST_ERROR"
    assert error["integrationCode"] == code, answer.text
    assert error["requestId"] == answer.headers["Conductor-Request-Id"]
    message: str = error["message"]
    assert message.startswith(f"QBD Request Error ({code}): ")
    return message


# Shapes


def test_one_hit_is_an_object_several_are_a_list_and_none_is_nothing(
    caller: Caller, books: Books
) -> None:
    one = ask(caller, "InvoiceQuery", MaxReturned=1)
    assert one["InvoiceRet"]["TxnID"] == books[0]["id"]
    two = ask(caller, "InvoiceQuery", MaxReturned=2)
    assert [ret["TxnID"] for ret in two["InvoiceRet"]] == [books[0]["id"], books[1]["id"]]
    nothing = {"MatchCriterion": "Contains", "RefNumber": "no such number"}
    assert ask(caller, "InvoiceQuery", RefNumberFilter=nothing) == {}


def test_lines_links_and_custom_fields_are_there_when_they_are_asked_for(
    caller: Caller, books: Books
) -> None:
    rich = next(b for b in books if b["lines"] and b["linkedTransactions"] and b["customFields"])
    bare = ask(caller, "InvoiceQuery", TxnID=rich["id"])["InvoiceRet"]
    assert not {"InvoiceLineRet", "LinkedTxn", "DataExtRet"} & set(bare)
    full = ask(
        caller,
        "InvoiceQuery",
        TxnID=[rich["id"]],
        IncludeLineItems=True,
        IncludeLinkedTxns="true",
        OwnerID="0",
    )["InvoiceRet"]
    assert full["DataExtRet"]["DataExtValue"] == rich["customFields"][0]["value"]
    assert {"InvoiceLineRet", "LinkedTxn"} < set(full)
    others = ask(caller, "InvoiceQuery", TxnID=rich["id"], OwnerID="{6B063959-81B0-4622}")
    assert "DataExtRet" not in others["InvoiceRet"]


def test_only_the_elements_that_are_asked_for(caller: Caller) -> None:
    ret = ask(
        caller,
        "InvoiceQuery",
        MaxReturned=1,
        IncludeLineItems=True,
        IncludeRetElement=["TxnID", "CustomerRef", "Nonsense"],
    )["InvoiceRet"]
    assert list(ret) == ["TxnID", "CustomerRef"]


def test_the_company_and_the_quickbooks_that_has_it_open(caller: Caller) -> None:
    company = ask(caller, "CompanyQuery")["CompanyRet"]
    assert company["CompanyName"] == caller.get("/quickbooks-desktop/company").json()["companyName"]
    assert company["SubscribedServices"]["Service"]["ServiceStatus"] == "Never"
    assert company["TaxForm"] == "Form1120S"
    assert "SSN" not in company
    host = ask(caller, "HostQuery")["HostRet"]
    assert host["ProductName"].startswith("QuickBooks")
    assert host["SupportedQBXMLVersion"][-1] == "16.0"
    assert ask(caller, "HostQuery", IncludeRetElement="Country") == {"HostRet": {"Country": "US"}}


# Filters: each against what today's API says of the same books


def ref(invoice: dict[str, Any], key: str, part: str = "id") -> str:
    value: str = invoice[key][part]
    return value


def some(books: Books) -> dict[str, Any]:
    """An invoice in the middle of the books, of a customer that has several."""
    return books[100]


FILTERS: dict[
    str, Callable[[Books], tuple[dict[str, object], Callable[[dict[str, Any]], bool]]]
] = {
    "entity by id": lambda books: (
        {"EntityFilter": {"ListID": ref(some(books), "customer")}},
        lambda b: ref(b, "customer") == ref(some(books), "customer"),
    ),
    "entity by name, whatever its case": lambda books: (
        {"EntityFilter": {"FullName": ref(some(books), "customer", "fullName").upper()}},
        lambda b: ref(b, "customer") == ref(some(books), "customer"),
    ),
    "several entities": lambda books: (
        {"EntityFilter": {"ListID": [ref(b, "customer") for b in books[:5]]}},
        lambda b: ref(b, "customer") in [ref(a, "customer") for a in books[:5]],
    ),
    "entity with its jobs": lambda books: (
        {"EntityFilter": {"FullNameWithChildren": "Granite Reef Golf"}},
        lambda b: ref(b, "customer", "fullName").partition(":")[0] == "Granite Reef Golf",
    ),
    "account by name": lambda books: (
        {"AccountFilter": {"FullName": "Accounts Receivable - EUR"}},
        lambda b: ref(b, "currency", "fullName") == "EUR",
    ),
    "account with children": lambda books: (
        {"AccountFilter": {"ListIDWithChildren": ref(books[0], "receivablesAccount")}},
        lambda b: ref(b, "receivablesAccount") == ref(books[0], "receivablesAccount"),
    ),
    "currency": lambda books: (
        {"CurrencyFilter": {"FullName": "EUR"}},
        lambda b: ref(b, "currency", "fullName") == "EUR",
    ),
    "paid": lambda books: ({"PaidStatus": "PaidOnly"}, lambda b: bool(b["isPaid"])),
    "not paid": lambda books: ({"PaidStatus": "NotPaidOnly"}, lambda b: not b["isPaid"]),
    "number begins with": lambda books: (
        {"RefNumberFilter": {"MatchCriterion": "StartsWith", "RefNumber": "m-"}},
        lambda b: (b["refNumber"] or "").startswith("M-"),
    ),
    "number contains": lambda books: (
        {"RefNumberFilter": {"MatchCriterion": "Contains", "RefNumber": "01"}},
        lambda b: "01" in (b["refNumber"] or ""),
    ),
    "number ends with": lambda books: (
        {"RefNumberFilter": {"MatchCriterion": "EndsWith", "RefNumber": "7"}},
        lambda b: (b["refNumber"] or "").endswith("7"),
    ),
    "numbers in a range": lambda books: (
        {"RefNumberRangeFilter": {"FromRefNumber": "10010", "ToRefNumber": "10020"}},
        lambda b: (b["refNumber"] or "").isdecimal() and 10010 <= int(b["refNumber"]) <= 10020,
    ),
    "days": lambda books: (
        {"TxnDateRangeFilter": {"FromTxnDate": "2025-01-10", "ToTxnDate": "2025-02-10"}},
        lambda b: "2025-01-10" <= b["transactionDate"] <= "2025-02-10",
    ),
    "days by a word": lambda books: (
        {"TxnDateRangeFilter": {"DateMacro": "LastMonth"}},
        lambda b: b["transactionDate"].startswith("2025-05-"),
    ),
    "modified by day": lambda books: (
        {"ModifiedDateRangeFilter": {"FromModifiedDate": "2025-03-01"}},
        lambda b: b["updatedAt"] >= "2025-03-01T00:00:00-07:00",
    ),
    "modified until a moment": lambda books: (
        {"ModifiedDateRangeFilter": {"ToModifiedDate": some(books)["updatedAt"]}},
        lambda b: b["updatedAt"] <= some(books)["updatedAt"],
    ),
    "two at once": lambda books: (
        {"PaidStatus": "PaidOnly", "TxnDateRangeFilter": {"FromTxnDate": "2025-01-01"}},
        lambda b: b["isPaid"] and b["transactionDate"] >= "2025-01-01",
    ),
    "numbers, whatever their case": lambda books: (
        {"RefNumber": ["m-10005", "10001"]},
        lambda b: b["refNumber"] in ("M-10005", "10001"),
    ),
    "numbers as they are written": lambda books: (
        {"RefNumberCaseSensitive": "M-10005"},
        lambda b: b["refNumber"] == "M-10005",
    ),
    "ids": lambda books: (
        {"TxnID": [books[3]["id"], books[1]["id"]], "MaxReturned": 1, "PaidStatus": "PaidOnly"},
        lambda b: b["id"] in (books[1]["id"], books[3]["id"]),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_these_and_no_others(caller: Caller, books: Books, name: str) -> None:
    elements, wants = FILTERS[name](books)
    expected = [invoice["id"] for invoice in books if wants(invoice)]
    assert expected
    assert len(expected) < len(books)
    assert sorted(found(caller, **elements)) == sorted(expected)


@pytest.mark.parametrize(
    ("elements", "parameters"),
    [
        ({}, {}),
        ({"ActiveStatus": "All"}, {"status": "all"}),
        ({"ActiveStatus": "InactiveOnly"}, {"status": "inactive"}),
        ({"MaxReturned": 7}, {"limit": 7}),
        (
            {"FullName": ["granite reef golf", "Granite Reef Golf:Hole 7"]},
            {"fullNames": ["Granite Reef Golf", "Granite Reef Golf:Hole 7"]},
        ),
        ({"ListID": "80000001-1502910000"}, {"ids": ["80000001-1502910000"]}),
        (
            {"NameFilter": {"MatchCriterion": "StartsWith", "Name": "c"}},
            {"nameStartsWith": "c"},
        ),
        (
            {"NameFilter": {"MatchCriterion": "Contains", "Name": "&"}},
            {"nameContains": "&"},
        ),
        (
            {"NameFilter": {"MatchCriterion": "EndsWith", "Name": "s"}},
            {"nameEndsWith": "s"},
        ),
        (
            {"NameRangeFilter": {"FromName": "C", "ToName": "F"}},
            {"nameFrom": "C", "nameTo": "F"},
        ),
        (
            {"TotalBalanceFilter": {"Operator": "GreaterThan", "Amount": 10000}},
            {"totalBalanceGreaterThan": "10000"},
        ),
        (
            {"TotalBalanceFilter": {"Operator": "Equal", "Amount": "0.00"}},
            {"totalBalance": "0"},
        ),
        ({"CurrencyFilter": {"FullName": "eur"}}, {"currencyIds": ["80000002-1503023607"]}),
        (
            {"FromModifiedDate": "2024-06-01", "ToModifiedDate": "2025-12-31"},
            {"updatedAfter": "2024-06-01", "updatedBefore": "2025-12-31"},
        ),
    ],
)
def test_customers_are_found_as_today(
    caller: Caller, elements: dict[str, object], parameters: dict[str, Any]
) -> None:
    today = caller.get(CUSTOMERS, {"limit": 150, **parameters}).json()["data"]
    rets = ask(caller, "CustomerQuery", **elements).get("CustomerRet", [])
    rets = rets if isinstance(rets, list) else [rets]
    assert today
    assert [(ret["ListID"], ret["FullName"], ret["TotalBalance"]) for ret in rets] == [
        (customer["id"], customer["fullName"], customer["totalBalance"]) for customer in today
    ]


def test_a_job_reads_as_quickbooks_writes_it(caller: Caller) -> None:
    job = ask(caller, "CustomerQuery", FullName="Granite Reef Golf:Hole 7")["CustomerRet"]
    parent = ask(caller, "CustomerQuery", FullName="Granite Reef Golf")["CustomerRet"]
    assert job["ParentRef"] == {"ListID": parent["ListID"], "FullName": "Granite Reef Golf"}
    assert (job["Name"], job["Sublevel"], parent["Sublevel"]) == ("Hole 7", 1, 0)
    assert "ParentRef" not in parent


# Refusals


@pytest.mark.parametrize(
    ("elements", "code", "named"),
    [
        ({"TxnID": "1A2B-1"}, "500", "1A2B-1"),
        ({"RefNumber": ["10001", "nobody"]}, "500", "nobody"),
        ({"RefNumberCaseSensitive": "m-10005"}, "500", "m-10005"),
        ({"EntityFilter": {"FullName": "Nobody & Sons"}}, "3120", "Nobody & Sons"),
        ({"EntityFilter": {}}, "0x80040400", "InvoiceQueryRq/EntityFilter"),
        ({"EntityFilter": {"ListID": "8-1", "FullName": "A"}}, "0x80040400", "exactly one"),
        ({"AccountFilter": {"FullName": "Bank"}}, "3120", "Bank"),
        ({"CurrencyFilter": {"FullNameWithChildren": "EUR"}}, "0x80040400", "WithChildren"),
        ({"MaxReturned": 0}, "3085", "MaxReturned"),
        ({"MaxReturned": "ten"}, "3085", "ten"),
        ({"MaxReturned": [1, 2]}, "0x80040400", "2 times"),
        ({"MaxReturned": {}}, "0x80040400", "MaxReturned"),
        ({"MaxReturned": None}, "0x80040400", "null"),
        ({"IncludeLineItems": "yes"}, "3010", "yes"),
        ({"PaidStatus": "Paid"}, "3210", "NotPaidOnly"),
        ({"TxnDateRangeFilter": {"FromTxnDate": "2025-02-30"}}, "3020", "2025-02-30"),
        ({"TxnDateRangeFilter": {"FromTxnDate": "1900-12-31"}}, "3020", "1900-12-31"),
        ({"TxnDateRangeFilter": {"DateMacro": "ThisDecade"}}, "3210", "ThisDecade"),
        (
            {"TxnDateRangeFilter": {"DateMacro": "Today", "ToTxnDate": "2025-01-01"}},
            "0x80040400",
            "not both",
        ),
        ({"ModifiedDateRangeFilter": {"ToModifiedDate": "2039-01-01"}}, "3020", "2039-01-01"),
        ({"RefNumberFilter": {"RefNumber": "1"}}, "0x80040400", "MatchCriterion"),
        (
            {"RefNumberFilter": {"MatchCriterion": "Like", "RefNumber": "1"}},
            "3210",
            "StartsWith",
        ),
        (
            {
                "RefNumberFilter": {"MatchCriterion": "Contains", "RefNumber": "1"},
                "RefNumberRangeFilter": {"FromRefNumber": "1"},
            },
            "0x80040400",
            "not both",
        ),
        ({"Colour": "blue"}, "0x80040400", '"Colour" is not known in "InvoiceQueryRq"'),
        ({"iterator": "Start"}, "0x80040400", "attributes"),
        ({"OwnerID": "\x00"}, "0x80040400", "character"),
    ],
)
def test_a_wrong_query_is_refused_by_the_name_of_its_mistake(
    caller: Caller, elements: dict[str, object], code: str, named: str
) -> None:
    assert named in refusal(send(caller, {"InvoiceQueryRq": elements}), code)


@pytest.mark.parametrize(
    ("elements", "code", "named"),
    [
        ({"ListID": "8-1"}, "500", "8-1"),
        ({"FullName": "Nobody & Sons"}, "500", "Nobody & Sons"),
        ({"ActiveStatus": "active"}, "3210", "ActiveOnly"),
        ({"TotalBalanceFilter": {"Operator": "Equal"}}, "0x80040400", "Amount"),
        ({"TotalBalanceFilter": {"Operator": "Equal", "Amount": "1.234"}}, "3040", "1.234"),
        ({"TotalBalanceFilter": {"Operator": ">", "Amount": "1"}}, "3210", "GreaterThan"),
        ({"ClassFilter": {"FullName": "Nonsense"}}, "3120", "Nonsense"),
        ({"FromModifiedDate": "yesterday"}, "3020", "yesterday"),
        ({"TxnID": "1"}, "0x80040400", "TxnID"),
    ],
)
def test_a_wrong_customer_query_is_refused_by_the_name_of_its_mistake(
    caller: Caller, elements: dict[str, object], code: str, named: str
) -> None:
    assert named in refusal(send(caller, {"CustomerQueryRq": elements}), code)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "received 0"),
        ({"InvoiceQueryRq": {}, "HostQueryRq": {}}, "received 2"),
        ([], "object"),
        ("InvoiceQueryRq", "object"),
        (5, "object"),
    ],
)
def test_a_body_that_is_no_request_never_gets_to_quickbooks(
    caller: Caller, body: object, named: str
) -> None:
    answer = send(caller, body)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "INVALID_REQUEST_ERROR"
    assert named in answer.json()["error"]["message"]


@pytest.mark.parametrize("name", ["VendorQueryRq", "InvoiceQuery", "", "invoicequeryrq"])
def test_a_request_that_is_not_answered_says_which_are(caller: Caller, name: str) -> None:
    message = refusal(send(caller, {name: {}}), "0x80040400")
    assert "InvoiceQueryRq" in message
    assert f'"{name}"' in message


@pytest.mark.parametrize("content", [None, [], "x", 1, True, [{}, {}]])
def test_a_request_has_elements(caller: Caller, content: object) -> None:
    assert "HostQueryRq" in refusal(send(caller, {"HostQueryRq": content}), "0x80040400")


# What is written is there for everybody


@pytest.fixture
def writer() -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY)
    with running_sandbox(options, clock=SetClock()) as access, Caller(access) as caller:
        yield caller


def test_a_customer_is_seen_by_today_s_api_and_lives_with_it(writer: Caller) -> None:
    ret = ask(writer, "CustomerAdd", CustomerAdd={"Name": "Nova & Co."})["CustomerRet"]
    today = writer.get(f"{CUSTOMERS}/{ret['ListID']}").json()
    assert (today["name"], today["revisionNumber"]) == ("Nova & Co.", ret["EditSequence"])
    listed = writer.get(CUSTOMERS, {"nameStartsWith": "nova"}).json()["data"]
    assert listed == [today]
    changes = {"ListID": ret["ListID"], "EditSequence": ret["EditSequence"], "IsActive": False}
    ask(writer, "CustomerMod", CustomerMod=changes)
    assert writer.get(CUSTOMERS, {"nameStartsWith": "nova"}).json()["data"] == []
    assert writer.get(f"{CUSTOMERS}/{ret['ListID']}").json()["isActive"] is False


def test_an_invoice_is_listed_filtered_and_owed(writer: Caller) -> None:
    customer = ask(writer, "CustomerAdd", CustomerAdd={"Name": "Nova"})["CustomerRet"]
    line = {"ItemRef": {"FullName": "Plants:Saltbush, 5 gal"}, "Quantity": 3}
    ret = ask(
        writer,
        "InvoiceAdd",
        InvoiceAdd={"CustomerRef": {"FullName": "nova"}, "InvoiceLineAdd": line},
    )["InvoiceRet"]
    today = writer.get(f"{INVOICES}/{ret['TxnID']}").json()
    assert today["refNumber"] == ret["RefNumber"]
    assert today["lines"][0]["amount"] == ret["InvoiceLineRet"]["Amount"] == "83.85"
    assert writer.get(INVOICES, {"limit": 1}).json()["data"][0]["id"] == ret["TxnID"]
    of_nova = {"customerIds": [customer["ListID"]], "includeLineItems": "true"}
    assert writer.get(INVOICES, of_nova).json()["data"] == [{**today, "linkedTransactions": []}]
    assert writer.get(f"{CUSTOMERS}/{customer['ListID']}").json()["balance"] == "83.85"
    changes = {
        "TxnID": ret["TxnID"],
        "EditSequence": ret["EditSequence"],
        "InvoiceLineMod": {"TxnLineID": ret["InvoiceLineRet"]["TxnLineID"], "Quantity": 1},
    }
    changed = ask(writer, "InvoiceMod", InvoiceMod=changes)["InvoiceRet"]
    assert changed["EditSequence"] != ret["EditSequence"]
    assert writer.get(f"{INVOICES}/{ret['TxnID']}").json()["balanceRemaining"] == "27.95"
    assert writer.get(f"{CUSTOMERS}/{customer['ListID']}").json()["balance"] == "27.95"
    refusal(send(writer, {"InvoiceModRq": {"InvoiceMod": changes}}), "3200")


def test_only_the_elements_of_a_written_object_that_are_asked_for(writer: Caller) -> None:
    ret = ask(
        writer,
        "CustomerAdd",
        CustomerAdd={"Name": "Nova"},
        IncludeRetElement=["ListID", "EditSequence"],
    )["CustomerRet"]
    assert list(ret) == ["ListID", "EditSequence"]


@pytest.mark.parametrize("name", ["CustomerAdd", "CustomerMod", "InvoiceAdd", "InvoiceMod"])
def test_a_write_says_what_it_writes(caller: Caller, name: str) -> None:
    assert f'lacks "{name}"' in refusal(send(caller, {f"{name}Rq": {}}), "0x80040400")
    twice: dict[str, object] = {f"{name}Rq": {name: [{}, {}]}}
    assert "2 times" in refusal(send(caller, twice), "0x80040400")


def test_what_is_written_goes_when_the_sandbox_does(writer: Caller) -> None:
    ask(writer, "CustomerAdd", CustomerAdd={"Name": "Nova"})
    with running_sandbox(SandboxOptions(today=SOME_DAY)) as access, Caller(access) as other:
        refusal(send(other, {"CustomerQueryRq": {"FullName": "Nova"}}), "500")


# The way there


def test_an_unknown_end_user_is_missing_and_one_not_set_up_is_told(caller: Caller) -> None:
    body: dict[str, object] = {"HostQueryRq": {}}
    assert send(caller, body, "end_usr_nobody").status_code == 404
    assert send(caller, body, caller.new_end_user("not-set-up")).status_code == 409


def test_every_request_is_noted_and_only_an_answer_is_a_success() -> None:
    clock = SetClock()
    with running_sandbox(clock=clock) as access, Caller(access) as caller:
        clock.move(60)
        ask(caller, "InvoiceQuery", MaxReturned=1)
        clock.move(60)
        refusal(send(caller, {"InvoiceQueryRq": {"TxnID": "1-1"}}), "500")
        user = caller.get(f"/end-users/{access.end_user_id}").json()
        [row] = user["integrationConnections"]
        assert row["lastSuccessfulRequestAt"] == "2025-06-18T17:31:00.000Z"
        assert row["lastRequestAt"] == "2025-06-18T17:32:00.000Z"


def test_an_answer_that_is_too_large_is_refused(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conductor_desktop.sandbox.api.passthrough.LARGEST_ANSWER", 100_000)
    answer = send(caller, {"InvoiceQueryRq": {"IncludeLineItems": True}})
    assert answer.status_code == 400
    assert "MaxReturned" in answer.json()["error"]["message"]
    assert ask(caller, "InvoiceQuery", MaxReturned=5)
