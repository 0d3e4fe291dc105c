"""A customer and an invoice with everything in them that is private."""

from __future__ import annotations

from tests.helpers.sandbox import Caller, SandboxAccess

BOOKS = {
    "customer": "Quillfeather Nursery",
    "contact": "Hedwig Quillfeather",
    "mailbox": "hedwig@quillfeather.example",
    "telephone": "(555) 010-2266",
    "street": "17 Thistledown Lane",
    "number": "PLNT-908176",
    "memo": "Nobody may keep this memo",
    "order": "Order-of-Quillfeather",
    "line": "Bulbs that stay in the books",
    "amount": "7654321.98",
}


def plant(access: SandboxAccess) -> None:
    """An invoice of a customer with everything that is private."""
    ref = {"FullName": BOOKS["customer"]}
    with Caller(access) as caller:
        _add(
            caller,
            "Customer",
            Name=BOOKS["customer"],
            CompanyName=BOOKS["customer"],
            FirstName=BOOKS["contact"].split()[0],
            LastName=BOOKS["contact"].split()[1],
            BillAddress={"Addr1": BOOKS["street"]},
            Phone=BOOKS["telephone"],
            Email=BOOKS["mailbox"],
        )
        _add(
            caller,
            "Invoice",
            CustomerRef=ref,
            RefNumber=BOOKS["number"],
            PONumber=BOOKS["order"],
            Memo=BOOKS["memo"],
            InvoiceLineAdd={
                "ItemRef": {"FullName": "Plants:Saltbush, 5 gal"},
                "Desc": BOOKS["line"],
                "Quantity": 1,
                "Rate": BOOKS["amount"],
            },
        )


def _add(caller: Caller, kind: str, **elements: object) -> None:
    path = f"/end-users/{caller.access.end_user_id}/passthrough/quickbooks_desktop"
    answer = caller.post(path, {f"{kind}AddRq": {f"{kind}Add": elements}})
    assert answer.status_code == 200, answer.text
