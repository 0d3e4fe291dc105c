"""Reading from QuickBooks by today's routes: company, invoices, customers."""

from __future__ import annotations

from tests.contract.conformance.parts import Client, GivesTheBooks, Step
from tests.contract.conformance.steps.common import ALIVE, DEMO, REFUSED, asked, quickbooks_says

_NO_LOOKUPS = {Client.OURS: "looks nothing up by id or number: the list has it all"}
_NO_SUCH_FILTER = {Client.OURS: "has the filters of its screen alone"}
_CHECKED_BEFORE = {Client.OURS: "always sends what is required, in the range that is allowed"}

INVOICES = (
    *asked("the sandbox's own EndUser", "$demo", ALIVE),
    Step(name="the company", call="company", arguments=DEMO, expect=GivesTheBooks()),
    Step(
        name="the whole book over several pages",
        call="invoices.list",
        arguments=DEMO,
        expect=GivesTheBooks(pages=2),
    ),
    Step(
        name="two pages, with arrays, a boolean and a moment with an offset",
        call="invoices.list",
        arguments={
            **DEMO,
            "customerIds": ["$customer", "80000FFF-1234567890"],
            "updatedAfter": "2024-01-01T00:00:00+01:00",
            "paymentStatus": "all",
            "includeLineItems": False,
            "limit": 2,
        },
        expect=GivesTheBooks(pages=2),
    ),
    Step(
        name="a comma belongs to the number it is in",
        call="invoices.list",
        arguments={**DEMO, "refNumbers": ["$oddNumber", "$number"]},
        expect=GivesTheBooks(),
        absent=_NO_LOOKUPS,
    ),
    Step(
        name="a part of a number with a comma and an ampersand",
        call="invoices.list",
        arguments={**DEMO, "refNumberContains": "$oddNumber"},
        expect=GivesTheBooks(),
    ),
    Step(
        name="dates, a currency and links to payments",
        call="invoices.list",
        arguments={
            **DEMO,
            "transactionDateFrom": "2025-01-01",
            "transactionDateTo": "2025-06-30",
            "currencyIds": ["$currency"],
            "includeLinkedTransactions": True,
            "paymentStatus": "paid",
        },
        expect=GivesTheBooks(),
        absent=_NO_SUCH_FILTER,
    ),
    Step(
        name="one invoice, whole",
        call="invoices.retrieve",
        arguments={**DEMO, "id": "$invoice"},
        expect=GivesTheBooks(),
    ),
    Step(
        name="an invoice QuickBooks does not have",
        call="invoices.retrieve",
        arguments={**DEMO, "id": "123ABC-1234567890"},
        expect=quickbooks_says("500"),
        once=True,
    ),
    Step(
        name="a page that is too large",
        call="invoices.list",
        arguments={**DEMO, "limit": 500},
        expect=REFUSED,
        absent=_CHECKED_BEFORE,
    ),
)

CUSTOMERS = (
    Step(
        name="active customers and jobs over two pages",
        call="customers.list",
        arguments={**DEMO, "limit": 50},
        expect=GivesTheBooks(pages=2),
    ),
    Step(
        name="customers by part of the name, balance, class and moment",
        call="customers.list",
        arguments={
            **DEMO,
            "status": "all",
            "nameContains": "&",
            "totalBalanceGreaterThanOrEqualTo": "0.00",
            "classIds": ["$class", "80000FFF-1234567890"],
            "updatedAfter": "2023-01-01T00:00:00+01:00",
            "excludeAlternateShippingAddresses": True,
            "limit": 2,
        },
        expect=GivesTheBooks(),
    ),
    Step(
        name="customers by full name, one of them with a comma and an ampersand",
        call="customers.list",
        arguments={**DEMO, "fullNames": ["$oddCustomer", "$job"]},
        expect=GivesTheBooks(),
    ),
    Step(
        name="a customer nobody heard of",
        call="customers.list",
        arguments={**DEMO, "fullNames": ["$oddCustomer", "Nobody, Ltd"]},
        expect=quickbooks_says("500"),
        once=True,
    ),
    Step(
        name="two balances at once are refused",
        call="customers.list",
        arguments={**DEMO, "totalBalance": "1.00", "totalBalanceLessThan": "2.00"},
        expect=REFUSED,
    ),
    Step(
        name="one customer, whole",
        call="customers.retrieve",
        arguments={**DEMO, "id": "$customer"},
        expect=GivesTheBooks(),
    ),
)
