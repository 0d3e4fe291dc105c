"""CompanyQueryRq and HostQueryRq: whose books these are, and which QuickBooks has them open."""

from __future__ import annotations

from conductor_desktop.sandbox.books.company import company_document
from conductor_desktop.sandbox.qbxml.answers import Answer, Desk, one, shape
from conductor_desktop.sandbox.qbxml.reading import Element
from conductor_desktop.sandbox.qbxml.tables.company import COMPANY, HOST

_HOST = {
    "product": "QuickBooks Enterprise Solutions 24.0",
    "major": "34",
    "minor": "0",
    "country": "US",
    "versions": [
        *("1.0", "1.1", "2.0", "2.1", "3.0", "4.0", "4.1"),
        *(f"{version}.0" for version in range(5, 17)),
    ],
    "automatic": False,
    "mode": "MultiUser",
}
"""The QuickBooks of the sandbox's made-up PC."""


async def describe_company(desk: Desk, request: Element) -> Answer:
    request.allow(("IncludeRetElement", "OwnerID"))
    document = company_document(desk.company)
    return one("CompanyQueryRs", "CompanyRet", shape(COMPANY, request), document)


async def describe_host(_desk: Desk, request: Element) -> Answer:
    request.allow(("IncludeRetElement",), not_served=("IncludeListMetaData",))
    return one("HostQueryRs", "HostRet", shape(HOST, request), _HOST)
