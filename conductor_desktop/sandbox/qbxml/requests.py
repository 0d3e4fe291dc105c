"""The requests that are answered, by the name of their element."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from conductor_desktop.sandbox.envelope import clip
from conductor_desktop.sandbox.qbxml.answers import Answer, Desk
from conductor_desktop.sandbox.qbxml.company_facts import describe_company, describe_host
from conductor_desktop.sandbox.qbxml.customer_search import find_customers
from conductor_desktop.sandbox.qbxml.customer_write import add_customer, modify_customer
from conductor_desktop.sandbox.qbxml.invoice_search import find_invoices
from conductor_desktop.sandbox.qbxml.invoice_write import add_invoice, modify_invoice
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.statuses import unreadable

Handler = Callable[[Desk, Element], Awaitable[Answer]]

REQUESTS: Mapping[str, Handler] = {
    "InvoiceQueryRq": find_invoices,
    "CustomerQueryRq": find_customers,
    "CompanyQueryRq": describe_company,
    "HostQueryRq": describe_host,
    "CustomerAddRq": add_customer,
    "CustomerModRq": modify_customer,
    "InvoiceAddRq": add_invoice,
    "InvoiceModRq": modify_invoice,
}


async def answer(desk: Desk, name: str, content: object) -> Answer:
    """Raises what QuickBooks would refuse the request with."""
    handler = REQUESTS.get(name)
    if handler is None:
        raise unreadable(
            f'The sandbox answers {", ".join(REQUESTS)}; "{clip(name)}" is not among them.'
        )
    return await handler(desk, Element(name, content))
