"""The made-up books: they tie, they are believable, and they are always the same ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from conductor_desktop.sandbox.books.awkward import Awkward
from conductor_desktop.sandbox.books.facts import SPAN_DAYS
from conductor_desktop.sandbox.books.ledger import Ledger
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]

PINNED = "d0435cea53c75b6faaa27b1d548cc9ac05724bf3ec8818204a902d852a059add"


def read_all(ledger: Ledger) -> list[Document]:
    return [read(ledger, number) for number in range(ledger.count)]


def read(ledger: Ledger, number: int) -> Document:
    document: Document = dict(ledger.document(number, with_lines=True, with_links=True))
    return document


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


@pytest.fixture(scope="module")
def books(ledger: Ledger) -> list[Document]:
    return read_all(ledger)


def fingerprint(seed: int, count: int, today: dt.date) -> str:
    ledger = Ledger(seed, count, today)
    customers = [ledger.customers.document(index) for index in range(ledger.customers.count)]
    return hashlib.sha256(msgspec.json.encode([read_all(ledger), customers])).hexdigest()


def test_the_books_of_a_seed_are_the_same_on_every_machine_and_every_python() -> None:
    """Whoever changes what is in the books changes this, and says so in the CHANGELOG."""
    assert fingerprint(5, 60, SOME_DAY) == PINNED


def test_same_seed_and_day_make_the_same_books_in_any_process() -> None:
    code = (
        "from tests.unit.sandbox.test_books import *; print(fingerprint(5, 40, SOME_DAY), end='')"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.curdir},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert printed == fingerprint(5, 40, SOME_DAY)


def test_another_seed_or_another_day_makes_other_books() -> None:
    prints = {
        fingerprint(5, 40, SOME_DAY),
        fingerprint(6, 40, SOME_DAY),
        fingerprint(5, 40, SOME_DAY + dt.timedelta(days=1)),
    }
    assert len(prints) == 3


def test_an_invoice_does_not_depend_on_what_was_read_before(
    ledger: Ledger, books: list[Document]
) -> None:
    assert read(Ledger(1, 240, SOME_DAY), 171) == books[171]


def test_balance_is_subtotal_plus_tax_less_what_was_applied(books: list[Document]) -> None:
    for invoice in books:
        expected = (
            Decimal(invoice["subtotal"])
            + Decimal(invoice["salesTaxTotal"])
            - Decimal(invoice["appliedAmount"])
        )
        assert Decimal(invoice["balanceRemaining"]) == expected


def test_lines_add_up_to_the_subtotal(books: list[Document]) -> None:
    for invoice in books:
        amounts = [line["amount"] for line in invoice["lines"] if line["amount"] is not None]
        amounts += [group["totalAmount"] for group in invoice["lineGroups"]]
        assert sum(map(Decimal, amounts)) == Decimal(invoice["subtotal"])


def test_a_line_costs_its_quantity_times_its_rate(books: list[Document]) -> None:
    lines = [line for invoice in books for line in invoice["lines"] if line["rate"] is not None]
    assert lines
    for line in lines:
        exact = Decimal(str(line["quantity"])) * Decimal(line["rate"])
        assert abs(exact - Decimal(line["amount"])) <= Decimal("0.005")


def test_sales_tax_is_the_rate_on_the_taxed_lines(books: list[Document]) -> None:
    for invoice in books:
        lines = [*invoice["lines"], *(m for g in invoice["lineGroups"] for m in g["lines"])]
        taxed = [
            Decimal(line["amount"])
            for line in lines
            if line["salesTaxCode"] and line["salesTaxCode"]["fullName"] == "Tax"
        ]
        exact = sum(taxed, Decimal()) * Decimal(invoice["salesTaxPercentage"])
        assert abs(exact - Decimal(invoice["salesTaxTotal"])) <= Decimal("0.005")


def test_payments_add_up_to_the_applied_amount(books: list[Document]) -> None:
    for invoice in books:
        paid = sum((Decimal(link["amount"]) for link in invoice["linkedTransactions"]), Decimal())
        assert paid == Decimal(invoice["appliedAmount"])


def test_paid_means_that_nothing_is_left(books: list[Document]) -> None:
    for invoice in books:
        assert invoice["isPaid"] is (Decimal(invoice["balanceRemaining"]) == 0)


def test_the_home_balance_is_the_balance_at_its_rate(books: list[Document]) -> None:
    for invoice in books:
        rate = Decimal(str(invoice["exchangeRate"]))
        exact = Decimal(invoice["balanceRemaining"]) * rate
        home = Decimal(invoice["balanceRemainingInHomeCurrency"])
        assert abs(exact - home) <= Decimal("0.005")
        assert (rate == 1) is (invoice["currency"]["fullName"] == "USD")


def test_days_reach_back_about_eighteen_months_and_never_into_the_future(
    ledger: Ledger, books: list[Document]
) -> None:
    days = [dt.date.fromisoformat(invoice["transactionDate"]) for invoice in books]
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert SPAN_DAYS - 7 <= (SOME_DAY - days[0]).days <= SPAN_DAYS + 7
    assert days[-1] >= SOME_DAY - dt.timedelta(days=7)
    now = dt.datetime.combine(SOME_DAY, dt.time(0), dt.UTC)
    for invoice in books:
        created = dt.datetime.fromisoformat(invoice["createdAt"])
        updated = dt.datetime.fromisoformat(invoice["updatedAt"])
        assert created <= updated <= now
        assert created.date().isoformat() == invoice["transactionDate"]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_newest_invoice_of_a_small_book_is_recent(count: int) -> None:
    newest = Ledger(3, count, SOME_DAY).facts(count - 1)
    assert SOME_DAY - dt.timedelta(days=7) <= newest.day < SOME_DAY


def test_the_books_hold_every_kind_of_invoice_people_know(books: list[Document]) -> None:
    today = SOME_DAY.isoformat()
    part_paid = [i for i in books if not i["isPaid"] and Decimal(i["appliedAmount"]) > 0]
    overdue = [i for i in books if not i["isPaid"] and i["dueDate"] < today]
    not_due = [i for i in books if not i["isPaid"] and i["dueDate"] >= today]
    assert len(part_paid) >= 5
    assert 10 <= len(overdue) <= 60
    assert len(not_due) >= 5
    assert any(i["isPending"] for i in books)
    assert 150 <= sum(i["isPaid"] for i in books) <= 225
    currencies = Counter(i["currency"]["fullName"] for i in books)
    assert set(currencies) == {"USD", "EUR"}
    assert currencies["EUR"] >= 10
    assert len({i["terms"]["fullName"] for i in books}) >= 4
    assert any(":" in i["customer"]["fullName"] for i in books)


def test_an_invoice_is_due_when_its_terms_say(ledger: Ledger, books: list[Document]) -> None:
    days = {"Due on receipt": 0, "Net 15": 15, "Net 30": 30, "Net 60": 60, "2% 10 Net 30": 30}
    for invoice in books:
        written = dt.date.fromisoformat(invoice["transactionDate"])
        due = dt.date.fromisoformat(invoice["dueDate"])
        assert (due - written).days == days[invoice["terms"]["fullName"]]


@pytest.mark.parametrize("seed", range(1, 6))
def test_payments_and_credits_are_linked(seed: int) -> None:
    books = read_all(Ledger(seed, 240, SOME_DAY))
    links = [link for invoice in books for link in invoice["linkedTransactions"]]
    kinds = Counter(link["transactionType"] for link in links)
    assert set(kinds) == {"receive_payment", "credit_memo"}
    assert len({link["id"] for link in links}) == len(links)
    for invoice in books:
        for link in invoice["linkedTransactions"]:
            assert invoice["transactionDate"] <= link["transactionDate"] < SOME_DAY.isoformat()


def test_nothing_was_paid_on_an_invoice_that_is_pending(books: list[Document]) -> None:
    assert all(Decimal(i["appliedAmount"]) == 0 for i in books if i["isPending"])


def test_texts_keep_to_what_quickbooks_can_hold(books: list[Document]) -> None:
    for invoice in books:
        assert len(invoice["refNumber"] or "") <= 11
        assert len(invoice["purchaseOrderNumber"] or "") <= 25
        assert len(invoice["shipmentOrigin"] or "") <= 13
        assert all(len(part) <= 41 for part in invoice["customer"]["fullName"].split(":"))
        items = [line["item"]["fullName"] for line in invoice["lines"] if line["item"]]
        assert all(len(part) <= 31 for name in items for part in name.split(":"))


def awkward_one(books: list[Document], ledger: Ledger, kind: Awkward) -> Document:
    (found,) = (n for n in range(ledger.count) if ledger.facts(n).awkward is kind)
    return books[found]


def test_the_awkward_invoices_are_there(ledger: Ledger, books: list[Document]) -> None:
    def the(kind: Awkward) -> Document:
        return awkward_one(books, ledger, kind)

    assert len(the(Awkward.MANY_LINES)["lines"]) == 120
    assert Decimal(the(Awkward.NEGATIVE)["balanceRemaining"]) < 0
    assert Decimal(the(Awkward.ZERO)["subtotal"]) == 0
    assert the(Awkward.NO_REF_NUMBER)["refNumber"] is None
    assert "," in the(Awkward.ODD_REF_NUMBER)["refNumber"]
    assert the(Awkward.FINANCE_CHARGE)["isFinanceCharge"] is True
    assert Decimal(the(Awkward.HUGE)["subtotal"]) > 1_000_000
    assert {"&", '"', "<", "🌵"} <= set(the(Awkward.PUNCTUATION)["memo"])
    assert "\u05e9" in the(Awkward.RIGHT_TO_LEFT)["memo"]
    double = the(Awkward.DOUBLE_REF_NUMBER)
    assert sum(i["refNumber"] == double["refNumber"] for i in books) == 2


def test_ids_are_unique_and_lead_back_to_their_invoice(
    ledger: Ledger, books: list[Document]
) -> None:
    assert len({invoice["id"] for invoice in books}) == 240
    assert [ledger.find(invoice["id"]) for invoice in books] == list(range(240))
    lines = [line["id"] for invoice in books for line in invoice["lines"]]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    "unknown", ["", "-", "1A2B", "1A2B-1", "zz-1703201270", "FFFFFFFFFFFFFFFFFF-1", "-5-5", "²-1"]
)
def test_an_id_nobody_gave_out_is_not_found(ledger: Ledger, unknown: str) -> None:
    assert ledger.find(unknown) is None


def test_the_last_of_a_hundred_thousand_is_computed_without_the_others() -> None:
    big = Ledger(1, 100_000, SOME_DAY)
    last = read(big, 99_999)
    assert big.find(last["id"]) == 99_999
    assert last["transactionDate"] >= (SOME_DAY - dt.timedelta(days=7)).isoformat()


def test_what_is_left_out_when_not_wanted_changes_nothing_else(
    ledger: Ledger, books: list[Document]
) -> None:
    without: Document = {"lines": [], "lineGroups": []}
    for number, whole in enumerate(books):
        bare = ledger.document(number, with_lines=False, with_links=False)
        assert {**whole, **without, "linkedTransactions": []} == bare
        assert {**whole, **without} == ledger.document(number, with_lines=False, with_links=True)
