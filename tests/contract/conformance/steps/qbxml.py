"""qbXML as JSON: the only way to QuickBooks for the older generation, passthrough today."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.contract.conformance.parts import (
    Client,
    Expectation,
    Fails,
    GivesAtLeast,
    GivesTheBooks,
    Json,
    Step,
)
from tests.contract.conformance.steps.common import quickbooks_says

_MAKES_AN_ERROR_OF_IT = {Client.NODE_11: "makes its own QBD_NO_RESPONSE of an empty answer"}
_NO_HOST = {Client.NODE_11: "never had HostQuery"}


def _query(
    name: str,
    subject: str,
    wanted: dict[str, Json],
    expect: Expectation,
    absent: Mapping[Client, str] = MappingProxyType({}),
) -> Step:
    return Step(
        name=f"qbXML: {name}",
        call="passthrough",
        arguments={"endUserId": "$demo", "payload": {f"{subject}QueryRq": wanted}},
        expect=expect,
        absent=absent,
        once=isinstance(expect, Fails),
    )


READING = (
    _query(
        "one invoice is an object",
        "Invoice",
        {"TxnID": "$invoice", "IncludeLineItems": True},
        GivesAtLeast({"InvoiceQueryRs": {"InvoiceRet": {"TxnID": "$invoice"}}}),
    ),
    _query(
        "the same invoice, whole",
        "Invoice",
        {
            "TxnID": ["$invoice"],
            "IncludeLineItems": True,
            "IncludeLinkedTxns": True,
            "OwnerID": "0",
        },
        GivesTheBooks(),
    ),
    _query(
        "several invoices are a list",
        "Invoice",
        {"RefNumberCaseSensitive": ["$oddNumber", "$number"]},
        GivesTheBooks(),
    ),
    _query(
        "invoices of a customer since a day",
        "Invoice",
        {
            "MaxReturned": 20,
            "EntityFilter": {"ListID": ["$customer"]},
            "TxnDateRangeFilter": {"FromTxnDate": "2024-01-01"},
            "PaidStatus": "All",
        },
        GivesTheBooks(),
    ),
    _query(
        "an invoice QuickBooks does not have",
        "Invoice",
        {"TxnID": "123ABC-1234567890"},
        quickbooks_says("500"),
    ),
    _query(
        "a filter that finds nothing",
        "Invoice",
        {"RefNumberFilter": {"MatchCriterion": "Contains", "RefNumber": "no such number"}},
        GivesTheBooks(),
        _MAKES_AN_ERROR_OF_IT,
    ),
    _query("customers", "Customer", {"MaxReturned": 5, "ActiveStatus": "All"}, GivesTheBooks()),
    _query("one customer", "Customer", {"FullName": "$oddCustomer"}, GivesTheBooks()),
    _query("the company", "Company", {}, GivesTheBooks()),
    _query("the QuickBooks that has it open", "Host", {}, GivesTheBooks(), _NO_HOST),
)
