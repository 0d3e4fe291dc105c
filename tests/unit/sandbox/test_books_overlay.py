"""What is written lies over the computed books, everywhere one looks."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from conductor_desktop.sandbox.books import shelf
from conductor_desktop.sandbox.books.customers import WrongParent
from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.books.shelf import ShelfIsFull
from conductor_desktop.sandbox.queries.invoices import read_invoice_query
from tests.helpers.sandbox import SOME_DAY

Document = dict[str, Any]

MOMENT = dt.datetime(2025, 6, 18, 17, 30, tzinfo=dt.UTC)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(1, 60, SOME_DAY)


def read(ledger: Ledger, number: int) -> Document:
    return dict(ledger.document(number, with_lines=True, with_links=True))


def customer(ledger: Ledger, index: int) -> Document:
    return dict(ledger.customers.document(index))


def listed(ledger: Ledger, **wanted: str) -> list[int]:
    return list(asyncio.run(read_invoice_query(wanted.items()).select(ledger)))


def new_invoice(ledger: Ledger, **changes: object) -> Document:
    """Like the first one of the books, under an id and a number of its own."""
    return {
        **read(ledger, 0),
        "id": ledger.new_transaction_id(MOMENT),
        "refNumber": ledger.next_ref_number(),
        **changes,
    }


def new_customer(ledger: Ledger, name: str, parent: int | None = None) -> Document:
    above = None if parent is None else ledger.customers.ref(parent)
    return {
        **customer(ledger, 0),
        "id": ledger.new_list_id(MOMENT),
        "name": name,
        "parent": above,
    }


def check_balances(ledger: Ledger) -> None:
    """Every customer's balances against what all documents say, added up the slow way."""
    own: defaultdict[str, Decimal] = defaultdict(Decimal)
    for number in range(ledger.count):
        invoice = read(ledger, number)
        own[invoice["customer"]["id"]] += Decimal(invoice["balanceRemaining"])
    customers = [customer(ledger, index) for index in range(ledger.customers.count)]
    for one in customers:
        prefix = f"{one['fullName']}:"
        family = [c["id"] for c in customers if c["fullName"].startswith(prefix)]
        assert Decimal(one["balance"]) == own[one["id"]]
        assert Decimal(one["totalBalance"]) == sum(own[i] for i in (one["id"], *family))


def test_a_new_invoice_is_read_as_it_was_written(ledger: Ledger) -> None:
    written = new_invoice(ledger)
    number = ledger.put_invoice(written)
    assert (number, ledger.count) == (60, 61)
    assert ledger.find(written["id"]) == 60
    assert read(ledger, 60) == written
    assert listed(ledger)[0] == 60


def test_lists_see_an_invoice_as_it_is_now(ledger: Ledger) -> None:
    old = read(ledger, 7)
    changed = {**old, "refNumber": "Z-9", "transactionDate": "2001-02-03"}
    assert ledger.put_invoice(changed) == 7
    assert ledger.count == 60
    assert listed(ledger, transactionDateTo="2001-12-31") == [7]
    assert listed(ledger, refNumbers="Z-9") == [7]
    assert 7 not in listed(ledger, transactionDateFrom="2001-02-04")
    assert read(ledger, 7) == changed


def test_lines_and_links_of_what_was_written_are_left_out_too(ledger: Ledger) -> None:
    written = new_invoice(ledger)
    number = ledger.put_invoice(written)
    bare = ledger.document(number, with_lines=False, with_links=False)
    assert bare == {**written, "lines": [], "lineGroups": [], "linkedTransactions": []}


def test_nobody_can_change_the_books_by_changing_a_document(ledger: Ledger) -> None:
    written = new_invoice(ledger)
    number = ledger.put_invoice(written)
    before = read(ledger, number)
    written["memo"] = before["lines"][0]["description"] = "changed"
    assert read(ledger, number)["memo"] != "changed"
    assert read(ledger, number)["lines"][0]["description"] != "changed"


@pytest.mark.parametrize("is_known_before", [True, False])
def test_balances_follow_what_is_written(ledger: Ledger, is_known_before: bool) -> None:
    if is_known_before:
        check_balances(ledger)
    added = new_invoice(ledger, balanceRemaining="100.01", isPaid=False)
    ledger.put_invoice(added)
    ledger.put_invoice({**added, "balanceRemaining": "-7.50"})
    moved = ledger.customers.ref(ledger.customers.count - 1)
    for number in range(20, 40):
        ledger.put_invoice({**read(ledger, number), "customer": moved, "balanceRemaining": "1.10"})
    ledger.put_customer(new_customer(ledger, "Shed", parent=0))
    check_balances(ledger)


