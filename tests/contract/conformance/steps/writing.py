"""Writing in qbXML: what comes back, what is refused, and who else sees it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.conformance.parts import (
    Client,
    Expectation,
    GivesAtLeast,
    GivesTheBooks,
    Json,
    Step,
)
from tests.contract.conformance.steps.common import DEMO, quickbooks_says

STALE = quickbooks_says("3200")


def _written(
    name: str,
    request: str,
    content: dict[str, Json],
    expect: Expectation,
    keep: Mapping[str, str],
    *,
    once: bool = False,
) -> Step:
    return Step(
        name=f"qbXML: {name}",
        call="passthrough",
        arguments={"endUserId": "$demo", "payload": {f"{request}Rq": {request: content}}},
        expect=expect,
        keep={kept: f"{request}Rs.{path}" for kept, path in keep.items()},
        once=once,
    )


def _ret(request: str, ret: str, **fields: Json) -> GivesAtLeast:
    return GivesAtLeast({f"{request}Rs": {ret: fields}})


_NEW_CUSTOMER = {
    "Name": "Conformance & Söhne",
    "CompanyName": "Conformance & Söhne, Ltd",
    "BillAddress": {"Addr1": "1 Tin Roof Way", "City": "Tempe", "State": "AZ"},
    "Phone": "+1-480-555-0100",
}

WRITING = (
    _written(
        "a customer is added",
        "CustomerAdd",
        _NEW_CUSTOMER,
        _ret(
            "CustomerAdd",
            "CustomerRet",
            **_NEW_CUSTOMER,
            FullName="Conformance & Söhne",
            IsActive=True,
            Balance="0.00",
        ),
        {
            "newCustomer": "CustomerRet.ListID",
            "firstCustomerEdit": "CustomerRet.EditSequence",
        },
    ),
    _written(
        "a customer's name is taken once",
        "CustomerAdd",
        _NEW_CUSTOMER,
        quickbooks_says("3100"),
        {},
        once=True,
    ),
    _written(
        "a customer is changed",
        "CustomerMod",
        {
            "ListID": "$newCustomer",
            "EditSequence": "$firstCustomerEdit",
            "Phone": "+1-480-555-0199",
        },
        _ret(
            "CustomerMod",
            "CustomerRet",
            ListID="$newCustomer",
            Name="Conformance & Söhne",
            Phone="+1-480-555-0199",
        ),
        {"customerEdit": "CustomerRet.EditSequence"},
    ),
    _written(
        "a customer that somebody changed in between is left alone",
        "CustomerMod",
        {
            "ListID": "$newCustomer",
            "EditSequence": "$firstCustomerEdit",
            "Phone": "+1-480-555-0000",
        },
        STALE,
        {},
        once=True,
    ),
    Step(
        name="the new customer by today's route",
        call="customers.retrieve",
        arguments={**DEMO, "id": "$newCustomer"},
        expect=GivesTheBooks(),
    ),
    _written(
        "an invoice is added",
        "InvoiceAdd",
        {
            "CustomerRef": {"ListID": "$newCustomer"},
            "TxnDate": "2025-06-17",
            "RefNumber": "C,1 & co",
            "Memo": "“as agreed”",
            "InvoiceLineAdd": [
                {"ItemRef": {"ListID": "$item"}, "Quantity": 2, "Rate": "10.25"},
                {"ItemRef": {"ListID": "$item"}, "Amount": "0.10"},
            ],
        },
        _ret(
            "InvoiceAdd",
            "InvoiceRet",
            CustomerRef={"ListID": "$newCustomer", "FullName": "Conformance & Söhne"},
            TxnDate="2025-06-17",
            RefNumber="C,1 & co",
            Memo="“as agreed”",
            Subtotal="20.60",
            IsPaid=False,
        ),
        {"newInvoice": "InvoiceRet.TxnID", "firstInvoiceEdit": "InvoiceRet.EditSequence"},
    ),
    _written(
        "an invoice is changed",
        "InvoiceMod",
        {"TxnID": "$newInvoice", "EditSequence": "$firstInvoiceEdit", "Memo": "changed"},
        _ret("InvoiceMod", "InvoiceRet", TxnID="$newInvoice", Memo="changed", Subtotal="20.60"),
        {"invoiceEdit": "InvoiceRet.EditSequence"},
    ),
    _written(
        "an invoice that somebody changed in between is left alone, however often it is asked",
        "InvoiceMod",
        {"TxnID": "$newInvoice", "EditSequence": "$firstInvoiceEdit", "Memo": "too late"},
        STALE,
        {},
    ),
    Step(
        name="the new invoice by today's route",
        call="invoices.list",
        arguments={**DEMO, "customerIds": ["$newCustomer"]},
        expect=GivesTheBooks(),
        absent={Client.OURS: "writes nothing into QuickBooks"},
    ),
)
