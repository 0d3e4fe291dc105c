"""InvoiceAdd and InvoiceMod on books without a server: amounts, lines, and what stays."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from tests.helpers.qbxml import ask, write
from tests.helpers.sandbox import SOME_DAY

CUSTOMER = {"FullName": "Canyon Mouth Brewing"}
ABROAD = {"FullName": "Gärtnerei Sonnenhang GmbH"}
TAXED = {"FullName": "Tax"}
PLANT = {"FullName": "Plants:Saltbush, 5 gal"}
"""Sold at 27.95."""


@pytest.fixture(scope="module")
def kept() -> Ledger:
    """Books that are only read."""
    return Ledger(1, 240, SOME_DAY)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


def add(ledger: Ledger, *lines: Mapping[str, object], **header: object) -> dict[str, Any]:
    return write(
        ledger, "InvoiceAdd", **{"CustomerRef": CUSTOMER, **header, "InvoiceLineAdd": list(lines)}
    )


def lines_of(ret: dict[str, Any]) -> list[dict[str, Any]]:
    lines = ret.get("InvoiceLineRet", [])
    return lines if isinstance(lines, list) else [lines]


def document(ledger: Ledger, identifier: str) -> dict[str, Any]:
    number = ledger.find(identifier)
    assert number is not None
    return ledger.document(number, with_lines=True, with_links=True)


def cent(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


# Lines


@pytest.mark.parametrize(
    ("line", "rate", "amount"),
    [
        ({"Quantity": 3}, "27.95", "83.85"),
        ({}, "27.95", "27.95"),
        ({"Quantity": 0}, "27.95", "0.00"),
        ({"Quantity": 2.5, "Rate": "10.005"}, "10.005", "25.01"),
        ({"Quantity": -2, "Rate": 5}, "5.00", "-10.00"),
        ({"Rate": "12.5"}, "12.50", "12.50"),
        ({"Quantity": 3, "Amount": "10.00"}, "3.33333", "10.00"),
        ({"Quantity": 3, "Rate": "99", "Amount": "30"}, "10.00", "30.00"),
        ({"Amount": "7.5"}, None, "7.50"),
    ],
)
def test_rate_and_amount_follow_from_what_is_given(
    ledger: Ledger, line: dict[str, object], rate: str | None, amount: str
) -> None:
    [written] = lines_of(add(ledger, {"ItemRef": PLANT, **line}))
    assert (written.get("Rate"), written["Amount"]) == (rate, amount)


def test_an_item_brings_its_description_and_unit(ledger: Ledger) -> None:
    ours, theirs = lines_of(add(ledger, {"ItemRef": PLANT}, {"ItemRef": PLANT, "Desc": "Green"}))
    assert (ours["Desc"], ours["UnitOfMeasure"]) == ("Saltbush, 5 gallon", "ea")
    assert theirs["Desc"] == "Green"


def test_a_discount_is_a_share_of_the_lines_above_it(ledger: Ledger) -> None:
    ret = add(
        ledger,
        {"ItemRef": PLANT, "Amount": "200"},
        {"ItemRef": {"FullName": "Discount"}, "RatePercent": "-10"},
        {"ItemRef": PLANT, "Amount": "50"},
    )
    assert lines_of(ret)[1]["Amount"] == "-20.00"
    assert ret["Subtotal"] == "230.00"


def test_a_line_of_text_sells_nothing(ledger: Ledger) -> None:
    ret = add(ledger, {"Desc": "With thanks & greetings"})
    assert lines_of(ret)[0] == {
        "TxnLineID": lines_of(ret)[0]["TxnLineID"],
        "Desc": "With thanks & greetings",
    }
    assert (ret["Subtotal"], ret["IsPaid"]) == ("0.00", True)


def test_only_lines_that_say_so_are_taxed(ledger: Ledger) -> None:
    ret = add(
        ledger,
        {"ItemRef": PLANT, "Amount": "100", "SalesTaxCodeRef": TAXED},
        {"ItemRef": PLANT, "Amount": "100"},
    )
    assert [line["SalesTaxCodeRef"]["FullName"] for line in lines_of(ret)] == ["Tax", "Non"]
    assert (ret["Subtotal"], ret["SalesTaxTotal"]) == ("200.00", "8.60")
    assert ret["BalanceRemaining"] == "208.60"


PRICES = st.decimals(min_value=-9999, max_value=9999, places=2)
QUANTITIES = st.decimals(min_value=-99, max_value=999, places=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PRICES, QUANTITIES, st.booleans()), max_size=8))
def test_totals_tie_whatever_is_sold(lines: list[tuple[Decimal, Decimal, bool]]) -> None:
    ledger = Ledger(1, 3, SOME_DAY)
    [customer] = ask(ledger, "CustomerQuery", **CUSTOMER)
    ret = add(
        ledger,
        *(
            {
                "ItemRef": PLANT,
                "Rate": str(price),
                "Quantity": float(quantity),
                **({"SalesTaxCodeRef": TAXED} if taxed else {}),
            }
            for price, quantity, taxed in lines
        ),
    )
    amounts = [cent(price * quantity) for price, quantity, _ in lines]
    tax = cent(
        sum((a for a, (_, _, t) in zip(amounts, lines, strict=True) if t), Decimal(0))
        * Decimal("0.086")
    )
    assert Decimal(ret["Subtotal"]) == sum(amounts)
    assert Decimal(ret["SalesTaxTotal"]) == tax
    assert Decimal(ret["BalanceRemaining"]) == sum(amounts) + tax
    assert ret["IsPaid"] is (sum(amounts) + tax == 0)
    [after] = ask(ledger, "CustomerQuery", **CUSTOMER)
    owed = Decimal(after["Balance"]) - Decimal(customer["Balance"])
    assert owed == Decimal(ret["BalanceRemaining"])


# Headers


def test_what_is_not_said_comes_from_the_customer(ledger: Ledger) -> None:
    [customer] = ask(ledger, "CustomerQuery", **CUSTOMER)
    ret = add(ledger, {"ItemRef": PLANT})
    for name in ("TermsRef", "BillAddress", "ItemSalesTaxRef", "CurrencyRef"):
        assert ret[name] == customer[name]
    assert ret["TxnDate"] == "2025-06-18"
    assert ret["DueDate"] >= ret["TxnDate"]
    assert ret["ARAccountRef"]["FullName"] == "Accounts Receivable"


def test_terms_decide_when_it_is_due_and_what_early_payers_save(ledger: Ledger) -> None:
    terms = {"FullName": "2% 10 Net 30"}
    ret = add(ledger, {"ItemRef": PLANT, "Amount": 100}, TermsRef=terms, TxnDate="2025-05-01")
    assert ret["DueDate"] == "2025-05-31"
    assert ret["SuggestedDiscountAmount"] == "2.00"
    assert ret["SuggestedDiscountDate"] == "2025-05-11"
    last = add(ledger, {"ItemRef": PLANT}, TermsRef=terms, TxnDate="9999-12-31")
    assert last["DueDate"] == "9999-12-31"


def test_numbers_go_on_by_themselves_and_may_come_twice(ledger: Ledger) -> None:
    first = add(ledger, {"ItemRef": PLANT})
    second = add(ledger, {"ItemRef": PLANT}, RefNumber="")
    assert int(second["RefNumber"]) == int(first["RefNumber"]) + 1
    twin = add(ledger, {"ItemRef": PLANT}, RefNumber=first["RefNumber"])
    assert twin["RefNumber"] == first["RefNumber"]
    found = ask(ledger, "InvoiceQuery", RefNumber=first["RefNumber"])
    assert {ret["TxnID"] for ret in found} == {first["TxnID"], twin["TxnID"]}


def test_an_invoice_abroad_is_in_the_money_of_its_customer(ledger: Ledger) -> None:
    line = {"ItemRef": PLANT, "Amount": "100", "SalesTaxCodeRef": TAXED}
    usual = add(ledger, line, CustomerRef=ABROAD)
    assert usual["CurrencyRef"]["FullName"] == "EUR"
    assert usual["ARAccountRef"]["FullName"] == "Accounts Receivable - EUR"
    assert "ItemSalesTaxRef" not in usual
    assert (usual["SalesTaxTotal"], usual["BalanceRemainingInHomeCurrency"]) == ("0.00", "108.31")
    agreed = add(ledger, line, CustomerRef=ABROAD, ExchangeRate=1.5)
    assert (agreed["ExchangeRate"], agreed["BalanceRemainingInHomeCurrency"]) == (1.5, "150.00")
    at_home = add(ledger, line, ExchangeRate=1.5)
    assert at_home["ExchangeRate"] == 1


# Changes


def revise(ledger: Ledger, ret: dict[str, Any], **changes: object) -> dict[str, Any]:
    return write(
        ledger,
        "InvoiceMod",
        TxnID=ret["TxnID"],
        EditSequence=ret["EditSequence"],
        **changes,
    )


def test_a_change_keeps_everything_that_it_does_not_mention(ledger: Ledger) -> None:
    """Every invoice of the books, each touched by its memo alone and by all of its lines."""
    for number in range(ledger.count):
        before = ledger.document(number, with_lines=True, with_links=True)
        [ret] = ask(ledger, "InvoiceQuery", TxnID=str(before["id"]), IncludeLineItems=True)
        groups = ret.get("InvoiceLineGroupRet", [])
        groups = groups if isinstance(groups, list) else [groups]
        ret = revise(ledger, ret, Memo="Touched")
        revise(
            ledger,
            ret,
            InvoiceLineMod=[{"TxnLineID": line["TxnLineID"]} for line in lines_of(ret)],
            InvoiceLineGroupMod=[{"TxnLineID": group["TxnLineID"]} for group in groups],
        )
        after = ledger.document(number, with_lines=True, with_links=True)
        changed = {key for key in before if before[key] != after[key]}
        assert changed <= {"memo", "updatedAt", "revisionNumber"}
        assert after["memo"] == "Touched"


def test_lines_that_are_not_mentioned_are_gone(ledger: Ledger) -> None:
    ret = add(ledger, {"ItemRef": PLANT}, {"Desc": "Text"}, {"ItemRef": PLANT, "Quantity": 2})
    first, _, third = lines_of(ret)
    changed = revise(
        ledger,
        ret,
        InvoiceLineMod=[
            {"TxnLineID": third["TxnLineID"], "Quantity": 4},
            {"TxnLineID": "-1", "ItemRef": {"FullName": "Design:Site plan"}, "Rate": "1"},
            {"TxnLineID": first["TxnLineID"], "Desc": "Changed"},
        ],
    )
    moved, new, reworded = lines_of(changed)
    assert (moved["TxnLineID"], moved["Amount"]) == (third["TxnLineID"], "111.80")
    assert new["TxnLineID"] not in {first["TxnLineID"], third["TxnLineID"]}
    assert (reworded["Desc"], reworded["Amount"]) == ("Changed", "27.95")
    assert changed["Subtotal"] == "140.75"


def test_a_line_is_not_there_twice(ledger: Ledger) -> None:
    ret = add(ledger, {"ItemRef": PLANT})
    line = {"TxnLineID": lines_of(ret)[0]["TxnLineID"]}
    with pytest.raises(ApiError, match=r"\(3120\)"):
        revise(ledger, ret, InvoiceLineMod=[line, line])


def test_a_line_with_another_item_starts_from_that_item(ledger: Ledger) -> None:
    ret = add(ledger, {"ItemRef": PLANT, "Quantity": 2, "Rate": "1"})
    [line] = lines_of(ret)
    changed = revise(
        ledger,
        ret,
        InvoiceLineMod={
            "TxnLineID": line["TxnLineID"],
            "ItemRef": {"FullName": "design:site PLAN"},
        },
    )
    [line] = lines_of(changed)
    assert (line["Desc"], line["Rate"]) == ("Site plan, drawn to scale", "85.00")
    assert line["Amount"] == "170.00"


def test_an_emptied_field_is_gone_and_terms_move_the_due_day(ledger: Ledger) -> None:
    ret = add(ledger, {"ItemRef": PLANT}, Memo="Soon gone", PONumber="PO-1")
    changed = revise(ledger, ret, Memo="", TermsRef={"FullName": "Net 60"}, TxnDate="2025-06-01")
    assert "Memo" not in changed
    assert changed["PONumber"] == "PO-1"
    assert changed["DueDate"] == "2025-07-31"


def test_each_change_has_an_edit_sequence_of_its_own(ledger: Ledger) -> None:
    first = add(ledger, {"ItemRef": PLANT})
    second = revise(ledger, first, Memo="a")
    third = revise(ledger, second, Memo="b")
    assert len({ret["EditSequence"] for ret in (first, second, third)}) == 3
    with pytest.raises(ApiError) as refused:
        revise(ledger, first, Memo="c")
    assert refused.value.integration_code == "3200"
    assert refused.value.message == (
        "QBD Request Error (3200): The provided revision number (edit sequence) "
        f'"{first["EditSequence"]}" is out-of-date.'
    )
    assert document(ledger, first["TxnID"])["memo"] == "b"


# Refusals: nothing is written then


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"CustomerRef": {"FullName": "Nobody"}}, "3140", 'Customer "Nobody" in the Invoice'),
        ({"CustomerRef": {"ListID": "8-1", "FullName": "Canyon Mouth Brewing"}}, "3140", "8-1"),
        ({"CustomerRef": {}}, "0x80040400", "CustomerRef"),
        ({"CustomerRef": {"ListID": ""}}, "3150", "CustomerRef"),
        ({"CustomerRef": []}, "0x80040400", "CustomerRef"),
        ({"TermsRef": {"FullName": "Net 1"}}, "3140", "Net 1"),
        ({"TemplateRef": {"FullName": "Other"}}, "3140", "Other"),
        ({"RefNumber": "123456789012"}, "3070", "11 characters"),
        ({"PONumber": "x" * 26}, "3070", "PONumber"),
        ({"TxnDate": "2025-02-30"}, "3020", "2025-02-30"),
        ({"TxnDate": ""}, "3150", "TxnDate"),
        ({"IsPending": "maybe"}, "3010", "maybe"),
        ({"ExchangeRate": "one"}, "3085", "one"),
        ({"BillAddress": {"Addr6": "x"}}, "0x80040400", "Addr6"),
        ({"BillAddress": {"City": "x" * 32}}, "3070", "BillAddress/City"),
        ({"SetCredit": {}}, "3250", "SetCredit"),
        ({"InvoiceLineGroupAdd": {}}, "3250", "InvoiceLineGroupAdd"),
        ({"InvoiceLineRet": {}}, "0x80040400", "InvoiceLineRet"),
        ({"InvoiceLineAdd": {"ItemRef": {"FullName": "Air"}}}, "3140", "Item"),
        ({"InvoiceLineAdd": {"Quantity": 1}}, "3150", "ItemRef"),
        ({"InvoiceLineAdd": [{}, {"Amount": "1"}]}, "3150", "InvoiceLineAdd[2]/ItemRef"),
        ({"InvoiceLineAdd": {"ItemRef": PLANT, "Quantity": "many"}}, "3060", "many"),
        ({"InvoiceLineAdd": {"ItemRef": PLANT, "Rate": 13.344911793183279}}, "3045", "price"),
        ({"InvoiceLineAdd": {"ItemRef": PLANT, "Amount": "1e3"}}, "3040", "1e3"),
        ({"InvoiceLineAdd": {"ItemRef": PLANT, "Amount": "1" * 12}}, "3040", "1" * 12),
        (
            {"InvoiceLineAdd": {"ItemRef": PLANT, "Quantity": "9" * 11, "Rate": "9" * 11}},
            "3040",
            "InvoiceLineAdd",
        ),
        (
            {"InvoiceLineAdd": [{"ItemRef": PLANT, "Amount": "9" * 11}] * 2},
            "3180",
            "too large",
        ),
        (
            {"InvoiceLineAdd": {"ItemRef": PLANT, "Rate": 1, "RatePercent": 1}},
            "0x80040400",
            "not both",
        ),
        (
            {"InvoiceLineAdd": {"ItemRef": {"FullName": "Discount"}, "Quantity": 1}},
            "0x80040400",
            "discount",
        ),
        ({"InvoiceLineAdd": {"ItemRef": PLANT, "TxnLineID": "-1"}}, "0x80040400", "TxnLineID"),
        ({"InvoiceLineAdd": {"LinkToTxn": {}}}, "3250", "LinkToTxn"),
    ],
)
def test_an_invoice_that_cannot_be_is_refused_and_nothing_is_written(
    kept: Ledger, change: dict[str, object], code: str, named: str
) -> None:
    before = kept.count
    with pytest.raises(ApiError) as refused:
        write(
            kept,
            "InvoiceAdd",
            **{"CustomerRef": CUSTOMER, "InvoiceLineAdd": {"ItemRef": PLANT}, **change},
        )
    assert refused.value.integration_code == code, refused.value.message
    assert named in refused.value.message
    assert kept.count == before


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"TxnID": "1A2B-1"}, "3120", "1A2B-1"),
        ({"EditSequence": "1"}, "3200", '"1"'),
        ({"CustomerRef": ABROAD}, "3140", "currency"),
        ({"IsFinanceCharge": True}, "0x80040400", "IsFinanceCharge"),
        ({"InvoiceLineMod": {}}, "0x80040400", "TxnLineID"),
        ({"InvoiceLineMod": {"TxnLineID": "1-1"}}, "3120", "1-1"),
        ({"InvoiceLineGroupMod": {"TxnLineID": "-1"}}, "3120", "-1"),
        ({"InvoiceLineGroupMod": {"TxnLineID": "-1", "Quantity": 1}}, "3250", "Quantity"),
        ({"DueDate": ""}, "3150", "DueDate"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(
    kept: Ledger, change: dict[str, object], code: str, named: str
) -> None:
    before = kept.document(239, with_lines=True, with_links=True)
    known = {"TxnID": before["id"], "EditSequence": before["revisionNumber"]}
    with pytest.raises(ApiError) as refused:
        write(kept, "InvoiceMod", **{**known, **change})
    assert refused.value.integration_code == code, refused.value.message
    assert named in refused.value.message
    assert kept.document(239, with_lines=True, with_links=True) == before


@pytest.mark.parametrize("lost", ["TxnID", "EditSequence"])
def test_a_change_needs_to_know_what_it_changes(kept: Ledger, lost: str) -> None:
    known: dict[str, object] = {"TxnID": "1-1", "EditSequence": "1"}
    del known[lost]
    with pytest.raises(ApiError, match=f'lacks "{lost}"'):
        write(kept, "InvoiceMod", **known)