def test_an_invoice_of_nobody_is_nobodys_debt(ledger: Ledger) -> None:
    number = ledger.put_invoice(new_invoice(ledger, customer=None))
    assert read(ledger, number)["customer"] is None


def test_a_new_customer_and_its_job_are_there(ledger: Ledger) -> None:
    count = ledger.customers.count
    index = ledger.put_customer(new_customer(ledger, "Zinnia & Co"))
    job = ledger.put_customer(new_customer(ledger, "Porch", parent=index))
    assert (index, job, ledger.customers.count) == (count, count + 1, count + 2)
    assert ledger.customers.named("zinnia & CO:porch") == job
    found = customer(ledger, job)
    assert (found["fullName"], found["sublevel"]) == ("Zinnia & Co:Porch", 1)
    assert found["parent"] == ledger.customers.ref(index)
    assert ledger.customers.find(found["id"]) == job


def test_a_new_name_is_seen_in_jobs_and_invoices(ledger: Ledger) -> None:
    index = next(i for i in range(60) if customer(ledger, i)["sublevel"] == 1)
    job = customer(ledger, index)
    parent = ledger.customers.find(job["parent"]["id"])
    assert parent is not None
    number = ledger.put_invoice(new_invoice(ledger, customer=ledger.customers.ref(index)))
    assert ledger.customers.named(job["fullName"]) == index
    ledger.put_customer({**customer(ledger, parent), "name": "Renamed"})
    full_name = f"Renamed:{job['name']}"
    assert customer(ledger, index)["fullName"] == full_name
    assert read(ledger, number)["customer"] == {"id": job["id"], "fullName": full_name}
    assert ledger.customers.named(job["fullName"]) is None


def test_a_job_can_be_moved_but_not_below_itself(ledger: Ledger) -> None:
    books = ledger.customers
    top = ledger.put_customer(new_customer(ledger, "Top"))
    line = [top]
    for level in range(4):
        line.append(ledger.put_customer(new_customer(ledger, f"Level {level}", parent=line[-1])))
    assert books.full_name(line[4]) == "Top:Level 0:Level 1:Level 2:Level 3"
    other = ledger.put_customer(new_customer(ledger, "Other"))
    ledger.put_customer({**customer(ledger, line[3]), "parent": books.ref(other)})
    assert books.full_name(line[4]) == "Other:Level 2:Level 3"
    for child, parent in ((top, line[2]), (top, top), (other, line[2])):
        with pytest.raises(WrongParent):
            ledger.put_customer({**customer(ledger, child), "parent": books.ref(parent)})
    unknown = {"id": "80000001-1", "fullName": None}
    with pytest.raises(WrongParent):
        ledger.put_customer({**customer(ledger, top), "parent": unknown})
    check_balances(ledger)


def test_new_ids_have_quickbooks_forms_and_are_nobodys(ledger: Ledger) -> None:
    documents = [read(ledger, number) for number in range(60)]
    taken = {d["id"] for d in documents} | {line["id"] for d in documents for line in d["lines"]}
    taken |= {customer(ledger, index)["id"] for index in range(ledger.customers.count)}
    new = [
        make(MOMENT)
        for make in (ledger.new_transaction_id, ledger.new_line_id, ledger.new_list_id)
        for _ in range(300)
    ]
    assert len(set(new)) == 900
    assert not taken & set(new)
    assert all(re.fullmatch(r"[0-9A-F]+-\d{10}", identifier) for identifier in new)
    assert new[-1].startswith("8000")


def test_ref_numbers_go_on_from_the_last_one_seen(ledger: Ledger) -> None:
    assert ledger.next_ref_number() == "10061" == ledger.next_ref_number()
    ledger.put_invoice(new_invoice(ledger))
    assert ledger.next_ref_number() == "10062"
    for typed in ("20000", "A-1", None, "99999999999", "17"):
        ledger.put_invoice(new_invoice(ledger, refNumber=typed))
    assert ledger.next_ref_number() == "20001"


def test_what_can_be_written_has_an_end(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_DOCUMENTS", 3)
    for _ in range(3):
        ledger.put_invoice(new_invoice(ledger))
    with pytest.raises(ShelfIsFull):
        ledger.put_invoice(new_invoice(ledger, balanceRemaining="5.00"))
    assert ledger.count == 63
    ledger.put_invoice({**read(ledger, 61), "memo": "still possible"})
    check_balances(ledger)
    monkeypatch.setattr(shelf, "MOST_BYTES", 20_000)
    with pytest.raises(ShelfIsFull):
        ledger.put_invoice({**read(ledger, 61), "memo": "x" * 20_000})
    assert read(ledger, 61)["memo"] == "still possible"
