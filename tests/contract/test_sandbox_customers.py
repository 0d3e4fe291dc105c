"""Customers over the wire: pages, lookups, refusals, and balances that follow the invoices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.helpers.sandbox import SOME_DAY, Caller, SandboxOptions, SetClock, running_sandbox

CUSTOMERS = "/quickbooks-desktop/customers"
INVOICES = "/quickbooks-desktop/invoices"

Document = dict[str, Any]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def caller(clock: SetClock) -> Iterator[Caller]:
    options = SandboxOptions(today=SOME_DAY, invoices=120)
    with running_sandbox(options, clock=clock) as access, Caller(access) as caller:
        yield caller


def read_all(caller: Caller, path: str, **wanted: str | int) -> list[Document]:
    page = caller.get(path, wanted).json()
    data: list[Document] = page["data"]
    while page["nextCursor"]:
        page = caller.get(path, {**wanted, "cursor": page["nextCursor"]}).json()
        data += page["data"]
    return data


def test_pages_follow_each_other_and_the_cursor_dies_at_the_end(caller: Caller) -> None:
    whole = caller.get(CUSTOMERS, {"status": "all"}).json()
    count = len(whole["data"])
    assert (whole["nextCursor"], whole["remainingCount"], whole["hasMore"]) == (None, 0, False)
    assert whole["url"] == "/v1/quickbooks-desktop/customers"
    assert read_all(caller, CUSTOMERS, status="all", limit=40) == whole["data"]
    first = caller.get(CUSTOMERS, {"status": "all", "limit": 40}).json()
    assert first["remainingCount"] == count - 40
    caller.get(CUSTOMERS, {"limit": 150, "cursor": first["nextCursor"]})
    again = caller.get(CUSTOMERS, {"limit": 150, "cursor": first["nextCursor"]})
    assert again.status_code == 400


def test_a_cursor_of_invoices_is_no_cursor_of_customers(caller: Caller, clock: SetClock) -> None:
    invoices = caller.get(INVOICES, {"limit": 1}).json()["nextCursor"]
    assert caller.get(CUSTOMERS, {"cursor": invoices}).status_code == 400
    assert caller.get(INVOICES, {"cursor": invoices}).status_code == 200
    customers = caller.get(CUSTOMERS, {"limit": 1}).json()["nextCursor"]
    clock.move(10.5)
    assert caller.get(CUSTOMERS, {"cursor": customers}).status_code == 400


def test_balances_are_the_open_invoices(caller: Caller) -> None:
    invoices = read_all(caller, INVOICES, paymentStatus="not_paid", includeLineItems="false")
    customers = read_all(caller, CUSTOMERS, status="all")
    owed = {one["id"]: Decimal(one["balance"]) for one in customers}
    for invoice in invoices:
        owed[invoice["customer"]["id"]] -= Decimal(invoice["balanceRemaining"])
    assert set(owed.values()) == {0}


def test_one_customer_is_the_one_in_the_list(caller: Caller) -> None:
    listed = read_all(caller, CUSTOMERS, status="all")
    for one in (listed[0], listed[-1]):
        assert caller.get(f"{CUSTOMERS}/{one['id']}").json() == one


def test_a_lookup_comes_whole_whatever_else_is_asked(caller: Caller) -> None:
    listed = read_all(caller, CUSTOMERS)
    ids = [one["id"] for one in listed[:5]]
    found = caller.get(CUSTOMERS, {"ids": ids, "limit": 2, "cursor": "none", "status": "inactive"})
    assert found.json()["data"] == listed[:5]
    assert found.json()["nextCursor"] is None
    names = [one["fullName"] for one in listed[3:6]]
    assert caller.get(CUSTOMERS, {"fullNames": names}).json()["data"] == listed[3:6]
    invoices = [one["id"] for one in read_all(caller, INVOICES)[:3]]
    whole = caller.get(INVOICES, {"ids": invoices, "limit": 1}).json()
    assert [one["id"] for one in whole["data"]] == invoices


@pytest.mark.parametrize(
    "path",
    [
        f"{CUSTOMERS}/80000001-1",
        f"{CUSTOMERS}?ids=80000001-1",
        f"{CUSTOMERS}?fullNames=Nobody%20%26%20Co",
    ],
)
def test_one_that_is_not_there_fails_the_whole_request(caller: Caller, path: str) -> None:
    answer = caller.get(path)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (502, "QBD_REQUEST_ERROR")
    assert error["integrationCode"] == "500"
    assert "could not be found in QuickBooks" in error["message"]


def test_alternate_addresses_can_be_left_out(caller: Caller) -> None:
    whole = read_all(caller, CUSTOMERS)
    without = read_all(caller, CUSTOMERS, excludeAlternateShippingAddresses="true")
    assert any(one["alternateShippingAddresses"] for one in whole)
    assert without == [{**one, "alternateShippingAddresses": None} for one in whole]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("limit=0", "limit"),
        ("nameContains=a&nameEndsWith=b", "nameEndsWith"),
        ("totalBalance=1&totalBalanceGreaterThan=1", "totalBalanceGreaterThan"),
        ("totalBalance=much", "totalBalance"),
        ("name=a", "name"),
    ],
)
def test_what_quickbooks_cannot_do_is_refused_by_its_name(
    caller: Caller, query: str, named: str
) -> None:
    answer = caller.get(f"{CUSTOMERS}?{query}")
    assert answer.status_code == 400
    assert named in answer.json()["error"]["message"]


def test_it_is_a_request_to_quickbooks_like_any_other(caller: Caller, clock: SetClock) -> None:
    assert caller.get(CUSTOMERS, headers={"Conductor-End-User-Id": None}).status_code == 400
    assert caller.get(CUSTOMERS, headers={"Conductor-End-User-Id": "x"}).status_code == 404
    stranger = {"Conductor-End-User-Id": caller.new_end_user()}
    assert caller.get(CUSTOMERS, headers=stranger).status_code == 409
    clock.move(60)
    assert caller.get(CUSTOMERS).status_code == 200
    user = caller.get(f"/end-users/{caller.access.end_user_id}").json()
    assert user["integrationConnections"][0]["lastRequestAt"] == "2025-06-18T17:31:00.000Z"
