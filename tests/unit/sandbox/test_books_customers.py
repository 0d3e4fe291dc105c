"""The made-up customers: whole, believable, and in step with the invoices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from conductor_desktop.sandbox.books.ledger import Ledger
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


@pytest.fixture(scope="module")
def customers(ledger: Ledger) -> list[Document]:
    return read_all(ledger)


@pytest.fixture(scope="module")
def invoices(ledger: Ledger) -> list[Document]:
    return [
        dict(ledger.document(number, with_lines=False, with_links=False)) for number in range(240)
    ]


def read_all(ledger: Ledger) -> list[Document]:
    return [dict(ledger.customers.document(index)) for index in range(ledger.customers.count)]


def test_same_seed_and_day_make_the_same_customers(customers: list[Document]) -> None:
    assert read_all(Ledger(1, 240, SOME_DAY)) == customers
    assert read_all(Ledger(2, 240, SOME_DAY)) != customers


def test_a_balance_is_what_the_own_invoices_leave_open_and_the_total_takes_in_the_jobs(
    customers: list[Document], invoices: list[Document]
) -> None:
    own: defaultdict[str, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        own[invoice["customer"]["id"]] += Decimal(invoice["balanceRemaining"])
    for one in customers:
        jobs = [c for c in customers if c["fullName"].startswith(f"{one['fullName']}:")]
        assert Decimal(one["balance"]) == own[one["id"]]
        total = own[one["id"]] + sum((own[job["id"]] for job in jobs), Decimal())
        assert Decimal(one["totalBalance"]) == total
    assert sum(own.values()) > 0
    assert any(one["balance"] != one["totalBalance"] for one in customers)


def test_invoices_name_customers_of_the_list_in_their_own_currency(
    customers: list[Document], invoices: list[Document]
) -> None:
    known = {one["id"]: one for one in customers}
    for invoice in invoices:
        customer = known[invoice["customer"]["id"]]
        assert customer["fullName"] == invoice["customer"]["fullName"]
        assert customer["currency"] == invoice["currency"]
        assert customer["terms"] == invoice["terms"]
        assert customer["salesTaxCode"] == invoice["salesTaxCode"]
        assert customer["isActive"]


def test_jobs_stand_below_their_customers(customers: list[Document]) -> None:
    known = {one["id"]: one for one in customers}
    for one in customers:
        assert one["sublevel"] == one["fullName"].count(":")
        if one["sublevel"] == 0:
            assert (one["parent"], one["fullName"]) == (None, one["name"])
            assert one["jobStatus"] == "none"
        else:
            parent = known[one["parent"]["id"]]
            assert parent["fullName"] == one["parent"]["fullName"]
            assert one["fullName"] == f"{parent['fullName']}:{one['name']}"
            assert one["jobStartDate"] < SOME_DAY.isoformat()
            assert one["jobStartDate"] < one["jobProjectedEndDate"]
            assert (one["jobStatus"] == "closed") is (one["jobEndDate"] is not None)
            assert one["currency"] == parent["currency"]
    assert {one["sublevel"] for one in customers} == {0, 1, 2, 3}


def test_names_are_awkward_and_fit_into_quickbooks(customers: list[Document]) -> None:
    names = [one["name"] for one in customers]
    assert max(map(len, names)) == 41
    assert all(one["fullName"] for one in customers)
    assert len({one["fullName"].casefold() for one in customers}) == len(customers)
    text = "".join(names)
    assert set("&\"'<>;\\@+,🌵🌨") <= set(text)
    assert any("\u0590" <= letter <= "\u05ff" for letter in text)
    assert any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_every_kind_of_customer_is_there(customers: list[Document]) -> None:
    assert 5 <= sum(not one["isActive"] for one in customers) <= 15
    assert {one["currency"]["fullName"] for one in customers} == {"USD", "EUR"}
    assert {one["jobStatus"] for one in customers} >= {"none", "in_progress", "closed"}
    for field in (
        "class",
        "shippingAddress",
        "alternateShippingAddresses",
        "alternatePhone",
        "ccEmail",
        "alternateContact",
        "customContactFields",
        "additionalContacts",
        "customerType",
        "resaleNumber",
        "accountNumber",
        "creditLimit",
        "preferredPaymentMethod",
        "creditCard",
        "note",
        "additionalNotes",
        "priceLevel",
        "externalId",
        "customFields",
    ):
        given = sum(bool(one[field]) for one in customers)
        assert 0 < given < len(customers), field


def test_nobody_can_be_reached_or_charged(customers: list[Document]) -> None:
    for one in customers:
        for number in (one["phone"], one["alternatePhone"], one["fax"]):
            assert number is None or number.startswith(
                ("+1-602-555-01", "+49-30-23125-", "+33-1-99")
            )
        for mail in (one["email"], one["ccEmail"]):
            assert mail is None or (mail.endswith(".example") and mail.isascii())
        if one["creditCard"]:
            assert one["creditCard"]["number"].startswith("xxxxxxxxxxxx")


def test_times_are_in_order_and_in_the_past(customers: list[Document]) -> None:
    now = dt.datetime.combine(SOME_DAY, dt.time(0), dt.UTC)
    for one in customers:
        created = dt.datetime.fromisoformat(one["createdAt"])
        assert created <= dt.datetime.fromisoformat(one["updatedAt"]) <= now


def test_a_list_entry_has_an_id_of_its_own(customers: list[Document], ledger: Ledger) -> None:
    assert [ledger.customers.find(one["id"]) for one in customers] == list(range(len(customers)))
    assert ledger.customers.find("80000001-1") is None
    contacts = [contact["id"] for one in customers for contact in one["additionalContacts"]]
    assert len(set(contacts)) == len(contacts) > 0
