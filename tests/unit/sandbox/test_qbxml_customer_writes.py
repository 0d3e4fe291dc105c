"""CustomerAdd and CustomerMod on books without a server: names, jobs, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from conductor_desktop.sandbox.books.ledger import Ledger
from conductor_desktop.sandbox.envelope import ApiError
from tests.helpers.qbxml import ask, write
from tests.helpers.sandbox import SOME_DAY


@pytest.fixture(scope="module")
def kept() -> Ledger:
    """Books that are only read."""
    return Ledger(1, 240, SOME_DAY)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(1, 240, SOME_DAY)


def add(ledger: Ledger, name: str, **more: object) -> dict[str, Any]:
    return write(ledger, "CustomerAdd", **{"Name": name, **more})


def revise(ledger: Ledger, ret: dict[str, Any], **changes: object) -> dict[str, Any]:
    return write(
        ledger,
        "CustomerMod",
        ListID=ret["ListID"],
        EditSequence=ret["EditSequence"],
        **changes,
    )


def named(ledger: Ledger, full_name: str) -> dict[str, Any]:
    [ret] = ask(ledger, "CustomerQuery", FullName=full_name)
    return ret


def test_a_customer_is_there_as_it_was_written(ledger: Ledger) -> None:
    ret = add(
        ledger,
        "Nuñez & Fils 🌵",
        CompanyName="Nuñez",
        Phone=4805550100,
        BillAddress={"Addr1": "1 Way", "City": "Yuma"},
        ShipToAddress={"Name": "Yard", "Addr1": "2 Way", "DefaultShipTo": True},
        AdditionalContactRef=[{"ContactName": "Gate", "ContactValue": "17"}] * 2,
        TermsRef={"FullName": "net 30"},
        CreditLimit=2500,
        JobStatus="InProgress",
        PreferredDeliveryMethod="Email",
    )
    assert named(ledger, "nuñez & fils 🌵") == ret
    assert ret["FullName"] == "Nuñez & Fils 🌵"
    assert ret["Phone"] == "4805550100"
    assert ret["BillAddress"] == {"Addr1": "1 Way", "City": "Yuma"}
    assert ret["ShipToAddress"] == {"Name": "Yard", "Addr1": "2 Way", "DefaultShipTo": True}
    assert len(ret["AdditionalContactRef"]) == 2
    assert ret["TermsRef"]["FullName"] == "Net 30"
    assert (ret["CreditLimit"], ret["Balance"], ret["IsActive"]) == ("2500.00", "0.00", True)
    assert (ret["JobStatus"], ret["CurrencyRef"]["FullName"]) == ("InProgress", "USD")
    assert ret["ItemSalesTaxRef"]


def test_a_job_stands_below_its_customer(ledger: Ledger) -> None:
    by_name = add(ledger, "Roof", ParentRef={"FullName": "Gärtnerei Sonnenhang GmbH"})
    parent = named(ledger, "Gärtnerei Sonnenhang GmbH")
    by_id = add(ledger, "Shed", ParentRef={"ListID": parent["ListID"]})
    for job in (by_name, by_id):
        assert job["FullName"] == f"Gärtnerei Sonnenhang GmbH:{job['Name']}"
        assert (job["Sublevel"], job["ParentRef"]["ListID"]) == (1, parent["ListID"])
        assert job["CurrencyRef"] == parent["CurrencyRef"]


def test_a_customer_who_pays_no_tax_has_no_tax_item(ledger: Ledger) -> None:
    assert "ItemSalesTaxRef" not in add(ledger, "A", SalesTaxCodeRef={"FullName": "Non"})


def test_a_new_name_is_seen_on_jobs_and_invoices(ledger: Ledger) -> None:
    old = named(ledger, "Granite Reef Golf")
    job = named(ledger, "Granite Reef Golf:Hole 7")
    ret = revise(ledger, old, Name="Granite Links", Fax="")
    assert (ret["FullName"], ret["Balance"]) == ("Granite Links", old["Balance"])
    assert named(ledger, "Granite Links:Hole 7")["ListID"] == job["ListID"]
    invoices = ask(ledger, "InvoiceQuery", EntityFilter={"FullNameWithChildren": "Granite Links"})
    assert invoices
    assert {i["CustomerRef"]["FullName"].partition(":")[0] for i in invoices} == {"Granite Links"}


def test_a_job_can_move_and_keeps_its_jobs(ledger: Ledger) -> None:
    yard = add(ledger, "Yard", ParentRef={"FullName": "Granite Reef Golf"})
    add(ledger, "Fence", ParentRef={"ListID": yard["ListID"]})
    revise(ledger, yard, ParentRef={"FullName": "Canyon Mouth Brewing"})
    assert named(ledger, "Canyon Mouth Brewing:Yard:Fence")["Sublevel"] == 2
    moved = revise(ledger, named(ledger, "Canyon Mouth Brewing:Yard"), ParentRef={"ListID": ""})
    assert (moved["FullName"], moved["Sublevel"]) == ("Yard", 0)


def test_what_is_not_mentioned_stays(ledger: Ledger) -> None:
    index = next(
        i for i in range(ledger.customers.count) if ledger.customers.document(i)["creditCard"]
    )
    before = ledger.customers.document(index)
    [ret] = ask(ledger, "CustomerQuery", ListID=str(before["id"]))
    revise(ledger, ret, IsActive=False)
    after = ledger.customers.document(index)
    assert {key for key in before if before[key] != after[key]} == {
        "isActive",
        "updatedAt",
        "revisionNumber",
    }


def test_a_stale_change_is_refused(ledger: Ledger) -> None:
    first = add(ledger, "A")
    revise(ledger, first, Phone="1")
    with pytest.raises(ApiError, match=r"\(3200\).*out-of-date"):
        revise(ledger, first, Phone="2")
    assert named(ledger, "A")["Phone"] == "1"


@pytest.mark.parametrize(
    ("elements", "code", "named_in"),
    [
        ({}, "0x80040400", 'lacks "Name"'),
        ({"Name": ""}, "3150", "Name"),
        ({"Name": "  "}, "3150", "Name"),
        ({"Name": "x" * 42}, "3070", "41"),
        ({"Name": "A:B"}, "3090", "A:B"),
        ({"Name": "granite reef GOLF"}, "3100", "granite reef GOLF"),
        ({"Name": "Hole 7", "ParentRef": {"FullName": "Granite Reef Golf"}}, "3100", "Hole 7"),
        ({"Name": "A", "ParentRef": {"FullName": "Nobody"}}, "3140", "Nobody"),
        ({"Name": "A", "TermsRef": {"FullName": "Net 1"}}, "3140", 'Terms "Net 1"'),
        ({"Name": "A", "JobStatus": "Lost"}, "3210", "Awarded"),
        ({"Name": "A", "CreditLimit": "lots"}, "3040", "lots"),
        ({"Name": "A", "OpenBalance": "1"}, "3250", "OpenBalance"),
        ({"Name": "A", "CreditCardInfo": {}}, "3250", "CreditCardInfo"),
        ({"Name": "A", "ShipToAddress": {"Addr1": "x"}}, "0x80040400", "ShipToAddress"),
        ({"Name": "A", "FullName": "B"}, "0x80040400", "FullName"),
        (
            {
                "Name": "A",
                "ParentRef": {"FullName": "Granite Reef Golf"},
                "CurrencyRef": {"FullName": "EUR"},
            },
            "3140",
            "currency",
        ),
    ],
)
def test_a_customer_who_cannot_be_is_refused_and_nothing_is_written(
    kept: Ledger, elements: dict[str, object], code: str, named_in: str
) -> None:
    before = kept.customers.count
    with pytest.raises(ApiError) as refused:
        write(kept, "CustomerAdd", **elements)
    assert refused.value.integration_code == code, refused.value.message
    assert named_in in refused.value.message
    assert kept.customers.count == before


@pytest.mark.parametrize(
    ("changes", "code", "named_in"),
    [
        ({"ListID": "8-1"}, "3120", "8-1"),
        ({"EditSequence": "1"}, "3200", '"1"'),
        ({"Name": "Canyon Mouth Brewing"}, "3100", "Canyon Mouth Brewing"),
        ({"ParentRef": {"FullName": "Granite Reef Golf:Hole 7"}}, "3140", "itself"),
        ({"CurrencyRef": {"FullName": "EUR"}}, "3140", "EUR"),
        ({"ContactsMod": {}}, "3250", "ContactsMod"),
        ({"ExternalGUID": "x"}, "0x80040400", "ExternalGUID"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(
    kept: Ledger, changes: dict[str, object], code: str, named_in: str
) -> None:
    before = named(kept, "Granite Reef Golf")
    known = {"ListID": before["ListID"], "EditSequence": before["EditSequence"]}
    with pytest.raises(ApiError) as refused:
        write(kept, "CustomerMod", **{**known, **changes})
    assert refused.value.integration_code == code, refused.value.message
    assert named_in in refused.value.message
    assert named(kept, "Granite Reef Golf") == before


def test_jobs_go_as_deep_as_quickbooks_lets_them(ledger: Ledger) -> None:
    name = "Deep"
    add(ledger, name)
    for level in range(1, 5):
        add(ledger, str(level), ParentRef={"FullName": name})
        name = f"{name}:{level}"
    with pytest.raises(ApiError, match=r"\(3140\).*levels"):
        add(ledger, "5", ParentRef={"FullName": name})
